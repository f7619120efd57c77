"""Addresses of comments."""

from django.urls import path

from sociable.surfaces.web.comments import views

urlpatterns = [
    path("comments/<int:id_>/", views.one, name="comment-itself"),
    path("comments/waiting/", views.waiting, name="comments-waiting"),
    path("things/<int:id_>/comment/", views.say, name="comment"),
    path("things/<int:id_>/outsiders/", views.outsiders, name="comment-outsiders"),
]
