"""Feeds of several makers become posts, their authors people; what changed is revised, what did not is left alone."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sociable.carriers.connectors import connectors
from sociable.carriers.connectors.feed.reading import short
from sociable.carriers.importing import Count, source_for, take_in
from sociable.carriers.models import Origin, Source
from sociable.carriers.record import BadRecord
from sociable.people.models import Identity
from sociable.publics.models import ORGANISATION
from sociable.things.models import Contribution, Thing, Version
from tests.web import Web, web

pytestmark = pytest.mark.django_db

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:thr="http://purl.org/syndication/thread/1.0">
<channel><title>Workshop</title><language>en-US</language>
<managingEditor>office@workshop.example (Office)</managingEditor>
<item><title>Which glue?</title><guid isPermaLink="false">w2</guid><author>bruno@office.example (Bruno Côté)</author>
  <thr:in-reply-to ref="w1"/><description>Epoxy, or something else?</description></item>
<item><title>Kayaks &lt;b&gt;mended&lt;/b&gt; &amp;amp; dry</title><link>https://workshop.example/1</link>
  <guid isPermaLink="false">w1</guid><dc:creator>Ada Lovelace</dc:creator><dc:creator>Mei</dc:creator>
  <pubDate>Mon, 02 Mar 2026 09:00:00 +0100</pubDate><category>boats</category><category>glue</category>
  <description>Short.</description>
  <content:encoded><![CDATA[<h2>How</h2><p>With <em>epoxy</em> and <a href="/p">patience</a>.<script>alert(1)</script>
  <img src="https://spy.example/1.gif" alt="The kayak"></p>]]></content:encoded>
  <enclosure url="https://workshop.example/1.mp3" length="9" type="audio/mpeg"/></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Werft</title><id>urn:feed</id>
<author><name>Jo Nowak</name><email>Jo@Office.example</email></author>
<entry><id>urn:a1</id><title type="html">Leim &amp;amp; Harz</title><published>2026-02-01T08:00:00Z</published>
  <updated>2026-02-03T08:00:00Z</updated><contributor><name>Ada</name></contributor>
  <content type="text">a &lt; b</content></entry>
<entry><id>urn:a2</id><title>Farbe</title><updated>2026-02-02T08:00:00Z</updated>
  <author><name>Mei</name><email>noreply@forge.example</email></author>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Blau.</p></div></content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x.example/"><title>T</title></channel>
<item rdf:about="https://x.example/1"><title>Un titre</title><link>https://x.example/1</link>
  <description>Le texte.</description><dc:creator>Élise</dc:creator><dc:date>2026-01-05T10:00:00+01:00</dc:date></item>
</rdf:RDF>"""

OLD = """<rss version="0.91"><channel><title>Old</title>
<item><title>Still here</title><link>https://old.example/1</link><description>Plain.</description></item></channel></rss>"""

JSON: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Notes",
    "authors": [{"name": "Ada", "url": "mailto:ada@office.example"}],
    "items": [
        {
            "id": 7,
            "title": "Sept",
            "content_html": "<p>Sept <b>choses</b>.</p>",
            "date_published": "2026-03-02T09:00:00Z",
        },
        {"id": "8", "content_text": "No title.", "author": {"name": "Bruno"}, "tags": ["x", "x", " "]},
        {"id": "9", "title": "Bad", "date_published": "the day after"},
        "nothing",
    ],
}

Import = Callable[..., Count]


@pytest.fixture
def site(settings: object) -> Iterator[Web]:
    settings.FETCH_ALLOW, settings.FETCH_PAUSE = frozenset({"127.0.0.1"}), 0.0  # type: ignore[attr-defined]
    with web() as one:
        yield one


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Import:
    """Imports a feed, from its text or its address."""

    def bring_it(feed: str | bytes, again: Path | None = None) -> Count:
        location = feed if isinstance(feed, str) and feed.startswith("http") else str(tmp_path / "workshop.xml")
        if location != feed:
            Path(location).write_bytes(feed if isinstance(feed, bytes) else feed.encode())
        connector = connectors()["feed"]
        source = source_for("feed", connector.name_of(location), location, None, otherwise=ORGANISATION)
        count, rejects = take_in(source, connector, again=again, progress=lambda _: None, total=lambda _: None)
        bring_it.rejects = rejects  # type: ignore[attr-defined]
        return count

    return bring_it


def thing(key: str) -> Thing:
    return Origin.objects.select_related("thing").get(key=key).thing


def text(key: str) -> str:
    return Version.objects.filter(thing=thing(key)).order_by("-number")[0].text


def credits_of(key: str) -> set[tuple[str, str]]:
    return set(Contribution.objects.filter(thing=thing(key)).values_list("person__name", "role__name"))


def identity_of(name: str) -> tuple[str, str, str]:
    return Identity.objects.values_list("kind", "realm", "value").get(person__name=name)


def test_an_rss_feed(bring: Import) -> None:
    assert bring(RSS).new == 2
    one = thing("w1")
    assert (one.kind, one.title, one.language) == ("post", "Kayaks mended & dry", "en")
    assert one.published_at.isoformat() == "2026-03-02T08:00:00+00:00"
    assert text("w1") == (
        "## How\n\nWith *epoxy* and [patience](/p).\nThe kayak\n\n"
        "<https://workshop.example/1>\n\n<https://workshop.example/1.mp3>"
    )
    assert credits_of("w1") == {("Ada Lovelace", "author"), ("Mei", "author")}
    assert set(one.taggings.values_list("tag__name", flat=True)) == {"boats", "glue"}
    assert credits_of("w2") == {("Bruno Côté", "author")}
    assert thing("w2").reply_to_id == one.pk


def test_authors_are_known_by_their_address_or_within_their_feed(bring: Import) -> None:
    bring(RSS)
    bring(ATOM)
    assert identity_of("Bruno Côté") == ("mail", "", "bruno@office.example")
    assert identity_of("Ada Lovelace") == ("handle", "feed/workshop", "Ada Lovelace")
    assert identity_of("Jo Nowak") == ("mail", "", "jo@office.example")
    assert not Identity.objects.filter(value__startswith="noreply").exists()


def test_an_atom_feed(bring: Import) -> None:
    assert bring(ATOM).new == 2
    assert (thing("urn:a1").title, thing("urn:a1").language, text("urn:a1")) == ("Leim & Harz", "de", "a < b")
    assert credits_of("urn:a1") == {("Jo Nowak", "author"), ("Ada", "participant")}
    assert credits_of("urn:a2") == {("Mei", "author")}
    assert text("urn:a2") == "Blau."


def test_older_forms_of_rss(bring: Import) -> None:
    bring(RDF)
    assert credits_of("https://x.example/1") == {("Élise", "author")}
    bring(OLD)
    assert text("https://old.example/1") == "Plain.\n\n<https://old.example/1>"


def test_a_json_feed(bring: Import) -> None:
    count = bring(json.dumps(JSON))
    assert (count.new, count.rejected) == (2, 2)
    assert (text("7"), credits_of("7")) == ("Sept **choses**.", {("Ada", "author")})
    assert identity_of("Ada") == ("mail", "", "ada@office.example")
    assert credits_of("8") == {("Bruno", "author")}


def test_a_mended_reject_is_taken_in(bring: Import) -> None:
    bring(json.dumps(JSON))
    file: Path = bring.rejects  # type: ignore[attr-defined]
    file.write_text(file.read_text().replace("the day after", "2026-03-03"))
    count = bring(json.dumps(JSON), again=file)
    assert (count.new, count.rejected) == (1, 1)
    assert credits_of("9") == {("Ada", "author")}


def test_another_encoding_and_a_careless_maker(bring: Import) -> None:
    bring(
        OLD.replace("<rss", '<?xml version="1.0" encoding="windows-1252"?><rss')
        .replace("Plain.", "Été & hiver")
        .encode("cp1252")
    )
    assert text("https://old.example/1").startswith("Été & hiver")


def test_the_same_feed_again_changes_nothing_and_a_revised_entry_is_revised(bring: Import) -> None:
    bring(ATOM)
    assert (bring(ATOM).unchanged, Version.objects.count()) == (2, 2)
    later = ATOM.replace("2026-02-03", "2026-02-05")
    assert bring(later).unchanged == 2, "another date alone is no change"
    assert bring(later.replace("a &lt; b", "a &gt; b")).changed == 1
    one = thing("urn:a1")
    assert (one.revision, one.published_at.day, one.changed_at.day) == (2, 1, 5)
    assert text("urn:a1") == "a > b"


def test_what_a_feed_lists_no_more_stays(bring: Import) -> None:
    bring(RSS)
    bring(RSS[: RSS.index("<item>")] + RSS[RSS.index("</item>") + 7 :])
    assert Thing.objects.count() == 2


def test_over_http_only_what_changed_is_sent(bring: Import, site: Web) -> None:
    address = site.says("/feed", RSS, ETag='"1"')
    assert bring(address).new == 2
    site.says("/feed", status=304)
    assert bring(address).read == 0
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    assert Source.objects.get().name == "127.0.0.1/feed"


def test_a_run_that_ended_badly_asks_for_all_again(bring: Import, site: Web) -> None:
    address = site.says("/feed", RSS, ETag='"1"', status=500)
    with pytest.raises(BadRecord, match="trouble"):
        bring(address)
    site.says("/feed", RSS, ETag='"1"')
    assert bring(address).new == 2
    assert "if-none-match" not in site.asked[-1][1]


def test_a_private_address_is_refused(bring: Import) -> None:
    with pytest.raises(BadRecord, match="private network"):
        bring("http://127.0.0.1:8000/feed")


def test_a_page_says_which_feeds_it_offers(bring: Import, site: Web) -> None:
    page = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>Hello</body></html>'
    )
    with pytest.raises(BadRecord, match=r"It offers: http://127\.0\.0\.1:\d+/feed\.xml"):
        bring(site.says("/", page, Content_Type="text/html"))


@pytest.mark.parametrize("words", ["", "hello", "{", "[1]", '{"items": []}', "<html></html>", "\0\0"])
def test_what_is_no_feed_is_said_to_be_none(bring: Import, words: str) -> None:
    with pytest.raises(BadRecord, match="not a feed"):
        bring(words)
    assert not Thing.objects.exists()


def test_a_feed_can_name_no_file_and_no_place(bring: Import, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    trick = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>' + OLD.replace("Plain.", "Read &x;")
    bring(trick)
    assert "the secret" not in text("https://old.example/1")
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bring(bomb + "]>" + OLD.replace("Plain.", "&i;"))
    assert len(text("https://old.example/1")) < 10_000


def test_a_long_id_and_one_that_is_missing(bring: Import) -> None:
    long = OLD.replace("<link>https://old.example/1</link>", f"<guid>{'x' * 500}</guid>")
    bring(long)
    assert thing(short("x" * 500)).title == "Still here"
    without = OLD.replace("<link>https://old.example/1</link>", "")
    assert bring(without).new == 1
    assert bring(without).unchanged == 1


def test_an_entry_that_says_nothing_is_rejected(bring: Import) -> None:
    count = bring(OLD.replace("Still here", "").replace("Plain.", ""))
    assert (count.new, count.rejected) == (0, 1)
