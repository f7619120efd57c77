"""What a thing is tagged with."""

from sociable.kit.asked import Fetched, Id
from sociable.things.models import Tag, Thing

OF_THING = Fetched(lambda: Tag.objects.filter(taggings__thing=Id("thing")).order_by("name"))


def tags_of(thing: Thing) -> list[Tag]:
    """Its tags, in the alphabet's order."""
    return OF_THING(thing=thing.pk)
