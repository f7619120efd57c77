"""Who can help? The people whose work speaks for them, and nobody the asker may not see."""

from datetime import timedelta

import pytest

from sociable.knowledge.expertise.locate import locate
from sociable.people.verbs import go_away, merge, split, withhold
from sociable.publics.models import EVERYONE, Public
from sociable.publics.readers import STRANGER
from sociable.publics.verbs import found, join, show
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def names(office: Office, question: str, reader: object) -> list[str]:
    return [one.name for one in locate(question, reader=reader, at=office.at).people]  # type: ignore[arg-type]


def test_whoever_wrote_about_it_is_named_with_what_they_wrote(office: Office) -> None:
    thing = office.write("Invoices in two currencies", "How we book invoices in dollars and euros.", by=office.bruno)
    office.write("Summer party", "Bring a chair.", by=office.chioma)
    office.settle()
    answer = locate("who knows about invoices in euros?", reader=office.reader(office.ada), at=office.at)
    assert [one.name for one in answer.people] == ["Bruno Côté"]
    assert [reason.thing for reason in answer.people[0].reasons] == [thing.pk]
    assert answer.people[0].score == 1


def test_the_shares_of_the_reasons_add_up_to_the_score(office: Office) -> None:
    for words in ("budget plan", "budget of the year", "a budget for travel"):
        office.write(words, by=office.bruno)
    office.write("budget", by=office.chioma)
    office.settle()
    for one in locate("budget", reader=office.reader(office.ada), at=office.at).people:
        assert sum(reason.share for reason in one.reasons) == pytest.approx(one.score)


def test_nobody_is_an_answer(office: Office) -> None:
    office.write("Invoices", by=office.bruno)
    office.settle()
    answer = locate("volcanology", reader=office.reader(office.ada), at=office.at)
    assert answer.nobody
    assert answer.people == ()


def test_the_one_who_asks_is_not_sent_to_themselves(office: Office) -> None:
    office.write("Kubernetes", by=office.ada)
    office.settle()
    assert names(office, "kubernetes", office.reader(office.ada)) == []
    assert names(office, "kubernetes", office.reader(office.bruno)) == ["Ada Lovelace"]


def test_the_stranger_is_told_nothing_of_the_inside(office: Office) -> None:
    office.write("Kubernetes", by=office.bruno)
    office.write("Kubernetes for all", by=office.bruno, public=EVERYONE)
    office.settle()
    assert names(office, "kubernetes", STRANGER) == [], "Bruno never said that outsiders may be shown him"
    show(person=office.bruno, public=Public.objects.get(pk=EVERYONE), by=office.bruno, at=office.later())
    answer = locate("kubernetes", reader=STRANGER, at=office.at)
    assert [reason.title for one in answer.people for reason in one.reasons] == ["Kubernetes for all"]


def test_a_circle_speaks_for_its_members_only_to_its_members(office: Office) -> None:
    circle = found(slug="merger-plans", name="Merger plans", owner=office.bruno, at=office.later())
    office.write("Acquisition of Norvik", by=office.bruno, public=circle.pk)
    office.settle()
    assert names(office, "norvik acquisition", office.reader(office.ada)) == []
    join(person=office.ada, public=circle, by=office.bruno, at=office.later())
    assert names(office, "norvik acquisition", office.reader(office.ada)) == ["Bruno Côté"]


def test_a_person_who_is_withheld_is_not_named(office: Office) -> None:
    office.write("Kubernetes", by=office.bruno)
    office.settle()
    withhold(person=office.bruno, by=office.bruno, at=office.later())
    assert names(office, "kubernetes", office.reader(office.ada)) == []


def test_two_who_were_merged_answer_as_one_and_split_again_as_two(office: Office) -> None:
    office.write("Kubernetes", by=office.bruno)
    office.write("Kubernetes again", by=office.chioma)
    office.settle()
    asker = office.reader(office.ada)
    before = names(office, "kubernetes", asker)
    merge(person=office.bruno, into=office.chioma, by=office.ada, at=office.later())
    assert names(office, "kubernetes", asker) == ["Chioma Adeyemi"]
    split(person=office.bruno, by=office.ada, at=office.later())
    assert names(office, "kubernetes", asker) == before


def test_somebody_away_is_named_as_away_with_who_stands_in(office: Office) -> None:
    office.write("Kubernetes", by=office.bruno)
    office.settle()
    back = office.at + timedelta(days=7)
    go_away(person=office.bruno, begins=office.at, ends=back, stand_in=office.chioma)
    one = locate("kubernetes", reader=office.reader(office.ada), at=office.later()).people[0]
    assert (one.available, one.back_at, one.stand_in) == (False, back, office.chioma.pk)


def test_writing_speaks_louder_than_asking(office: Office) -> None:
    office.write("How do we renew the certificate?", by=office.chioma, role="asker", kind="question")
    office.write("Renew the certificate with the script", by=office.bruno)
    office.settle()
    assert names(office, "renew the certificate", office.reader(office.ada)) == ["Bruno Côté", "Chioma Adeyemi"]
