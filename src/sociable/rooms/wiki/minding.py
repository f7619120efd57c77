"""Is this still true? A day on which a page is looked at again, whoever affirms it, and remarks in its margin."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import Reader, may_look_after
from sociable.rooms.wiki.models import Affirmation, Due, Page, Remark, Settled
from sociable.rooms.wiki.pages import pages_for, text_of
from sociable.rooms.wiki.passages import Span, find, follow
from sociable.rooms.wiki.verbs import refuse_others, refuse_strangers, tidy
from sociable.things.models import Contribution, Thing, Version
from sociable.things.verbs import Draft, publish
from sociable.things.words import role_ids

REVIEWER = "reviewer"
KIND = "remark"


@transaction.atomic
def ask_on(*, page: Page, on: date | None, by: Person, at: datetime) -> Page:
    """Says on which day to ask whether the page is still true; None asks no more."""
    refuse_strangers(page.space, by)
    if on is None:
        Due.objects.filter(page=page).delete()
    else:
        Due.objects.update_or_create(page=page, defaults={"on": on, "by": by, "at": at})
    detail = {"day": on.toordinal() if on else 0}
    record([Act("sociable:AskOn", at, by.pk, page.pk, None, page.thing.public_id, detail)])
    return page


@transaction.atomic
def affirm(*, page: Page, number: int, again: date | None, by: Person, at: datetime) -> Affirmation:
    """Says that the page, as read, is still true, and when to ask again. Whoever says it has reviewed it."""
    refuse_strangers(page.space, by)
    if number != page.thing.revision:
        raise Refused(_("The page was changed meanwhile: read it again first."))
    ask_on(page=page, on=again, by=by, at=at)
    role = role_ids([REVIEWER])[REVIEWER]
    Contribution.objects.get_or_create(thing_id=page.pk, person_id=by.pk, role_id=role)
    record(
        [
            Act("sociable:Affirm", at, by.pk, page.pk, None, page.thing.public_id, {"number": number}),
            Act("sociable:Contribute", at, by.pk, page.pk, None, page.thing.public_id, {"role": role}),
        ]
    )
    return Affirmation.objects.create(page=page, number=number, by=by, at=at)


def due_for(reader: Reader, today: date) -> QuerySet[Page]:
    """The pages that this reader answers for and whose day has come, the longest waiting first."""
    mine = pages_for(reader).filter(due__on__lte=today).select_related("due").order_by("due__on", "key")
    return mine if reader.administers else mine.filter(owner=reader.person)


@transaction.atomic
def remark(*, page: Page, quote: str, text: str, by: Person, at: datetime) -> Remark:
    """Writes in the margin of a page, about a passage copied from it."""
    refuse_strangers(page.space, by)
    said, span = tidy(text), find(text_of(page), quote)
    if not said.strip():
        raise Refused(_("Say what there is to say about the passage."))
    if span is None:
        raise Refused(_("The page does not say that now. Copy the passage from it, a few words or more."))
    people = [(by.pk, "commenter")]
    draft = Draft(kind=KIND, public=page.thing.public_id, title="", text=said, at=at, people=people, reply_to=page.pk)
    thing = Thing.objects.get(pk=publish([draft])[0])
    start, end = span
    return Remark.objects.create(thing=thing, page=page, number=page.thing.revision, start=start, end=end, by=by, at=at)


@transaction.atomic
def settle(*, remark: Remark, by: Person, at: datetime) -> Remark:
    """Takes a remark out of the margin, as its writer or who answers for the page: it is done, or will not be."""
    if remark.by != by:
        refuse_others(remark.page, by)
    _row, is_new = Settled.objects.get_or_create(remark=remark, defaults={"by": by, "at": at})
    if is_new:
        record([Act("sociable:Settle", at, by.pk, remark.pk, None, remark.thing.public_id, {"page": remark.page_id})])
    return remark


def margin(page: Page) -> list[tuple[Remark, str]]:
    """The remarks that stand, in the order of the page, each with the passage as it reads now; '' where it is gone."""
    now = text_of(page)
    waiting = page.remarks.filter(settled=None, thing__withdrawn_at=None).select_related("thing", "by").order_by("pk")
    texts = dict(
        Version.objects.filter(thing=page.pk, number__in={one.number for one in waiting}).values_list("number", "text")
    )
    placed = [(one, place_of(one, texts.get(one.number, ""), now)) for one in waiting]
    placed.sort(key=lambda pair: (pair[1] is None, pair[1] or (0, 0), pair[0].pk))
    return [(one, now[slice(*span)] if span else "") for one, span in placed]


def place_of(one: Remark, read: str, now: str) -> Span | None:
    if read == now:
        return one.start, one.end
    return follow(read, (one.start, one.end), now)


def may_decide(reader: Reader, page: Page) -> bool:
    """Whether this reader answers for the page: its owner, the owner of its space, an administrator."""
    return may_look_after(reader, page.owner_id) or may_look_after(reader, page.space.owner_id)
