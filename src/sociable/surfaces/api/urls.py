"""The API's table of contents."""

from django.urls import path

from sociable.surfaces.api.problems import ProblemAPI, nowhere
from sociable.surfaces.api.topics import router as topics
from sociable.surfaces.api.who import router

api = ProblemAPI(
    title="Sociable",
    version="1",
    description="Who can help with what, for scripts. Errors are RFC 9457 problems.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", router)
api.add_router("/me", topics)

routes, application, namespace = api.urls
urls = ([*routes, path("<path:rest>", nowhere)], application, namespace)
