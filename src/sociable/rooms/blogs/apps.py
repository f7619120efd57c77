from django.apps import AppConfig


class BlogsConfig(AppConfig):
    name = "sociable.rooms.blogs"
    label = "blogs"

    def ready(self) -> None:
        from sociable.rooms.blogs.erasing import forget
        from sociable.rooms.blogs.pictures import in_drafts
        from sociable.things import erasing, files

        erasing.register(forget)
        files.register(in_drafts)
