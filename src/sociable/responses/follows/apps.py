from django.apps import AppConfig


class FollowsConfig(AppConfig):
    name = "sociable.responses.follows"
    label = "follows"

    def ready(self) -> None:
        from sociable.responses.follows.erasing import forget
        from sociable.things.erasing import register

        register(forget)
