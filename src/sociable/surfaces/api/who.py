"""`GET /api/v1/who`: who can help with what, the same answer as `sociable who --json`."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from sociable.kit.clock import now
from sociable.knowledge.expertise.answer import AnswerRecord, as_record
from sociable.knowledge.expertise.locate import locate
from sociable.surfaces.api.problems import Problem, only_read
from sociable.surfaces.web.reader import reader_of

router = Router()

Question = Annotated[str, Query(min_length=1, description="What help is needed with, in plain French or English.")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many people at most.")]


@router.get("/who", response={200: AnswerRecord, 422: Problem}, summary="Who can help with this?", operation_id="who")
def who(request: HttpRequest, q: Question, limit: Limit = 10) -> AnswerRecord:
    """People who can help, best first, with the things that speak for them, among what the asker may see."""
    return as_record(locate(q, reader=reader_of(request), at=now(), limit=limit))


only_read(router, "/who")
