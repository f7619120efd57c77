"""Addresses of notices, of their settings, and of the off button."""

from django.urls import path

from sociable.surfaces.web.attention import house, notices, off, settings

urlpatterns = [
    path("administration/quiet/", house.hours, name="house-hours"),
    path("me/notices/", settings.mine, name="my-notices"),
    path("notices/", notices.notices, name="notices"),
    path("off/", off.off, name="off"),
]
