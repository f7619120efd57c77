"""Addresses of notes, timelines and circles."""

from django.urls import path

from sociable.surfaces.web.microblog import circles, following, responding, thread, views, writing

urlpatterns = [
    path("circles/", circles.circles, name="circles"),
    path("circles/new/", circles.found, name="circle-found"),
    path("circles/<int:id_>/", circles.circle, name="circle"),
    path("circles/<int:id_>/answer/", circles.answer, name="circle-answer"),
    path("circles/<int:id_>/people/", circles.people, name="circle-people"),
    path("saved/", responding.saved, name="saved"),
    path("things/<int:id_>/respond/", responding.respond, name="respond"),
    path("following/", following.following, name="following"),
    path("following/change/", following.change, name="follow"),
    path("tags/<path:name>/", views.of_tag_named, name="tag"),
    path("home/", views.home, name="timeline"),
    path("home/newer/", views.newer, name="timeline-newer"),
    path("home/read/", views.read, name="timeline-read"),
    path("notes/", views.notes, name="notes"),
    path("notes/new/", writing.new, name="note-new"),
    path("notes/<int:id_>/", thread.note, name="note"),
    path("notes/<int:id_>/answer/", writing.answer, name="note-answer"),
    path("notes/<int:id_>/edit/", writing.change, name="note-edit"),
    path("notes/<int:id_>/deeds/", writing.deeds, name="note-deeds"),
    path("notes/<int:id_>/vote/", writing.vote, name="note-vote"),
    path("people/<int:id_>/notes/", views.of_somebody, name="person-notes"),
]
