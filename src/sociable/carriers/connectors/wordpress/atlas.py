"""The first reading of an export: who writes, what leads where, what will not be kept; then texts can be brought."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.utils.translation import gettext_noop as _

from sociable.carriers.articles import PLACE
from sociable.carriers.connectors.wordpress.blocks import unfilled, unknown_shortcodes
from sociable.carriers.connectors.wordpress.form import Head, Item, Term, Writer
from sociable.carriers.connectors.wordpress.stream import parts_of
from sociable.carriers.record import Note
from sociable.people.identities import Handle, handle, mail

POSTS = frozenset({"post", "page"})
SIZED = re.compile(r"(?:-\d+x\d+|-scaled|-rotated)(?=\.\w+$)")
"""What WordPress adds to the name of a picture that it made smaller."""
READ = re.compile(
    r"_wp_old_slug|_wp_trash_meta_.*|_wp_desired_post_slug|_thumbnail_id|_sociable_.*|_wp_attach.*|_edit_.*"
)
READ_TOO = frozenset({"_pingme", "_encloseme", "_wp_page_template", "_wp_attachment_image_alt", "_wp_old_date"})
"""Fields of a post that are used, or that only WordPress' own machinery needs."""

KNOWN_TERMS = frozenset({"category", "post_tag", "post_format", "language", "post_translations"})
FIELD = _("field %(name)s: not kept, %(count)s times")
FIELD_OF_COMMENTS = _("field %(name)s of comments: not kept, %(count)s times")
TAXONOMY = _("taxonomy %(name)s: not kept, %(count)s times")
SHORTCODE = _("shortcode [%(name)s]: left as it is written, %(count)s times")
BLOCK = _("block %(name)s, which only a program fills: named in the text, %(count)s times")
PINGBACKS = _("pingbacks that became comments: %(count)s")
ADDRESSES = _("visitors who commented, whose addresses are not kept: %(count)s")
PASSWORDS = _("posts behind a password that became drafts: %(count)s")


@dataclass
class Map:
    """What the whole file says, so far as a single text needs it."""

    head: Head
    writers: dict[str, Writer] = field(default_factory=dict)
    by_number: dict[str, Writer] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    files: dict[str, Item] = field(default_factory=dict)
    """Attachments by number."""
    by_path: dict[str, str] = field(default_factory=dict)
    of_ours: defaultdict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """How a text of ours writes the address of a file, and how a file of the source is named; by its beginning."""
    of_post: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[str, str] = field(default_factory=dict)
    """Of each post that had an address of its own, by its number."""
    blocks: dict[str, str] = field(default_factory=dict)
    tongues: dict[str, str] = field(default_factory=dict)
    """First post of each group of translations."""
    total: int = 0
    unkept: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By what it is, and its name."""

    @property
    def realm(self) -> str:
        return (urlsplit(self.head.home).hostname or self.head.home)[:120]

    def person(self, login: str) -> Handle:
        """Somebody by their login: their address where the file has it, otherwise the login on that site."""
        writer = self.writers.get(login)
        return handle_of(writer, self.realm) if writer else handle(login or "?", self.realm, login)

    def pictures(self, number: str, of: str) -> list[tuple[str, str]]:
        wanted = [number] if number else self.of_post[of]
        found = [self.files[one] for one in wanted if one in self.files]
        return [(one.attachment, one.said("_wp_attachment_image_alt") or unescape(one.title)) for one in found]

    def reused(self, number: str) -> str:
        return self.blocks.get(number, "")

    def place(self, address: str) -> str:
        parts = urlsplit(address)
        if parts.netloc and parts.hostname != urlsplit(self.head.home).hostname:
            return ""
        path = unquote(parts.path)
        if found := self.by_path.get(path) or self.by_path.get(SIZED.sub("", path)):
            return PLACE.format(key=found)
        asked = parse_qs(parts.query)
        number = next((asked[name][0] for name in ("p", "page_id") if name in asked), "")
        path = self.paths.get(number, path.rstrip("/")) if parts.netloc else ""
        mark = f"#{parts.fragment}" if parts.fragment else ""
        return quote(path) + "/" + mark if path in self.known_paths else ""

    @property
    def known_paths(self) -> set[str]:
        if not hasattr(self, "_known"):
            self._known = set(self.paths.values())
        return self._known


def handle_of(writer: Writer, realm: str) -> Handle:
    return mail(writer.mail, writer.name) if "@" in writer.mail else handle(writer.login, realm, writer.name)


def map_of(path: Path) -> Map:
    """Reads a whole export once. Raises BadRecord where it is none."""
    parts = parts_of(path)
    found = Map(next(one for one in parts if isinstance(one, Head)))
    for part in parts:
        if isinstance(part, Writer):
            found.writers[part.login] = found.by_number[part.number] = part
        elif isinstance(part, Term):
            found.terms.append(part)
        elif isinstance(part, Item):
            note(found, part)
    return found


def note(found: Map, item: Item) -> None:
    if item.kind == "attachment":
        found.total += 1
        # The texts are read later: what a file needs of its own is little.
        found.files[item.number] = item
        found.by_path[unquote(urlsplit(item.attachment).path)] = item.number
        found.of_post[item.parent].append(item.number)
        if item.said("_sociable_file"):
            path = urlsplit(item.attachment).path
            places = [(one, PLACE.format(key=item.number)) for one in (path, unquote(path))]
            found.of_ours["/".join([*path.split("/")[:3], ""])] += places
    elif item.kind == "wp_block":
        found.blocks[item.number] = item.content
    elif item.kind in POSTS:
        found.total += 1 + len(item.comments)
        if path := unquote(urlsplit(item.link).path).rstrip("/"):
            found.paths[item.number] = path
        for term in item.terms:
            if term.domain == "post_translations":
                found.tongues.setdefault(term.slug, item.number)
        count_unkept(found.unkept, item)


def count_unkept(unkept: Counter[tuple[str, str]], item: Item) -> None:
    fields = [key for key, _value in item.meta if not READ.fullmatch(key) and key not in READ_TOO]
    theirs = [key for one in item.comments for key, _value in one.meta if not READ.fullmatch(key)]
    domains = [one.domain for one in item.terms if one.domain not in KNOWN_TERMS]
    guests = [one for one in item.comments if not one.user.strip("0")]
    for words, names in (
        (FIELD, fields),
        (FIELD_OF_COMMENTS, theirs),
        (TAXONOMY, domains),
        (SHORTCODE, unknown_shortcodes(item.content)),
        (BLOCK, unfilled(item.content)),
        (PINGBACKS, ("" for one in item.comments if one.kind in ("pingback", "trackback"))),
        (ADDRESSES, ("" for one in guests if one.mail or one.home)),
        (PASSWORDS, [""] if item.password else []),
    ):
        unkept.update((words, name) for name in names)


def notes_of(found: Map) -> list[Note]:
    """What cannot be kept, counted, a line each."""
    return [Note(words, name=name, count=count) for (words, name), count in sorted(found.unkept.items())]
