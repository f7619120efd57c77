"""`/api/v1/me`: what is said of me, and when I am away."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Header, Router, Schema, Status
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.kit.languages import is_language
from sociable.people.identities import tidy
from sociable.people.models import Absence, Person, Withheld
from sociable.people.verbs import Profile, Refused, come_back, go_away, introduce, take_back_request
from sociable.publics.readers import functions_of
from sociable.surfaces.api.callers import caller_of, me_of, needs
from sociable.surfaces.api.calls import other_than_thought
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.people import Function
from sociable.surfaces.api.records import Away, Named, away_of, person_meant

router = Router(tags=["me"])


class Me(Named):
    """What is said of me; `away` is the absence I am in, or else the next."""

    headline: str
    languages: list[str]
    place: str
    time_zone: str
    functions: list[Function]
    located: bool
    away: Away | None
    administers: bool


class Changes(Schema):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    headline: Annotated[str | None, Field(max_length=200, description=gettext_noop("What you do here."))] = None
    languages: Annotated[
        list[Annotated[str, Field(max_length=2)]] | None,
        Field(max_length=20, description=gettext_noop("ISO 639-1, two letters each.")),
    ] = None
    place: Annotated[str | None, Field(max_length=120)] = None
    time_zone: Annotated[
        str | None, Field(max_length=64, description=gettext_noop("For instance America/Montreal."))
    ] = None


def only_text(value: object) -> object:
    """Without it, the library reads numbers as seconds since 1970, which the document does not say."""
    if value is not None and not isinstance(value, str):
        raise ValueError(_("A moment with its offset from UTC (RFC 3339)."))
    return value


Moment = Annotated[
    AwareDatetime,
    Field(strict=False, ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(9000, 1, 1, tzinfo=UTC)),
    BeforeValidator(only_text),
]


class Leave(Schema):
    """When I am away; from now, and until I say otherwise, where that is left out."""

    model_config = ConfigDict(extra="forbid", strict=True)

    begins: Moment | None = None
    ends: Moment | None = None
    stand_in: Annotated[
        int | None, Field(ge=0, lt=2**63, description=gettext_noop("The id of who may be asked instead."))
    ] = None


class Absences(TypedDict):
    away: Away | None


@router.get("", response=Me, auth=needs("read"), operation_id="me", summary=gettext_noop("What is said of me?"))
def me(request: HttpRequest, response: HttpResponse) -> Me:
    told = as_record(request)
    response["ETag"] = mark_of(told)
    return told


@router.patch(
    "",
    response=Me,
    auth=needs("write"),
    operation_id="change_me",
    summary=gettext_noop("Change what is said of me"),
    description=gettext_noop(
        "What is left out stays as it is. With If-Match and the ETag of what you read, "
        "nothing is changed that somebody else changed since."
    ),
)
def change_me(
    request: HttpRequest,
    response: HttpResponse,
    changes: Changes,
    if_match: Annotated[str, Header(alias="If-Match")] = "",
) -> Me | HttpResponse:
    profile = as_profile(changes)
    with transaction.atomic():
        mine = Person.objects.select_for_update().get(pk=me_of(request).pk)
        if if_match and if_match.strip() != "*" and mark_of(as_record(request)) not in if_match:
            return other_than_thought()
        if profile != Profile():
            introduce(person=mine, profile=profile, by=mine, at=now())
    return me(request, response)


def as_profile(changes: Changes) -> Profile:
    """The changes as they are kept. Raises Refused for a language or a time zone that is none."""
    if changes.name is not None and not tidy(changes.name):
        raise Refused(_("name: say what you are called."))
    for code in changes.languages or ():
        if not is_language(code):
            words = {"a": repr(code)}
            raise Refused(_("%(a)s is not a language; give its two letters, for instance fr.") % words)
    if changes.time_zone and not is_time_zone(changes.time_zone):
        raise Refused(_("time_zone: it is none; give its name, for instance America/Montreal."))
    languages = None if changes.languages is None else " ".join(dict.fromkeys(changes.languages))
    text = {name: getattr(changes, name) for name in ("name", "headline", "place")}
    kept = {name: None if value is None else tidy(value) for name, value in text.items()}
    return Profile(**kept, languages=languages, time_zone=changes.time_zone)


def is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@router.put(
    "/absence",
    response=Absences,
    auth=needs("write"),
    operation_id="go_away",
    summary=gettext_noop("I am away"),
    description=gettext_noop("From when, until when, and who stands in. It takes the place of what was said before."),
)
def go_away_(request: HttpRequest, leave: Leave) -> Absences:
    mine, reader, at = me_of(request), caller_of(request).reader, now()
    stand_in = None if leave.stand_in is None else person_meant(reader, leave.stand_in, "stand_in")
    with transaction.atomic():
        if next_absence(mine, at):
            come_back(person=mine, at=at)
        said = go_away(person=mine, begins=leave.begins or at, ends=leave.ends, stand_in=stand_in)
    said.refresh_from_db()  # in UTC, as it will be read
    return {"away": away_of(said, reader)}


@router.delete(
    "/absence",
    response={204: None},
    auth=needs("write"),
    operation_id="come_back",
    summary=gettext_noop("I am back"),
)
def come_back_(request: HttpRequest) -> Status[None]:
    at = now()
    if next_absence(me_of(request), at):
        come_back(person=me_of(request), at=at)
    return Status(204, None)


@router.delete(
    "/requests/{int:asked}",
    response={204: None},
    auth=needs("write"),
    operation_id="take_back_request",
    summary=gettext_noop("Take back having asked somebody"),
)
def take_back(request: HttpRequest, asked: Id) -> Status[None]:
    try:
        take_back_request(request=asked, by=me_of(request), at=now())
    except Refused:
        raise Http404 from None
    return Status(204, None)


def next_absence(person: Person, at: datetime) -> Absence | None:
    """The absence somebody is in, or else the next they said."""
    return person.absences.filter(Q(ends=None) | Q(ends__gt=at)).order_by("begins", "pk").first()


def as_record(request: HttpRequest) -> Me:
    reader = caller_of(request).reader
    one = Person.objects.get(pk=me_of(request).pk)
    return {
        "id": one.pk,
        "name": str(one),
        "headline": one.headline,
        "languages": one.languages.split(),
        "place": one.place,
        "time_zone": one.time_zone,
        "functions": [{"slug": each.slug, "name": str(each)} for each in functions_of(one)],
        "located": not Withheld.objects.filter(person=one).exists(),
        "away": away_of(next_absence(one, now()), reader),
        "administers": reader.administers,
    }


def mark_of(told: Me) -> str:
    """A strong ETag: the same facts have the same, whichever call tells them."""
    return f'"{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]}"'
