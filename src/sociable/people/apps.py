from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sociable.people"
    label = "people"
