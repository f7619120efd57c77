"""`/api/v1/questions`: what is asked, and what becomes of it; the same doors as on the pages."""

from collections.abc import Sequence
from typing import Annotated, Literal

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import people_visible_to
from sociable.responses.follows.verbs import What, follow
from sociable.rooms.questions import routing, settling, writing
from sociable.rooms.questions.unanswered import keep_pace
from sociable.rooms.questions.writing import ANSWER, QUESTION
from sociable.surfaces.api.callers import caller_of, me_of, needs, open_to_all
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page
from sociable.surfaces.api.records import ThingBrief, briefs_of
from sociable.surfaces.web.questions.listing import all_of_them, mine, rows_of, still_open, unanswered
from sociable.surfaces.web.questions.listing import asked_of as asked_of_me
from sociable.things.models import Thing, Version

router = Router(tags=["questions"])
Show = Annotated[
    Literal["open", "all", "mine", "asked"],
    Query(description=gettext_noop("The unanswered, all, mine, or what I am asked to answer.")),
]
SHOWS = {"all": all_of_them, "mine": mine, "asked": asked_of_me}


class Asking(Schema):
    """A question; `public` is the slug of those whom it is for, `invited` the people asked to answer, three at most."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Annotated[str, Field(max_length=1000)]
    text: Annotated[str, Field(max_length=1_000_000)] = ""
    public: Annotated[str, Field(max_length=80)] = "organisation"
    invited: Annotated[list[Annotated[int, Field(ge=0, lt=2**63)]], Field(max_length=20)] = []


class Answering(Schema):
    """An answer: it is for whom the question is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Annotated[str, Field(max_length=1_000_000)]


class QuestionRecord(ThingBrief):
    """A question: how many answered and need it too, and whether an answer settles it."""

    answers: int
    needs: int
    settled: bool


class QuestionList(TypedDict):
    items: list[QuestionRecord]
    next: Next


class GivenRecord(ThingBrief):
    """An answer. `text` is Markdown, and whole; `accepted`, if it settles the question."""

    text: str
    accepted: bool


class GivenList(TypedDict):
    items: list[GivenRecord]
    next: Next


@router.get(
    "",
    response=QuestionList,
    auth=open_to_all(),
    operation_id="questions",
    summary=gettext_noop("What is asked?"),
    description=gettext_noop("Newest first, as far as you see it."),
)
def questions(
    request: HttpRequest, response: HttpResponse, show: Show = "open", cursor: Cursor = "", limit: Limit = 30
) -> QuestionList:
    reader = caller_of(request).reader
    if show == "open":
        waiting, place = page(unanswered(reader), ("-at", "-pk"), cursor, limit)
        return {"items": told(request, still_open(waiting, reader)), "next": link_next(request, response, place)}
    found = all_of_them(reader).none() if show in ("mine", "asked") and reader.person is None else SHOWS[show](reader)
    rows, place = page(found, ("-published_at", "-id"), cursor, limit)
    return {"items": told(request, rows), "next": link_next(request, response, place)}


@router.post(
    "",
    response={201: QuestionRecord},
    auth=needs("write"),
    operation_id="ask_question",
    summary=gettext_noop("Ask a question"),
    description=gettext_noop("In a sentence, and more about it in Markdown. You are told of answers."),
)
def ask(request: HttpRequest, said: Asking) -> Status[QuestionRecord]:
    reader, me, at = caller_of(request).reader, me_of(request), now()
    public = Public.objects.filter(slug=said.public, pk__in=reader.publics).first()
    if public is None:
        raise Refused(_("public: there is none of that name that you may write for."))
    people = invited(request, said.invited)
    question = writing.ask(title=said.title, text=said.text, public=public, by=me, at=at, invited=people)
    keep_pace()
    follow(what=What(thing=question), by=me, at=at)
    return Status(201, told(request, [question])[0])


def invited(request: HttpRequest, ids: Sequence[int]) -> list[Person]:
    people = list(people_visible_to(caller_of(request).reader).filter(pk__in=set(ids)).order_by("name", "pk"))
    if len(people) < len(set(ids)):
        raise Refused(_("There is nobody of that name here."))
    return people


@router.get(
    "/{int:question}/answers",
    response=GivenList,
    auth=open_to_all(),
    operation_id="answers",
    summary=gettext_noop("What is answered?"),
    description=gettext_noop("Oldest first, as far as you see it."),
)
def answers(
    request: HttpRequest, response: HttpResponse, question: Id, cursor: Cursor = "", limit: Limit = 30
) -> GivenList:
    one = found_in(request, question, QUESTION)
    given = Thing.objects.visible_to(caller_of(request).reader).filter(reply_to=one).exclude(kind="comment")
    rows, place = page(given, ("published_at", "id"), cursor, limit)
    return {"items": given_as(request, rows), "next": link_next(request, response, place)}


@router.post(
    "/{int:question}/answers",
    response={201: GivenRecord},
    auth=needs("write"),
    operation_id="answer_question",
    summary=gettext_noop("Answer a question"),
    description=gettext_noop("Whoever sees the question sees the answer."),
)
def answer(request: HttpRequest, question: Id, said: Answering) -> Status[GivenRecord]:
    one = found_in(request, question, QUESTION)
    given = writing.answer(question=one, text=said.text, by=me_of(request), at=now())
    return Status(201, given_as(request, [given])[0])


@router.put(
    "/answers/{int:answer}/acceptance",
    response={204: None},
    auth=needs("write"),
    operation_id="accept_answer",
    summary=gettext_noop("Say that this answer settles my question"),
)
def accept(request: HttpRequest, answer: Id) -> Status[None]:
    settling.accept(answer=found_in(request, answer, ANSWER), by=me_of(request), at=now())
    return Status(204, None)


@router.delete(
    "/answers/{int:answer}/acceptance",
    response={204: None},
    auth=needs("write"),
    operation_id="unaccept_answer",
    summary=gettext_noop("Say that it does not settle it after all"),
)
def unaccept(request: HttpRequest, answer: Id) -> Status[None]:
    settling.take_back_acceptance(answer=found_in(request, answer, ANSWER), by=me_of(request), at=now())
    return Status(204, None)


@router.put(
    "/{int:question}/need",
    response={204: None},
    auth=needs("write"),
    operation_id="need_question",
    summary=gettext_noop("Say that I need the answer, too"),
)
def need(request: HttpRequest, question: Id) -> Status[None]:
    one, me, at = found_in(request, question, QUESTION), me_of(request), now()
    settling.need(question=one, by=me, at=at)
    follow(what=What(thing=one), by=me, at=at)
    return Status(204, None)


@router.delete(
    "/{int:question}/need",
    response={204: None},
    auth=needs("write"),
    operation_id="unneed_question",
    summary=gettext_noop("Say that I need the answer no longer"),
)
def unneed(request: HttpRequest, question: Id) -> Status[None]:
    settling.need_no_more(question=found_in(request, question, QUESTION), by=me_of(request), at=now())
    return Status(204, None)


@router.put(
    "/{int:question}/excuse",
    response={204: None},
    auth=needs("write"),
    operation_id="excuse_from_question",
    summary=gettext_noop("Say that I cannot answer what I was asked"),
)
def excuse(request: HttpRequest, question: Id) -> Status[None]:
    routing.excuse(question=found_in(request, question, QUESTION), by=me_of(request), at=now())
    return Status(204, None)


@router.put(
    "/{int:question}/passed/{int:person}",
    response={204: None},
    auth=needs("write"),
    operation_id="pass_question",
    summary=gettext_noop("Pass a question that I was asked to somebody else"),
)
def pass_on(request: HttpRequest, question: Id, person: Id) -> Status[None]:
    one = found_in(request, question, QUESTION)
    routing.pass_on(question=one, to=invited(request, [person])[0], by=me_of(request), at=now())
    return Status(204, None)


def found_in(request: HttpRequest, id_: int, kind: str) -> Thing:
    one = Thing.objects.visible_to(caller_of(request).reader).filter(pk=id_, kind=kind).first()
    if one is None:
        raise Http404
    return one


def told(request: HttpRequest, things: Sequence[Thing]) -> list[QuestionRecord]:
    reader = caller_of(request).reader
    return [
        {**brief, "answers": row.answers, "needs": row.needs, "settled": row.is_settled}
        for brief, row in zip(briefs_of(things, reader), rows_of(things, reader), strict=True)
    ]


def given_as(request: HttpRequest, things: Sequence[Thing]) -> list[GivenRecord]:
    briefs = briefs_of(things, caller_of(request).reader)
    current = Version.objects.filter(thing__in=[one.pk for one in things], number=F("thing__revision"))
    texts = dict(current.values_list("thing_id", "text"))
    return [
        {**brief, "text": texts.get(one.pk, ""), "accepted": one.accepted}
        for brief, one in zip(briefs, things, strict=True)
    ]
