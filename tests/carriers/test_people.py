"""Chioma brings the staff list: whatever made it, it is understood; run again it loses nothing; own words stand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sociable.carriers.connectors import connectors
from sociable.carriers.importing import Count, source_for, take_in
from sociable.carriers.models import Listed, Source
from sociable.carriers.record import BadRecord
from sociable.kit.clock import now
from sociable.people.models import Absence, Person
from sociable.people.verbs import Profile, introduce, merge
from sociable.publics.models import ORGANISATION, Membership, Public
from sociable.publics.readers import functions_of
from sociable.publics.verbs import join, leave
from sociable.surfaces.cli.main import sociable
from sociable.things.verbs import erase
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)

LIST = """e-mail,name,job title,languages,city,time zone,functions
ada@office.example,Ada Lovelace,Mathematician,"en, fr",London,Europe/London,IT
mei@office.example,Mei Tanaka,Welder,English and Japanese,Montréal,America/Montreal,"Production, Finance"
"""
LISTE = """Courriel;Prénom;Nom;Poste;Langues;Ville;Fonction;Absent du;Absent jusqu’au;Remplaçante;Matricule
jo@office.example;Jo;Nowak;Peintre;français et polonais;Québec;Ressources humaines;03/12/2027;10/12/2027;Élise Roy;7
elise@office.example;Élise;Roy;;;Lévis;;;;;8
"""

Bring = Callable[..., Count]


@pytest.fixture
def bring(office: Office, tmp_path: Path) -> Bring:
    def bring_it(words: str | bytes, again: Path | None = None, *, override: bool = False) -> Count:
        file = tmp_path / "staff.csv"
        file.write_bytes(words if isinstance(words, bytes) else words.encode())
        source = source_for("people", "staff", file, None, otherwise=ORGANISATION)
        count, bring_it.rejects = take_in(  # type: ignore[attr-defined]
            *(source, connectors()["people"]),
            again=again,
            override=override,
            progress=lambda _: None,
            total=lambda _: None,
        )
        return count

    return bring_it


def rejected(bring: Bring) -> list[str]:
    file: Path | None = bring.rejects  # type: ignore[attr-defined]
    return [json.loads(line)["reason"] for line in file.read_text().splitlines()] if file else []


def person(address: str) -> Person:
    return Person.objects.get(identities__value=address).root


def facts(address: str) -> tuple[str, ...]:
    one = person(address)
    return (one.name, one.headline, one.languages, one.place, one.time_zone)


def functions(address: str) -> list[str]:
    return [one.slug for one in functions_of(person(address))]


def function(slug: str) -> Public:
    return Public.objects.get(slug=slug)


def test_a_list_introduces_people(bring: Bring) -> None:
    count = bring(LIST)
    assert (count.read, count.new, count.changed, count.rejected) == (2, 1, 1, 0)
    assert facts("mei@office.example") == ("Mei Tanaka", "Welder", "en ja", "Montréal", "America/Montreal")
    assert facts("ada@office.example") == ("Ada Lovelace", "Mathematician", "en fr", "London", "Europe/London")
    assert functions("mei@office.example") == ["finance", "production"]
    assert Membership.objects.filter(person=person("mei@office.example"), public=ORGANISATION).exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_french_list_whatever_wrote_it(bring: Bring, encoding: str, separator: str) -> None:
    count = bring(("Personnel 2026\r\n" + LISTE.replace(";", separator).replace("\n", "\r\n")).encode(encoding))
    assert (count.new, rejected(bring)) == (2, [])
    assert facts("jo@office.example") == ("Jo Nowak", "Peintre", "fr pl", "Québec", "")
    assert functions("jo@office.example") == ["human-resources"]
    away = Absence.objects.get()
    assert (away.begins.isoformat()[:10], away.ends and away.ends.isoformat()[:10]) == ("2027-12-03", "2027-12-11")
    assert away.stand_in == person("elise@office.example")
    assert facts("elise@office.example")[0] == "Élise Roy"
    assert count.notes == ["columns that are not read: Matricule"]


def test_a_second_run_changes_nothing_and_loses_nothing(bring: Bring, office: Office) -> None:
    bring(LIST + "jo@office.example,Jo,,,,,\n")
    mei = person("mei@office.example")
    introduce(person=mei, profile=Profile(place="Lyon"), by=office.chioma, at=office.later())
    leave(person=mei, public=function("finance"), at=office.later())
    join(person=mei, public=function("marketing"), by=mei, at=office.later())
    assert (bring(LIST + "jo@office.example,Jo,,,,,\n").unchanged) == 3
    assert facts("mei@office.example")[3] == "Lyon"
    assert functions("mei@office.example") == ["marketing", "production"]


def test_a_list_speaks_again_where_it_says_something_else(bring: Bring, office: Office) -> None:
    bring(LIST)
    join(person=person("mei@office.example"), public=function("marketing"), by=None, at=office.later())
    moved = LIST.replace('Montréal,America/Montreal,"Production, Finance"', "Laval,America/Montreal,Finance")
    assert bring(moved).changed == 1
    assert facts("mei@office.example")[3] == "Laval"
    assert functions("mei@office.example") == ["finance", "marketing"], "it takes back only what it gave"


def test_a_blank_cell_changes_nothing(bring: Bring) -> None:
    bring(LIST)
    bring("e-mail,name,role,languages,place,time zone,functions\nmei@office.example,,,,,,\n")
    assert facts("mei@office.example") == ("Mei Tanaka", "Welder", "en ja", "Montréal", "America/Montreal")
    assert functions("mei@office.example") == ["finance", "production"]


def test_what_people_said_of_themselves_wins_unless_told_otherwise(bring: Bring, office: Office) -> None:
    introduce(
        person=office.ada, profile=Profile(headline="Countess", name="Ada Lovelace"), by=office.ada, at=office.later()
    )
    bring(LIST)
    assert facts("ada@office.example")[:4] == ("Ada Lovelace", "Countess", "en fr", "London")
    bring(LIST.replace("Mathematician", "Analyst"))
    assert facts("ada@office.example")[1] == "Countess"
    bring(LIST.replace("Mathematician", "Analyst"), override=True)
    assert facts("ada@office.example")[1] == "Analyst"


def test_own_words_hold_for_somebody_who_was_merged(bring: Bring, office: Office) -> None:
    introduce(person=office.ada, profile=Profile(headline="Countess"), by=office.ada, at=office.later())
    merge(person=office.ada, into=office.bruno, by=None, at=office.later())
    bring(LIST)
    office.bruno.refresh_from_db()
    assert (office.bruno.headline, office.bruno.place) == ("", "London")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Nobody,,,,,", "no e-mail address"),
        ("nobody,Nobody,,,,,", "not an e-mail address"),
        ("jo@office.example,Jo,,Klingon,,,", "not a language"),
        ("jo@office.example,Jo,,,,Mars/Base,", "not a time zone"),
        ("jo@office.example,Jo,,,,,Astrology", "no function 'Astrology' here; there are: finance"),
        ("ADA@office.example,Ada,,,,,", "stands twice"),
        ("jo@office.example,Jo,,,,,,,more", "more cells than headings"),
        (f"jo@office.example,Jo,{'x' * 201},,,,", "at most 200"),
    ],
)
def test_a_bad_line_is_rejected_with_its_reason(bring: Bring, line: str, reason: str) -> None:
    count = bring(LIST + line + "\n")
    assert (count.new + count.changed, count.rejected) == (2, 1)
    assert reason in rejected(bring)[0]


def test_a_mended_reject_is_taken_in(bring: Bring) -> None:
    bring(LIST + "jo@office.example,Jo,,Klingon,,,\n")
    file: Path = bring.rejects  # type: ignore[attr-defined]
    file.write_text(file.read_text().replace("Klingon", "fr"))
    count = bring(LIST, again=file)
    assert (count.new, count.rejected, count.notes) == (1, 0, [])
    assert facts("jo@office.example")[2] == "fr"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("2027-03-10,2027-03-01,", "before it begins"),
        ("soon,,", "not a date"),
        ("03/04/2027,,", "may be two dates"),
        (",2027-03-01,", "without the day"),
        ("2027-03-01,,ada@office.example", "for themselves"),
        ("2027-03-01,,Somebody", "an address, or a name"),
    ],
)
def test_an_absence_that_cannot_be(bring: Bring, cells: str, reason: str) -> None:
    bring(f"e-mail,away from,away until,stand-in\nada@office.example,{cells}\n")
    assert reason in rejected(bring)[0]


def test_an_absence_is_noted_once_and_changes_with_the_list(bring: Bring, office: Office) -> None:
    head = "e-mail,time zone,away from,back on,stand-in\nada@office.example,America/Montreal,"
    for _ in range(2):
        bring(head + "2027-03-01,2027-03-08,bruno@office.example\n")
    away = Absence.objects.get()
    assert (away.begins.isoformat(), away.stand_in) == ("2027-03-01T05:00:00+00:00", office.bruno)
    bring(head + "2027-03-01,2027-03-15,bruno@office.example\n")
    assert [one.ends and one.ends.day for one in Absence.objects.all()] == [15]
    bring(head + "2020-03-01,2020-03-15,\n")
    assert Absence.objects.count() == 1, "what is over is not noted"


def test_who_is_no_longer_in_the_list_is_told_and_stays(bring: Bring) -> None:
    bring(LIST)
    count = bring(LIST[: LIST.index("mei@")])
    assert count.notes == ["in the list before, and no more: Mei Tanaka"]
    assert functions("mei@office.example") == ["finance", "production"]


def test_who_asked_to_be_forgotten_does_not_come_back(bring: Bring) -> None:
    bring(LIST)
    erase(person=person("mei@office.example"), by=None, at=now())
    count = bring(LIST)
    assert (count.new, count.rejected) == (0, 1)
    assert "forgotten" in rejected(bring)[0]
    assert "Welder" not in json.dumps(list(Listed.objects.values_list("said", flat=True)))


@pytest.mark.parametrize("words", ["", "name,place\nAda,London\n", b"\x81\x8d\xff", "a" * 200_000])
def test_what_is_no_list_of_people_is_said_to_be_none(bring: Bring, words: str | bytes) -> None:
    with pytest.raises(BadRecord):
        bring(words)


def test_what_a_cell_holds_is_no_command(bring: Bring) -> None:
    bring('e-mail,name\nada@office.example,"=HYPERLINK(""x"")"\nmei@office.example,"Mei\nTanaka\0"\n')
    assert facts("mei@office.example")[0] == "Mei Tanaka\N{REPLACEMENT CHARACTER}"


def run(*words: str) -> Result:
    return CliRunner().invoke(sociable, list(words))


def test_a_preview_says_what_would_change_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(LIST + "jo@office.example,Jo,,Klingon,,,\n")
    introduce(person=office.ada, profile=Profile(headline="Countess"), by=office.ada, at=office.later())
    result = run("import", "people", str(file), "--dry-run")
    assert result.exit_code == 0, result.output
    for said in (
        "changed   Ada Lovelace <ada@office.example>",
        "place: (nothing) → London",
        "headline: Countess stays, their own word; not Mathematician",
        "joins Information technology",
        "new       Mei Tanaka <mei@office.example>",
        "rejected  staff.csv, line 4: 'Klingon' is not a language",
    ):
        assert said in result.stdout
    assert not Source.objects.exists()
    assert not Person.objects.filter(name="Mei Tanaka").exists()
    assert run("import", "people", str(file)).exit_code == 0
    assert "their own word" not in run("import", "people", str(file), "--dry-run").stdout
    assert run("import", "people", str(file), "--over-own-words").exit_code == 0
    assert facts("ada@office.example")[1] == "Mathematician"
