"""Addresses of questions."""

from django.urls import path

from sociable.surfaces.web.questions import ask, deeds, listing, page

urlpatterns = [
    path("ask/", ask.new, name="ask-question"),
    path("ask/likely/", ask.look, name="ask-likely"),
    path("questions/", listing.listing, name="questions"),
    path("questions/<int:id_>/", page.question, name="question"),
    path("questions/<int:id_>/answer/", deeds.give, name="question-answer"),
    path("questions/<int:id_>/deeds/", deeds.deeds, name="question-deeds"),
    path("questions/<int:id_>/edit/", deeds.change, name="question-edit"),
]
