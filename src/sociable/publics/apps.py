from django.apps import AppConfig


class PublicsConfig(AppConfig):
    name = "sociable.publics"
    label = "publics"
