"""What a page has to say so that it is told what is new."""

from dataclasses import dataclass
from typing import cast

from django import template
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.template import Context

from sociable.kit.asked import Fetched, Id, Moment
from sociable.kit.clock import now
from sociable.knowledge.notices.read import waiting
from sociable.ledger.acts import settled
from sociable.people.models import Absence
from sociable.responses.comments.doors import line_of
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.things.models import Thing

register = template.Library()


AWAY = Fetched(
    lambda: (
        Absence.objects.during(Moment("at"))
        .filter(Q(person=Id("person")) | Q(person__same_as=Id("person")))
        .select_related("stand_in")
        .order_by("-begins")[:1]
    )
)


@register.simple_tag(takes_context=True)
def stream(context: Context) -> str:
    """The address of the stream, as this reader's browser reaches it; '' for strangers, and where nothing is live."""
    request: HttpRequest | None = context.get("request")
    if (
        request is None
        or not settings.STREAM
        or not getattr(request, "user", None)
        or not request.user.is_authenticated
    ):
        return ""
    if settings.STREAM.startswith(":"):
        return f"{request.scheme}://{request.get_host().rsplit(':', 1)[0]}{settings.STREAM}/"
    return str(settings.STREAM)


@dataclass(frozen=True, slots=True)
class Attention:
    """Whether something waits for the reader, and the absence they are in."""

    some: bool = False
    away: Absence | None = None


@register.simple_tag(takes_context=True)
def attention(context: Context) -> Attention:
    """The reader's, worked out once a page."""
    request = context["request"]
    me = person_of(request)
    if me is None:
        return Attention()
    if not hasattr(request, "_attention"):
        at = now()
        request._attention = Attention(waiting(reader_of(request), at).some, AWAY.first(person=me.pk, at=at))
    return cast(Attention, request._attention)


@register.simple_tag
def settled_now() -> str:
    """How far the page knows: what comes after is told. To be asked before what the page shows is read."""
    xid, act = settled()
    return f"{xid}.{act}"


@register.simple_tag
def thread_of(thing: Thing) -> str:
    """The name of the place where a thing and all that is said to it are read."""
    return f"thread:{line_of(thing)[-1].pk}"
