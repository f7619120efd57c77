from django.apps import AppConfig


class MicroblogConfig(AppConfig):
    name = "sociable.rooms.microblog"
    label = "microblog"

    def ready(self) -> None:
        from sociable.rooms.microblog.erasing import forget
        from sociable.things.erasing import register

        register(forget)
