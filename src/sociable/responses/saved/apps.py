from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "sociable.responses.saved"
    label = "saved"

    def ready(self) -> None:
        from sociable.responses.saved.verbs import forget
        from sociable.things.erasing import register

        register(forget)
