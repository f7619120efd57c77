"""What is done with follows and mutes: follow, unfollow, mute, unmute.

What is meant is a person, a tag, a thread, or a word.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import Reader, people_visible_to, reader_for
from sociable.responses.follows.models import Follow, Mute
from sociable.things.models import Tag, Thing

MOST = 5_000
"""People, tags and threads that somebody follows; and as many again that they mute."""
WORD = 80


@dataclass(frozen=True, slots=True)
class What:
    """One of these: a person, a tag, a thread (any thing in it), or, for a mute, a word."""

    whom: Person | None = None
    tag: Tag | None = None
    thing: Thing | None = None
    word: str = ""

    def fields(self) -> dict[str, object]:
        """As a row says it. A person stands under the name they are known by, a word in small letters."""
        if self.whom:
            return {"whom": self.whom.root}
        if self.tag:
            return {"tag": self.tag}
        return {"thing": self.thing} if self.thing else {"word": tidy(self.word)}


def tidy(word: str) -> str:
    """A word as it is compared: small letters, on one line."""
    return one_line(text_to_stored(word)).casefold()[:WORD]


@transaction.atomic
def follow(*, what: What, by: Person, at: datetime) -> Follow:
    """Hears of what a person does, of what carries a tag, or of what is said in a thread, from now on."""
    known = checked(what, by)
    if known.word:
        raise Refused(_("A word can be muted, not followed."))
    if Follow.objects.filter(of(by)).count() >= MOST:
        raise Refused(_("Nobody can follow as much as that: take something back first."))
    row, is_new = Follow.objects.get_or_create(person=by.root, **known.fields(), defaults={"at": at})
    if is_new:
        record([act("Follow", known, by, at)])
    return row


@transaction.atomic
def unfollow(*, what: What, by: Person, at: datetime) -> None:
    """Hears of it no longer."""
    if Follow.objects.filter(of(by), same_as(what)).delete()[0]:
        record([act("sociable:Unfollow", what, by, at)])


@transaction.atomic
def mute(*, what: What, by: Person, at: datetime) -> Mute:
    """Is shown nothing of it in timelines from now on. Nobody is told."""
    known = checked(what, by)
    if Mute.objects.filter(of(by)).count() >= MOST:
        raise Refused(_("Nobody can mute as much as that: take something back first."))
    row, is_new = Mute.objects.get_or_create(person=by.root, **known.fields(), defaults={"at": at})
    if is_new:
        record([act("sociable:Mute", known, by, at)])
    return row


@transaction.atomic
def unmute(*, what: What, by: Person, at: datetime) -> None:
    """Is shown it again."""
    if Mute.objects.filter(of(by), same_as(what)).delete()[0]:
        record([act("sociable:Unmute", what, by, at)])


def checked(what: What, by: Person) -> What:
    """What is meant, as far as this person may know of it. Raises Refused for anything else."""
    reader = reader_for(by)
    if what.whom is not None:
        if what.whom.root_id == by.root_id:
            raise Refused(_("Your own words are before you already."))
        if not people_visible_to(reader).filter(pk=what.whom.root_id).exists():
            raise Refused(_("There is nobody of that name here."))
    elif not is_there(what, reader):
        raise Refused(_("That is not there any more, or it is not open to you."))
    elif what.tag is None and what.thing is None and not tidy(what.word):
        raise Refused(_("Say which word."))
    return what


def is_there(what: What, reader: Reader) -> bool:
    """Whether the thread, or the tag, is before this reader."""
    if what.thing is not None:
        return Thing.objects.visible_to(reader).filter(pk=what.thing.pk).exists()
    return what.tag is None or is_tag_seen(what.tag, reader)


def is_tag_seen(tag: Tag, reader: Reader) -> bool:
    """Whether a thing that the reader sees carries the tag: what others call their things is theirs."""
    return Thing.objects.visible_to(reader).filter(taggings__tag=tag).exists()


def act(verb: str, what: What, by: Person, at: datetime) -> Act:
    """Ids only: which word is muted stands in the row, and nowhere else."""
    detail = {"person": what.whom.root_id} if what.whom else {"tag": what.tag.pk} if what.tag else {}
    thing = what.thing
    return Act(verb, at, by.root_id, thing.pk if thing else None, None, thing.public_id if thing else None, detail)


def same_as(what: What) -> Q:
    if what.whom is not None:
        return Q(whom=what.whom.root_id) | Q(whom__same_as=what.whom.root_id)
    return Q(**what.fields())


def of(person: Person) -> Q:
    return Q(person=person.root_id) | Q(person__same_as=person.root_id)
