"""Errors of the API as RFC 9457 problem details: what was wrong, where, and what to do."""

from http import HTTPStatus
from typing import Any, NotRequired

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from typing_extensions import TypedDict

MEDIA_TYPE = "application/problem+json"


class Mistake(TypedDict):
    """One parameter that is wrong."""

    parameter: str
    detail: str


class Problem(TypedDict):
    """RFC 9457, section 3.1. There is no `type`: the status says it all."""

    title: str
    status: int
    detail: str
    errors: NotRequired[list[Mistake]]


class ProblemAPI(NinjaAPI):
    """An API whose errors are problems, in what it answers and in how it describes itself."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.add_exception_handler(ValidationError, wrong_parameters)
        self.add_exception_handler(HttpError, refused)

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """Says of each error answer the media type it really has; the library says JSON of all."""
        document = super().get_openapi_schema(**where)
        operations = [operation for methods in document["paths"].values() for operation in methods.values()]
        for operation in operations:
            for status, answer in operation["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
        return document


def problem(status: int, detail: str, errors: list[Mistake] | None = None) -> HttpResponse:
    said: Problem = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if errors:
        said["errors"] = errors
    return JsonResponse(said, status=status, content_type=MEDIA_TYPE)


def wrong_parameters(request: HttpRequest, exception: Any) -> HttpResponse:
    errors: list[Mistake] = [{"parameter": str(one["loc"][-1]), "detail": one["msg"]} for one in exception.errors]
    detail = "; ".join(f"{one['parameter']}: {one['detail']}" for one in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{detail}.", errors)


def refused(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem(exception.status_code, str(exception))


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address. What there is: /api/v1/openapi.json.")


def only_read(router: Router, address: str) -> None:
    """Answers every other method with a problem."""

    def refuse(request: HttpRequest) -> HttpResponse:
        answer = problem(HTTPStatus.METHOD_NOT_ALLOWED, "This address is read with GET.")
        answer["Allow"] = "GET"
        return answer

    router.add_api_operation(
        address, ["DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"], refuse, include_in_schema=False
    )
