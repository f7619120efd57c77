"""The API as it describes itself (OpenAPI 3.1): what the library knows of each call, and what holds for all of them."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from pydantic import TypeAdapter

from sociable.surfaces.api.callers import Anybody, Known
from sociable.surfaces.api.problems import HANDLERS, MEDIA_TYPE, Problem

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
HEADERS: Mapping[int, Mapping[str, object]] = {
    401: {"WWW-Authenticate": {"schema": TEXT, "required": True}},
    429: {"Retry-After": {"schema": WHOLE, "required": True}},
}
ALL = {
    "RateLimit": {"schema": TEXT, "required": True},
    "RateLimit-Policy": {"schema": TEXT, "required": True},
}


TAGS = [
    {"name": "who", "description": gettext_noop("The question everything is for")},
    {"name": "people", "description": gettext_noop("People")},
    {"name": "things", "description": gettext_noop("Things")},
    {"name": "notes", "description": gettext_noop("Notes and timelines")},
    {"name": "questions", "description": gettext_noop("Questions and answers")},
    {"name": "blogs", "description": gettext_noop("Blogs, and one’s desk")},
    {"name": "wiki", "description": gettext_noop("The wiki")},
    {"name": "comments", "description": gettext_noop("Comments")},
    {"name": "files", "description": gettext_noop("Files")},
    {"name": "circles", "description": gettext_noop("Circles")},
    {"name": "publics", "description": gettext_noop("Publics")},
    {"name": "me", "description": gettext_noop("Myself")},
    {"name": "administration", "description": gettext_noop("For administrators")},
]
"""The groups of calls, in the order in which they are told."""


class OneAPI(NinjaAPI):
    """An API whose errors are problems, in what it answers and in how it describes itself."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for mistake, handler in HANDLERS.items():
            self.add_exception_handler(mistake, handler)

    def get_openapi_schema(self, *, path_prefix: Any = None, path_params: Any = None) -> OpenAPISchema:
        """The document in the reader's language."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        document = Document(self, prefix)
        document["tags"] = [dict(one) for one in TAGS]
        translate(document)
        return document


def translate(part: Any) -> None:
    """Puts what is said in words into the reader's language, in place."""
    if isinstance(part, list):
        for one in part:
            translate(one)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in ("summary", "description") and isinstance(value, str) and value:
                part[key] = gettext(value)
            else:
                translate(value)


class Document(OpenAPISchema):
    def __init__(self, api: NinjaAPI, prefix: str) -> None:
        super().__init__(api, prefix)
        problem = TypeAdapter(Problem).json_schema(ref_template=REF_TEMPLATE)
        self["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}

    def responses(self, operation: Operation) -> dict[int, dict[str, Any]]:
        answers = super().responses(operation)
        for status in sorted({*errors_of(operation)} - {*answers}):
            answers[status] = problem_of(status)
        if "GET" in operation.methods:
            answers[200].setdefault("headers", {})["ETag"] = {"schema": TEXT, "required": True}
            answers[304] = {"description": "Not Modified"}
        for status, one in answers.items():
            one["headers"] = {**one.get("headers", {}), **HEADERS.get(status, {}), **ALL}
        return answers

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        """Each way in, with the scope that a token needs; the empty one where strangers are let in too."""
        ways: list[dict[str, Any]] = []
        for one in operation.auth_callbacks:
            if isinstance(one, Known):
                name = type(one).__name__
                ways.append({name: [one.scope] if name == "BearerToken" else []})
                self.securitySchemes[name] = dict(one.openapi_security_schema)
            elif isinstance(one, Anybody):
                ways.append({})
        return ways


def errors_of(operation: Operation) -> set[int]:
    """Statuses with which a call may be refused, besides those it names itself."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    scopes = {one.scope for one in operation.auth_callbacks if isinstance(one, Known)}
    may = {401: True, 403: True, 429: True}
    may |= {
        400: "body" in sources,
        412: "header" in sources,
        422: bool(sources - {"path"}) or "GET" not in operation.methods,
    }
    may |= {404: bool(re.search(r"{", operation.path)) or "administer" in scopes}
    return {status for status, happens in may.items() if happens}


def problem_of(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}},
    }
