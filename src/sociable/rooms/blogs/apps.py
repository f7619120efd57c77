from django.apps import AppConfig


class BlogsConfig(AppConfig):
    name = "sociable.rooms.blogs"
    label = "blogs"

    def ready(self) -> None:
        from sociable.rooms.blogs.erasing import forget
        from sociable.things.erasing import register

        register(forget)
