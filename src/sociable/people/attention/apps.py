from django.apps import AppConfig


class AttentionConfig(AppConfig):
    name = "sociable.people.attention"
    label = "attention"
