from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "sociable.kit"
    label = "kit"
