from django.apps import AppConfig


class ExpertiseConfig(AppConfig):
    name = "sociable.knowledge.expertise"
    label = "expertise"

    def ready(self) -> None:
        from sociable.knowledge.expertise.evidence import EvidenceProjection
        from sociable.knowledge.expertise.excused import ExcusedProjection
        from sociable.knowledge.expertise.thanked import ThankedProjection
        from sociable.knowledge.expertise.useful import UsefulProjection
        from sociable.ledger.projections import register

        register(EvidenceProjection())
        register(ExcusedProjection())
        register(ThankedProjection())
        register(UsefulProjection())
