from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "sociable.responses.comments"
    label = "comments"
