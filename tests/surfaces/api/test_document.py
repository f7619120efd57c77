"""The API holds to its own document, whatever is thrown at it, and whoever throws: no 5xx, no answer off the schema.

In this process, without a socket. What schemathesis tries is derived from the document and the same at each run.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis import Case, Config

from sociable.publics.models import EVERYONE, Public
from sociable.rooms.blogs.drafting import Words, begin
from sociable.rooms.blogs.publishing import publish as publish_post
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.rooms.questions.gaps import miss
from sociable.rooms.wiki.verbs import found_space, write
from sociable.surfaces.api.urls import api
from sociable.wsgi import application
from tests.conftest import Office
from tests.surfaces.api.test_tokens import token_of
from tests.surfaces.test_web import show_to_everyone

pytestmark = pytest.mark.django_db

CONFIG = {
    "generation": {"max-examples": 2, "deterministic": True, "database": "none", "no-shrink": True},
    "phases": {"coverage": {"unexpected-methods": ["delete", "post"]}},
    "checks": {
        # A body may be well formed and still name nobody: what only the database knows is no part of a schema.
        "positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 412, 422]},
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 422]},
    },
}


@pytest.fixture
def busy(office: Office, settings: object) -> Office:
    """An office with something behind each call, and callers who may call as often as they like."""
    settings.API_CALLS = settings.API_CALLS_OF_STRANGERS = 10**6  # type: ignore[attr-defined]
    question = office.write("Frost on the core", "When it is cold.", by=office.ada, role="asker", kind="question")
    office.write("Wash it", by=office.bruno, role="answerer", kind="answer", reply_to=question.pk)
    office.write("Frost, for all", by=office.bruno, public=EVERYONE, cites=[question.pk], tags=["frost"])
    show_to_everyone(office, office.bruno)
    everyone = Public.objects.get(pk=EVERYONE)
    blog = open_blog(masthead=Masthead("Air"), public=everyone, by=office.ada, at=office.later())
    for words in (Words("Frost", "It melts."), Words("Dew", "It dries.")):
        post = begin(blog=blog, words=words, by=office.ada, at=office.later())
    publish_post(post=post, by=office.ada, at=office.later())
    space = found_space(name="Sea", public=everyone, by=office.ada, at=office.later())
    write(space=space, title="Tides", text="Twice a day.", by=office.ada, at=office.later())
    miss(question="who keeps bees?", topic="bee", at=office.later())
    office.settle()
    return office


document = schemathesis.openapi.from_dict(
    api.get_openapi_schema(path_prefix="/api/v1/"), config=Config.from_dict(CONFIG)
)
document.app = application


@pytest.fixture
def callers(busy: Office) -> list[dict[str, str]]:
    """What the stranger, Ada and Chioma send along: each call is made by all three, in one office."""
    ada, chioma = token_of(busy.ada, "read", "write"), token_of(busy.chioma, "read", "write", "administer")
    return [{}, {"Authorization": f"Bearer {ada}"}, {"Authorization": f"Bearer {chioma}"}]


@document.parametrize()
@hypothesis_settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_every_answer_is_what_the_document_says(case: Case, callers: list[dict[str, str]]) -> None:
    for headers in callers:
        case.call_and_validate(headers=headers)
