"""The API's table of contents."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_noop

from sociable.surfaces.api import (
    blogs,
    circles,
    comments,
    desk,
    duplicates,
    files,
    gaps,
    me,
    notes,
    people,
    policy,
    publics,
    questions,
    sources,
    things,
    tokens,
    topics,
    versions,
    who,
    wiki,
)
from sociable.surfaces.api.calls import every_call
from sociable.surfaces.api.document import OneAPI

api = OneAPI(
    title="Sociable",
    version="1",
    description=gettext_noop("Who can help with what, for scripts. Errors are RFC 9457 problems."),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", who.router)
api.add_router("/people", people.router)
api.add_router("/people", circles.following)
api.add_router("/things", things.router)
api.add_router("/notes", notes.router)
api.add_router("/questions", questions.router)
api.add_router("/circles", circles.router)
api.add_router("/blogs", blogs.router)
api.add_router("/desk", desk.router)
api.add_router("/wiki", wiki.router)
api.add_router("/wiki", versions.router)
api.add_router("/things", comments.of_things)
api.add_router("/comments", comments.router)
api.add_router("/files", files.router)
api.add_router("", notes.timelines)
api.add_router("/publics", publics.router)
api.add_router("/me", me.router)
api.add_router("/me", topics.router)
api.add_router("/me", tokens.router)
api.add_router("/gaps", gaps.router)
api.add_router("/duplicates", duplicates.duplicates)
api.add_router("/merges", duplicates.merges)
api.add_router("/policy", policy.router)
api.add_router("/sources", sources.router)


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


routes, application, namespace = api.urls
calls = [
    URLPattern(one.pattern, every_call(one.callback), one.default_args, one.name)
    for one in [*routes, path("<path:rest>", nowhere)]
    if isinstance(one, URLPattern)
]
urls = (calls, application, namespace)
