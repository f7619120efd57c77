"""Who stands behind a page as it will be saved, in a role that says how much of it they wrote."""

from sociable.people.models import Person
from sociable.things.models import Contribution, Thing


def credits_now(thing: Thing, text: str, by: Person) -> list[tuple[int, str]]:
    standing = Contribution.objects.filter(thing=thing).order_by("pk").values_list("person", "role__name")
    known = list(standing)
    return known if by.pk in {person for person, _role in known} else [*known, (by.pk, "editor")]
