"""What a commit touched: its paths, and the names of code in the lines it changed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

PATHS = 200
NAMES = 200
LINE = 100
"""Characters of a line of names."""
PATCH = 100_000
"""Bytes of a patch that are looked at."""

RAW = re.compile(rb":[0-7]+ [0-7]+ \w+ \w+ (?:[RC]\d*\0([^\0]+)\0([^\0]+)|[A-Z]\d*\0([^\0]+))\0")
HEADING = re.compile(rb"^@@ [^@\n]* @@ (.{3,300})$", re.MULTILINE)
CHANGED = re.compile(rb"^(?!\+\+\+ |--- )[-+](.{3,300})$", re.MULTILINE)
"""Longer lines were not written by hand."""

WORD = re.compile(r"(?<![\w@])(?<!\w\.)(?:(?:self|this|cls)\.)?([^\W\d]\w*(?:\.[^\W\d]\w+)*)(\(?)")
DEFINED = re.compile(
    r"\b(?:class|def|enum|fn|func|function|impl|interface|module|namespace|package|struct|trait|type)"
    r"\s+([^\W\d]\w{2,59})\s*[:({=<]"
)
COMMON = frozenset(
    """assert bool bytes catch def dict elif else enumerate except filter float for foreach format function getattr
    hasattr if int isinstance len list main map not object open print range repr return self set setattr sizeof sorted
    str string sum super switch this tuple type typeof while with yield zip""".split()
)
SHORTEST, LONGEST = 3, 60


def paths_in(change: bytes) -> tuple[list[str], int]:
    """The paths touched (a renamed one with where it came from), and where the patch begins."""
    place = change.find(b":", 0, 8)
    paths = []
    while found := RAW.match(change, max(place, 0)):
        before, after, alone = found.groups()
        paths.append(f"{shown(before)} → {shown(after)}" if before else shown(alone))
        place = found.end()
    return paths, max(place, 0)


def shown(path: bytes) -> str:
    """A path on one line, whatever bytes are in its name."""
    text = path.decode(errors="replace")
    return text if text.isprintable() else "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def names_in(patch: bytes) -> list[str]:
    """Names of code in a patch: of the functions it is in, then of its changed lines, the most frequent first."""
    patch = patch[:PATCH]
    headings = names_of(lines(HEADING.findall(patch)))
    changed = names_of(lines(CHANGED.findall(patch)))
    return list(dict.fromkeys((*headings, *changed)))[:NAMES]


def lines(found: list[bytes]) -> str:
    return b"\n".join(found).decode(errors="replace")


def names_of(text: str) -> Iterator[str]:
    """Only what looks like code: compound, dotted, called or defined. Plain words are left to the message."""
    counts = Counter(WORD.findall(text))
    defined = frozenset(DEFINED.findall(text))
    for (word, call), _count in counts.most_common():
        if SHORTEST <= len(word) <= LONGEST and (word in defined or is_name(word, called=bool(call))):
            yield word


def is_name(word: str, *, called: bool) -> bool:
    if called and word not in COMMON:
        return True
    return "_" in word.strip("_") or "." in word or not (word.islower() or word[1:].islower() or word.isupper())


def told(paths: list[str], names: list[str]) -> str:
    """Both as a reader would like to see them."""
    files = ["Files", *(f"  {path}" for path in paths[:PATHS])] if paths else []
    if len(paths) > PATHS:
        files.append(f"  … {len(paths) - PATHS} more")
    words = ["Names", *(f"  {line}" for line in filled(names))] if names else []
    return "\n\n".join("\n".join(part) for part in (files, words) if part)


def filled(names: Iterable[str]) -> Iterator[str]:
    line = ""
    for name in names:
        if line and len(line) + len(name) > LINE:
            yield line
            line = name
        else:
            line = f"{line} {name}" if line else name
    if line:
        yield line
