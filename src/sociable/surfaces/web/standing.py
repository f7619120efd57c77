"""Where I stood before I said something of myself: what it changed, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from sociable.kit.clock import now
from sociable.knowledge.expertise.locate import locate
from sociable.people.models import Person, Stance
from sociable.people.stances import Words, folded
from sociable.publics.readers import Reader

SAYS = {Stance.Kind.CONFIRMED: "confirm", Stance.Kind.HIDDEN: "hide", Stance.Kind.DECLARED: "declare"}
"""The word of each stance."""


@dataclass(frozen=True, slots=True)
class Before:
    """What stood for me and a topic before I spoke."""

    me: Person
    kind: str
    topic: str
    reader: Reader
    """Somebody else who sees what I see: nobody is named to themselves."""
    place: int | None
    stance: Stance | None

    @classmethod
    def of(cls, me: Person, kind: str, words: Words, reader: Reader) -> "Before":
        standing = Stance.objects.standing().of(me.pk)
        if kind == "retract":
            stance = standing.filter(pk=words.stance).first()
        else:
            stance = standing.filter(folded=folded(words.topic)).first() if words.topic else None
        topic = stance.topic if stance and kind == "retract" else words.topic
        other = replace(reader, person=None)
        return cls(me, kind, topic, other, place_of(me, topic, other), stance)

    def change(self) -> str:
        """What colleagues who ask for the topic notice, as a sentence after another; '' where it is nothing."""
        after = place_of(self.me, self.topic, self.reader)
        if self.place == after:
            return ""
        if after is None:
            return " " + _("Colleagues who ask for it were shown you; now they are not.")
        if self.place is None:
            return " " + _("Colleagues who ask for it are shown you now.")
        words = _("higher up") if after < self.place else _("further down")
        return " " + _("Colleagues who ask for it see you %(where)s now.") % {"where": words}

    def way_back(self, said: Stance | Person) -> Mapping[str, object]:
        """The fields of the form that says the contrary."""
        if self.kind in ("decline", "yield"):
            return {"say": "yield" if self.kind == "decline" else "decline"}
        assert isinstance(said, Stance)
        # A correction says two things, and is taken back as two.
        also = {"also": said.pk} if self.kind == "correct" else {}
        if self.stance:
            return {"say": SAYS[Stance.Kind(self.stance.kind)], "topic": self.stance.topic, **also}
        hidden = Stance.objects.standing().of(self.me.pk).filter(folded=folded(self.topic)).first()
        return {"say": "retract", "stance": hidden.pk if hidden else said.pk, **also}


def place_of(me: Person, topic: str, reader: Reader) -> int | None:
    """My place among the people who can help with a topic, from 0; None when I am not among the first."""
    if not topic.strip():
        return None
    named = [one.id for one in locate(topic, reader=reader, at=now()).people]
    return named.index(me.pk) if me.pk in named else None
