"""What is done with notes: post, reply, edit, withdraw, put back; boost; and keep how far one has read."""

import re
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.kit.databases import text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import Reader, is_within, may_answer_in, may_publish_in, reader_for
from sociable.rooms.microblog.models import Boost, Mention, ReadMark, Withdrawal
from sociable.rooms.microblog.polls import Poll as PollDraft
from sociable.rooms.microblog.polls import open_poll
from sociable.rooms.microblog.words import LONGEST, hashtags_in, length_of, without_picture
from sociable.things.files import attach
from sociable.things.models import Contribution, Thing, Version
from sociable.things.verbs import Draft, move, publish, put_back, revise, withdraw
from sociable.things.words import MAKERS

KIND, ROLE = "note", "poster"
MOST_NAMED = 20
"""People named in one note: more are not told."""


@transaction.atomic
def post(
    *,
    text: str,
    public: Public,
    by: Person,
    at: datetime,
    named: Collection[Person] = (),
    poll: PollDraft | None = None,
) -> Thing:
    """Says something in a few words, before one public."""
    if not may_publish_in(reader_for(by), public):
        raise Refused(_("You may not write there."))
    return say(text, public.pk, by, at, named, poll)


@transaction.atomic
def reply(
    *, to: Thing, text: str, by: Person, at: datetime, named: Collection[Person] = (), poll: PollDraft | None = None
) -> Thing:
    """Answers a note, before the same public: whoever sees that sees this, and may join."""
    reader = reader_for(by)
    note = Thing.objects.visible_to(reader).select_for_update(of=("self",)).filter(pk=to.pk, kind=KIND).first()
    if note is None:
        raise Refused(_("What you answer is not there any more, or it is not open to you."))
    if not may_answer_in(reader, note.public):
        raise Refused(_("You may not write there."))
    return say(text, note.public_id, by, at, named, poll, reply_to=note.pk)


def say(
    text: str,
    public: int,
    by: Person,
    at: datetime,
    named: Collection[Person],
    poll: PollDraft | None,
    reply_to: int | None = None,
) -> Thing:
    words = tidy(text)
    draft = Draft(KIND, public, "", words, at, [(by.root_id, ROLE)], tags=hashtags_in(words), reply_to=reply_to)
    note = Thing.objects.get(pk=publish([draft])[0])
    attach(thing=note, text=words, by=by, at=at)
    name_people(note, named, by, at)
    if poll is not None:
        open_poll(note, poll, at)
    return note


def name_people(note: Thing, named: Collection[Person], by: Person, at: datetime) -> None:
    """Brings who is named in step with what the note says now. Whoever may not see it is not told of it."""
    seeing = {one.root_id for one in list(named)[:MOST_NAMED] if note.public_id in reader_for(one).publics}
    wanted = seeing - {by.root_id}
    standing = set(Mention.objects.filter(thing=note).values_list("person", flat=True))
    Mention.objects.filter(thing=note, person__in=standing - wanted).delete()
    Mention.objects.bulk_create(Mention(thing=note, person_id=one) for one in sorted(wanted - standing))
    acts = [("sociable:Unmention", one) for one in sorted(standing - wanted)]
    acts += [("sociable:Mention", one) for one in sorted(wanted - standing)]
    record(Act(verb, at, by.root_id, note.pk, None, note.public_id, {"person": one}) for verb, one in acts)


@transaction.atomic
def edit(*, note: Thing, text: str, by: Person, at: datetime, named: Collection[Person] = ()) -> Thing:
    """Says it better: a new version, by who wrote it."""
    words, one = tidy(text), mine(note, by)
    if one.withdrawn_at:
        raise Refused(_("The note was withdrawn. Put it back first."))
    if words != text_of(one):
        people = [(credit.person_id, credit.role.name) for credit in one.contributions.select_related("role")]
        tags, cites = hashtags_in(words), list(one.cites.values_list("target", flat=True))
        draft = Draft(KIND, one.public_id, one.title, words, at, people, tags, cites=cites, score=one.score)
        revise({one.pk: draft}, by=by.root_id)
        one.refresh_from_db()
        attach(thing=one, text=words, by=by, at=at)
    name_people(one, named, by, at)
    return one


@transaction.atomic
def show_to(*, note: Thing, public: Public, by: Person, at: datetime) -> Thing:
    """Puts one's note, and all that was said to it, before another public; never the words of others before more."""
    one = mine(note, by)
    if one.public_id == public.pk:
        return one
    if one.reply_to_id is not None:
        raise Refused(_("An answer is for whom the note is that it answers."))
    if not may_publish_in(reader_for(by), public):
        raise Refused(_("You may not write there."))
    if not is_within(public.pk, one.public_id) and one.replies.exists():
        raise Refused(_("It was answered already: what others said is for those whom they said it to."))
    return move(thing=one, to=public.pk, by=by, at=at)


@transaction.atomic
def take_away(*, note: Thing, by: Person, at: datetime) -> Thing:
    """Withdraws one's note. Nothing of it is lost, and what was said to it stays."""
    one = mine(note, by)
    _row, is_new = Withdrawal.objects.get_or_create(thing=one, defaults={"by": by.root, "at": at})
    return withdraw(thing=one, by=by, at=at) if is_new else one


@transaction.atomic
def bring_back(*, note: Thing, by: Person, at: datetime) -> Thing:
    """Puts one's note back."""
    one = mine(note, by)
    if not Withdrawal.objects.filter(thing=one).delete()[0] or not text_of(one):
        raise Refused(_("There is nothing to put back."))
    return put_back(thing=one, by=by, at=at)


@transaction.atomic
def boost(*, note: Thing, by: Person, at: datetime) -> Boost:
    """Passes a note on to whoever follows one, as far as they may see it. Its public stays what it is."""
    seen = Thing.objects.visible_to(reader_for(by)).select_related("public")
    one = seen.filter(pk=note.pk, kind=KIND).first()
    if one is None:
        raise Refused(_("That note is not there any more, or it is not open to you."))
    if one.public.is_list:  # others on the list would learn that one is on it, too
        raise Refused(_("What somebody shares on a list of theirs is not passed on."))
    if is_mine(one, reader_for(by)):
        raise Refused(_("Your own words are before your followers already."))
    row, is_new = Boost.objects.get_or_create(thing=one, person=by.root, defaults={"at": at})
    if is_new:
        record([Act("Announce", at, by.root_id, one.pk, None, one.public_id)])
    return row


@transaction.atomic
def take_back_boost(*, note: Thing, by: Person, at: datetime) -> Thing:
    """Passes a note on no longer."""
    same = Q(person=by.root_id) | Q(person__same_as=by.root_id)
    for row in Boost.objects.select_for_update(of=("self",)).filter(same, thing=note):
        record([Act("sociable:Unboost", at, row.person_id, note.pk, None, note.public_id)])
        row.delete()
    return note


def keep_place(*, person: Person, timeline: str, place: tuple[int, int], at: datetime) -> ReadMark:
    """Keeps how far somebody has read; never back to where they were before. No act: nobody else is concerned."""
    said = {"place": place[0], "thing": place[1], "at": at}
    mark, _new = ReadMark.objects.get_or_create(person=person.root, timeline=timeline, defaults=said)
    if (mark.place, mark.thing) < place:
        ReadMark.objects.filter(pk=mark.pk).update(**said)
    return mark


def mine(note: Thing, by: Person) -> Thing:
    """The note, held until the transaction ends, if this person wrote it and still stands in its public."""
    reader = reader_for(by)
    found = Thing.objects.select_for_update(of=("self",)).filter(pk=note.pk, kind=KIND, public__in=reader.publics)
    one = found.first()
    if one is None or not is_mine(one, reader):
        raise Refused(_("Everybody changes their own notes only."))
    return one


def is_mine(note: Thing, reader: Reader) -> bool:
    """Whether the reader wrote the note, under whatever name."""
    if reader.person is None:
        return False
    same = Q(person=reader.person) | Q(person__same_as=reader.person)
    return Contribution.objects.filter(same, thing=note, role__name__in=MAKERS).exists()


def text_of(note: Thing) -> str:
    return Version.objects.filter(thing=note, number=note.revision).values_list("text", flat=True).first() or ""


def tidy(text: str) -> str:
    """What may stand as a note. Raises Refused for nothing, and for too much."""
    words = text_to_stored(text.replace("\r\n", "\n")).strip()
    said, picture = without_picture(words)
    if not re.search(r"\S", said) and not picture:
        raise Refused(_("Say something first."))
    length = length_of(said.strip())
    if length > LONGEST:
        sizes = {"most": LONGEST, "has": length}
        raise Refused(_("A note has at most %(most)s characters; this one has %(has)s.") % sizes)
    return words
