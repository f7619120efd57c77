"""`/api/v1/me/topics`: what I am found for, and my own say on it; the same as the page `/me/topics/`."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.knowledge.expertise.topics import TopicRecord, as_record, topics_of
from sociable.people.models import Withheld
from sociable.people.stances import SAYINGS, Words
from sociable.surfaces.api.callers import caller_of, me_of, needs

router = Router(tags=["me"])

Kind = Literal["confirm", "hide", "correct", "declare", "retract", "decline", "yield"]


class Said(Schema):
    """What is said. `correct` takes `into` too, `retract` takes `stance`; `decline` and `yield` take neither."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Kind
    topic: Annotated[str, Field(max_length=1000)] = ""
    into: Annotated[str, Field(max_length=1000)] = ""
    stance: Annotated[int, Field(ge=0, lt=2**63)] = 0


class MyTopics(TypedDict):
    located: bool
    topics: list[TopicRecord]


@router.get(
    "/topics",
    response=MyTopics,
    auth=needs("read"),
    operation_id="my_topics",
    summary=gettext_noop("What am I found for?"),
    description=gettext_noop("What I said of myself, then what my work says; what I hide is among it, for me alone."),
)
def my_topics(request: HttpRequest) -> MyTopics:
    me = me_of(request)
    told = topics_of(me, caller_of(request).reader, limit=20, own=True)
    return {"located": not Withheld.objects.filter(person=me).exists(), "topics": [as_record(one) for one in told]}


@router.post(
    "/topics",
    response=MyTopics,
    auth=needs("write"),
    operation_id="say_topic",
    summary=gettext_noop("My own say on it"),
    description=gettext_noop(
        "Confirms, hides, corrects, declares or takes back a topic; declines to be named, or lets it be again. "
        "Answers with what stands then."
    ),
)
def say(request: HttpRequest, said: Said) -> MyTopics:
    SAYINGS[said.kind](me_of(request), Words(said.topic, said.into, said.stance), now())
    return my_topics(request)
