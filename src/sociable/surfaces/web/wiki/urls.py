"""Addresses of the wiki. A hyphen stands for no page: no title makes it."""

from django.urls import path

from sociable.rooms.wiki.verbs import KIND
from sociable.surfaces.web.wiki import links, lists, minding, pages, restoring, spaces, suggesting, writing
from sociable.surfaces.web.writing import restoring as earlier
from sociable.surfaces.web.writing.links import register

urlpatterns = [
    path("", spaces.spaces, name="wiki"),
    path("-/new/", spaces.found, name="wiki-found"),
    path("<slug:space>/", spaces.front, name="wiki-space"),
    path("<slug:space>/-/new/", writing.new, name="wiki-new"),
    path("<slug:space>/-/care/", lists.care, name="wiki-care"),
    path("<slug:space>/<str:page>/", pages.page, name="wiki-page"),
    path("<slug:space>/<str:page>/edit/", writing.edit, name="wiki-edit"),
    path("<slug:space>/<str:page>/mind/", minding.mind, name="wiki-mind"),
    path("<slug:space>/<str:page>/suggest/", suggesting.suggesting, name="wiki-suggest"),
    path("<slug:space>/<str:page>/suggest/<int:id_>/", suggesting.suggestion, name="wiki-suggestion"),
    path("<slug:space>/<str:page>/place/", writing.place, name="wiki-place"),
    path("<slug:space>/<str:page>/print/", pages.printed, name="wiki-print"),
]

register("wiki", links.leads, links.names)
earlier.register(KIND, restoring.RESTORING)
