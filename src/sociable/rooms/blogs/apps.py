from django.apps import AppConfig


class BlogsConfig(AppConfig):
    name = "sociable.rooms.blogs"
    label = "blogs"
