"""Addresses of what the editor asks for."""

from django.urls import path

from sociable.surfaces.web.writing import files, views

urlpatterns = [
    path("complete/", views.complete, name="writing-complete"),
    path("file/", files.bring_file, name="writing-file"),
    path("forget/", views.forget, name="writing-forget"),
    path("keep/", views.keep, name="writing-keep"),
    path("preview/", views.preview, name="writing-preview"),
]
