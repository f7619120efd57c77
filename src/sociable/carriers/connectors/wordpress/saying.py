"""What was said of a post, as WordPress has it: each comment under what it answers, with how it is shown."""

from collections.abc import Iterator
from datetime import datetime

from sociable.carriers.connectors.wordpress.book import Book, address_of
from sociable.carriers.connectors.wordpress.reading import mark_of
from sociable.carriers.connectors.wordpress.xml import as_html, day, meta, plain, said
from sociable.people.models import Person
from sociable.responses.comments.models import Guest, Hold, Withdrawal
from sociable.rooms.blogs.models import Post
from sociable.things.models import Contribution, Thing, Version

DEEPEST = 1_000
"""Levels of answers that are followed."""


def comments_of(book: Book, post: Post) -> Iterator[str]:
    """All that was said of it, in the order it was said, each with what it answers by its number."""
    tops = set(post.copies.values_list("thing", flat=True))
    above: dict[int, int] = dict.fromkeys(tops, 0)
    found: list[Thing] = []
    level = list(tops)
    for _level in range(DEEPEST):
        answers = list(Thing.objects.filter(kind="comment", reply_to__in=level).order_by("published_at", "pk"))
        found += answers
        level = [one.pk for one in answers]
        if not level:
            break
    when: dict[int, datetime] = {}
    for one in found:  # WordPress wants an answer after what it answers, whatever their clocks said
        said_at = one.published_at.replace(microsecond=0)
        when[one.pk] = max(said_at, when.get(one.reply_to_id or 0, said_at))
    for one in sorted(found, key=lambda one: when[one.pk]):
        if text_of(one):  # what somebody wrote who asked to be forgotten is blank; its answers go up one
            book.comments += 1
            above[one.pk] = book.comments
    for one in sorted(found, key=lambda one: above.get(one.pk, 0)):
        if one.pk in above:
            yield comment(book, one, above[one.pk], number_above(one, above))


def number_above(one: Thing, above: dict[int, int]) -> int:
    standing = one.reply_to
    while standing is not None and standing.pk not in above:
        standing = standing.reply_to
    return above[standing.pk] if standing else 0


def text_of(said_: Thing) -> str:
    return Version.objects.filter(thing=said_, number=said_.revision).values_list("text", flat=True).first() or ""


def comment(book: Book, one: Thing, number: int, parent: int) -> str:
    text = text_of(one)
    content, person = book.html(text), speaker_of(one)
    guest = Guest.objects.filter(thing=one).values_list("name", flat=True).first() or ""
    own = [("_sociable_markdown", text), ("_sociable_digest", mark_of(content))]
    return "".join(
        [
            "<wp:comment>\n",
            plain("wp:comment_id", number),
            said("wp:comment_author", as_html(person.name if person else guest)),
            said("wp:comment_author_email", address_of(person) if person else ""),
            plain("wp:comment_author_url", ""),
            said("wp:comment_author_IP", ""),
            said("wp:comment_date", day(one.published_at)),
            said("wp:comment_date_gmt", day(one.published_at)),
            said("wp:comment_content", content),
            said("wp:comment_approved", standing_of(one)),
            said("wp:comment_type", "comment"),
            plain("wp:comment_parent", parent),
            plain("wp:comment_user_id", book.number_of(person) if person else 0),
            meta(iter(own), "wp:commentmeta"),
            "</wp:comment>\n",
        ]
    )


def speaker_of(one: Thing) -> Person | None:
    row = Contribution.objects.filter(thing=one).select_related("person__same_as").order_by("pk").first()
    return row.person.root if row else None


def standing_of(one: Thing) -> str:
    """Approved, waiting, refused, or taken away."""
    if Withdrawal.objects.filter(thing=one).exists():
        return "trash"
    held = Hold.objects.filter(thing=one).select_related("decision").first()
    if held is None:
        return "1"
    decision = getattr(held, "decision", None)
    return "0" if decision is None else "1" if decision.admitted else "spam"
