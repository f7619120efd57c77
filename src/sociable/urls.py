"""The table of contents of the site."""

from django.urls import URLPattern, URLResolver, include, path

from sociable.surfaces.api.reading import calls
from sociable.surfaces.api.urls import urls as api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", calls, name="api"),
    path("api/v1/", api),
    path("", include("sociable.surfaces.web.urls")),
]

handler400 = "sociable.surfaces.web.errors.bad_request"
handler403 = "sociable.surfaces.web.errors.not_allowed"
handler404 = "sociable.surfaces.web.errors.not_found"
handler429 = "sociable.surfaces.web.errors.too_many"
handler500 = "sociable.surfaces.web.errors.broken"
