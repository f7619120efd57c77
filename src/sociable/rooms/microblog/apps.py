from django.apps import AppConfig


class MicroblogConfig(AppConfig):
    name = "sociable.rooms.microblog"
    label = "microblog"
