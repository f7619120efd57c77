"""`/api/`: the API's own document, for people to read; made from it, so that it says nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sociable.surfaces.api.urls import api


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a call takes, in its address or its body."""

    name: str
    description: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    method: str
    path: str
    summary: str
    description: str
    who: str
    fields: list[Field]


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    told = list(calls_in(document))
    groups = [
        (tag["name"], tag["description"], [call for name, call in told if name == tag["name"]])
        for tag in document["tags"]
    ]
    return render(request, "api/calls.html", {"groups": groups})


def calls_in(document: Mapping[str, Any]) -> Iterator[tuple[str, Call]]:
    """Each call with its group."""
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            fields = [
                Field(each["name"], each.get("description", ""), each["required"])
                for each in one["parameters"]
                if each["in"] != "path"
            ]
            fields += body_of(one, document)
            yield (
                one["tags"][0],
                Call(
                    one["operationId"],
                    method.upper(),
                    path,
                    one["summary"],
                    one.get("description", ""),
                    who_may(one["security"]),
                    fields,
                ),
            )


def body_of(call: Mapping[str, Any], document: Mapping[str, Any]) -> list[Field]:
    if "requestBody" not in call:
        return []
    [content] = call["requestBody"]["content"].values()  # JSON, or a form that holds a file
    schema = content["schema"]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    required = schema.get("required", ())
    return [Field(key, one.get("description", ""), key in required) for key, one in schema["properties"].items()]


def who_may(security: list[Mapping[str, list[str]]]) -> str:
    """Who may call, as the ways in say it."""
    scope = next((one["BearerToken"][0] for one in security if "BearerToken" in one), "")
    if {} in security:
        return _("Anybody; with a token, as its owner (%(scope)s)") % {"scope": scope}
    return _("Whoever is known; a token with %(scope)s") % {"scope": scope}
