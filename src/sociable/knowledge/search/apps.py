from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "sociable.knowledge.search"
    label = "search"
