"""Writing questions and answers: ask, answer, edit, withdraw, put back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import Reader, may_answer_in, may_publish_in, reader_for
from sociable.rooms.questions.models import Withdrawal
from sociable.rooms.questions.routing import route
from sociable.things.files import attach
from sociable.things.models import Contribution, Thing, Version
from sociable.things.verbs import Draft, publish, put_back, revise, withdraw
from sociable.things.words import MAKERS

QUESTION, ANSWER = "question", "answer"
SENTENCE = 300
"""Characters of a question's one sentence; the rest goes below it."""
INVITED = 3
"""People who are asked at once."""


@transaction.atomic
def ask(
    *,
    title: str,
    text: str,
    public: Public,
    by: Person,
    at: datetime,
    invited: Collection[Person] = (),
    tags: Sequence[str] = (),
) -> Thing:
    """Asks in the open, before one public; the people in `invited` are asked to answer, three at most."""
    if not may_publish_in(reader_for(by), public):
        raise Refused(_("You may not write there."))
    if len(invited) > INVITED:
        raise Refused(_("At most three people are asked at once: the others find it in the list."))
    words = text_to_stored(text.replace("\r\n", "\n")).strip()
    draft = Draft(QUESTION, public.pk, sentence(title), words, at, [(by.root_id, "asker")], tags=tags)
    question = Thing.objects.get(pk=publish([draft])[0])
    attach(thing=question, text=words, by=by, at=at)
    for person in invited:
        route(question=question, person=person, by=by, at=at)
    return question


@transaction.atomic
def answer(*, question: Thing, text: str, by: Person, at: datetime) -> Thing:
    """Answers a question, before the same public: whoever sees it sees this."""
    reader = reader_for(by)
    asked = held(question, reader)
    if not may_answer_in(reader, asked.public):
        raise Refused(_("You may not write there."))
    draft = Draft(ANSWER, asked.public_id, "", said(text), at, [(by.root_id, "answerer")], reply_to=asked.pk)
    given = Thing.objects.get(pk=publish([draft])[0])
    attach(thing=given, text=draft.text, by=by, at=at)
    return given


def held(question: Thing, reader: Reader) -> Thing:
    """The question, held until the transaction ends, as this reader may see it. Raises Refused where they may not."""
    seen = Thing.objects.visible_to(reader).select_related("public").select_for_update(of=("self",))
    one = seen.filter(pk=question.pk, kind=QUESTION).first()
    if one is None:
        raise Refused(_("That question is not there any more, or it is not open to you."))
    return one


@transaction.atomic
def edit(*, thing: Thing, text: str, by: Person, at: datetime, title: str = "", tags: Sequence[str] = ()) -> Thing:
    """Says one's question or answer better: a new version."""
    one = mine(thing, by)
    if one.withdrawn_at:
        raise Refused(_("It was withdrawn. Put it back first."))
    is_question = one.kind == QUESTION
    words = text_to_stored(text.replace("\r\n", "\n")).strip() if is_question else said(text)
    called = sentence(title) if is_question else one.title
    wanted = list(tags) if is_question else tags_of(one)
    if (words, called, sorted(wanted)) == (text_of(one), one.title, sorted(tags_of(one))):
        return one
    people = [(credit.person_id, credit.role.name) for credit in one.contributions.select_related("role")]
    draft = Draft(
        one.kind,
        one.public_id,
        called,
        words,
        at,
        people,
        wanted,
        reply_to=one.reply_to_id,
        cites=list(one.cites.values_list("target", flat=True)),
        score=one.score,
        accepted=one.accepted,
    )
    revise({one.pk: draft}, by=by.root_id)
    one.refresh_from_db()
    attach(thing=one, text=words, by=by, at=at)
    return one


@transaction.atomic
def take_away(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """Withdraws one's question or answer. Nothing of it is lost, and what was said to it stays."""
    one = mine(thing, by)
    _row, is_new = Withdrawal.objects.get_or_create(thing=one, defaults={"by": by.root, "at": at})
    return withdraw(thing=one, by=by, at=at) if is_new else one


@transaction.atomic
def bring_back(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """Puts one's question or answer back."""
    one = mine(thing, by)
    if not Withdrawal.objects.filter(thing=one).delete()[0]:
        raise Refused(_("There is nothing to put back."))
    return put_back(thing=one, by=by, at=at)


def mine(thing: Thing, by: Person) -> Thing:
    """The question or answer, held until the transaction ends, if this person wrote it and stands in its public."""
    reader = reader_for(by)
    found = Thing.objects.select_for_update(of=("self",)).filter(pk=thing.pk, kind__in=(QUESTION, ANSWER))
    one = found.filter(public__in=reader.publics).first()
    if one is None or not is_mine(one, reader):
        raise Refused(_("Everybody changes their own questions and answers only."))
    return one


def is_mine(thing: Thing, reader: Reader) -> bool:
    """Whether the reader asked it, or answered it, under whatever name."""
    if reader.person is None:
        return False
    same = Q(person=reader.person) | Q(person__same_as=reader.person)
    return Contribution.objects.filter(same, thing=thing, role__name__in=MAKERS).exists()


def text_of(thing: Thing) -> str:
    return Version.objects.filter(thing=thing, number=thing.revision).values_list("text", flat=True).first() or ""


def tags_of(thing: Thing) -> list[str]:
    return list(thing.taggings.order_by("tag__name").values_list("tag__name", flat=True))


def sentence(title: str) -> str:
    """A question in one sentence. Raises Refused for nothing, and for too much."""
    words = one_line(text_to_stored(title)).strip()
    if not words:
        raise Refused(_("Ask something: one sentence is enough."))
    if len(words) > SENTENCE:
        raise Refused(
            _("Say it in one sentence of at most %(most)s characters; the rest goes below it.") % {"most": SENTENCE}
        )
    return words


def said(text: str) -> str:
    words = text_to_stored(text.replace("\r\n", "\n")).strip()
    if not words:
        raise Refused(_("Say something first."))
    return words
