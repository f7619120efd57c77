"""What a thing was made of: other things, and the people whose words they are, who stand behind what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.things.models import Thing


@dataclass(frozen=True, slots=True)
class Origin:
    """Ids of things, and who had which hand in them: (person's id, role)."""

    things: Sequence[int] = ()
    people: Sequence[tuple[int, str]] = ()

    def with_maker(self, by: Person) -> list[tuple[int, str]]:
        """Who stands behind what is made of it: whoever puts others' words together has edited them."""
        if not self.people:
            return [(by.root_id, "author")]
        known = any(person == by.root_id for person, _role in self.people)
        return [*self.people, *([] if known else [(by.root_id, "editor")])]


NOTHING = Origin()


def credit(thing: Thing, origin: Origin, by: Person, at: datetime) -> None:
    """Notes that people are named for what they had said before: so they hear of it."""
    others = dict.fromkeys(person for person, _role in origin.people if person != by.root_id)
    record(Act("sociable:Credit", at, by.root_id, thing.pk, None, thing.public_id, {"person": one}) for one in others)
