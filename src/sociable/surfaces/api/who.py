"""`GET /api/v1/who`: who can help with what, the same answer as `sociable who --json`."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router

from sociable.kit.clock import now
from sociable.knowledge.expertise.answer import AnswerRecord, as_record
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.rules import Rules
from sociable.surfaces.api.callers import caller_of, open_to_all
from sociable.surfaces.web import gaps

router = Router(tags=["who"])

Question = Annotated[
    str, Query(min_length=1, description=gettext_noop("What help is needed with, in plain French or English."))
]
Limit = Annotated[int, Query(ge=1, le=100, description=gettext_noop("How many people at most."))]

Languages = Annotated[
    list[str], Query(alias="language", description=gettext_noop("ISO 639-1; people who speak one of them."))
]
Functions = Annotated[
    list[str], Query(alias="function", description=gettext_noop("Slugs; people who work in one of them."))
]
Place = Annotated[str, Query(description=gettext_noop("People who work there."))]
AtWork = Annotated[bool, Query(description=gettext_noop("People for whom it is a working hour."))]
Public = Annotated[str, Query(description=gettext_noop("A slug; members of this public only."))]
Available = Annotated[bool, Query(description=gettext_noop("Nobody who is away; whoever stands in for them instead."))]


@router.get(
    "/who",
    response=AnswerRecord,
    auth=open_to_all(),
    operation_id="who",
    summary=gettext_noop("Who can help with this?"),
    description=gettext_noop(
        "People who can help, best first, with the things that speak for them, among what the asker may see."
    ),
)
def who(
    request: HttpRequest,
    q: Question,
    languages: Languages = [],  # noqa: B006 (read only: the library makes a new one for each request)
    functions: Functions = [],  # noqa: B006
    place: Place = "",
    public: Public = "",
    limit: Limit = 10,
    *,
    at_work: AtWork = False,
    available: Available = False,
) -> AnswerRecord:
    rules = Rules.said(languages, functions, place, public, at_work=at_work, available=available)
    reader, at = caller_of(request).reader, now()
    answer = locate(q, reader=reader, at=at, limit=limit, rules=rules)
    gaps.note(answer, reader, at)
    return as_record(answer)
