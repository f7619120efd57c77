"""Addresses of what the editor asks for."""

from django.urls import path

from sociable.surfaces.web.writing import views

urlpatterns = [
    path("complete/", views.complete, name="writing-complete"),
    path("forget/", views.forget, name="writing-forget"),
    path("keep/", views.keep, name="writing-keep"),
    path("preview/", views.preview, name="writing-preview"),
]
