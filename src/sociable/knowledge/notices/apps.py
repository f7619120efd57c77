from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sociable.knowledge.notices"
    label = "notices"

    def ready(self) -> None:
        from sociable.knowledge.notices.fill import NoticesProjection
        from sociable.ledger.projections import register

        register(NoticesProjection())
