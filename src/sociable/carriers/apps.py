from django.apps import AppConfig


class CarriersConfig(AppConfig):
    name = "sociable.carriers"
    label = "carriers"
