from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sociable.surfaces.api"
    label = "api"
