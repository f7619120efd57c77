"""Bytes as text, whatever the mail says they are: labels are often wrong, and wrong in the same few ways."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

import webencodings

ESCAPES = re.compile(r"iso-?2022|hz|utf-?7|utf-?16|utf-?32", re.IGNORECASE)
"""Charsets whose bytes can be UTF-8 by chance, or are not by nature."""
FOLD = re.compile(r"\r?\n[ \t]*")
BETWEEN_WORDS = re.compile(r"(=\?[^?\s]+\?[bqBQ]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bqBQ]\?)")
WORD = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?]*\?=")


def text_of(data: bytes, label: str | None = None) -> str:
    return decoded(data, label).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def decoded(data: bytes, label: str | None) -> str:
    """UTF-8 where the bytes are UTF-8, whatever the label; then the label; then Windows' Western charset.

    What is labelled Latin-1 is read as windows-1252, as browsers do (WHATWG Encoding Standard): it is its superset.
    """
    if label and ESCAPES.search(label) and (codec := codec_of(label)):
        return data.decode(codec, errors="replace")
    for codec in ("utf-8", codec_of(label) if label else None):
        try:
            if codec:
                return data.decode(codec)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    fallback = codec_of(label) if label else None
    if fallback == "utf-8" and mostly_utf8(data):
        return data.decode("utf-8", errors="replace")
    return data.decode("cp1252", errors="replace")


def mostly_utf8(data: bytes) -> bool:
    """A broken letter here and there, say where a program cut a line: it is UTF-8 nevertheless."""
    broken = data.decode("utf-8", errors="replace").count("\N{REPLACEMENT CHARACTER}")
    beyond = sum(byte > 127 for byte in data[:100_000])
    return broken * 4 < beyond


def codec_of(label: str) -> str | None:
    """The codec that a label means; None for a label that nobody knows."""
    known = webencodings.lookup(label.strip().strip("\"'"))
    if known:
        return str(known.codec_info.name)
    try:
        found = codecs.lookup(label.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding else None


def header_text(raw: str) -> str:
    """A header as people read it: unfolded, encoded words (RFC 2047) and bare bytes decoded."""
    line = FOLD.sub(" ", bare(raw)).strip()
    if "=?" not in line:
        return line
    return WORD.sub(lambda word: word_in(word[0]), BETWEEN_WORDS.sub(r"\1", line))


def bare(raw: str) -> str:
    """Bytes that stand in a header without any encoding; the parser keeps them as surrogates."""
    if raw.isascii():
        return raw
    return text_of(raw.encode("utf-8", errors="surrogateescape"))


def word_in(word: str) -> str:
    try:
        return "".join(text_of(part, label) if isinstance(part, bytes) else part for part, label in decode_header(word))
    except (HeaderParseError, ValueError):
        return word
