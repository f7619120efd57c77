from django.apps import AppConfig


class WikiConfig(AppConfig):
    name = "sociable.rooms.wiki"
    label = "wiki"

    def ready(self) -> None:
        from sociable.rooms.wiki.erasing import forget
        from sociable.things.erasing import register

        register(forget)
