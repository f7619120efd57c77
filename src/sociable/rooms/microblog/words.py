"""What a note may say: how long it is as people count, and its hashtags. Pure."""

import unicodedata

import regex

LONGEST = 500
"""Characters of a note, as people count them: an accent or a skin tone is no character of its own."""
MOST_TAGS = 20
CLUSTER = regex.compile(r"\X")
PICTURE = regex.compile(r"\n*!\[(?P<alt>[^\]\n]*)\]\((?P<address>/files/\d+/[^)\s]+)\)\s*\Z")
"""The picture of a note, at its end: it does not count."""
HASHTAG = regex.compile(r"(?<![\w&/#\[(@])#(?P<name>\w*[^\W\d_]\w*(?:-\w+)*)")
ADDRESS = regex.compile(r"`[^`]*`|\]\([^)\s]*\)|https?://\S+")
"""Where a "#" is no hashtag: in code, and in addresses."""


def length_of(text: str) -> int:
    """Characters as people count them: extended grapheme clusters (Unicode, UAX 29), lines counting one."""
    return sum(1 for _one in CLUSTER.finditer(text.replace("\r\n", "\n")))


def without_picture(text: str) -> tuple[str, str]:
    """A note's words, and its picture as Markdown; "" for none."""
    found = PICTURE.search(text)
    return (text[: found.start()], found.group().strip()) if found else (text, "")


def hashtags_in(text: str) -> list[str]:
    """The tags of a note, each once, in its order, as tags are written: small letters, composed."""
    found = (as_tag(one["name"]) for one in HASHTAG.finditer(ADDRESS.sub(" ", text)))
    return list(dict.fromkeys(found))[:MOST_TAGS]


def as_tag(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower()[:80]
