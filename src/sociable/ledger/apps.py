from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sociable.ledger"
    label = "ledger"
