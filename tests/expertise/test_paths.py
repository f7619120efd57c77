"""From whoever asks to whoever can help, by people who worked together, on things the asker may see."""

import pytest

from sociable.knowledge.expertise.locate import locate
from sociable.publics.models import ORGANISATION
from sociable.publics.verbs import found
from sociable.things.verbs import Draft, publish
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def together(office: Office, title: str, *people: int, public: int = ORGANISATION) -> None:
    publish([Draft("note", public, title, "", office.later(), [(one, "author") for one in people])])


def test_the_path_leads_by_people_who_worked_together(office: Office) -> None:
    together(office, "Budget", office.ada.pk, office.bruno.pk)
    together(office, "Kayak", office.bruno.pk, office.chioma.pk)
    office.settle()
    paths = {one.id: one.path for one in locate("kayak", reader=office.reader(office.ada), at=office.at).people}
    assert paths == {
        office.bruno.pk: (office.ada.pk, office.bruno.pk),
        office.chioma.pk: (office.ada.pk, office.bruno.pk, office.chioma.pk),
    }


def test_what_only_some_may_see_leads_nowhere(office: Office) -> None:
    circle = found(slug="plans", name="Plans", owner=office.bruno, at=office.later())
    together(office, "Secret", office.ada.pk, office.bruno.pk, public=circle.pk)
    together(office, "Kayak", office.bruno.pk)
    office.settle()
    assert [one.path for one in locate("kayak", reader=office.reader(office.ada), at=office.at).people] == [None]
