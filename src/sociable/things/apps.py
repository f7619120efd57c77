from django.apps import AppConfig


class ThingsConfig(AppConfig):
    name = "sociable.things"
    label = "things"
