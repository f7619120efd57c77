"""What in a wikitext is no wikitext: comments, code, formulas. It is held apart while the rest is read."""

import re
from dataclasses import dataclass, field
from html import unescape

OPAQUE = re.compile(
    r"<!--.*?-->|<(?P<tag>nowiki|pre|syntaxhighlight|source|math|chem|ce|code|tt|timeline|score|graph|templatedata)"
    r"(?P<said>\s[^<>]*?)?(?:/>|>(?P<inside>.*?)</(?P=tag)\s*>)",
    re.DOTALL | re.IGNORECASE,
)
POEM = re.compile(r"<poem\b[^<>]*>.*?</poem\s*>", re.DOTALL | re.IGNORECASE)
QUOTED = re.compile(r"(?:> ?)+")
SPACED = re.compile(r"(?:^ [^\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
LANGUAGE = re.compile(r"\blang\s*=\s*[\"']?([\w+#-]+)", re.IGNORECASE)
IN_CELL = "\ue002"
"""Begins a place in the cell of a table."""
PLACE = re.compile("([\ue000\ue002])(\\d+)\ue001")
BLOCKS = frozenset({"pre", "syntaxhighlight", "source", "timeline", "score", "graph"})
MARK = re.compile(r"([\\`*_\[\]<])")
MARKUP = re.compile(r"'{2,}|\[\[(?:[^\[\]|]*\|)?|\]\]")


@dataclass
class Held:
    """Pieces by number; in the text a place stands for each."""

    pieces: list[str] = field(default_factory=list)
    first: int = 0
    """The number of its first piece: a place of another is left alone."""

    def hold(self, piece: str) -> str:
        self.pieces.append(piece)
        return f"\ue000{self.first + len(self.pieces) - 1}\ue001"

    def back(self, text: str) -> str:
        """The text with its pieces in their places."""
        for _depth in range(4):
            if not PLACE.search(text):
                break
            text = PLACE.sub(self.piece, text)
        return text

    def piece(self, place: re.Match[str]) -> str:
        number = int(place[2]) - self.first
        if not 0 <= number < len(self.pieces):
            return place[0]
        piece = self.pieces[number]
        if place[1] == IN_CELL:
            return " ".join(piece.split()).replace("|", "\\|")
        quoted = QUOTED.match(place.string, place.string.rfind("\n", 0, place.start()) + 1, place.start())
        # Every line of a quotation says that it is one: code within it would never end otherwise.
        return piece.replace("\n", f"\n{quoted[0]}") if quoted else piece

    def take(self, text: str) -> str:
        """The text with places for what is opaque in it; what nobody sees is gone."""
        text = OPAQUE.sub(self.held, text.translate(dict.fromkeys((0xE000, 0xE001, 0xE002, 0xE010))))
        return SPACED.sub(self.spaced, POEM.sub(verses, text))

    def held(self, found: re.Match[str]) -> str:
        tag, inside = (found["tag"] or "").lower(), found["inside"] or ""
        if tag in ("", "templatedata"):
            return ""
        if tag == "nowiki":
            return self.hold(escaped(unescape(inside)))
        if tag in ("math", "chem", "ce"):
            return self.hold(inline(" ".join(inside.split())))
        if tag in BLOCKS:
            language = LANGUAGE.search(found["said"] or "")
            return "\n\n" + self.hold(fenced(unescape(inside) if tag == "pre" else inside, language)) + "\n\n"
        return self.hold(inline(unescape(re.sub(r"</?nowiki\s*/?>", "", inside))))

    def spaced(self, found: re.Match[str]) -> str:
        """Lines that begin with a blank stand as they are typed, unless they are part of a table or a template."""
        if re.search(r"^\s*(?:[|!}{]|\*|#)", found[0], re.MULTILINE):
            return found[0]
        lines = "\n".join(line[1:] for line in found[0].splitlines())
        return "\n" + self.hold(fenced(MARKUP.sub("", self.back(lines)), None)) + "\n\n"


def verses(poem: re.Match[str]) -> str:
    """A poem's lines begin where they are typed: no blank there makes it code."""
    return re.sub(r"^ +", lambda blanks: "\u00a0" * len(blanks[0]), poem[0], flags=re.MULTILINE)


def escaped(words: str) -> str:
    """Words in which nothing is a mark of Markdown."""
    return MARK.sub(r"\\\1", words)


def inline(code: str) -> str:
    code = code.strip("\n")
    if not code.strip():
        return ""
    ticks = "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)
    gap = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{ticks}{gap}{' '.join(code.splitlines())}{gap}{ticks}"


def fenced(code: str, language: re.Match[str] | None) -> str:
    code = code.strip("\n")
    ticks = "`" * max(3, max(map(len, re.findall("`+", code)), default=0) + 1)
    return f"{ticks}{language[1].lower() if language else ''}\n{code}\n{ticks}"
