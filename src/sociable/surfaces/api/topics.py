"""`/api/v1/me/topics`: what I am found for, and my own say on it; the same as the page `/me/topics/`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from ninja.security import django_auth
from pydantic import Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.knowledge.expertise.topics import TopicRecord, as_record, topics_of
from sociable.people import stances
from sociable.people.models import Person, Withheld
from sociable.people.verbs import Refused, withhold, yield_again
from sociable.surfaces.api.problems import Problem
from sociable.surfaces.web.reader import person_of, reader_of

router = Router(auth=django_auth)
ANSWERS = {401: Problem, 403: Problem, 422: Problem}

Kind = Literal["confirm", "hide", "correct", "declare", "retract", "decline", "yield"]


class Said(Schema):
    """What is said. `correct` takes `into` too, `retract` takes `stance`; `decline` and `yield` take neither."""

    kind: Kind
    topic: Annotated[str, Field(max_length=1000)] = ""
    into: Annotated[str, Field(max_length=1000)] = ""
    stance: Annotated[int, Field(ge=0, lt=2**63)] = 0


class MyTopics(TypedDict):
    located: bool
    topics: list[TopicRecord]


@router.get("/topics", response={200: MyTopics, 401: Problem}, summary="What am I found for?", operation_id="my_topics")
def my_topics(request: HttpRequest) -> MyTopics:
    """What I said of myself, then what my work says; what I hide is among it, for me alone."""
    me = me_of(request)
    told = topics_of(me, reader_of(request), limit=20, own=True)
    return {"located": not Withheld.objects.filter(person=me).exists(), "topics": [as_record(one) for one in told]}


@router.post("/topics", response={200: MyTopics, **ANSWERS}, summary="My own say on it", operation_id="say_topic")
def say(request: HttpRequest, said: Said) -> MyTopics:
    """Says it, and answers with what stands now."""
    try:
        SAYINGS[said.kind](me_of(request), said, now())
    except Refused as reason:
        raise HttpError(422, str(reason)) from None
    return my_topics(request)


def me_of(request: HttpRequest) -> Person:
    me = person_of(request)
    assert me is not None, "the router lets in only who is signed in"
    return me


SAYINGS: Mapping[str, Callable[[Person, Said, datetime], object]] = {
    "confirm": lambda me, said, at: stances.confirm(person=me, topic=said.topic, by=me, at=at),
    "hide": lambda me, said, at: stances.hide(person=me, topic=said.topic, by=me, at=at),
    "correct": lambda me, said, at: stances.correct(person=me, topic=said.topic, into=said.into, by=me, at=at),
    "declare": lambda me, said, at: stances.declare(person=me, topic=said.topic, by=me, at=at),
    "retract": lambda me, said, at: stances.retract(person=me, stance=said.stance, by=me, at=at),
    "decline": lambda me, said, at: withhold(person=me, by=me, at=at),
    "yield": lambda me, said, at: yield_again(person=me, by=me, at=at),
}
