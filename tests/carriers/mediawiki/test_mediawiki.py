"""The boat house's wiki comes over from MediaWiki: every page, every version, by its author and on its day."""

import gzip
import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from sociable.carriers.connectors.mediawiki.form import Site as Wiki
from sociable.carriers.connectors.mediawiki.links import key_of
from sociable.carriers.connectors.mediawiki.names import Names
from sociable.carriers.connectors.mediawiki.reading import MediaWiki
from sociable.carriers.connectors.mediawiki.words import Translator
from sociable.carriers.importing import Count, preview, source_for, take_in
from sociable.carriers.models import Source
from sociable.carriers.record import BadRecord
from sociable.ledger.models import Activity
from sociable.people.models import Person
from sociable.publics.models import EVERYONE, ORGANISATION
from sociable.publics.readers import INSIDER, STRANGER
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.pages import backlinks, page_at, pages_for, text_of
from sociable.rooms.wiki.verbs import save
from sociable.things.authorship import shares_of
from sociable.things.files import files_visible_to
from sociable.things.models import Contribution, File, Tagging, Thing, Version
from sociable.things.verbs import erase
from tests.carriers.test_killed import Site
from tests.conftest import Office

DUMP = Path(__file__).with_name("boats.xml")
Bring = Callable[..., tuple[Count, list[str]]]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return Path(shutil.copy(DUMP, tmp_path / "boats.xml"))


@pytest.fixture
def bring(office: Office, dump: Path) -> Bring:
    def bring_it(change: Callable[[str], str] = str, public: int = EVERYONE) -> tuple[Count, list[str]]:
        dump.write_text(change(dump.read_text()))
        source = source_for("mediawiki", "Boat house", dump, public, otherwise=public)
        count, rejects = take_in(source, MediaWiki(), by=office.chioma, progress=lambda _: None, total=lambda _: None)
        return count, [json.loads(line)["reason"] for line in rejects.read_text().splitlines()] if rejects else []

    return bring_it


def called(title: str) -> Page:
    return Page.objects.select_related("thing", "space").get(thing__title=title)


def figures(count: Count) -> tuple[int, int, int, int]:
    return count.new, count.changed, count.unchanged, count.rejected


@pytest.mark.django_db
def test_every_version_comes_with_its_author_and_its_day(bring: Bring) -> None:
    count, why = bring()
    assert figures(count) == (18, 0, 0, 1)
    assert why == ["this file is neither in the dump nor in the folder of files"]
    boats = called("Boats").thing
    days = [f"{one.at:%Y-%m-%d}" for one in Version.objects.filter(thing=boats).order_by("number")]
    assert days == ["2012-03-01", "2012-03-02", "2012-04-01"]
    assert boats.published_at == datetime(2012, 3, 1, 9, tzinfo=UTC)
    acts = Activity.objects.filter(thing_id=boats.pk, verb__in=("Create", "Update")).order_by("pk")
    names = dict(Person.objects.values_list("pk", "name"))
    told = [(names.get(one.actor_id or 0, "nobody"), f"{one.at:%m-%d}") for one in acts]
    assert told == [("Ada", "03-01"), ("nobody", "03-02"), ("Bruno", "04-01")], "an address is no person"
    roles = Contribution.objects.filter(thing=boats).values_list("person__name", "role__name")
    assert set(roles) == {("Ada", "author"), ("Bruno", "co-author")}
    assert shares_of(boats).is_current
    assert not Person.objects.filter(name__contains="198.51").exists()


@pytest.mark.django_db
def test_the_text_says_what_it_said(bring: Bring) -> None:
    bring()
    text, file = text_of(called("Boats")), File.objects.get()
    for part in (
        "**Boats** are *kept* in the [[Shed|sheds]].[^log]",
        "**Note:** Dry them first `{{Weather|city=Brest}}`",
        "## Rules\n\n- Ask [[User:Ada|Ada]]\n  - or whoever is [[Rota#Today|on duty]]\n",
        "1. untie\n1. push\n",
        "- **Oar** – what moves it",
        "*Fleet*\n\n| Name | Seats |\n| --- | --- |\n| [[Heron\\|The heron]] | 2 \\* 1 |\n| `a\\|b` |  |",
        f"![The heron](/files/{file.pk}/Heron.png)\n\nThe *heron*",
        '```python\nprint("[[no link]]")\n```',
        "\\[\\[Not a link\\]\\] x<sub>2</sub> `a^2`",
        "[the harbour](<https://example.org/a_b>)",
        "[^log]: The log of 2012",
    ):
        assert part in text
    assert "Category" not in text
    assert set(Tagging.objects.filter(tag__name="Fleet").values_list("thing__title", flat=True)) == {"Boats", "Bateaux"}
    assert called("Bateaux").thing.language == "fr"
    assert text_of(called("Template:Note")).startswith("```\n<includeonly>"), "the template itself stays legible"


def said(text: str, **templates: str) -> str:
    names = Names(Wiki("Boat house", "", {0: "", 6: "File", 10: "Template"}))
    bodies = {f"Template:{name}": body for name, body in templates.items()}
    return Translator(names, bodies, {key_of("Heron.png")})(text, "Boats/Heron").text


def test_what_a_real_wiki_taught() -> None:
    """Seen beside MediaWiki 1.39: each of these once lost words, or made code of all that came after it."""
    assert said("{{Boat}}", Boat="'''{{{name|{{PAGENAME}}}}}'''") == "**Boats/Heron**"
    assert said("{{Boat|name=Heron}}", Boat="{{{name|{{PAGENAME}}}}}") == "Heron"
    poem = said("<poem>\nIt went out\n  one morning\n</poem>\nand came back")
    assert poem == "It went out<br>\u00a0\u00a0one morning\n\nand came back"
    quoted = said("<blockquote>\nHe said:\n<pre>\na\nb\n</pre>\n</blockquote>\nThen he left.")
    assert quoted == "> He said:\n>\n> ```\n> a\n> b\n> ```\n\nThen he left."
    gallery = said("<gallery>\nFile:Heron.png|A ''heron''\nFile:Gone.png|gone\n</gallery>")
    assert "![A heron](" in gallery
    assert "\n\nA *heron*\n\n" in gallery
    assert gallery.count("gone") == 1, "a file that is not here is called so once"


@pytest.mark.django_db
def test_what_could_not_be_kept_is_told(bring: Bring) -> None:
    notes = [str(one) for one in bring()[0].notes]
    assert "template Weather, left as it was written, on pages: 1" in notes
    assert "links to other languages, on pages: 1" in notes
    assert "versions whose text is hidden: 1" in notes
    assert "versions of the software's own words (MediaWiki:): 1" in notes
    assert any(one.startswith("titles that differ by capitals") for one in notes)
    assert called("BOATS (14)").owner is not None, "whoever brought it answers for what nobody is known to have begun"


@pytest.mark.django_db
def test_old_names_and_addresses_lead_on(bring: Bring) -> None:
    bring()
    shed = called("Shed")
    for name in ("boathouse", "hut", "Boathouse", "Hut"):
        assert page_at(pages_for(STRANGER), name) == shed
    answer = Client().get(f"/wiki/{shed.space.slug}/Boathouse/")
    assert (answer.status_code, answer["Location"]) == (301, f"/wiki/{shed.space.slug}/shed/")
    assert text_of(called("Old hut")) == "→ [[Shed]]", "it said something before: its history stays"
    assert called("Old hut").thing.revision == 2
    assert text_of(called("Lost")) == "→ [[Nowhere]]"
    assert {str(one) for one in backlinks(shed, STRANGER)} == {"Boats", "Old hut"}


@pytest.mark.django_db
def test_what_belongs_together_stands_together(bring: Bring) -> None:
    bring()
    tree = {one.thing.title: one.parent and one.parent.thing.title for one in Page.objects.select_related("parent")}
    assert tree["Boats/Heron"] == tree["Talk:Boats"] == "Boats"
    assert "- Three." in text_of(called("Talk:Boats"))
    heron = called("Fichier:Heron.png")
    assert text_of(heron).startswith("![Heron.png](/files/")
    assert files_visible_to(STRANGER).get().attachments.filter(thing__in=[heron.pk, called("Boats").pk]).count() == 2


@pytest.mark.django_db
def test_again_brings_nothing_and_a_newer_dump_brings_what_is_new(bring: Bring, office: Office) -> None:
    bring()
    before = Activity.objects.count(), Version.objects.count()
    assert figures(bring()[0]) == (0, 0, 18, 1)
    assert (Activity.objects.count(), Version.objects.count()) == before
    more = (
        "<revision><id>900</id><timestamp>2014-01-01T09:00:00Z</timestamp><contributor><username>Dan</username>"
        "<id>4</id></contributor><text bytes='5'>Where they sleep, all winter.</text></revision></page>"
    )
    newer = "Where they sleep.</text>\n    </revision>\n  </page>"
    count, _why = bring(lambda text: text.replace(newer, newer.removesuffix("  </page>") + more))
    assert figures(count) == (1, 0, 18, 1)
    assert text_of(called("Shed")) == "Where they sleep, all winter."


@pytest.mark.django_db
def test_what_was_changed_here_since_stays(bring: Bring, office: Office) -> None:
    bring()
    shed = called("Shed")
    save(page=shed, title="Shed", text="Where we sleep.", base=1, by=office.ada, at=office.later())
    count, _why = bring(lambda text: text.replace("Where they sleep.", "Where nobody sleeps."))
    assert text_of(called("Shed")) == "Where we sleep."
    assert "pages changed here since, and left so: 1" in [str(one) for one in count.notes]


@pytest.mark.django_db
def test_a_file_that_comes_later_takes_its_place(bring: Bring, dump: Path) -> None:
    bring()
    assert "Plan.pdf](" not in text_of(called("Fichier:Plan.pdf"))
    (dump.parent / "images").mkdir()
    (dump.parent / "images" / "Plan.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    count, _why = bring()
    assert figures(count) == (1, 1, 18, 0)
    assert "Plan.pdf](/files/" in text_of(called("Fichier:Plan.pdf"))


@pytest.mark.django_db
def test_the_stranger_learns_nothing_of_a_wiki_for_those_inside(bring: Bring) -> None:
    bring(public=ORGANISATION)
    space = Space.objects.get()
    assert not pages_for(STRANGER).exists()
    assert pages_for(INSIDER).count() == 14
    assert Client().get(f"/wiki/{space.slug}/boats/").status_code == 404
    assert not files_visible_to(STRANGER).exists()


@pytest.mark.django_db
def test_whoever_was_forgotten_does_not_come_back(bring: Bring, office: Office) -> None:
    bring()
    erase(person=Person.objects.get(name="Élise"), by=office.chioma, at=office.later())
    Thing.objects.filter(page__key="bateaux").delete()
    Source.objects.all().delete()
    Space.objects.all().delete()
    _count, why = bring()
    assert "whoever made it asked to be forgotten here" in why
    assert not Page.objects.filter(thing__title="Bateaux").exists()


@pytest.mark.django_db
def test_a_look_ahead_writes_nothing(office: Office, dump: Path) -> None:
    source = Source(connector="mediawiki", name="Boat house", location=str(dump), public_id=EVERYONE)
    count = preview(source, MediaWiki(), override=False, told=lambda _: None)
    assert figures(count) == (18, 0, 0, 1)
    assert not Page.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<rss></rss>", "is no dump of MediaWiki"),
        ("<mediawiki><siteinfo/><page>", "cannot be read as XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><mediawiki>&a;</mediawiki>', "cannot be read as XML"),
        (
            "<mediawiki><siteinfo/><page><title>A</title><id>1</id><revision><id>1</id><text bytes='9' id='1'/>"
            "</revision></page></mediawiki>",
            "dump them with --full",
        ),
    ],
)
def test_what_is_no_whole_dump_is_refused(bring: Bring, dump: Path, text: str, why: str) -> None:
    with pytest.raises(BadRecord, match=why):
        bring(lambda _: text)
    assert not Space.objects.exists()


@pytest.mark.django_db
def test_a_packed_dump_is_read_as_it_is(dump: Path) -> None:
    packed = dump.with_suffix(".xml.gz")
    packed.write_bytes(gzip.compress(dump.read_bytes()))
    assert MediaWiki().name_of(str(packed)) == "Boat house"
    assert MediaWiki().read(str(packed), "Boat house", {}).total == 19


def long_history(file: Path, versions: int) -> Path:
    """Two pages, one of which was saved very often."""
    text, pages = DUMP.read_text(), []
    for number, count in ((30, 3), (31, versions)):
        revisions = "".join(
            f"<revision><id>{one}</id><timestamp>2015-01-{1 + one // 1440:02}T{one // 60 % 24:02}:{one % 60:02}:00Z"
            "</timestamp>"
            f"<contributor><username>User {one % 5}</username></contributor><text bytes='9'>"
            f"{' '.join(f'word{one * part % 97}' for part in range(60))}</text></revision>"
            for one in range(1, count + 1)
        )
        pages.append(f"<page><title>Long {number}</title><ns>0</ns><id>{number}</id>{revisions}</page>")
    file.write_text(text.replace("</mediawiki>", f"{''.join(pages)}</mediawiki>"))
    return file


SAID = """
import json, django
django.setup()
from sociable.ledger.models import Activity
from sociable.rooms.wiki.models import FormerName, Page, Reference
from sociable.things.models import Authorship, Contribution, Version
print(json.dumps([
    list(Version.objects.order_by("thing__title", "number").values_list("thing__title", "number", "text")),
    sorted(Contribution.objects.values_list("thing__title", "person__name", "role__name")),
    sorted(Page.objects.values_list("thing__title", "slug", "parent__thing__title")),
    FormerName.objects.count(), Reference.objects.count(), Activity.objects.count(),
    [runs for runs, in Authorship.objects.filter(thing__title="Long 31").values_list("runs")] and 1,
], default=str))
"""


@pytest.mark.slow
@pytest.mark.once("test_killed.py kills on PostgreSQL too; what is of a wiki alone is not about the database")
@pytest.mark.django_db(transaction=True)
def test_killed_and_run_again_it_equals_an_uninterrupted_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dump = long_history(tmp_path / "boats.xml", 1200)
    monkeypatch.setattr("tests.carriers.test_killed.DUMP", SAID)
    whole, killed = Site(tmp_path, "whole_wiki"), Site(tmp_path, "killed_wiki")
    words = ("import", "mediawiki", str(dump), "--as", "ada@office.example")
    for site in (whole, killed):
        site.run("account", "ada@office.example", "--name", "Ada", "--password", "correct horse battery")
    begin = time.monotonic()
    whole.run(*words)
    span = time.monotonic() - begin
    for moment in (0.5, 0.8):
        process = killed.start(*words)
        time.sleep(span * moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    killed.run(*words)
    assert killed.dump() == whole.dump()
    assert "new                0" in killed.run(*words)
