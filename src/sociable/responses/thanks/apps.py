from django.apps import AppConfig


class ThanksConfig(AppConfig):
    name = "sociable.responses.thanks"
    label = "thanks"
