"""Lines of wikitext that begin with * # : ; as lists of Markdown, and all others as its paragraphs."""

import re
from collections.abc import Iterator

SIGN = "\ue010"
"""Stands before each mark of a list, so that none is taken for one that was typed as a word."""
MARKS = re.compile(f"(?:{SIGN}[*#:;])+")
STRAY = re.compile(f"{SIGN}(?=[*#:;])")
TAKEN = re.compile(r"(?=(?:#{1,6}(?:\s|$)|[-+](?:\s|$)|>|=+\s*$|-{3,}\s*$|~{3,}))|^(\d{1,9})(?=[.)](?:\s|$))")
"""How a paragraph of Markdown may not begin."""


def in_blocks(text: str) -> str:
    """Lists set apart from paragraphs by blank lines, each as deep as its marks say."""
    made: list[str] = []
    before = ""
    for line in text.split("\n"):
        found = MARKS.match(line)
        if found:
            marks = found[0].replace(SIGN, "")[: len(before) + 1]
            words = line[found.end() :].strip()
            if not before and made and made[-1]:
                made.append("")
            made += item(marks, words)
            before = marks
            continue
        if before and line.strip():
            made.append("")
        before = "" if line.strip() else before
        made.append(literal(STRAY.sub("", line.strip())))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(made)).strip("\n")


def item(marks: str, words: str) -> Iterator[str]:
    indent = "".join("   " if one == "#" else "  " for one in marks[:-1])
    sign = "1. " if marks[-1] == "#" else "- "
    shown = defined(words) if marks[-1] == ";" else words
    yield f"{indent}{sign}{STRAY.sub('', shown)}"


def defined(words: str) -> str:
    """A word, and what it means where that stands behind it."""
    word, colon, meaning = words.partition(f"{SIGN}:")
    strong = f"**{word.strip()}**" if word.strip() and "*" not in word else word
    return f"{strong} – {meaning.strip()}" if colon else strong


def literal(line: str) -> str:
    found = TAKEN.match(line)
    if not found:
        return line
    return f"{found[1]}\\{line[len(found[1]) :]}" if found[1] else f"\\{line}"
