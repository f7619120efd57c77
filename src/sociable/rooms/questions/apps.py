from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "sociable.rooms.questions"
    label = "questions"
