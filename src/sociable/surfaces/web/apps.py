from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sociable.surfaces.web"
    label = "web"
