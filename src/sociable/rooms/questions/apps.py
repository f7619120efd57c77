from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "sociable.rooms.questions"
    label = "questions"

    def ready(self) -> None:
        from sociable.rooms.questions.erasing import forget
        from sociable.things.erasing import register

        register(forget)
