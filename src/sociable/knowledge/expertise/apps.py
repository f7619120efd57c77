from django.apps import AppConfig


class ExpertiseConfig(AppConfig):
    name = "sociable.knowledge.expertise"
    label = "expertise"

    def ready(self) -> None:
        from sociable.knowledge.expertise.evidence import EvidenceProjection
        from sociable.ledger.projections import register

        register(EvidenceProjection())
