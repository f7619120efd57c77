"""An export of WordPress as a blog: its pictures, its posts and pages, and what was said of them."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sociable.carriers.articles import Article, Brought, Remark
from sociable.carriers.connectors.wordpress.atlas import POSTS, Map, handle_of, map_of, notes_of
from sociable.carriers.connectors.wordpress.form import Comment, Head, Item
from sociable.carriers.connectors.wordpress.stream import parts_of
from sociable.carriers.connectors.wordpress.words import in_markdown, picture_or_link, remark_in_markdown
from sociable.carriers.record import BadRecord, Person, Reading, Reject
from sociable.kit.databases import one_line, text_to_stored
from sociable.kit.html import to_text
from sociable.people.identities import Handle, handle, mail

BESIDE = ("uploads", "wp-content/uploads", "media")
"""Where pictures are looked for when nobody says where they are: folders beside the file."""
STATES = {"publish": "published", "future": "scheduled", "pending": "review", "trash": "withdrawn"}
"""Of WordPress' own; any other (draft, private, what a plugin brought) is a draft here."""
REMARKS = {"1": "shown", "approve": "shown", "0": "waits", "hold": "waits", "spam": "refused"}
SILENT_TERMS = frozenset({"uncategorized", "non-classe"})
OUR_FILE = re.compile(r"/files/\d+/")
SLUG = 95
"""Characters of an address; a number may follow."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class WordPress:
    help = "A blog from WordPress: its export (WXR), with the folder of its uploads."
    schemes = ()
    brings_a_room = True

    def __init__(self, media: Path | None = None) -> None:
        self.media = media

    def with_media(self, folder: Path) -> "WordPress":
        """The same, looking for pictures there."""
        return WordPress(folder)

    def name_of(self, location: str) -> str:
        head = next(iter(parts_of(file_at(location))), None)
        return unescape(head.title).strip()[:120] if isinstance(head, Head) and head.title else Path(location).stem

    def read(self, location: str, name: str, cursor: Mapping[str, Any]) -> Reading:
        path = file_at(location)
        found = map_of(path)
        media = self.media or (Path(cursor["media"]) if cursor.get("media") else beside(path))
        return Reading(
            found.total,
            iter(()),
            people=people_of(found),
            notes=notes_of(found),
            cursor={"media": str(media or ""), "terms": terms_of(found)},
            files=files_of(found, media),
            articles=articles_of(path, found),
            about={
                "name": unescape(found.head.title),
                "about": unescape(found.head.about),
                "languages": found.head.language[:2].lower(),
            },
        )

    def again(self, location: str, name: str, rejects: Iterator[Any]) -> Reading:
        """What was rejected lies in the export and in its folder: mend it there, and the whole is read again."""
        return self.read(location, name, {})


def file_at(location: str) -> Path:
    path = Path(location)
    if not path.is_file():
        raise BadRecord(_("%(file)s is not a file."), file=str(path))
    return path


def beside(path: Path) -> Path | None:
    return next((folder for name in BESIDE if (folder := path.parent / name).is_dir()), None)


def terms_of(found: Map) -> list[list[str]]:
    """The tree of categories and the tags, for the way back."""
    return [[one.domain, one.slug, unescape(one.name), one.parent, one.about] for one in found.terms]


def people_of(found: Map) -> Iterator[Person]:
    """Whoever wrote, known by their address and by their login on that site."""
    for writer in found.writers.values():
        known, login = handle_of(writer, found.realm), handle(writer.login, found.realm, writer.name)
        yield Person(known, aliases=() if known.key == login.key else (login,))


def files_of(found: Map, media: Path | None) -> Iterator[Brought | Reject]:
    for number, item in found.files.items():
        name = unquote(urlsplit(item.attachment).path.rpartition("/")[2])
        yield Brought(
            key=number,
            name=name,
            alt=item.said("_wp_attachment_image_alt") or ("" if item.said("_sociable_file") else unescape(item.title)),
            by=found.person(item.creator) if item.creator else None,
            at=item.at or LONG_AGO,
            path=where_it_lies(media, item),
            address=item.attachment,
        )


def where_it_lies(media: Path | None, item: Item) -> Path | None:
    """The file of an attachment in the folder, by what WordPress says of it, and nowhere outside of it."""
    path = unquote(urlsplit(item.attachment).path)
    names = [item.said("_wp_attached_file"), path.partition("/uploads/")[2], path.rpartition("/")[2]]
    for name in filter(None, names if media else ()):
        assert media is not None
        found = (media / name.lstrip("/").replace("\0", "")).resolve()
        if found.is_relative_to(media.resolve()) and found.is_file():
            return found
    return None


def articles_of(path: Path, found: Map) -> Iterator[Article | Reject]:
    for part in parts_of(path):
        if not isinstance(part, Item) or part.kind in ("attachment", "wp_block"):
            continue
        if part.kind in POSTS and part.status != "auto-draft":
            yield article_of(part, found)
        elif part.kind not in POSTS:
            raw = {"type": part.kind, "id": part.number, "title": part.title, "link": part.link}
            yield Reject(f"{part.kind}: a blog has no such thing here", f"item {part.number}", raw)


def article_of(item: Item, found: Map) -> Article:
    state, ours = state_of(item), item.said("_sociable_state")
    return Article(
        key=item.number,
        title=to_text(item.title),
        text=text_of(item, found),
        state=state,
        at=item.at or item.changed_at or LONG_AGO,
        changed_at=item.changed_at,
        due=item.at if state == "scheduled" else None,
        why=why_of(item, found) if state == "withdrawn" else "",
        summary=to_text(item.excerpt).strip(),
        people=hands_of(item, found),
        tags=tags_of(item),
        language=item.said("_sociable_language")
        or next((t.slug[:2] for t in item.terms if t.domain == "language"), ""),
        slugs=slugs_of(item),
        formers=item.all_said("_sociable_former") if ours else formers_of(item, found),
        is_pinned=item.sticky,
        is_open=item.comments_open,
        original=original_of(item, found),
        remarks=[remark_of(one, found) for one in item.comments],
        kept=kept_of(item),
        raw={"id": item.number, "title": item.title, "link": item.link},
    )


def state_of(item: Item) -> str:
    if ours := item.said("_sociable_state"):
        return ours
    if item.password or (item.status == "trash" and item.said("_wp_trash_meta_status") != "publish"):
        return "draft"  # it stood before nobody, or only before those who had the password
    return STATES.get(item.status, "draft")


def text_of(item: Item, found: Map) -> str:
    text = our_words(item.meta, item.content, found)
    if text is None:
        text = in_markdown(item.content, found, item.number)
    for address, alt in found.pictures(item.said("_thumbnail_id") or "-", item.number):
        shown = picture_or_link(address, alt, found)
        if shown.rpartition("(")[2] not in text:
            text = f"{shown}\n\n{text}"
    return text


def our_words(meta: Sequence[tuple[str, str]], content: str, found: Map) -> str | None:
    """The Markdown that we gave with it, unless what it says was changed since."""
    said = dict(meta)
    if said.get("_sociable_digest") != mark_of(content) or "_sociable_markdown" not in said:
        return None
    text = said["_sociable_markdown"]
    for begin in set(OUR_FILE.findall(text)):
        for path, place in found.of_ours.get(begin, ()):
            text = text.replace(path, place)
    return text


def mark_of(content: str) -> str:
    """By which the HTML of an export is known again; line ends are not part of it, XML changes them."""
    return hashlib.blake2b(content.replace("\r\n", "\n").replace("\r", "\n").encode(), digest_size=16).hexdigest()


def why_of(item: Item, found: Map) -> str:
    with translation.override("fr" if found.head.language.lower().startswith("fr") else "en"):
        return item.said("_sociable_why") or gettext("It lay in the trash of the site it came from.")


def hands_of(item: Item, found: Map) -> list[tuple[Handle, str]]:
    try:
        ours = json.loads(item.said("_sociable_hands") or "[]")
        hands = [(found.person(str(login)), str(role)) for login, role in ours]
    except (ValueError, TypeError):
        hands = []
    return hands or ([(found.person(item.creator), "author")] if item.creator else [])


def tags_of(item: Item) -> list[str]:
    """Categories and tags: here both are tags. A comma would cut one in two."""
    terms = [one for one in item.terms if one.domain in ("category", "post_tag") and one.slug not in SILENT_TERMS]
    return list(dict.fromkeys(name for one in terms if (name := tag_of(unescape(one.name)))))


def tag_of(name: str) -> str:
    return one_line(text_to_stored(name.replace(",", ";")))[:80].strip()


def slugs_of(item: Item) -> list[str]:
    now = item.said("_wp_desired_post_slug") or item.slug.removesuffix("__trashed")
    slugs = [slugify(unquote(one))[:SLUG].strip("-") for one in (*item.all_said("_wp_old_slug"), now)]
    return list(dict.fromkeys(one for one in slugs if one))


def formers_of(item: Item, found: Map) -> list[str]:
    path = found.paths.get(item.number)
    if item.status not in ("publish", "private"):
        return []
    short = [f"/?p={item.number}"]  # what WordPress calls it where nobody chose another form, and in links
    if not path:
        return short
    folder = path.rpartition("/")[0]
    return [f"{folder}/{unquote(one)}"[:300] for one in item.all_said("_wp_old_slug")] + [path[:300], *short]


def original_of(item: Item, found: Map) -> str | None:
    group = next((one.slug for one in item.terms if one.domain == "post_translations"), "")
    original = item.said("_sociable_original") or found.tongues.get(group, "")
    return original if original and original != item.number else None


def kept_of(item: Item) -> dict[str, Any]:
    """What WordPress knows of it and a blog here does not, for the way back."""
    kept = {
        "type": "" if item.kind == "post" else item.kind,
        "status": "" if item.status in ("publish", "draft", "future", "pending", "trash") else item.status,
        "slug": item.slug if state_of(item) in ("draft", "review", "reviewed", "scheduled") else "",
        "parent": item.parent,
        "order": item.order,
        "terms": [[one.domain, one.slug, unescape(one.name)] for one in item.terms],
    }
    return {name: value for name, value in kept.items() if value not in ("", "0", [])}


def remark_of(comment: Comment, found: Map) -> Remark:
    by = speaker_of(comment, found)
    text = our_words(comment.meta, comment.content, found)
    if text is None:
        text = remark_in_markdown(comment.content, found)
    if comment.kind in ("pingback", "trackback") and comment.home:
        text = f"{text}\n\n<{comment.home}>"
    return Remark(
        key=comment.number,
        text=text,
        at=comment.at or LONG_AGO,
        by=by,
        guest="" if by else one_line(to_text(comment.author))[:80] or "…",
        state=REMARKS.get(comment.approved, "gone"),
        under=comment.parent if comment.parent.strip("0") else None,
    )


def speaker_of(comment: Comment, found: Map) -> Handle | None:
    """Whoever was signed in when they wrote it. An address that a visitor typed proves nothing: they stay a visitor."""
    if not comment.user.strip("0"):
        return None
    if writer := found.by_number.get(comment.user):
        return handle_of(writer, found.realm)
    if "@" in comment.mail:
        return mail(comment.mail, unescape(comment.author))
    return handle(f"user-{comment.user}", found.realm, unescape(comment.author))
