"""A blog as an export that WordPress 6.1 reads: its posts, its comments, its files, whoever wrote.

What WordPress has no field for goes along in fields of its own (`_sociable_…`): back here, nothing is lost.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from sociable.carriers.connectors.wordpress.book import Book, open_book
from sociable.carriers.connectors.wordpress.heading import head
from sociable.carriers.connectors.wordpress.reading import SILENT_TERMS, mark_of, tag_of
from sociable.carriers.connectors.wordpress.saying import comments_of
from sociable.carriers.connectors.wordpress.xml import (
    CLOSING,
    as_html,
    cdata,
    clean,
    day,
    meta,
    plain,
    said,
)
from sociable.people.models import Person
from sociable.responses.comments.models import Opening
from sociable.rooms.blogs.models import Blog, Pin, Post, State
from sociable.rooms.blogs.publishing import words_of
from sociable.rooms.blogs.readers import last_stage
from sociable.things.models import Contribution, File, Tag, Thing

STATUS = {
    State.PUBLISHED: "publish",
    State.DRAFT: "draft",
    State.REVIEW: "pending",
    State.REVIEWED: "pending",
    State.SCHEDULED: "future",
    State.WITHDRAWN: "trash",
}
FILES = re.compile(r"/files/(\d{1,15})/")


@dataclass(frozen=True, slots=True)
class Written:
    posts: int
    comments: int
    files: int
    people: int


def write_blog(blog: Blog, folder: Path) -> Written:
    """Writes a blog to a folder that is there: `BLOG.xml`, and its files under `uploads`."""
    book = open_book(blog)
    files = list(files_of(blog))
    first = {file.pk: number for number, file in enumerate(files, 1)}
    book.numbers = {id_: number + len(files) for id_, number in book.numbers.items()}
    items, whole = folder / f"{blog.slug}.part", folder / f"{blog.slug}.xml"
    with items.open("w", encoding="utf-8", newline="\n") as out:
        for file in files:
            out.write(attachment(book, file, first[file.pk]))
            keep(file, folder / "uploads" / str(first[file.pk]))
        for id_ in book.numbers:
            out.write(item(book, Post.objects.select_related("blog").get(pk=id_)))
    with whole.open("w", encoding="utf-8", newline="\n") as out, items.open(encoding="utf-8", newline="\n") as body:
        out.write(head(book))
        copyfileobj(body, out)
        out.write(CLOSING)
    items.unlink()
    return Written(len(book.numbers), book.comments, len(files), len(book.people))


def files_of(blog: Blog) -> Iterator[File]:
    """The files that the blog's posts show, and what is said of them."""
    posts = Post.objects.filter(placements__blog=blog)
    things = Thing.objects.filter(
        Q(pk__in=posts.values("copies__thing")) | Q(reply_to__in=posts.values("copies__thing"))
    )
    in_drafts = {
        int(one) for text in posts.exclude(text="").values_list("text", flat=True) for one in FILES.findall(text)
    }
    attached = set(things.values_list("attachments__file", flat=True)) - {None}
    yield from File.objects.filter(pk__in=attached | in_drafts).select_related("by__same_as").order_by("pk")


def keep(file: File, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / Path(file.name).name).write_bytes(bytes(file.content.content))


def attachment(book: Book, file: File, number: int) -> str:
    address = book.home + reverse("file", args=[file.pk, file.name])
    more = [
        ("_wp_attached_file", f"{number}/{file.name}"),
        ("_wp_attachment_image_alt", file.alt),
        ("_sociable_file", "1"),
    ]
    return "".join(
        [
            "<item>\n",
            said("title", as_html(file.alt or file.name)),
            plain("link", address),
            guid(address),
            said("dc:creator", book.login(file.by)),
            plain("wp:post_id", number),
            *dates(day(file.at), day(file.at)),
            said("wp:post_name", slugify(file.name)),
            said("wp:status", "inherit"),
            plain("wp:post_parent", 0),
            said("wp:post_type", "attachment"),
            said("wp:attachment_url", address),
            meta(iter(more), "wp:postmeta"),
            "</item>\n",
        ]
    )


def guid(address: str) -> str:
    return f'<guid isPermaLink="false">{as_html(address)}</guid>\n'


def dates(at: str, changed: str) -> list[str]:
    """Ours are all in UTC."""
    names = ("wp:post_date", "wp:post_date_gmt"), ("wp:post_modified", "wp:post_modified_gmt")
    return [said(name, when) for pair, when in zip(names, (at, changed), strict=True) for name in pair]


def item(book: Book, post: Post) -> str:
    """A post with all that was said of it."""
    words, thing = words_of(post), first_thing(post)
    stage, kept = last_stage(post), book.kept.get(post.pk, {})
    due = stage.due if stage and post.state == State.SCHEDULED else None
    at = day(thing.published_at if thing else due or post.at)
    slugs = list(post.addresses.filter(blog=book.blog).order_by("pk").values_list("slug", flat=True))
    hands = hands_of(post, thing)
    content = book.html(words.text)
    number = book.numbers[post.pk]
    link = reverse("post", args=[book.blog.slug, slugs[-1]]) if slugs else f"/?p={number}"
    return "".join(
        [
            "<item>\n",
            said("title", as_html(words.title)),
            plain("link", book.home + link),
            guid(book.home + link),
            said("dc:creator", book.login(hands[0][0]) if hands else ""),
            said("content:encoded", content),
            said("excerpt:encoded", as_html(words.summary)),
            plain("wp:post_id", number),
            *dates(at, day(thing.changed_at) if thing else at),
            said("wp:comment_status", "open" if is_open(thing) else "closed"),
            said("wp:ping_status", "closed"),
            said("wp:post_name", slugs[-1] if slugs else str(kept.get("slug", ""))),
            said("wp:status", str(kept.get("status") or "") or STATUS[State(post.state)]),
            plain("wp:post_parent", parent_of(book, kept)),
            plain("wp:menu_order", str(kept.get("order") or 0)),
            said("wp:post_type", str(kept.get("type") or "post")),
            said("wp:post_password", ""),
            plain("wp:is_sticky", int(Pin.objects.filter(post=post).exists())),
            *terms_of(book, words.tag_names(), thing, kept),
            meta(fields_of(book, post, hands, slugs, words.text, content, words.language), "wp:postmeta"),
            *comments_of(book, post),
            "</item>\n",
        ]
    )


def first_thing(post: Post) -> Thing | None:
    copy = post.copies.select_related("thing").order_by("pk").first()
    return copy.thing if copy else None


def is_open(thing: Thing | None) -> bool:
    return thing is None or Opening.objects.filter(thing=thing).exists()


def parent_of(book: Book, kept: dict[str, object]) -> int:
    """The page that a page stood under, by the number it has now."""
    return book.numbers.get(book.came.get(str(kept.get("parent", "")), 0), 0)


def hands_of(post: Post, thing: Thing | None) -> list[tuple[Person, str]]:
    rows = Contribution.objects.filter(thing=thing) if thing else post.hands.all()
    return [(row.person.root, row.role.name) for row in rows.select_related("person__same_as", "role").order_by("pk")]


def terms_of(book: Book, tags: list[str], thing: Thing | None, kept: dict[str, object]) -> Iterator[str]:
    """Its tags, as the categories or tags they were; those given here are tags."""
    if thing is not None:  # whose names may hold commas
        tags = list(Tag.objects.filter(taggings__thing=thing).order_by("taggings__pk").values_list("name", flat=True))
    before = [tuple(one) for one in kept.get("terms", ())]  # type: ignore[attr-defined]
    stays = [one for one in before if one[0] not in ("category", "post_tag") or one[1] in SILENT_TERMS]
    names = {tag_of(one[2]) for one in before}
    stays += [one for one in before if one not in stays and tag_of(one[2]) in tags]
    stays += [("post_tag", slugify(name) or name, name) for name in tags if name not in names]
    for domain, slug, name in sorted(stays, key=lambda one: before.index(one) if one in before else len(before)):
        if domain in ("category", "post_tag") and not any(one[:2] == (domain, slug) for one in book.terms):
            book.terms.append((domain, slug, name, "", ""))
        yield f'<category domain="{attribute(domain)}" nicename="{attribute(slug)}">{cdata(as_html(name))}</category>\n'


def attribute(text: str) -> str:
    return as_html(clean(text)).replace('"', "&quot;")


def fields_of(
    book: Book, post: Post, hands: list[tuple[Person, str]], slugs: list[str], text: str, content: str, language: str
) -> Iterator[tuple[str, str]]:
    """Fields of its own: what WordPress knows by that name, then what only we know."""
    for old in slugs[:-1]:
        yield "_wp_old_slug", old
    if post.state == State.WITHDRAWN:
        yield "_wp_trash_meta_status", "publish"
        stage = last_stage(post)
        yield "_sociable_why", stage.words if stage else ""
    yield "_sociable_state", post.state
    yield "_sociable_language", language or post.language
    yield "_sociable_markdown", text
    yield "_sociable_digest", mark_of(content)
    if [role for _person, role in hands] != ["author"]:
        yield "_sociable_hands", json.dumps([[book.login(person), role] for person, role in hands])
    if post.original_id in book.numbers:
        yield "_sociable_original", str(book.numbers[post.original_id])
    for path in post.formers.order_by("pk").values_list("path", flat=True):
        yield "_sociable_former", path
