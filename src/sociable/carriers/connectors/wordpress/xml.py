"""The XML of an export, as WordPress' own importer wants it: every text in CDATA, whatever stands in it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot say."""
OPENING = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
"""
CLOSING = "</channel>\n</rss>\n"


def clean(text: str) -> str:
    """What XML can say of a text, with the line ends that a reader of XML would see."""
    return FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def cdata(text: str) -> str:
    return f"<![CDATA[{clean(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def said(name: str, text: str | int) -> str:
    """An element with a text in it."""
    return f"<{name}>{cdata(str(text))}</{name}>\n"


def plain(name: str, text: str | int) -> str:
    """An element whose text WordPress wants outside of CDATA: a number, an address."""
    return f"<{name}>{escape(clean(str(text)), quote=False)}</{name}>\n"


def meta(pairs: Iterator[tuple[str, str]], name: str) -> str:
    return "".join(
        f"<{name}>\n{said('wp:meta_key', key)}{said('wp:meta_value', value)}</{name}>\n" for key, value in pairs
    )


def as_html(text: str) -> str:
    """A plain text, as WordPress keeps titles and names: what would be a tag is none."""
    return escape(text, quote=False)


def day(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
