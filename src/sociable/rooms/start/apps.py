from django.apps import AppConfig


class StartConfig(AppConfig):
    name = "sociable.rooms.start"
    label = "start"
