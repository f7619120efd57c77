"""A WXR file, read as a stream: an item at a time, whatever its size. Entities and document types are refused."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext_noop as _

from sociable.carriers.connectors.wordpress.form import Comment, Fields, Head, Item, Term, Writer
from sociable.carriers.record import BadRecord

FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Bytes that XML 1.0 forbids; WordPress writes them all the same where somebody pasted them."""
HEAD = frozenset({"title", "link", "description", "language", "wxr_version", "base_site_url", "base_blog_url"})
PARTS = frozenset({"author", "category", "tag", "term", "item"})
TERMS = {"category": "category", "tag": "post_tag"}


class Cleaned(io.RawIOBase):
    """The file, without what no XML may hold."""

    def __init__(self, file: io.BufferedReader) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while piece := self.file.read(size):
            if clean := FORBIDDEN.sub(b"", piece):  # nothing would say that the file has ended
                return clean
        return b""

    def close(self) -> None:
        self.file.close()
        super().close()


def parts_of(path: Path) -> Iterator[Head | Writer | Term | Item]:
    """The parts of an export, in the file's order, the head first. Raises BadRecord where it is none."""
    said: dict[str, str] = {}
    is_told = False
    for element in elements(path):
        name = local(element)
        if name in HEAD:
            said.setdefault(name, element.text or "")
            continue
        if not is_told:
            is_told = True
            yield head_of(said, path)
        yield part_of(name, element)
        element.clear()
    if not is_told:
        yield head_of(said, path)


def elements(path: Path) -> Iterator[Element]:
    """The children of the channel, each when it is whole; then it is let go."""
    depth, root = 0, None
    try:
        with path.open("rb") as file, Cleaned(file) as clean:
            for event, element in iterparse(clean, events=("start", "end"), forbid_dtd=True):
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 2:
                    root = element
                elif event == "end" and depth == 2 and local(element) in HEAD | PARTS:
                    yield element
                    if root is not None:
                        root.clear()
    except (ParseError, DefusedXmlException) as mistake:
        raise BadRecord(_("%(file)s cannot be read as XML: %(why)s"), file=path.name, why=str(mistake)) from None


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def head_of(said: dict[str, str], path: Path) -> Head:
    if "wxr_version" not in said:
        raise BadRecord(_("%(file)s is no export of WordPress (WXR)."), file=path.name)
    home = said.get("base_blog_url") or said.get("base_site_url") or said.get("link") or ""
    return Head(
        said.get("title", ""), said.get("description", ""), said.get("language", ""), home, said["wxr_version"].strip()
    )


def part_of(name: str, element: Element) -> Writer | Term | Item:
    fields = fields_of(element)
    if name == "author":
        login = fields["author_login"]
        return Writer(fields["author_id"], login, fields["author_email"], fields["author_display_name"] or login)
    if name == "item":
        return item_of(element, fields)
    slug = fields["category_nicename"] or fields["tag_slug"] or fields["term_slug"]
    return Term(
        domain=TERMS.get(name) or fields["term_taxonomy"],
        slug=slug,
        name=fields["cat_name"] or fields["tag_name"] or fields["term_name"] or slug,
        parent=fields["category_parent"] or fields["term_parent"],
        about=fields["category_description"] or fields["tag_description"] or fields["term_description"],
    )


def fields_of(element: Element) -> Fields:
    said: dict[str, str] = {}
    for child in element:
        if len(child) == 0:
            name = "excerpt" if "excerpt" in child.tag else local(child)  # content and excerpt are both `encoded`
            said.setdefault(name, child.text or "")
    return Fields(said)


def item_of(element: Element, fields: Fields) -> Item:
    return Item(
        number=fields["post_id"],
        kind=fields["post_type"] or "post",
        status=fields["status"],
        title=fields["title"],
        content=fields["encoded"],
        excerpt=fields["excerpt"],
        creator=fields["creator"],
        link=fields["link"],
        slug=fields["post_name"],
        parent=fields["post_parent"],
        order=fields["menu_order"],
        password=fields["post_password"],
        sticky=fields["is_sticky"] == "1",
        comments_open=fields["comment_status"] == "open",
        at=fields.moment("post_date"),
        changed_at=fields.moment("post_modified"),
        attachment=fields["attachment_url"],
        terms=[
            Term(one.get("domain", ""), one.get("nicename", ""), one.text or "")
            for one in element
            if local(one) == "category"
        ],
        meta=meta_of(element, "postmeta"),
        comments=[comment_of(one) for one in element if local(one) == "comment"],
    )


def meta_of(element: Element, name: str) -> list[tuple[str, str]]:
    rows = [fields_of(one) for one in element if local(one) == name]
    return [(row["meta_key"], row["meta_value"]) for row in rows]


def comment_of(element: Element) -> Comment:
    fields = fields_of(element)
    return Comment(
        number=fields["comment_id"],
        author=fields["comment_author"],
        home=fields["comment_author_url"],
        mail=fields["comment_author_email"],
        user=fields["comment_user_id"],
        at=fields.moment("comment_date"),
        content=fields["comment_content"],
        approved=fields["comment_approved"],
        kind=fields["comment_type"],
        parent=fields["comment_parent"],
        meta=meta_of(element, "commentmeta"),
    )
