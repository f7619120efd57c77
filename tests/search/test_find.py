"""A thing is found by those who may see it, once, as it stands now; and any input is words."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sociable.knowledge.search import replica
from sociable.knowledge.search.find import Search, find
from sociable.knowledge.search.index import FORMAT, here
from sociable.publics.models import EVERYONE, ORGANISATION
from sociable.publics.readers import INSIDER, STRANGER
from sociable.things.models import Thing
from sociable.things.verbs import Draft, move, revise, withdraw
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


def found(question: str, reader: object = INSIDER) -> list[int]:
    return find(question, reader, limit=50).things.tolist()  # type: ignore[arg-type]


def test_a_thing_is_found_by_its_title_its_text_and_its_tags(office: Office) -> None:
    one = office.write("Kayak rental", "Paddles included.", by=office.ada, tags=("summer fun",))
    office.settle()
    assert found("kayaks") == found("paddle") == found("summer") == [one.pk]


def test_best_first(office: Office) -> None:
    weak = office.write("Meeting", "kayak and much else was discussed, for hours, with coffee", by=office.ada)
    strong = office.write("Kayak", "Kayak, kayaks, kayaking.", by=office.ada)
    office.settle()
    assert found("kayak") == [strong.pk, weak.pk]


def test_a_long_question_says_first_what_it_is_about(office: Office) -> None:
    """Ada and Bruno each write of one thing; whichever a message of twenty words more begins with comes first."""
    canoe, sails = office.write("canoe", by=office.ada), office.write("sails", by=office.bruno)
    office.settle()
    between = " ".join(f"aside{number}" for number in range(20))
    assert found(f"canoe {between} sails") == [canoe.pk, sails.pk]
    assert found(f"sails {between} canoe") == [sails.pk, canoe.pk]


def test_words_that_stand_side_by_side_count_more(office: Office) -> None:
    """Both speak of wind and of turbines; one of them of wind turbines."""
    office.write("The wind took a hat, and the turbine a holiday", by=office.ada)
    named = office.write("A hat, a holiday and the noise of a wind turbine", by=office.bruno)
    office.write("The turbine took a holiday, and a hat the wind", by=office.ada)
    office.settle()
    assert found("wind turbines")[0] == named.pk


def test_both_languages_answer_in_one_list(office: Office) -> None:
    french = office.write("La facturation", "Nous préparons les factures en euros.", by=office.ada)
    english = office.write("Invoices", "We book invoices, la facture, in euros.", by=office.bruno)
    office.settle()
    assert set(found("euros")) == {french.pk, english.pk}
    assert found("factures")[0] == french.pk


def test_the_stranger_finds_only_what_is_for_everyone(office: Office) -> None:
    office.write("Kayak secrets", by=office.ada)
    public = office.write("Kayak for all", by=office.ada, public=EVERYONE)
    office.settle()
    assert found("kayak", STRANGER) == [public.pk]


def test_however_much_of_the_index_a_reader_sees_they_are_given_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        public = EVERYONE if number % 3 else ORGANISATION
        office.write(f"Kayak {number}", "kayak " * number, by=office.ada, public=public)
    office.settle()
    search = Search("kayak", STRANGER)
    assert 0.5 < search.share < 1
    assert Search("kayak", INSIDER).share == 1
    for limit in (1, 5, 26, 27, 50):
        sifted = Search("kayak", STRANGER).best(limit)
        with monkeypatch.context() as one:
            one.setattr("sociable.knowledge.search.find.MOSTLY", 2)
            filtered = Search("kayak", STRANGER).best(limit)
        assert sifted.things.tolist() == filtered.things.tolist()
        assert sifted.scores.tolist() == filtered.scores.tolist()


def test_a_new_version_is_found_by_its_new_words_only(office: Office) -> None:
    one = office.write("Kayak", by=office.ada)
    office.settle()
    revise({one.pk: Draft("note", ORGANISATION, "Canoe", "", office.later(), [(office.ada.pk, "author")])})
    office.settle()
    assert found("kayak") == []
    assert found("canoe") == [one.pk]


def test_what_was_withdrawn_or_moved_is_no_longer_found_by_those_who_may_not(office: Office) -> None:
    gone = office.write("Kayak one", by=office.ada, public=EVERYONE)
    moved = office.write("Kayak two", by=office.ada, public=EVERYONE)
    office.settle()
    withdraw(thing=gone, by=office.ada, at=office.later())
    move(thing=moved, to=ORGANISATION, by=office.ada, at=office.later())
    office.settle()
    assert found("kayak") == [moved.pk]
    assert found("kayak", STRANGER) == []


def test_an_index_made_again_finds_the_same(office: Office) -> None:
    for number in range(30):
        office.write(f"Kayak {number}", "x " * number, by=office.ada)
    office.settle()
    before = found("kayak")
    replica.rebuild()
    assert found("kayak") == before


def test_however_the_acts_are_cut_each_thing_is_there_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "WINDOW", 2)
    for number in range(9):
        people = [(office.ada.pk, "author"), (office.bruno.pk, "author"), (office.chioma.pk, "reviewer")]
        draft = Draft("note", ORGANISATION, f"Kayak {number}", "", office.later(), people)
        from sociable.things.verbs import publish

        publish([draft])
    office.settle()
    assert sorted(found("kayak")) == sorted(Thing.objects.values_list("pk", flat=True))
    searcher = here().searcher()
    assert searcher is not None
    assert searcher.num_docs == 10, "nine things and the place"


def test_an_index_of_another_ledger_is_made_anew(office: Office) -> None:
    office.write("Kayak", by=office.ada)
    office.settle()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_activity")
    Thing.objects.all().delete()
    office.later(days=1)
    canoe = office.write("Canoe", by=office.ada)
    office.settle()
    assert found("kayak") == []
    assert found("canoe") == [canoe.pk]


def test_only_one_process_writes_an_index(office: Office) -> None:
    with here().writing() as first:
        assert first is not None
        with here().writing() as second:
            assert second is None
        assert not replica.catch_up(wait=False)
    assert replica.catch_up(wait=False)


def test_before_anything_was_indexed_nothing_is_found(office: Office) -> None:
    assert found("kayak") == []
    assert here().place() is None
    assert here().folder.name == f"format-{FORMAT}"


HOSTILE = {
    "empty": "",
    "blank": " \n\t",
    "huge": "kayak " + "word " * 20_000,
    "emoji": "🛶 kayak 🧑‍🤝‍🧑",
    "right to left": "قارب كاياك kayak שלום",
    "quotes": "\"kayak' “ ” « » `",
    "operators": "kayak AND OR NOT kayak",
    "field": "body:kayak title:kayak thing:1 public:2",
    "brackets": "((kayak [ TO } {* ^2 ~ \\ /.*/",
    "NUL": "kayak\x00",
    "half a pair": "kayak \ud83d",
    "one long word": "x" * 100_000,
    "many different words": " ".join(f"kayak{number}" for number in range(20_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_any_input_is_words(office: Office, name: str) -> None:
    one = office.write("Kayak", by=office.ada)
    office.settle()
    wanted = [] if name in ("empty", "blank", "one long word") else [one.pk]
    assert found(HOSTILE[name]) == wanted


@given(st.text(max_size=80))
@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_input_is_an_error(office: Office, text: str) -> None:
    if not here().exists:
        office.write("Kayak", by=office.ada)
        office.settle()
    found(text)
