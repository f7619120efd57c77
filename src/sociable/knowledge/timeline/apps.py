from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "sociable.knowledge.timeline"
    label = "timeline"

    def ready(self) -> None:
        from sociable.knowledge.timeline.fill import TimelineProjection
        from sociable.ledger.projections import register

        register(TimelineProjection())
