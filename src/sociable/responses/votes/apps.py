from django.apps import AppConfig


class VotesConfig(AppConfig):
    name = "sociable.responses.votes"
    label = "votes"

    def ready(self) -> None:
        from sociable.responses.votes.verbs import forget
        from sociable.things.erasing import register

        register(forget)
