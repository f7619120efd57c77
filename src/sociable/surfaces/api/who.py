"""`GET /api/v1/who`: who can help with what, the same answer as `sociable who --json`."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from sociable.kit.clock import now
from sociable.knowledge.expertise.answer import AnswerRecord, as_record
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.rules import Rules, UnknownRule
from sociable.surfaces.api.problems import Problem, only_read, problem
from sociable.surfaces.web import gaps
from sociable.surfaces.web.reader import reader_of

router = Router()

Question = Annotated[str, Query(min_length=1, description="What help is needed with, in plain French or English.")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many people at most.")]

Languages = Annotated[list[str], Query(alias="language", description="ISO 639-1; people who speak one of them.")]
Functions = Annotated[list[str], Query(alias="function", description="Slugs; people who work in one of them.")]
Place = Annotated[str | None, Query(description="People who work there.")]
AtWork = Annotated[bool, Query(description="People for whom it is a working hour.")]
Public = Annotated[str | None, Query(description="A slug; members of this public only.")]
Available = Annotated[bool, Query(description="Nobody who is away; whoever stands in for them instead.")]


@router.get("/who", response={200: AnswerRecord, 422: Problem}, summary="Who can help with this?", operation_id="who")
def who(
    request: HttpRequest,
    q: Question,
    languages: Languages = [],  # noqa: B006 (read only: the library makes a new one for each request)
    functions: Functions = [],  # noqa: B006
    place: Place = None,
    public: Public = None,
    limit: Limit = 10,
    *,
    at_work: AtWork = False,
    available: Available = False,
) -> AnswerRecord | HttpResponse:
    """People who can help, best first, with the things that speak for them, among what the asker may see."""
    rules = Rules.said(languages, functions, place, public, at_work=at_work, available=available)
    reader, at = reader_of(request), now()
    try:
        answer = locate(q, reader=reader, at=at, limit=limit, rules=rules)
    except UnknownRule as mistake:
        said = str(mistake)
        return problem(422, f"{mistake.rule}: {said}", [{"parameter": mistake.rule, "detail": said}])
    gaps.note(answer, reader, at)
    return as_record(answer)


only_read(router, "/who")
