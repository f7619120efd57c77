"""Blogs: Ada writes for everyone, a stranger reads; Bruno reviews; nothing is lost, and nothing leaks."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import feedparser
import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from sociable.kit.clock import now
from sociable.knowledge.expertise.locate import locate
from sociable.ledger.acts import latest
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import EVERYONE, ORGANISATION, PARTNERS, Public
from sociable.publics.readers import STRANGER
from sociable.publics.verbs import join, leave, show
from sociable.responses.comments.verbs import comment
from sociable.rooms.blogs import drafting, pinning, promoting, publishing
from sociable.rooms.blogs.drafting import Words
from sociable.rooms.blogs.models import Blog, Former, Post, Proposal
from sociable.rooms.blogs.verbs import Masthead, authorise, discharge, open_blog
from sociable.rooms.wiki.verbs import found_space, write
from sociable.things.files import bring, files_visible_to
from sociable.things.models import Thing
from tests.conftest import Office, hire

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def a_blog(office: Office, by: Person, *, public: int = EVERYONE, **more: Any) -> Blog:
    name = more.pop("name", f"Air {Blog.objects.count() + 1}")
    masthead = Masthead(name=name, about="What we know of air.", languages="en fr", **more)
    return open_blog(masthead=masthead, public=Public.objects.get(pk=public), by=by, at=office.later())


def a_post(office: Office, blog: Blog, by: Person, title: str = "Ducts that whistle", **more: str) -> Post:
    words = Words(
        title, more.pop("text", "A **duct** whistles when it is too narrow."), more.pop("language", "en"), **more
    )
    return drafting.begin(blog=blog, words=words, by=by, at=office.later())


def a_picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (4, 3)).save(made, "PNG")
    return made.getvalue()


def published(office: Office, blog: Blog, by: Person, title: str = "Ducts that whistle", **more: str) -> Post:
    return publishing.publish(post=a_post(office, blog, by, title, **more), by=by, at=office.later())


def text_of(client: Client, path: str, status: int = 200, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def test_ada_opens_a_blog_and_writes_and_a_stranger_reads(office: Office) -> None:
    ada = signed_in(office.ada)
    masthead = {"name": "Open air", "public": EVERYONE, "about": "For all", "languages": ["en"], "comments": "nobody"}
    assert ada.post("/desk/new-blog/", masthead)["Location"] == "/blogs/open-air/"
    paper = {
        "title": "Ducts that whistle",
        "language": "en",
        "text": "Too **narrow**.",
        "tags": "ducts, noise",
        "base": 0,
    }
    done = ada.post("/desk/new/open-air/", {**paper, "say": "publish"})
    assert done["Location"] == "/blogs/open-air/ducts-that-whistle/"
    show(person=office.ada, public=Public.objects.get(pk=EVERYONE), by=office.ada, at=office.later())
    page = text_of(Client(), "/blogs/open-air/ducts-that-whistle/")
    assert "<strong>narrow</strong>" in page
    assert "Ada Lovelace" in page
    assert "Ducts that whistle" in text_of(Client(), "/blogs/open-air/")
    assert "Ducts that whistle" in text_of(Client(), "/blogs/")


def test_whoever_wrote_edited_and_reviewed_can_help_with_it(office: Office) -> None:
    blog = a_blog(office, office.ada)
    authorise(blog=blog, person=office.bruno, by=office.ada, at=office.later())
    post = a_post(office, blog, office.ada, text="Anemometers need calibration each spring.")
    words = Words("Anemometers", "Anemometers need calibration each spring, in the tunnel.", "en")
    drafting.save(post=post, words=words, base=1, by=office.bruno, at=office.later())
    drafting.hand_in(post=post, to=office.chioma, by=office.ada, at=office.later())
    drafting.review(post=post, approves=True, words="Good.", by=office.chioma, at=office.later())
    publishing.publish(post=post, by=office.ada, at=office.later())
    office.settle()
    stranger_to_it = office.reader(hire("Dora Stranger", "dora@office.example"))
    answer = locate("who calibrates anemometers", reader=stranger_to_it, at=office.at)
    assert [one.name for one in answer.people] == ["Ada Lovelace", "Chioma Adeyemi", "Bruno Côté"]


def test_a_draft_is_seen_by_its_writers_only(office: Office) -> None:
    blog = a_blog(office, office.ada)
    post = a_post(office, blog, office.ada, "Secret plans")
    assert "Secret plans" in text_of(signed_in(office.ada), "/desk/")
    assert "Secret plans" in text_of(signed_in(office.ada), f"/desk/{post.pk}/")
    for reader in (signed_in(office.bruno), signed_in(office.chioma)):
        assert reader.get(f"/desk/{post.pk}/").status_code == 404
        assert "Secret plans" not in text_of(reader, "/desk/")
        assert reader.get(f"/desk/new/{blog.slug}/").status_code == 404
    assert Client().get(f"/desk/{post.pk}/").status_code == 302
    assert "Secret" not in text_of(Client(), f"/blogs/{blog.slug}/")
    with pytest.raises(Refused):
        publishing.publish(post=post, by=office.bruno, at=office.later())


def test_a_blog_inside_is_nothing_to_the_stranger(office: Office) -> None:
    blog = a_blog(office, office.ada, public=ORGANISATION, name="Inside air")
    published(office, blog, office.ada)
    assert "Ducts" in text_of(signed_in(office.bruno), f"/blogs/{blog.slug}/")
    for path in ("", "ducts-that-whistle/", "feed.atom", "feed.json"):
        assert Client().get(f"/blogs/{blog.slug}/{path}").status_code == 404
    assert "Inside air" not in text_of(Client(), "/blogs/")


def test_one_post_for_several_publics_is_read_in_each_and_told_once(office: Office) -> None:
    inside = a_blog(office, office.ada, public=ORGANISATION, name="Inside")
    partners = a_blog(office, office.ada, public=PARTNERS, name="Partners")
    everyone = a_blog(office, office.ada, name="Everyone")
    post = a_post(office, inside, office.ada)
    drafting.place(post=post, blogs=[partners], by=office.ada, at=office.later())
    publishing.publish(post=post, by=office.ada, at=office.later())
    assert Thing.objects.get(kind="post").public_id == PARTNERS, "inside reads what partners are told"
    picard = hire("Geneviève Picard", "g@picard.example")
    picard.memberships.all().delete()
    join(person=picard, public=Public.objects.get(pk=PARTNERS), by=None, at=office.later())
    assert "whistle" in text_of(signed_in(picard), "/blogs/partners/ducts-that-whistle/")
    assert signed_in(picard).get("/blogs/inside/ducts-that-whistle/").status_code == 404
    assert "whistle" in text_of(signed_in(office.bruno), "/blogs/inside/ducts-that-whistle/")
    assert "whistle" not in text_of(signed_in(picard), f"/blogs/{everyone.slug}/")


def test_two_publics_neither_of_which_holds_the_other_get_a_copy_each(office: Office) -> None:
    for slug in ("it", "finance"):
        join(person=office.ada, public=Public.objects.get(slug=slug), by=None, at=office.later())
    join(person=office.bruno, public=Public.objects.get(slug="finance"), by=None, at=office.later())
    it = a_blog(office, office.ada, public=Public.objects.get(slug="it").pk, name="IT")
    money = a_blog(office, office.ada, public=Public.objects.get(slug="finance").pk, name="Money")
    post = a_post(office, it, office.ada)
    drafting.place(post=post, blogs=[money], by=office.ada, at=office.later())
    publishing.publish(post=post, by=office.ada, at=office.later())
    words = Words("Ducts that whistle", "They do.", "en")
    publishing.revise(post=post, words=words, base=1, by=office.ada, at=office.later())
    assert "They do." in text_of(signed_in(office.bruno), "/blogs/money/ducts-that-whistle/")
    assert signed_in(office.bruno).get("/blogs/it/ducts-that-whistle/").status_code == 404
    assert text_of(signed_in(office.ada), "/blogs/it/").count("Ducts that whistle") == 1
    assert text_of(signed_in(office.chioma), "/blogs/").count("Ducts") == 0


def test_a_title_changes_and_the_old_address_still_leads_there(office: Office) -> None:
    blog = a_blog(office, office.ada)
    post = published(office, blog, office.ada)
    words = Words("Ducts that sing", "They do.", "en")
    publishing.revise(post=post, words=words, base=1, by=office.ada, at=office.later())
    moved = Client().get(f"/blogs/{blog.slug}/ducts-that-whistle/")
    assert (moved.status_code, moved["Location"]) == (301, f"/blogs/{blog.slug}/ducts-that-sing/")
    assert "They do." in text_of(Client(), moved["Location"])
    other = published(office, blog, office.ada, "Ducts that whistle")
    assert "ducts-that-whistle-2" in text_of(Client(), f"/blogs/{blog.slug}/"), "the old address stays with its post"
    assert other.pk != post.pk


def test_nobody_writes_over_what_they_have_not_seen(office: Office) -> None:
    blog = a_blog(office, office.ada)
    authorise(blog=blog, person=office.bruno, by=office.ada, at=office.later())
    post = a_post(office, blog, office.ada)
    for state in ("draft", "published"):
        mine = {"title": "Mine", "language": "en", "text": f"What Ada says, {state}.", "tags": "", "base": 1}
        theirs = {**mine, "title": "Theirs", "text": f"What Bruno says, {state}."}
        assert signed_in(office.bruno).post(f"/desk/{post.pk}/", theirs).status_code == 302
        refused = signed_in(office.ada).post(f"/desk/{post.pk}/", mine)
        assert refused.status_code == 409
        page = refused.content.decode()
        assert f"What Ada says, {state}." in page
        assert f"What Bruno says, {state}." in page
        if state == "draft":
            publishing.publish(post=post, by=office.ada, at=office.later())


def test_a_refused_publishing_keeps_the_words(office: Office) -> None:
    blog = a_blog(office, office.ada, reviewed_first=True)
    paper = {"title": "Unseen", "language": "en", "text": "Not reviewed.", "base": 0, "say": "publish"}
    done = signed_in(office.ada).post(f"/desk/new/{blog.slug}/", paper, follow=True)
    assert "a colleague reviews each post" in done.content.decode()
    assert "Not reviewed." in done.content.decode()


def test_a_review_says_yes_or_sends_back_and_a_change_asks_for_another(office: Office) -> None:
    blog = a_blog(office, office.ada, reviewed_first=True)
    post = a_post(office, blog, office.ada)
    ada, bruno = signed_in(office.ada), signed_in(office.bruno)
    ada.post(f"/desk/{post.pk}/", {"say": "hand-in", "colleague": "Bruno Côté"})
    assert "You are asked to review" in text_of(bruno, "/desk/")
    with pytest.raises(Refused):
        drafting.review(post=post, approves=True, words="", by=office.ada, at=office.later())
    bruno.post(f"/desk/{post.pk}/", {"say": "review", "verdict": "no", "words": "Which ducts?"})
    assert "Which ducts?" in text_of(ada, f"/desk/{post.pk}/")
    ada.post(f"/desk/{post.pk}/", {"say": "hand-in", "colleague": "bruno@office.example"})
    bruno.post(f"/desk/{post.pk}/", {"say": "review", "verdict": "yes"})
    words = Words("Another thing", "Quite another.", "en")
    drafting.save(post=post, words=words, base=1, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        publishing.publish(post=post, by=office.ada, at=office.later())


def test_a_reviewer_of_long_ago_changes_nothing_that_is_published(office: Office) -> None:
    blog = a_blog(office, office.ada)
    post = a_post(office, blog, office.ada)
    drafting.hand_in(post=post, to=office.bruno, by=office.ada, at=office.later())
    drafting.review(post=post, approves=True, words="", by=office.bruno, at=office.later())
    publishing.publish(post=post, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        publishing.revise(post=post, words=Words("X", "Y", "en"), base=1, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        publishing.withdraw(post=post, reason="Mine", by=office.bruno, at=office.later())


def test_a_scheduled_post_is_published_once_by_whichever_worker(office: Office) -> None:
    blog = a_blog(office, office.ada)
    post = a_post(office, blog, office.ada)
    due = office.at + timedelta(days=1)
    publishing.schedule(post=post, due=due, by=office.ada, at=office.at)
    assert publishing.publish_due(due - timedelta(seconds=1)) == []
    assert Client().get(f"/blogs/{blog.slug}/ducts-that-whistle/").status_code == 404
    assert publishing.publish_due(due) == [post]
    assert publishing.publish_due(due) == []
    assert "whistle" in text_of(Client(), f"/blogs/{blog.slug}/ducts-that-whistle/")
    with pytest.raises(Refused):
        publishing.schedule(post=a_post(office, blog, office.ada), due=office.at, by=office.ada, at=office.at)


def test_what_may_go_out_no_more_when_its_time_comes_is_a_draft_again(office: Office) -> None:
    blog = a_blog(office, office.ada)
    authorise(blog=blog, person=office.bruno, by=office.ada, at=office.later())
    due = office.at + timedelta(days=1)
    posts = [a_post(office, blog, one, one.name) for one in (office.bruno, office.ada)]
    for post, by in zip(posts, (office.bruno, office.ada), strict=True):
        publishing.schedule(post=post, due=due, by=by, at=office.at)
    discharge(blog=blog, person=office.bruno, by=office.ada, at=office.later())
    drafting.save(post=posts[1], words=Words("", "", "en"), base=1, by=office.ada, at=office.later())
    assert publishing.publish_due(due) == []
    assert {post.stages.latest("pk").words for post in posts} == {
        f"You do not write in {blog}.",
        "A post has a title and a text.",
    }
    assert {Post.objects.get(pk=post.pk).state for post in posts} == {"draft"}


def test_a_withdrawn_post_says_why_and_comes_back_to_its_place(office: Office) -> None:
    blog = a_blog(office, office.ada)
    post = published(office, blog, office.ada)
    path = f"/blogs/{blog.slug}/ducts-that-whistle/"
    ada = signed_in(office.ada)
    ada.post(f"/desk/{post.pk}/", {"say": "withdraw", "reason": "The duct was ours."})
    assert "The duct was ours." in text_of(Client(), path, 410)
    assert "whistle" not in text_of(Client(), f"/blogs/{blog.slug}/")
    ada.post(f"/desk/{post.pk}/", {"say": "put-back"})
    assert "too narrow" in text_of(Client(), path)
    with pytest.raises(Refused):
        publishing.withdraw(post=post, reason="  ", by=office.ada, at=office.later())


def test_french_and_english_know_each_other_and_readers_get_theirs(office: Office) -> None:
    blog = a_blog(office, office.ada)
    authorise(blog=blog, person=office.bruno, by=office.ada, at=office.later())
    post = published(office, blog, office.ada)
    signed_in(office.bruno).post(f"/desk/{post.pk}/", {"say": "translate", "language": "fr"})
    draft = Post.objects.get(original=post)
    words = Words("Des conduits qui sifflent", "Trop étroits.", "fr")
    drafting.save(post=draft, words=words, base=1, by=office.bruno, at=office.later())
    publishing.publish(post=draft, by=office.bruno, at=office.later())
    french = text_of(Client(), f"/blogs/{blog.slug}/", **{"Accept-Language": "fr-CA"})
    assert "qui sifflent" in french
    assert "whistle" not in french
    english = text_of(Client(), f"/blogs/{blog.slug}/")
    assert "whistle" in english
    assert "sifflent" not in english
    assert 'hreflang="fr"' in text_of(Client(), f"/blogs/{blog.slug}/ducts-that-whistle/")
    there = text_of(Client(), f"/blogs/{blog.slug}/des-conduits-qui-sifflent/?lang=fr")
    assert "Ducts that whistle" in there
    assert '<html lang="fr">' in there
    hands = Thing.objects.get(title__startswith="Des").contributions.values_list("person__name", "role__name")
    assert set(hands) == {("Bruno Côté", "translator"), ("Ada Lovelace", "author")}


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_feeds_are_read_by_feed_readers(office: Office, form: str) -> None:
    blog = a_blog(office, office.ada)
    for number in range(3):
        published(office, blog, office.ada, f"Ducts & <pipes> {number}", tags="ducts, noise")
    show(person=office.ada, public=Public.objects.get(pk=EVERYONE), by=office.ada, at=office.later())
    for path in (f"/blogs/{blog.slug}/feed.", f"/people/{office.ada.pk}/feed.", "/tags/noise/feed."):
        answer = Client().get(path + form)
        assert answer.status_code == 200
        titles = [f"Ducts & <pipes> {number}" for number in (2, 1, 0)]
        if form == "json":
            read = json.loads(answer.content)
            assert [one["title"] for one in read["items"]] == titles
            assert read["items"][0]["authors"] == [{"name": "Ada Lovelace"}]
            assert read["items"][0]["tags"] == ["ducts", "noise"]
        else:
            told = feedparser.parse(answer.content)
            assert not told.bozo
            assert told.version == {"rss": "rss20", "atom": "atom10"}[form]
            assert len(told.entries) == 3
            assert "<strong>duct</strong>" in told.entries[0].summary
            assert told.entries[0].link.endswith(f"/blogs/{blog.slug}/ducts-pipes-2/")


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_post_in_a_feed_leads_where_it_leads_at_home(office: Office, form: str) -> None:
    """A feed reader is another site: addresses are whole. Whoever is shown to nobody there is named by nothing."""
    blog = a_blog(office, office.ada)
    show(person=office.bruno, public=Public.objects.get(pk=EVERYONE), by=office.bruno, at=office.later())
    text = 'See [air](/blogs/), note[^1], @[Bruno Côté], @[Ada Lovelace] and `<a href="/code/">`.\n\n[^1]: Here.'
    published(office, blog, office.ada, text=text, summary="Of air")
    said = Client().get(f"/blogs/{blog.slug}/feed.{form}").content
    told = feedparser.parse(said)
    html = json.loads(said)["items"][0]["content_html"] if form == "json" else told.entries[0].summary
    if form == "atom":
        assert told.entries[0].summary == "Of air"
        html = told.entries[0].content[0].value
    home = settings.HOME.rstrip("/")
    links = re.findall(r'<a[^<>]* href="([^"]*)"', html)
    assert [one for one in links if not one.startswith(home)] == []
    assert f"{home}/people/{office.bruno.pk}/" in links
    assert f"{home}/blogs/{blog.slug}/ducts-that-whistle/#fn--1" in links
    assert f"people/{office.ada.pk}" not in html
    assert "&lt;a href=" in html
    if form == "atom":
        assert "author" not in told.entries[0]
        assert told.feed.author, "an Atom feed says who stands for what no name is shown for"


def test_a_public_page_is_a_proxys_to_keep_and_a_members_is_not(office: Office) -> None:
    blog = a_blog(office, office.ada)
    published(office, blog, office.ada)
    for path in (
        "/blogs/",
        f"/blogs/{blog.slug}/",
        f"/blogs/{blog.slug}/ducts-that-whistle/",
        f"/blogs/{blog.slug}/feed.rss",
    ):
        answer = Client().get(path)
        assert "public" in answer["Cache-Control"]
        assert "s-maxage" in answer["Cache-Control"]
        assert not answer.cookies, path
        again = Client().get(path, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        mine = signed_in(office.ada).get(path)
        assert "public" not in mine["Cache-Control"]


def test_other_sites_are_told_what_a_public_post_is(office: Office) -> None:
    blog = a_blog(office, office.ada)
    file = bring(content=a_picture(), name="duct.png", alt="", by=office.ada, at=office.later())
    text = f"![A duct](/files/{file.pk}/duct.png) as @[{office.bruno.name}] saw it."
    show(person=office.bruno, public=Public.objects.get(pk=EVERYONE), by=office.bruno, at=office.later())
    published(office, blog, office.ada, "Ducts </script><b>", text=text, tags="ducts")
    page = text_of(Client(), f"/blogs/{blog.slug}/ducts-scriptb/")
    data = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(data)["headline"] == "Ducts </script><b>"
    assert json.loads(data)["@type"] == "BlogPosting"
    assert json.loads(data)["image"].endswith(f"/files/{file.pk}/duct.png")
    assert 'property="og:title"' in page
    assert '<meta property="og:image:alt" content="A duct">' in page
    assert Client().get(f"/files/{file.pk}/duct.png")["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert f'href="/people/{office.bruno.pk}/"' in page.partition("<main")[2], "whom it names is a link"
    assert all(Client().get(one).status_code == 200 for one in re.findall(r'alternate"[^>]* href="([^"]*)"', page))
    inside = a_blog(office, office.ada, public=ORGANISATION, name="Inside")
    published(office, inside, office.ada)
    assert "ld+json" not in text_of(signed_in(office.ada), "/blogs/inside/ducts-that-whistle/")


def test_who_writes_in_a_blog_is_said_by_its_owner(office: Office) -> None:
    blog = a_blog(office, office.ada)
    with pytest.raises(Refused):
        authorise(blog=blog, person=office.bruno, by=office.bruno, at=office.later())
    authorise(blog=blog, person=office.bruno, by=office.ada, at=office.later())
    post = a_post(office, blog, office.bruno)
    discharge(blog=blog, person=office.bruno, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        publishing.publish(post=post, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        discharge(blog=blog, person=office.ada, by=office.chioma, at=office.later())
    assert now() > office.at


def test_a_private_feed_is_its_owners_until_they_end_it(office: Office) -> None:
    blog = a_blog(office, office.ada, public=ORGANISATION, name="Inside")
    published(office, blog, office.ada)
    bruno = signed_in(office.bruno)
    bruno.post("/desk/feeds/", {"say": "make"})
    key = text_of(bruno, "/desk/feeds/").split("?key=")[1].split('"')[0]
    path = f"/blogs/{blog.slug}/feed.atom?key={key}"
    answer = Client().get(path)
    assert len(feedparser.parse(answer.content).entries) == 1
    assert "public" not in answer["Cache-Control"]
    assert Client().get(path[:-1]).status_code == 404
    bruno.post("/desk/feeds/", {"say": "make"})
    assert Client().get(path).status_code == 404, "a new key ends the old one"
    key = text_of(bruno, "/desk/feeds/").split("?key=")[1].split('"')[0]
    bruno.post("/desk/feeds/", {"say": "end"})
    assert Client().get(f"/blogs/{blog.slug}/feed.atom?key={key}").status_code == 404
    bruno.post("/desk/feeds/", {"say": "make"})
    key = text_of(bruno, "/desk/feeds/").split("?key=")[1].split('"')[0]
    everywhere = f"/people/{office.ada.pk}/feed.json?key={key}"
    assert len(json.loads(Client().get(everywhere).content)["items"]) == 1
    leave(person=office.bruno, public=Public.objects.get(pk=ORGANISATION), at=office.later())
    assert Client().get(f"/blogs/{blog.slug}/feed.atom?key={key}").status_code == 404, "a key opens what its owner sees"
    assert Client().get(everywhere).status_code == 404


def test_a_comment_becomes_a_post_when_its_author_says_yes(office: Office) -> None:
    blog = a_blog(office, office.ada)
    post = published(office, blog, office.ada)
    on = Thing.objects.get(pk=post.copies.get().thing_id)
    said = comment(on=on, text="Wider ducts stop it, as I measured.", by=office.bruno, at=office.later())
    signed_in(office.ada).post(f"/desk/ask/{said.pk}/", {"blog": blog.slug})
    assert "May your comment become a post?" in text_of(signed_in(office.bruno), "/desk/")
    row = Proposal.objects.get()
    with pytest.raises(Refused):
        promoting.answer(proposal=row, allowed=True, by=office.ada, at=office.later())
    signed_in(office.bruno).post(f"/desk/answer/{row.pk}/", {"answer": "yes"})
    draft = Proposal.objects.get().post
    assert draft is not None
    publishing.publish(post=draft, by=office.ada, at=office.later())
    thing = Thing.objects.get(pk=draft.copies.get().thing_id)
    assert set(thing.contributions.values_list("person__name", "role__name")) == {
        ("Bruno Côté", "author"),
        ("Ada Lovelace", "editor"),
    }
    assert set(thing.cites.values_list("target", flat=True)) == {said.pk, on.pk}


def test_a_refused_comment_stays_one(office: Office) -> None:
    blog = a_blog(office, office.ada)
    on = Thing.objects.get(pk=published(office, blog, office.ada).copies.get().thing_id)
    said = comment(on=on, text="Just between us.", by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        promoting.propose(comment=said, blog=blog, by=office.bruno, at=office.later())
    row = promoting.propose(comment=said, blog=blog, by=office.ada, at=office.later())
    promoting.answer(proposal=row, allowed=False, by=office.bruno, at=office.later())
    assert not Post.objects.exclude(pk=on.pk).filter(title__contains="between").exists()
    with pytest.raises(Refused):
        promoting.propose(comment=said, blog=blog, by=office.ada, at=office.later())
    assert [act.verb for _id, act in latest(1)] == ["sociable:Decline"]


def test_search_engines_are_told_what_is_public_only(office: Office) -> None:
    published(office, a_blog(office, office.ada), office.ada, "For all")
    published(office, a_blog(office, office.ada, public=ORGANISATION), office.ada, "For us")
    for number, name in ((EVERYONE, "Open"), (ORGANISATION, "Ours")):
        space = found_space(name=name, public=Public.objects.get(pk=number), by=office.ada, at=office.later())
        write(space=space, title="Tides", text="Twice a day.", by=office.ada, at=office.later())
    told = text_of(signed_in(office.ada), "/sitemap.xml")
    assert "/wiki/open/tides/" in told
    assert "/wiki/ours/" not in told
    assert "/for-all/" in told
    assert "/for-us/" not in told
    assert "Sitemap: http" in text_of(Client(), "/robots.txt")


def test_a_blog_is_led_by_its_owner(office: Office) -> None:
    blog = a_blog(office, office.ada)
    ada = signed_in(office.ada)
    assert signed_in(office.bruno).get(f"/desk/blogs/{blog.slug}/").status_code == 404
    ada.post(f"/desk/blogs/{blog.slug}/", {"say": "authorise", "colleague": "Bruno Côté"})
    assert signed_in(office.bruno).get(f"/desk/new/{blog.slug}/").status_code == 200
    ada.post(f"/desk/blogs/{blog.slug}/", {"say": "discharge", "person": office.bruno.pk})
    assert signed_in(office.bruno).get(f"/desk/new/{blog.slug}/").status_code == 404
    ada.post(f"/desk/blogs/{blog.slug}/", {"say": "describe", "name": "Fresh air", "comments": "public"})
    assert "Fresh air" in text_of(Client(), f"/blogs/{blog.slug}/")


def test_whoever_reads_a_post_sees_the_pictures_that_its_writer_put_there(office: Office) -> None:
    file = bring(content=b"12 L/s", name="flows.txt", alt="", by=office.ada, at=office.later())
    post = a_post(office, a_blog(office, office.ada), office.ada, text=f"See [the flows](/files/{file.pk}/).")
    assert not files_visible_to(STRANGER).exists()
    publishing.publish(post=post, by=office.ada, at=office.later())
    assert list(files_visible_to(STRANGER)) == [file]


def test_whoever_reviews_a_draft_sees_its_pictures_as_long_as_they_may_read_the_blog(office: Office) -> None:
    sales = Public.objects.create(kind=Public.Kind.FUNCTION, slug="sales", name="Sales")
    for one in (office.ada, office.bruno):
        join(person=one, public=sales, by=None, at=office.later())
    file, other = (
        bring(content=b"12 L/s", name="flows.txt", alt="", by=one, at=office.later())
        for one in (office.ada, office.chioma)
    )
    text = f"See [the flows](/files/{file.pk}/), and [hers](/files/{other.pk}/)."
    post = a_post(office, a_blog(office, office.ada, public=sales.pk), office.ada, text=text)
    bruno = signed_in(office.bruno)
    assert bruno.get(f"/files/{file.pk}/flows.txt").status_code == 404
    drafting.hand_in(post=post, to=office.bruno, by=office.ada, at=office.later())
    assert bruno.get(f"/files/{file.pk}/flows.txt").status_code == 200
    assert bruno.get(f"/files/{other.pk}/flows.txt").status_code == 404, "to name a file is not to show it"
    assert bruno.get(f"/desk/{post.pk}/").status_code == 200
    leave(person=office.bruno, public=sales, at=office.later())
    assert bruno.get(f"/desk/{post.pk}/").status_code == 404
    assert bruno.get(f"/files/{file.pk}/flows.txt").status_code == 404
    publishing.publish(post=post, by=office.ada, at=office.later())
    assert list(files_visible_to(office.reader(office.ada))) == [file]


def test_lists_show_a_post_in_the_few_words_its_writer_gave(office: Office) -> None:
    blog = a_blog(office, office.ada)
    post = published(office, blog, office.ada, summary="Ducts, and *why* they whistle.")
    assert "Ducts, and *why* they whistle." in text_of(Client(), f"/blogs/{blog.slug}/")
    words = publishing.words_of(post)
    again = Words(words.title, words.text, words.language, words.tags, "")
    publishing.revise(post=post, words=again, base=1, by=office.ada, at=office.later())
    shown = text_of(Client(), f"/blogs/{blog.slug}/")
    assert "why" not in shown
    assert "A duct whistles" in shown
    assert post.copies.get().thing.revision == 1  # what it says did not change


def test_a_post_is_kept_above_the_newer_ones(office: Office) -> None:
    blog = a_blog(office, office.ada)
    first, newer = published(office, blog, office.ada), published(office, blog, office.ada, "Newer air")
    path = f"/blogs/{blog.slug}/"
    assert text_of(Client(), path).index("Newer air") < text_of(Client(), path).index("Ducts that whistle")
    signed_in(office.ada).post(f"/desk/{first.pk}/", {"say": "pin"})
    assert text_of(Client(), path).index("Ducts that whistle") < text_of(Client(), path).index("Newer air")
    with pytest.raises(Refused):
        pinning.pin(post=newer, by=office.bruno, at=office.later())
    signed_in(office.ada).post(f"/desk/{first.pk}/", {"say": "unpin"})
    assert text_of(Client(), path).index("Newer air") < text_of(Client(), path).index("Ducts that whistle")


def test_the_address_on_the_site_before_leads_to_the_post_whoever_may_read_it(office: Office) -> None:
    open_one, inside = a_blog(office, office.ada), a_blog(office, office.ada, public=ORGANISATION, name="Inside")
    post, secret = published(office, open_one, office.ada), published(office, inside, office.ada, "Secret air")
    Former.objects.create(path="/2019/02/air-été", post=post)
    Former.objects.create(path="/2019/02/secret", post=secret)
    for path in ("/2019/02/air-%C3%A9t%C3%A9/", "/2019/02/air-%C3%A9t%C3%A9"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"]) == (301, f"/blogs/{open_one.slug}/ducts-that-whistle/")
    assert Client().get("/2019/02/secret/").status_code == 404
    assert signed_in(office.bruno).get("/2019/02/secret/").status_code == 301
