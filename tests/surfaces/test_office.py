"""The demo office opens once, answers good questions in two languages, and keeps what is not for all."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from pytest_django import DjangoAssertNumQueries

from sociable.knowledge.expertise.answer import Answer
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.search import replica
from sociable.ledger.acts import latest
from sociable.ledger.projections import REGISTRY, catch_up
from sociable.people.models import Account, Person
from sociable.people.verbs import come_back
from sociable.publics.models import EVERYONE, ORGANISATION, Membership, Public, Shown
from sociable.publics.readers import STRANGER, Reader, people_visible_to, reader_for
from sociable.surfaces.office.opening import PASSWORD, open_office, sign_ins
from sociable.surfaces.office.papers import FOLDER, PaperMistake, Papers, read_papers
from sociable.things.language import language_of
from sociable.things.models import Contribution, Link, Tagging, Thing, Version
from sociable.things.verbs import withdraw

STANDARD = (
    *("everyone", "organisation", "partners", "human-resources", "public-relations"),
    *("marketing", "production", "it", "finance"),
)
MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

QUESTIONS = (
    # who asks, what, and who must be among the first three
    ("amira", "Un échangeur givre par grand froid, qui peut m’aider?", "thao"),
    ("clemence", "Comment sceller une cuve de condensat qui coule?", "rejean"),
    ("rejean", "Les étiquettes ne s’impriment plus", "maelle"),
    ("thao", "Crédit d’impôt à la recherche, qui s’en occupe?", "priya"),
    ("rejean", "Comment cadenasser la presse plieuse?", "jeanphilippe"),
    ("mathieu", "Un journaliste m’appelle, que dire?", "amira"),
    ("seun", "Marquage CE et étiquette énergie en Europe", "clemence"),
    ("rejean", "Un permis de travail pour un soudeur étranger", "soledad"),
    ("clemence", "Quelle taxe facturer en Nouvelle-Écosse?", "etienne"),
    ("etienne", "Vie privée et données des appareils: que demande la Loi 25?", "maelle"),
    ("fatoumata", "Mes tablettes décrochent du Wi-Fi, quel canal prendre?", "samuel"),
    ("noemie", "La nuit fait quatre fois dix heures : que vaut un jour férié?", "marguerite"),
    ("etienne", "Pourquoi le progiciel dit-il que le stock de tôle est négatif?", "olivier"),
    ("genevieve", "Le général ne me paie pas, ai-je droit à une hypothèque légale?", "catherine"),
    ("callum", "Who knows whether an enthalpy core can be washed?", "ingrid"),
    ("callum", "Who can sign a certificate of origin for the United States?", "etienne"),
    ("seun", "What should I write down for the research tax credit?", "priya"),
    ("priya", "Which rebate program pages work for builders?", "callum"),
    ("maelle", "Fan speed is hunting at low airflow: is it the firmware?", "seun"),
    ("amira", "Modbus registers for building automation", "kwabena"),
    ("mathieu", "Bearing noise: a fan howls at night", "tomasz"),
    ("genevieve", "Comment équilibrer un appareil?", "mathieu"),
    ("catherine", "A supplier writes that their bank details have changed", "ruth"),
    ("fiona", "Does anybody press the boost button on the wall control?", "hana"),
    ("wei", "What is in the overhead of a standard cost?", "nikhil"),
    ("harpreet", "Wildfire smoke and MERV 13 filters", "thao"),
    ("rejean", "La prime de référence pour un cousin, quand est-elle payée?", "josee"),
    ("anjali", "Where can I practise French during the day?", "malik"),
    ("genevieve", "Nos bénévoles du jour de service sont-ils assurés?", "beatriz"),
    ("nikhil", "Must the trademark on the cabinet be translated?", "yolande"),
    ("soledad", "Comment tourner une vidéo dans l’usine?", "hugo"),
    ("kwabena", "The N100 swap kit, and until when are there parts?", "fiona"),
    ("priya", "What airflow does TEK17 ask of a house in Norway?", "lars"),
    ("callum", "How many metres of flexible duct until a bedroom is quiet?", "anjali"),
    ("genevieve", "Wall control with 24 V stays dark or shows E1", "derek"),
    ("amira", "Pourquoi le poêle à bois refoule-t-il quand l’échangeur part?", "noemie"),
    ("nikhil", "Qui répare les fuites d’air comprimé?", "sylvain"),
    ("callum", "Who freezes the production schedule three weeks ahead?", "lucie"),
    ("genevieve", "Un échangeur plein de poussière de gypse est-il garanti?", "fatoumata"),
    ("wei", "À combien de coups affûter un poinçon?", "bogdan"),
    ("bogdan", "Why did we go back from the thinner cabinet?", "wei"),
)


@pytest.fixture(scope="module")
def papers() -> Papers:
    return read_papers(STANDARD)


@pytest.fixture
def opened(db: None) -> None:
    """The office, with everything derived from it up to date."""
    open_office()
    for projection in REGISTRY.values():
        catch_up(projection)
    assert replica.catch_up(wait=True)


def person(papers: Papers, key: str) -> Person:
    return Person.objects.get(identities__value=papers.people[key].address)


def reader(papers: Papers, key: str) -> Reader:
    return reader_for(person(papers, key))


def ask(question: str, as_whom: Reader) -> Answer:
    return locate(question, reader=as_whom, at=MARCH)


def reasons(answer: Answer) -> set[int]:
    return {reason.thing for one in answer.people for reason in one.reasons}


def counted() -> dict[str, int]:
    """How much there is of everything that an opening makes."""
    made = (Person, Account, Public, Membership, Shown, Thing, Version, Contribution, Tagging, Link)
    return {"act": latest(1)[0][0]} | {model.__name__: model.objects.count() for model in made}


@pytest.mark.django_db
def test_opening_twice_changes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    open_office()
    before = counted()
    with django_assert_num_queries(1):
        open_office()
    assert counted() == before


@pytest.mark.django_db
def test_what_people_did_since_stays(papers: Papers) -> None:
    open_office()
    rejean, gone = person(papers, "rejean"), Thing.objects.get(title__startswith="Quand les étiquettes")
    withdraw(thing=gone, by=rejean, at=MARCH)
    come_back(person=person(papers, "jeanphilippe"), at=MARCH)
    Person.objects.filter(pk=rejean.pk).update(headline="Retraité")
    open_office()
    assert Thing.objects.get(pk=gone.pk).withdrawn_at == MARCH
    assert person(papers, "jeanphilippe").absence(MARCH) is None
    assert person(papers, "rejean").headline == "Retraité"


@pytest.mark.django_db
def test_all_that_is_on_paper_is_in_the_office(papers: Papers) -> None:
    open_office()
    titles = {page.title for page in papers.pages.values()}
    assert set(Thing.objects.values_list("title", flat=True)) == titles
    assert Thing.objects.count() == len(papers.pages)
    assert Contribution.objects.count() == sum(len(list(page.named)) for page in papers.pages.values())
    assert Link.objects.count() == sum(len(page.cites) for page in papers.pages.values())
    for answer in Thing.objects.filter(kind="answer").select_related("reply_to"):
        assert answer.reply_to is not None
        assert answer.reply_to.kind == "question", answer


@pytest.mark.django_db
def test_everybody_has_a_part_and_a_language(papers: Papers) -> None:
    open_office()
    assert set(Person.objects.values_list("name", flat=True)) == {one.name for one in papers.people.values()}
    assert not Person.objects.filter(contributions=None).exists()
    for one in Person.objects.all():
        assert one.headline, one
        assert one.languages, one
        assert one.time_zone, one
    inside = Person.objects.filter(memberships__public=ORGANISATION)
    assert inside.count() == sum("organisation" in one.publics for one in papers.people.values())
    for function in Public.objects.filter(kind="function"):
        assert inside.filter(memberships__public=function).exists(), function


@pytest.mark.django_db
def test_who_signs_in_may_and_the_others_may_not(papers: Papers) -> None:
    open_office()
    for address, name, _note in sign_ins():
        account = authenticate(username=address, password=PASSWORD)
        assert isinstance(account, Account)
        assert account.person.name == name
    assert [one.email for one in Account.objects.filter(is_superuser=True)] == [papers.people["maelle"].address]
    without = Account.objects.exclude(email__in=[address for address, _name, _note in sign_ins()])
    assert not any(account.has_usable_password() for account in without)


def test_both_languages_are_what_they_are_said_to_be(papers: Papers) -> None:
    said = [page.language for page in papers.pages.values()]
    assert 0.4 < said.count("fr") / len(said) < 0.6
    for key, page in papers.pages.items():
        assert language_of(f"{page.title} {page.text[:300]}") == page.language, key


def test_texts_are_of_a_length_that_people_read(papers: Papers) -> None:
    for key, page in papers.pages.items():
        assert 30 <= len(page.text.split()) <= 250, key


def test_the_documentation_names_every_question() -> None:
    told = (Path(__file__).parents[2] / "docs" / "office.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert [question for _who, question, _whom in QUESTIONS if question not in told] == []


def test_good_questions_find_the_right_person(opened: None, papers: Papers) -> None:
    wrong = {
        question: [one.name for one in found]
        for who, question, whom in QUESTIONS
        for found in (ask(question, reader(papers, who)).people[:3],)
        if papers.people[whom].name not in [one.name for one in found]
    }
    assert wrong == {}


def test_somebody_away_is_named_with_who_stands_in(opened: None, papers: Papers) -> None:
    first = ask("Comment cadenasser la presse plieuse?", reader(papers, "rejean")).people[0]
    assert (first.name, first.available) == (papers.people["jeanphilippe"].name, False)
    assert first.stand_in == person(papers, "soledad").pk


@pytest.mark.parametrize(
    ("slug", "question", "member"),
    [
        ("project-sarcelle", "exhaust-air heat pump with propane", "seun"),
        ("finance", "hedging the dollar with forward contracts", "etienne"),
        ("human-resources", "maintien de l’équité salariale", "jeanphilippe"),
        ("production", "la coquille de polystyrène ferme mal", "mathieu"),
    ],
)
def test_what_is_in_a_circle_or_a_function_stays_in_it(
    opened: None, papers: Papers, slug: str, question: str, member: str
) -> None:
    public = Public.objects.get(slug=slug)
    kept = set(Thing.objects.filter(public=public).values_list("pk", flat=True))
    assert reasons(ask(question, reader(papers, member))) & kept
    for key in papers.people:
        if public.pk not in reader(papers, key).publics:
            assert not reasons(ask(question, reader(papers, key))) & kept, key
    assert not reasons(ask(question, STRANGER)) & kept


def test_the_stranger_sees_what_is_for_everyone_and_no_more(opened: None, papers: Papers) -> None:
    for_all = set(Thing.objects.filter(public=EVERYONE).values_list("pk", flat=True))
    shown = {one.name for one in papers.people.values() if "everyone" in one.shown_to}
    assert {one.name for one in people_visible_to(STRANGER)} == shown
    for _who, question, _whom in QUESTIONS:
        answer = ask(question, STRANGER)
        assert reasons(answer) <= for_all, question
        assert {one.name for one in answer.people} <= shown, question
    assert ask("wildfire smoke", STRANGER).people[0].name == papers.people["thao"].name
    assert not Thing.objects.visible_to(STRANGER).exclude(public=EVERYONE).exists()


PAGE = """+++
kind = "note"
language = "en"
title = "Canoes"
at = 2025-01-01T09:00:00Z
people = { author = ["thao"] }
+++
Varnish twice.
"""


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('"thao"', '"nobody"', "one.md: there is no person 'nobody'"),
        ('title = "Canoes"', 'title = "Canoes"\nreply_to = "two"', "one.md: there is no page 'two'"),
        ('title = "Canoes"', 'title = "Canoes"\ncites = ["one"]', "one.md: 'one' was not written yet"),
        ('title = "Canoes"', 'title = "Canoes"\npublic = "canoeists"', "one.md: there is no public 'canoeists'"),
        ("at = 2025-01-01T09:00:00Z\n", "", "one.md: at: Field required"),
        ("09:00:00Z", "09:00:00", "one.md: at: Input should have timezone info"),
        ('language = "en"', 'language = "English"', "one.md: language:"),
        ('kind = "note"', 'kind = "note"\ncolour = "red"', "one.md: colour: Extra inputs"),
        ('"Canoes"', '"Canoes', "one.md: Illegal character"),
        ("Varnish twice.\n", "", "one.md: text: String should have at least 1 character"),
        ("+++\nkind", "kind", "one.md: begins with front matter"),
    ],
)
def test_a_mistake_on_paper_is_told_with_its_place(tmp_path: Path, before: str, after: str, complaint: str) -> None:
    (tmp_path / "people.toml").write_text((FOLDER / "people.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "things").mkdir()
    page = tmp_path / "things" / "one.md"
    page.write_text(PAGE, encoding="utf-8")
    assert list(read_papers(STANDARD, tmp_path).pages) == ["one"]
    page.write_text(PAGE.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(PaperMistake) as told:
        read_papers(STANDARD, tmp_path)
    assert complaint in str(told.value)


def test_two_pages_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text((FOLDER / "people.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for folder in ("boats", "paddles"):
        (tmp_path / "things" / folder).mkdir(parents=True)
        (tmp_path / "things" / folder / "one.md").write_text(PAGE, encoding="utf-8")
    with pytest.raises(PaperMistake, match=r"paddles/one\.md: boats has a page of that name"):
        read_papers(STANDARD, tmp_path)


OPENING = """
import django
django.setup()
from django.core.management import call_command
from sociable.surfaces.office.opening import open_office
from sociable.things.models import Thing
call_command("migrate", verbosity=0)
print("opening", flush=True)
open_office()
print(Thing.objects.count(), flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.05, 0.4, 0.9])
def test_an_opening_killed_in_the_middle_is_healed_by_the_next(tmp_path: Path, papers: Papers, moment: float) -> None:
    environment = os.environ | {"SOCIABLE_DATA": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "-c", OPENING]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "opening\n"
        time.sleep(moment)
        killed.send_signal(signal.SIGKILL)
    for _again in range(2):
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        assert done.stdout == f"opening\n{len(papers.pages)}\n"
