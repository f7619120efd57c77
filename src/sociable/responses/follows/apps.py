from django.apps import AppConfig


class FollowsConfig(AppConfig):
    name = "sociable.responses.follows"
    label = "follows"
