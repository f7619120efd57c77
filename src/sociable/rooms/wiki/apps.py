from django.apps import AppConfig


class WikiConfig(AppConfig):
    name = "sociable.rooms.wiki"
    label = "wiki"
