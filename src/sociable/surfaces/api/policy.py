"""`/api/v1/policy`: the organisation's own rules for whom the locator names; for administrators."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.people.identities import tidy
from sociable.people.verbs import Refused
from sociable.publics.models import Policy, Public
from sociable.publics.verbs import set_policy
from sociable.surfaces.api.callers import me_of, needs

router = Router(tags=["administration"])

Text = Annotated[str, Field(max_length=80)]


class PolicyRecord(TypedDict):
    languages: list[str]
    functions: list[str]
    place: str
    at_work: bool
    public: str
    available: bool


class Wanted(Schema):
    """All the rules; what is left out is no rule."""

    model_config = ConfigDict(extra="forbid", strict=True)

    languages: Annotated[list[Text], Field(max_length=20)] = []
    functions: Annotated[list[Text], Field(max_length=8)] = []
    place: Annotated[str, Field(max_length=120)] = ""
    at_work: bool = False
    public: Annotated[str, Field(max_length=80, description=gettext_noop("A slug; members of this public only."))] = ""
    available: bool = False


@router.get(
    "",
    response=PolicyRecord,
    auth=needs("administer"),
    operation_id="policy",
    summary=gettext_noop("Which rules hold for every question?"),
)
def policy(request: HttpRequest) -> PolicyRecord:
    return as_record(Policy.objects.select_related("public").filter(pk=1).first() or Policy())


@router.put(
    "",
    response=PolicyRecord,
    auth=needs("administer"),
    operation_id="set_policy",
    summary=gettext_noop("Set the rules that hold for every question"),
    description=gettext_noop(
        "In place of those before; what is left out is no rule. It holds from the next question on."
    ),
)
def set_(request: HttpRequest, wanted: Wanted) -> PolicyRecord:
    public = Public.objects.filter(slug=tidy(wanted.public)).first() if wanted.public else None
    if wanted.public and public is None:
        raise Refused(_("You know of no public %(a)s here.") % {"a": repr(wanted.public)})
    done = set_policy(
        by=me_of(request),
        at=now(),
        languages=list(dict.fromkeys(wanted.languages)),
        functions=list(dict.fromkeys(wanted.functions)),
        place=tidy(wanted.place),
        at_work=wanted.at_work,
        public=public,
        available=wanted.available,
    )
    return as_record(done)


def as_record(policy: Policy) -> PolicyRecord:
    return {
        "languages": policy.languages.split(),
        "functions": policy.functions.split(),
        "place": policy.place,
        "at_work": policy.at_work,
        "public": policy.public.slug if policy.public else "",
        "available": policy.available,
    }
