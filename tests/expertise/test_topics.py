"""What somebody's work is about: in their own words, of what the reader may see, with what they say of it."""

import pytest

from sociable.knowledge.expertise.topics import Topic, topics_of
from sociable.people.models import Person
from sociable.people.stances import confirm, declare, hide
from sociable.publics.models import EVERYONE
from sociable.publics.readers import STRANGER
from sociable.publics.verbs import found
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def words(office: Office, of: Person, reader: object = None, *, own: bool = False) -> list[str]:
    reader = reader or office.reader(office.ada)
    return [one.words for one in topics_of(of, reader, own=own)]  # type: ignore[arg-type]


@pytest.fixture
def desk_of_bruno(office: Office) -> Office:
    for number in range(6):
        office.write(
            f"Heat pump in the cellar, part {number}", "The heat pump of the Déneigement shed.", by=office.bruno
        )
        office.write(f"Minutes of meeting {number}", "We talked about the weather.", by=office.chioma)
    office.write("Le déneigement de la cour", "Qui fait le déneigement ?", by=office.bruno, tags=["snow-removal"])
    office.settle()
    return office


def test_topics_are_the_words_they_wrote_and_stand_out(desk_of_bruno: Office) -> None:
    told = words(desk_of_bruno, desk_of_bruno.bruno)
    assert "Heat pump" in told
    assert "heat" not in [one.lower() for one in told], "told already, with its pump"
    assert any("neigement" in one for one in told)
    assert not {"the", "of", "in", "le", "de", "la", "we", "qui"} & {one.lower() for one in told}
    assert "weather" not in told, "that is Chioma's"


def test_a_persons_own_name_is_not_their_topic(office: Office) -> None:
    office.write("Bruno Côté on certificates", "Signed by Bruno Côté.", by=office.bruno)
    office.settle()
    assert not {"bruno", "côté", "bruno côté"} & {one.lower() for one in words(office, office.bruno)}


def test_what_the_reader_may_not_see_says_nothing(office: Office) -> None:
    circle = found(slug="plans", name="Plans", owner=office.bruno, at=office.later())
    office.write("Acquisition of Norvik", by=office.bruno, public=circle.pk)
    office.write("Lunch menu", by=office.bruno, public=EVERYONE)
    office.settle()
    assert not any("Norvik" in one for one in words(office, office.bruno))
    assert any("Norvik" in one for one in words(office, office.bruno, office.reader(office.bruno)))
    assert words(office, office.bruno, STRANGER) == ["Lunch", "menu"]


def test_what_is_hidden_is_shown_to_themselves_only(desk_of_bruno: Office) -> None:
    office = desk_of_bruno
    hide(person=office.bruno, topic="heat", by=office.bruno, at=office.later())
    assert not any("heat" in one.lower() for one in words(office, office.bruno))
    own = topics_of(office.bruno, office.reader(office.bruno), own=True)
    assert [(one.words, one.kind) for one in own if one.kind] == [("heat", "hidden")]


def test_confirmed_and_declared_come_first_the_declared_pending_until_something_shows_it(desk_of_bruno: Office) -> None:
    office = desk_of_bruno
    confirm(person=office.bruno, topic="heat pump", by=office.bruno, at=office.later())
    said = declare(person=office.bruno, topic="beekeeping", by=office.bruno, at=office.later())
    first, second = topics_of(office.bruno, office.reader(office.ada))[:2]
    assert first == Topic("beekeeping", 0, "declared", said.pk, pending=True)
    assert (second.words, second.kind, second.things, second.pending) == ("heat pump", "confirmed", 6, False)
    office.write("The beekeeping of the roof", by=office.bruno)
    office.settle()
    assert not topics_of(office.bruno, office.reader(office.ada))[0].pending


def test_somebody_who_did_nothing_has_no_topics(office: Office) -> None:
    assert topics_of(office.ada, office.reader(office.ada)) == []
    office.write("", "", by=office.bruno)
    office.settle()
    assert topics_of(office.bruno, office.reader(office.ada)) == []
