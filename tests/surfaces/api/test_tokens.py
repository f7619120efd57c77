"""A script speaks for somebody by a token: for what its scopes say, as long as it stands, and for nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from sociable.kit.clock import now
from sociable.ledger.acts import latest
from sociable.people.models import Person, Token
from sociable.people.tokens import MOST, create
from sociable.people.verbs import forget
from sociable.publics.models import EVERYONE
from tests.conftest import Office
from tests.surfaces.test_web import signed_in

pytestmark = pytest.mark.django_db
WHO, MINE, PAGE = "/api/v1/who", "/api/v1/me/tokens", "/me/tokens/"
SECRET = re.compile(r"sociable_[A-Za-z0-9_-]{43}")


def token_of(person: Person, *scopes: str, days: int = 30) -> str:
    account = Person.objects.get(pk=person.pk).account
    return create(account=account, name="a script", scopes=scopes or ("read",), days=days, at=now()).secret


def script(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def script_of(person: Person, *scopes: str) -> Client:
    return script(token_of(person, *scopes))


def finds(client: Client, words: str = "kubernetes") -> bool:
    response = client.get(WHO, {"q": words})
    assert response.status_code == 200, response.content
    return not response.json()["nobody"]


@pytest.fixture
def known(office: Office) -> Office:
    office.write("Kubernetes", by=office.bruno)
    office.settle()
    return office


def test_a_script_reads_what_its_owner_may_read(known: Office) -> None:
    assert not finds(Client())
    assert finds(script_of(known.ada))


@pytest.mark.parametrize(
    "shown",
    ["Bearer sociable_" + "x" * 43, "Bearer nonsense", "Bearer", "", "Basic YWRhOmFkYQ==", "Bearer sociable_é"],
)
def test_a_wrong_token_is_refused_rather_than_taken_for_a_strangers(office: Office, shown: str) -> None:
    response = Client(headers={"Authorization": shown}).get(WHO, {"q": "x"})
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_ends_when_it_is_revoked_expires_or_its_owner_leaves(known: Office) -> None:
    revoked, expired, closed, erased = (token_of(one) for one in (known.ada, known.ada, known.chioma, known.bruno))
    first, second = Token.objects.filter(account__person=known.ada).order_by("pk")
    assert signed_in(known.ada).delete(f"{MINE}/{first.pk}").status_code == 204
    Token.objects.filter(pk=second.pk).update(created_at=now() - timedelta(days=9), expires_at=now())
    Person.objects.get(pk=known.chioma.pk).account.__class__.objects.filter(person=known.chioma).update(is_active=False)
    forget(person=known.bruno, by=None, at=now())
    answers = [script(one).get(WHO, {"q": "x"}).status_code for one in (revoked, expired, closed, erased)]
    assert answers == [401, 401, 401, 401]


def test_a_token_is_good_for_its_scopes_only(known: Office) -> None:
    say = {"kind": "confirm", "topic": "chess"}
    reads, writes = script_of(known.ada, "read"), script_of(known.ada, "write")
    refused = reads.post("/api/v1/me/topics", say, content_type="application/json")
    assert refused.status_code == 403
    assert "write" in refused.json()["detail"]
    assert writes.post("/api/v1/me/topics", say, content_type="application/json").status_code == 200
    assert writes.get(WHO, {"q": "x"}).status_code == 403


def test_only_the_hash_is_kept(office: Office) -> None:
    secret = token_of(office.ada)
    kept = Token.objects.values().get()
    assert all(secret not in str(value) for value in kept.values())
    assert SECRET.fullmatch(secret)
    assert secret.startswith(kept["beginning"])


def test_a_script_makes_no_token_that_is_more_than_its_own(office: Office) -> None:
    chioma = script_of(office.chioma, "read", "write")

    def status(*scopes: str, days: int = 7) -> int:
        wanted = {"name": "more", "scopes": scopes, "days": days}
        return int(chioma.post(MINE, wanted, content_type="application/json").status_code)

    assert status("read") == 201
    assert status("read", "administer") == 403
    assert status("read", days=300) == 422


def test_only_an_administrators_token_administers(office: Office) -> None:
    ada, chioma = (
        signed_in(one).post(MINE, {"name": "x", "scopes": ["administer"]}, content_type="application/json")
        for one in (office.ada, office.chioma)
    )
    assert (ada.status_code, chioma.status_code) == (422, 201)


def test_one_has_so_many_tokens_and_sees_ones_own_only(office: Office) -> None:
    for _number in range(MOST):
        token_of(office.ada)
    ada, bruno = signed_in(office.ada), signed_in(office.bruno)
    one_more = ada.post(MINE, {"name": "x", "scopes": ["read"]}, content_type="application/json")
    assert one_more.status_code == 422
    assert len(ada.get(MINE).json()["items"]) == MOST
    assert bruno.get(MINE).json()["items"] == []
    assert bruno.delete(f"{MINE}/{Token.objects.first().pk}").status_code == 404  # type: ignore[union-attr]


def test_the_page_makes_a_token_shows_it_once_and_revokes_it(known: Office) -> None:
    ada = signed_in(known.ada)
    assert Client().get(PAGE).status_code == 302
    answer = ada.post(PAGE, {"do": "create", "name": "the <weekly> report", "scopes": ["read"], "days": "30"})
    secret = SECRET.findall(answer.content.decode())[0]
    assert "no-store" in answer.headers["Cache-Control"]
    assert finds(script(secret))
    page = ada.get(PAGE).content.decode()
    assert "the &lt;weekly&gt; report" in page
    assert secret not in page
    assert "run this site" not in page
    number = str(Token.objects.get().pk)
    assert "Revoked" in ada.post(PAGE, {"do": "revoke", "token": number}, follow=True).content.decode()
    assert script(secret).get(WHO, {"q": "x"}).status_code == 401
    verbs = [act.verb for _id, act in latest(2)]
    assert verbs == ["sociable:Grant", "sociable:Revoke"]


def test_the_page_says_what_is_missing(office: Office) -> None:
    ada = signed_in(office.ada)
    for form, said in (
        ({"name": " ", "scopes": ["read"]}, "Give the token a name"),
        ({"name": "x"}, "Choose what"),
        ({"name": "x", "scopes": ["administer"]}, "administrator"),
        ({"name": "x", "scopes": ["read"], "days": "4000"}, "1 to 366 days"),
    ):
        assert said in ada.post(PAGE, {"do": "create", **form}, follow=True).content.decode()
    assert not Token.objects.exists()


def test_a_browsers_session_changes_nothing_without_its_csrf_token(office: Office) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(office.ada.account)
    say = {"kind": "confirm", "topic": "chess"}
    assert forged.post("/api/v1/me/topics", say, content_type="application/json").status_code == 403
    assert forged.get("/api/v1/me/topics").status_code == 200
    with_token = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token_of(office.ada, 'write')}"})
    assert with_token.post("/api/v1/me/topics", say, content_type="application/json").status_code == 200


def test_a_strangers_things_stay_what_is_for_everyone(known: Office) -> None:
    known.write("Kubernetes for all", by=known.bruno, public=EVERYONE)
    known.settle()
    assert not finds(Client()), "Bruno is not shown to strangers"
