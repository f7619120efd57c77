"""The workshop's blog comes over from WordPress: all, once, each post in its state; what cannot be kept is told."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from sociable.carriers.connectors.wordpress.reading import WordPress
from sociable.carriers.importing import Count, preview, source_for, take_in
from sociable.carriers.models import Source
from sociable.carriers.record import BadRecord, Reject
from sociable.kit.clock import now
from sociable.knowledge.expertise.locate import locate
from sociable.people.models import Person
from sociable.publics.models import EVERYONE, Public
from sociable.publics.readers import STRANGER, reader_for
from sociable.responses.comments.models import Decision, Guest, Hold, Withdrawal
from sociable.rooms.blogs import publishing
from sociable.rooms.blogs.models import Blog, Copy, Post, State
from sociable.rooms.blogs.publishing import words_of
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.things.files import files_visible_to
from sociable.things.models import File, Thing, Version
from sociable.things.verbs import erase
from tests.conftest import Office

pytestmark = pytest.mark.django_db

EXPORT = Path(__file__).with_name("atelier.xml")
Bring = Callable[..., tuple[Count, list[str]]]


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The export with its folder of uploads, in which one picture is missing."""
    uploads = tmp_path / "uploads" / "2020" / "01"
    uploads.mkdir(parents=True)
    (uploads / "lamp.png").write_bytes(a_picture())
    (uploads / "sound.mp3").write_bytes(b"ID3")
    return Path(shutil.copy(EXPORT, tmp_path / "atelier.xml"))


@pytest.fixture
def bring(office: Office, export: Path) -> Bring:
    def bring_it(change: Callable[[str], str] = str) -> tuple[Count, list[str]]:
        export.write_text(change(export.read_text()))
        source = source_for("wordpress", "Atelier", export, EVERYONE, otherwise=EVERYONE)
        count, rejects = take_in(source, WordPress(), by=office.chioma, progress=lambda _: None, total=lambda _: None)
        return count, [json.loads(line)["reason"] for line in rejects.read_text().splitlines()] if rejects else []

    return bring_it


def post(title: str) -> Post:
    return next(one for one in Post.objects.all() if words_of(one).title.startswith(title))


def text_of(title: str) -> str:
    return words_of(post(title)).text


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def test_each_post_comes_in_its_state(bring: Bring) -> None:
    count, _rejects = bring()
    states = {words_of(one).title: one.state for one in Post.objects.all()}
    assert states == {
        "Éclairer un atelier 🔥": "published",
        "Old ways ]]> & new": "published",
        "A draft": "draft",
        "To be read first": "review",
        "Next year": "scheduled",
        "Among ourselves": "draft",
        "Thrown away": "withdrawn",
        "Behind a password": "draft",
        "About us": "published",
    }
    assert (count.read, count.new, count.unchanged) == (19, 16, 0)
    shown = body(Client(), "/blogs/atelier/")
    assert "Deux lampes &amp; un couteau" in shown
    assert shown.index("clairer un atelier") < shown.index("Old ways")  # kept on top, though it is older
    assert not any(one in shown for one in ("A draft", "Next year", "Among ourselves", "Thrown away", "Sesame"))
    assert "corbeille" in body(Client(), "/blogs/atelier/thrown-away/", status=410)


def test_again_nothing_is_doubled(bring: Bring) -> None:
    bring()
    before = (Thing.objects.count(), Post.objects.count(), Version.objects.count(), File.objects.count())
    count, _rejects = bring()
    assert (count.new, count.changed, count.unchanged) == (0, 0, 16)
    assert (Thing.objects.count(), Post.objects.count(), Version.objects.count(), File.objects.count()) == before


def test_dates_people_and_tags_are_those_of_the_source(bring: Bring, office: Office) -> None:
    bring()
    thing = post("Éclairer").copies.get().thing
    assert (f"{thing.published_at:%Y-%m-%d}", f"{thing.changed_at:%Y-%m-%d}") == ("2020-01-05", "2020-03-01")
    assert [one.person for one in thing.contributions.all()] == [office.ada]  # known by her address
    assert {one.tag.name for one in thing.taggings.all()} == {"Lumière & ombre", "bruit"}
    office.settle()
    found = locate("lampe atelier couteau", reader=reader_for(office.bruno), at=now())
    assert found.people[0].id == office.ada.pk
    assert Person.objects.filter(name="Delphine Roy").exists()


def test_blocks_shortcodes_and_pictures_stay_legible(bring: Bring) -> None:
    bring()
    file = File.objects.get(by__name="Ada Lovelace")
    new, old = text_of("Éclairer"), text_of("Old ways")
    assert new.startswith("## Deux lampes\n\nLa lampe du [premier essai](/2020/02/old-ways/), le couteau.")
    assert f"![La lampe](/files/{file.pk}/lamp.png)\n\n*Au soir*" in new
    assert '\\[latest-posts postsToShow="3"\\]' in new
    assert "a new  \nline was a line." in old
    assert old.count(f"(/files/{file.pk}/lamp.png)") == 2
    assert "[Lost](<https://atelier.example/wp-content/uploads/2020/01/lost.png>)" in old
    assert '\\[contact-form id="7" title="Write us"\\]' in old
    assert "```\na [b] *c* <d> ]]>\n```" in old
    assert "[the other](/2020/01/eclairer-mieux/#two), a_b, 5 \\< 6 and \\[brackets\\](not a link)" in old
    assert "[sound.mp3](<https://atelier.example/wp-content/uploads/2020/01/sound.mp3>)" in old
    assert "alert" not in old
    assert '<a href="/2020/02/old-ways/"' in body(Client(), "/blogs/atelier/eclairer-mieux/")


def test_pictures_are_seen_by_whoever_reads_the_post(bring: Bring) -> None:
    bring()
    assert list(files_visible_to(STRANGER).values_list("by__name", flat=True)) == ["Ada Lovelace"]
    draft = post("A draft")
    delphine = Person.objects.get(name="Delphine Roy")
    theirs = File.objects.get(
        by=delphine
    )  # Ada's picture in Delphine's draft: lost at publishing, were it not hers too
    assert f"/files/{theirs.pk}/" in draft.text
    publishing.issue(draft, delphine, now())
    assert set(files_visible_to(STRANGER)) == set(File.objects.all())


def test_old_addresses_lead_to_the_new_ones(bring: Bring) -> None:
    bring()
    for path in ("/2020/01/eclairer/", "/2020/01/eclairer-mieux/", "/blogs/atelier/eclairer/"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"]) == (301, "/blogs/atelier/eclairer-mieux/"), path
    assert Client().get("/workshop/about/")["Location"] == "/blogs/atelier/about/"
    assert Client().get("/?p=10")["Location"] == "/blogs/atelier/eclairer-mieux/"
    assert Client().get("/?page_id=18")["Location"] == "/blogs/atelier/about/"
    for nothing in ("/?p=15", "/?p=17", "/?p=999", "/?p=x", "/?p=" + "9" * 40):
        assert Client().get(nothing).status_code == 200, nothing
    for secret in ("/2020/01/among-ourselves/", "/2020/01/behind/"):
        assert Client().get(secret).status_code == 404


def test_comments_keep_their_places_their_people_and_whether_they_are_shown(bring: Bring, office: Office) -> None:
    bring()
    comments = {Version.objects.get(thing=one).text: one for one in Thing.objects.filter(kind="comment")}
    thanks, back, evening = comments["Merci !\n\nC'est **clair**."], comments["De rien."], comments["Et le soir ?"]
    assert (back.reply_to, evening.reply_to) == (thanks, back)
    assert thanks.reply_to == post("Éclairer").copies.get().thing
    assert back.contributions.get().person == office.ada
    # Whoever types Ada's address without signing in is not Ada.
    assert Guest.objects.get(thing=evening).name == "Delphine"
    assert not evening.contributions.exists()
    assert [one.thing for one in Hold.objects.filter(decision=None)] == [comments["Buy lamps"]]
    assert [one.thing for one in Withdrawal.objects.all()] == [comments["Rude"]]
    shown = body(Client(), "/blogs/atelier/eclairer-mieux/")
    assert "De rien." in shown
    assert "Un autre blogue" in shown
    assert "Buy lamps" not in shown
    assert "Rude" not in shown
    assert "Buy lamps" in body_for(office.chioma, "/blogs/atelier/eclairer-mieux/")


def body_for(person: Person, path: str) -> str:
    client = Client()
    client.force_login(person.account)
    return body(client, path)


def test_what_is_let_in_there_later_is_let_in_here(bring: Bring) -> None:
    bring()
    waits = "<wp:comment_content><![CDATA[Buy lamps]]></wp:comment_content><wp:comment_approved><![CDATA[{}]]>"
    count, _rejects = bring(lambda xml: xml.replace(waits.format(0), waits.format(1)))
    assert count.changed == 1
    assert Decision.objects.get().admitted
    assert "Buy lamps" in body(Client(), "/blogs/atelier/eclairer-mieux/")


def test_what_changed_there_changes_here_unless_it_was_changed_here(bring: Bring, office: Office) -> None:
    bring()
    bring(lambda xml: xml.replace("le couteau", "la lime").replace("<p>Not yet.", "<p>Now nearly."))
    assert "la lime" in text_of("Éclairer")
    assert text_of("A draft").startswith("Now nearly.")
    one = post("Éclairer")
    mine = publishing.revise(post=one, words=words_in(one, "Mine."), base=2, by=office.chioma, at=office.later())
    count, _rejects = bring(lambda xml: xml.replace("la lime", "le marteau"))
    assert text_of("Éclairer") == "Mine."
    assert count.changed == 0
    assert "posts changed here since, and left so: 1" in map(str, count.notes)
    assert mine.state == State.PUBLISHED


def words_in(one: Post, text: str) -> publishing.Words:
    words = words_of(one)
    return publishing.Words(words.title, text, words.language, words.tags, words.summary)


def test_a_draft_that_was_published_there_is_published_here(bring: Bring) -> None:
    bring()
    draft = "<wp:status><![CDATA[draft]]></wp:status>"
    bring(lambda xml: xml.replace(draft, "<wp:status><![CDATA[publish]]></wp:status>", 1))
    assert post("A draft").state == State.PUBLISHED
    assert "Not yet" in body(Client(), "/blogs/atelier/a-draft/")


def test_what_cannot_be_kept_is_told(bring: Bring) -> None:
    count, rejects = bring()
    assert len(rejects) == 3
    assert any("nav_menu_item" in one for one in rejects)
    assert any("not in the folder" in one for one in rejects)
    told = "\n".join(map(str, count.notes))
    for words in ("field colour: not kept, 1", "[contact-form]", "block latest-posts", "visitors", "password"):
        assert words in told, words
    assert "_edit_last" not in told


def test_a_picture_that_comes_later_takes_its_place(bring: Bring, export: Path) -> None:
    bring()
    (export.parent / "uploads" / "2020" / "01" / "lost.png").write_bytes(a_picture())
    count, _rejects = bring()
    assert (count.new, count.changed) == (1, 1)
    assert "lost.png)" in text_of("Old ways")
    assert "https://atelier.example/wp-content/uploads/2020/01/lost.png" not in text_of("Old ways")


def test_no_file_outside_the_folder_is_taken(bring: Bring, export: Path) -> None:
    (export.parent / "secret.txt").write_text("secret")
    named = "<![CDATA[2020/01/lamp.png]]></wp:meta_value>"
    bring(lambda xml: xml.replace(named, "<![CDATA[../secret.txt]]></wp:meta_value>").replace("lamp.png", "secret.txt"))
    assert not File.objects.filter(name="secret.txt").exists()


def test_a_run_says_first_what_it_would_do(bring: Bring, export: Path) -> None:
    source = Source(connector="wordpress", name="Atelier", location=str(export), public_id=EVERYONE)
    told: list[object] = []
    count = preview(source, WordPress(), override=False, told=told.append)
    assert (count.read, count.new, Post.objects.count()) == (19, 18, 0)
    assert sum(isinstance(one, Reject) for one in told) == 1


def test_a_blog_that_is_here_already_takes_the_posts_in(bring: Bring, office: Office) -> None:
    inside = open_blog(
        masthead=Masthead("Atelier"), public=Public.objects.get(slug="organisation"), by=office.ada, at=office.later()
    )
    bring()
    assert Blog.objects.get() == inside
    assert set(Copy.objects.values_list("thing__public__slug", flat=True)) == {"organisation"}
    assert Client().get("/2020/01/eclairer-mieux/").status_code == 404


def test_whoever_asked_to_be_forgotten_does_not_come_back(bring: Bring, office: Office) -> None:
    erase(person=office.ada, by=None, at=office.later())
    _count, rejects = bring()
    assert sum("asked to be forgotten" in one for one in rejects) == 6
    assert not Version.objects.filter(text__contains="De rien").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("<rss><channel><title>News</title></channel></rss>", "no export of WordPress"),
        ("<rss><channel><title>News", "cannot be read as XML"),
        (
            '<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel><title>&a;</title></channel></rss>',
            "cannot be read as XML",
        ),
    ],
)
def test_what_is_no_export_is_said_so(office: Office, tmp_path: Path, words: str, why: str) -> None:
    file = tmp_path / "news.xml"
    file.write_text(words)
    source = source_for("wordpress", "News", file, EVERYONE, otherwise=EVERYONE)
    with pytest.raises(BadRecord, match=why):
        take_in(source, WordPress(), by=office.ada, progress=lambda _: None, total=lambda _: None)


def test_a_new_blog_wants_an_owner(office: Office, export: Path) -> None:
    source = source_for("wordpress", "Atelier", export, EVERYONE, otherwise=EVERYONE)
    with pytest.raises(BadRecord, match="--as"):
        take_in(source, WordPress(), progress=lambda _: None, total=lambda _: None)


def test_letters_that_xml_forbids_are_left_out(bring: Bring) -> None:
    bring(lambda xml: xml.replace("It was wrong.", "It was\x0b wrong\x00."))
    assert text_of("Thrown away") == "It was wrong."
