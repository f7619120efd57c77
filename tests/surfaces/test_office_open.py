"""The demo office, once it is open: all of it is there, good questions are answered, and what is not for all is kept.

Nothing here is written, so that all of these stories are about one office.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from sociable.kit.clock import now
from sociable.knowledge.expertise.answer import Answer
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.notices.read import notices_for
from sociable.knowledge.notices.reasons import Reason
from sociable.ledger.acts import latest
from sociable.people.models import Account, Person
from sociable.publics.models import EVERYONE, ORGANISATION, Membership, Public, Shown
from sociable.publics.readers import STRANGER, Reader, people_visible_to, reader_for
from sociable.rooms.blogs.models import Blog
from sociable.rooms.microblog.models import Poll
from sociable.surfaces.office.chatter import read_notes
from sociable.surfaces.office.lately import read_lately
from sociable.surfaces.office.opening import PASSWORD, open_office, sign_ins
from sociable.surfaces.office.papers import Papers, read_papers
from sociable.surfaces.web.questions.listing import asked_of, unanswered
from sociable.things.models import Contribution, Link, Tagging, Thing, Version
from tests.conftest import bring_standard_publics, settle

pytestmark = pytest.mark.django_db(transaction=False)  # on PostgreSQL too: nothing is emptied between these stories

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
def stage(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder of an office that was opened for all of these stories; nothing of it stays."""
    folder = tmp_path_factory.mktemp("stage")
    with django_db_blocker.unblock(), override_settings(INDEX_FOLDER=folder / "index", DATA=folder):
        bring_standard_publics()
        open_office()
        settle()
        yield folder
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


@pytest.fixture(autouse=True)
def opened(stage: Path, desk: Path, settings: object) -> None:
    """The office of all, instead of the desk of this test alone."""
    settings.INDEX_FOLDER, settings.DATA = stage / "index", stage  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def papers(stage: Path) -> Papers:
    return read_papers(Public.objects.filter(owner=None).values_list("slug", flat=True))


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


def test_opening_twice_changes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    before = counted()
    with django_assert_num_queries(1):
        open_office()
    assert counted() == before


def test_all_that_is_on_paper_is_in_the_office(papers: Papers) -> None:
    titles = {page.title for page in papers.pages.values()}
    lately = {deed.title for deed in read_lately().values() if deed.title}
    titled = Thing.objects.exclude(title="").exclude(title__in=lately)
    assert Thing.objects.filter(kind="question", title__in=lately).count() == len(lately)
    assert set(titled.values_list("title", flat=True)) == titles
    assert titled.count() == len(papers.pages)
    said = sum(deed.do in ("note", "reply") for deed in read_lately().values())
    assert Thing.objects.filter(kind="note", title="").count() == len(read_notes()) + said
    assert Contribution.objects.filter(thing__in=titled).count() == sum(
        len(list(page.named)) for page in papers.pages.values()
    )
    cited = {(page.title, papers.pages[other].title) for page in papers.pages.values() for other in page.cites}
    assert cited <= set(Link.objects.values_list("source__title", "target__title")), "the wiki's own links come on top"
    for answer in Thing.objects.filter(kind="answer").select_related("reply_to"):
        assert answer.reply_to is not None
        assert answer.reply_to.kind == "question", answer


def test_something_waits_for_whoever_signs_in(papers: Papers) -> None:
    """In whatever year the office is opened: questions in both languages, notices, an invitation, an open poll."""
    told = {key: notices_for(reader(papers, key), now()) for key in ("maelle", "rejean", "priya", "genevieve")}
    assert {key for key, notices in told.items() if len(notices) > 1} == told.keys()
    assert Reason.HELP in {one.reason for one in told["rejean"]}
    assert Reason.CIRCLE in {one.reason for one in told["priya"]}
    waiting = unanswered(reader(papers, "rejean"))
    assert set(waiting.values_list("thing__language", flat=True)) >= {"en", "fr"}
    assert asked_of(reader(papers, "priya")).exists()
    assert Poll.objects.filter(closes_at__gt=now()).exists()


def test_everybody_has_a_part_and_a_language(papers: Papers) -> None:
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


def test_who_signs_in_may_and_the_others_may_not(papers: Papers) -> None:
    for address, name, _note in sign_ins():
        account = authenticate(username=address, password=PASSWORD)
        assert isinstance(account, Account)
        assert account.person.name == name
    assert [one.email for one in Account.objects.filter(is_superuser=True)] == [papers.people["maelle"].address]
    without = Account.objects.exclude(email__in=[address for address, _name, _note in sign_ins()])
    assert not any(account.has_usable_password() for account in without)


def test_the_documentation_names_every_question() -> None:
    told = (Path(__file__).parents[2] / "docs" / "office.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert [question for _who, question, _whom in QUESTIONS if question not in told] == []


def test_good_questions_find_the_right_person(papers: Papers) -> None:
    wrong = {
        question: [one.name for one in found]
        for who, question, whom in QUESTIONS
        for found in (ask(question, reader(papers, who)).people[:3],)
        if papers.people[whom].name not in [one.name for one in found]
    }
    assert wrong == {}


def test_somebody_away_is_named_with_who_stands_in(papers: Papers) -> None:
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
def test_what_is_in_a_circle_or_a_function_stays_in_it(papers: Papers, slug: str, question: str, member: str) -> None:
    public = Public.objects.get(slug=slug)
    kept = set(Thing.objects.filter(public=public).values_list("pk", flat=True))
    assert reasons(ask(question, reader(papers, member))) & kept
    for key in papers.people:
        if public.pk not in reader(papers, key).publics:
            assert not reasons(ask(question, reader(papers, key))) & kept, key
    assert not reasons(ask(question, STRANGER)) & kept


def test_the_stranger_sees_what_is_for_everyone_and_no_more(papers: Papers) -> None:
    for_all = set(Thing.objects.filter(public=EVERYONE).values_list("pk", flat=True))
    shown = {one.name for one in papers.people.values() if "everyone" in one.shown_to}
    assert {one.name for one in people_visible_to(STRANGER)} == shown
    for _who, question, _whom in QUESTIONS:
        answer = ask(question, STRANGER)
        assert reasons(answer) <= for_all, question
        assert {one.name for one in answer.people} <= shown, question
    assert ask("wildfire smoke", STRANGER).people[0].name == papers.people["thao"].name
    assert not Thing.objects.visible_to(STRANGER).exclude(public=EVERYONE).exists()


def test_the_blogs_speak_to_three_publics_in_two_languages() -> None:
    client = Client()
    public = client.get("/blogs/").content.decode()
    assert "Air libre" in public
    assert "Entre nous" not in public
    english = client.get("/blogs/air-libre/your-filter-twice-a-year-why-and-how/").content.decode()
    assert "smoke detector" in english
    assert 'hreflang="fr"' in english
    french = client.get("/blogs/air-libre/?page=2", headers={"Accept-Language": "fr"}).content.decode()
    assert "Votre filtre, deux fois par année" in french
    assert "Your filter" not in french
    for blog in Blog.objects.all():
        assert blog.placements.count() >= 8
