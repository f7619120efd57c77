"""Guarded pages, and what others suggest for them: guard, release, suggest, accept, refuse."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.rooms.wiki.models import Decision, Guard, Page, Suggestion
from sociable.rooms.wiki.verbs import Saved, checked_title, refuse_others, refuse_strangers, save, tidy
from sociable.things.models import Thing, Version
from sociable.things.verbs import Draft, publish, withdraw

KIND = "suggestion"


@transaction.atomic
def guard(*, page: Page, by: Person, at: datetime) -> Guard:
    """Lets only its owner change a page from now on; everybody else suggests."""
    refuse_others(page, by)
    one, is_new = Guard.objects.get_or_create(page=page, defaults={"by": by, "at": at})
    if is_new:
        record([Act("sociable:Guard", at, by.pk, page.pk, None, page.thing.public_id)])
    return one


@transaction.atomic
def release(*, page: Page, by: Person, at: datetime) -> Page:
    """Lets everybody who writes in the space change the page again."""
    refuse_others(page, by)
    deleted, _rows = Guard.objects.filter(page=page).delete()
    if deleted:
        record([Act("sociable:Release", at, by.pk, page.pk, None, page.thing.public_id)])
    return page


@transaction.atomic
def suggest(*, page: Page, title: str, text: str, base: int, by: Person, at: datetime) -> Suggestion:
    """Proposes how a page should read; it is changed once its owner accepts."""
    refuse_strangers(page.space, by)
    read = Version.objects.filter(thing=page.pk, number=base).first()
    if read is None:
        raise Refused(_("There is no version %(number)s of this page.") % {"number": base})
    words, said = checked_title(title), tidy(text)
    if (words, said) == (read.title, tidy(read.text)):
        raise Refused(_("Nothing is different in what you suggest."))
    draft = Draft(
        kind=KIND,
        public=page.thing.public_id,
        title=words,
        text=said,
        at=at,
        people=[(by.pk, "suggester")],
        reply_to=page.pk,
    )
    return Suggestion.objects.create(
        thing=Thing.objects.get(pk=publish([draft])[0]), page=page, base=base, by=by, at=at
    )


@transaction.atomic
def accept(*, suggestion: Suggestion, by: Person, at: datetime) -> Saved:
    """Saves what was suggested, in the name of whoever suggested it. Raises Collision where the page has gone on."""
    writer = undecided(suggestion, by)
    said = Version.objects.get(thing=suggestion.pk, number=1)
    saved = save(
        page=suggestion.page,
        title=said.title,
        text=said.text,
        base=suggestion.base,
        by=writer,
        at=at,
        accepted=True,
    )
    decide(suggestion, by, at, accepted=True)
    return saved


@transaction.atomic
def refuse(*, suggestion: Suggestion, by: Person, at: datetime) -> Suggestion:
    """Leaves the page as it is; that it was suggested, and refused, is kept."""
    undecided(suggestion, by)
    decide(suggestion, by, at, accepted=False)
    return suggestion


def undecided(suggestion: Suggestion, by: Person) -> Person:
    """Whoever suggested it, if it waits, and `by` is who decides."""
    refuse_others(suggestion.page, by)
    if Decision.objects.filter(suggestion=suggestion).exists() or suggestion.by is None:
        raise Refused(_("This suggestion does not wait any more."))
    return suggestion.by


def decide(suggestion: Suggestion, by: Person, at: datetime, *, accepted: bool) -> None:
    """Notes the decision. The suggestion's own words are shown no more: they stand in the page, or nowhere."""
    Decision.objects.create(suggestion=suggestion, accepted=accepted, by=by, at=at)
    public = suggestion.thing.public_id
    record(
        [Act("Accept" if accepted else "Reject", at, by.pk, suggestion.pk, None, public, {"page": suggestion.page_id})]
    )
    withdraw(thing=suggestion.thing, by=by, at=at)
