from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "sociable.rooms.questions"
    label = "questions"

    def ready(self) -> None:
        from sociable.ledger.projections import register as derive
        from sociable.rooms.questions.erasing import forget
        from sociable.rooms.questions.unanswered import UnansweredProjection
        from sociable.things.erasing import register

        register(forget)
        derive(UnansweredProjection())
