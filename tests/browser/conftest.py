"""A browser, and an office with something on every page."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect, sync_playwright

from sociable.carriers.models import Schedule, Source, Visit
from sociable.kit.clock import now
from sociable.people.identities import know, mail
from sociable.people.models import Person
from sociable.people.verbs import ask_for_help, go_away, merge
from sociable.publics.models import EVERYONE, Public
from sociable.publics.verbs import join, show
from sociable.responses.comments.verbs import comment, let_outsiders_in, take_away
from sociable.rooms.blogs.drafting import Words, begin
from sociable.rooms.blogs.models import Post, State
from sociable.rooms.blogs.publishing import publish as publish_post
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.rooms.questions.gaps import miss
from sociable.things.models import Thing
from sociable.things.verbs import Draft, revise
from tests.browser.microblog import pages_of_the_microblog
from tests.browser.tools import CHROMIUM_ARGUMENTS, program
from tests.browser.wiki import pages_of_the_wiki
from tests.conftest import Office

QUESTION = """The certificate of the *intranet* ends on Friday.

What I tried:

1. `renew --dry-run`, which says that all is well;
2. asking in the corridor.

> The old page says: call Bruno.

| host | ends |
|------|------|
| intranet | Friday |
| mail | May |
"""
COMMIT = """Renew the certificate before it ends

The job ran on the day after. It now runs a week before, and says so in the log.

    renew --days 7 --hosts intranet.office.example,mail.office.example,wiki.office.example,forge.office.example

Reported-by: Ada Lovelace
"""


@dataclass
class Story:
    """An office at work, reachable by a browser."""

    address: str
    office: Office
    question: Thing
    commit: Thing
    pages: dict[str, str] = field(default_factory=dict)
    """Path of each page that is worth a look, by its name: the stranger's, from `home` on Ada's, then Chioma's."""

    def reader_of(self, name: str) -> Person | None:
        """Who comes in with this page, if anybody does."""
        return {"home": self.office.ada, "administration": self.office.chioma}.get(name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """What starts browsers: one for all, since a thread holds no second."""
    program("chromium")
    expect.set_options(timeout=15_000)  # the suite on PostgreSQL runs beside these stories
    # Playwright keeps an event loop in this thread, at which Django would take fright.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright.chromium
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def launch(chromium: BrowserType) -> Browser:
    return chromium.launch(executable_path=program("chromium"), args=CHROMIUM_ARGUMENTS)


@pytest.fixture(scope="session")
def browser(chromium: BrowserType, live_server: object) -> Iterator[Browser]:
    """One browser for all stories. It leaves before the server does, which then has no connection left open."""
    one = launch(chromium)
    yield one
    one.close()
    all_is_answered()


def all_is_answered() -> None:
    """What a closed page had asked for in its last moment is done, before the tables are emptied."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)


@pytest.fixture
def story(browser: Browser, live_server: object, django_db_serialized_rollback: None, office: Office) -> Story:
    question = fill(office)
    keep_a_blog(office)
    commit = Thing.objects.get(kind="commit")
    talk = pages_of_the_microblog(office)
    office.settle()
    told = Story(str(live_server), office, question, commit)
    told.pages = pages_of_the_stranger() | pages_of_ada(office, question, commit)
    told.pages |= talk | pages_of_the_wiki(office) | pages_of_chioma(office)
    return told


def pages_of_the_stranger() -> dict[str, str]:
    return {
        "stranger-home": "/",
        "stranger-nobody": "/?q=volcanology",
        "stranger-thing": f"/things/{Thing.objects.get(title='Certificates for visitors').pk}/",
        "stranger-blogs": "/blogs/",
        "stranger-notes": "/notes/",
        "stranger-blog": "/blogs/open-air/",
        "stranger-post": "/blogs/open-air/ducts-that-whistle/",
        "stranger-people": "/people/",
        "stranger-not-found": "/things/999999/",
        "look": "/look/",
        "sign-in": "/sign-in/",
        "forgotten": "/sign-in/forgotten/",
    }


def pages_of_ada(office: Office, question: Thing, commit: Thing) -> dict[str, str]:
    asked = ask_for_help(person=office.bruno, by=office.ada, at=now())
    away = ask_for_help(person=office.chioma, by=office.ada, at=now())
    plan = Thing.objects.get(title="The plan, mended")
    return {
        "home": "/",
        "answer": "/?q=renew the certificate of the intranet",
        "answer-narrowed": "/?q=certificate&language=fr&available=1",
        "answer-emptied": "/?q=certificate&place=Atlantis&function=it",
        "answer-refused": "/?q=certificate&function=astrology",
        "nobody": "/?q=volcanology",
        "asked": f"/asked/{asked.pk}/?q=the certificate",
        "asked-away": f"/asked/{away.pk}/?q=the party",
        "people": "/people/",
        "blog": "/blogs/open-air/",
        "post": "/blogs/open-air/ducts-that-whistle/",
        "desk": "/desk/",
        "new-blog": "/desk/new-blog/",
        "write": "/desk/new/open-air/",
        "write-post": f"/desk/{Post.objects.get(state=State.PUBLISHED).pk}/",
        "write-draft": f"/desk/{Post.objects.get(state=State.DRAFT).pk}/",
        "lead-blog": "/desk/blogs/open-air/",
        "my-feeds": "/desk/feeds/",
        "people-nobody": "/people/?name=zebra",
        "person": f"/people/{office.bruno.pk}/",
        "person-topic": f"/people/{office.bruno.pk}/?topic=certificate",
        "profile": "/me/",
        "how-i-sign-in": "/me/sign-in/",
        "password": "/me/password/",
        "is-it-me": "/sign-in/again/",
        "sessions": "/me/sessions/",
        "my-tokens": "/me/tokens/",
        "api": "/api/",
        "person-away": f"/people/{office.chioma.pk}/",
        "my-page": f"/people/{office.ada.pk}/",
        "my-topics": "/me/topics/",
        "notices": "/notices/",
        "my-notices": "/me/notices/",
        "off": "/off/",
        "question": f"/questions/{question.pk}/",
        "questions": "/questions/",
        "questions-all": "/questions/?show=all&order=oldest",
        "ask-question": "/ask/?q=certificates",
        "question-edit": f"/questions/{question.pk}/edit/",
        "question-answer": f"/questions/{question.pk}/answer/",
        "versions": f"/things/{plan.pk}/?version=1",
        "commit": f"/things/{commit.pk}/",
        **pages_of_comments(office),
        "not-found": "/things/999999/",
    }


def pages_of_comments(office: Office) -> dict[str, str]:
    """A thread with answers, with what was withdrawn, and with a visitor's word that waits for Ada."""
    post = office.write("Our heat pumps in winter", "They run at −25 °C.", by=office.ada, public=EVERYONE)
    first = comment(on=post, text="And at **−40**?", by=office.bruno, at=office.later())
    again = comment(on=first, text="Then the resistance helps.", by=office.ada, at=office.later())
    comment(on=again, text="It did in *January*, all month.", by=office.chioma, at=office.later())
    gone = comment(on=post, text="Buy my cream.", by=office.bruno, at=office.later())
    comment(on=gone, text="No, thank you.", by=office.ada, at=office.later())
    take_away(comment=gone, by=office.chioma, at=office.later())
    let_outsiders_in(thing=post, by=office.ada, at=office.later())
    comment(on=post, text="It froze at mine.", by=None, name="Zoé", at=office.later())
    return {
        "comments": f"/things/{post.pk}/",
        "comment-reply": f"/things/{first.pk}/comment/",
        "comment-edit": f"/comments/{again.pk}/",
        "comments-waiting": "/comments/waiting/",
    }


def pages_of_chioma(office: Office) -> dict[str, str]:
    twins, source = look_after(office)
    pair = f"person={twins[0].pk}&into={twins[1].pk}"
    return {
        "administration": "/administration/",
        "gaps": "/gaps/",
        "duplicates": "/administration/duplicates/",
        "merge": f"/administration/merge/?{pair}",
        "merges": "/administration/merges/",
        "sources": "/administration/sources/",
        "imports": "/administration/imports/",
        "bring-blog": "/administration/imports/wordpress/",
        "rejects": f"/administration/imports/{source.pk}/",
        "policy": "/administration/policy/",
        "house-hours": "/administration/quiet/",
        "source": f"/administration/sources/{source.pk}/",
        "start": "/start/",
        "start-name": "/start/name/",
        "start-functions": "/start/functions/",
        "start-people": "/start/people/",
        "start-source": "/start/source/",
        "start-question": "/start/question/",
    }


def look_after(office: Office) -> tuple[list[Person], Source]:
    """What an administrator finds: twins, a merge, a gap, an import that could not read a line."""
    handles = [mail(address, "Dan Nguyen") for address in ("dan@old.example", "dnguyen@new.example", "d@third.example")]
    known = know(handles)
    twins = list(Person.objects.filter(pk__in=known.values()).order_by("pk"))
    merge(person=twins[2], into=twins[0], by=office.chioma, at=office.later())
    miss(question="Who knows about volcanoes?", topic="volcano", at=office.later())
    source = Source.objects.create(connector="git", name="teapot", location="/srv/teapot", public_id=2)
    settings.REJECTS_FOLDER.mkdir(parents=True, exist_ok=True)
    line = {"reason": "the date is in the year 2186", "where": "commit 1f2e", "record": {"subject": "late"}}
    (settings.REJECTS_FOLDER / f"git-{source.pk}-20260302T090000.jsonl").write_text(json.dumps(line) + "\n")
    visited(source, office.at)
    return twins, source


def visited(source: Source, at: datetime) -> None:
    """A source that was read well once, and fails since."""
    Schedule.objects.create(source=source, minutes=60, at=at, next_at=at)
    again = {"source": source, "machine": "here", "rejects": f"git-{source.pk}-20260302T090000.jsonl"}
    Visit.objects.create(**again, began_at=at, ended_at=at, read=12, new=11, rejected=1, notes=["one thing to know"])
    said = "There is no machine called %(host)s; is the address right?"
    for minute in (1, 2):
        later = at + timedelta(minutes=minute)
        Visit.objects.create(**again, began_at=later, ended_at=later, said=said, more={"host": "news.example"})


def fill(office: Office) -> Thing:
    """People with all there is to say of them, and a question with its answer."""
    Person.objects.filter(pk=office.bruno.pk).update(
        headline="Keeps the servers up", languages="fr en", place="Montréal", time_zone="America/Montreal"
    )
    Person.objects.filter(pk=office.chioma.pk).update(headline="Finance, and the summer party", languages="en")
    join(person=office.bruno, public=Public.objects.get(slug="it"), by=None, at=office.later())
    show(person=office.bruno, public=Public.objects.get(pk=EVERYONE), by=office.bruno, at=office.later())
    today = now()
    go_away(person=office.chioma, begins=today, ends=today + timedelta(days=9), stand_in=office.bruno)
    question = office.write(
        "Who renews the certificate of the intranet?",
        QUESTION,
        by=office.ada,
        role="asker",
        kind="question",
        tags=["certificates", "intranet", "security"],
    )
    office.write(
        "",
        "With the *script*: it is in the toolbox.",
        by=office.bruno,
        kind="answer",
        reply_to=question.pk,
        accepted=True,
    )
    office.write(
        "", "I renewed the certificate last year, by hand.", by=office.chioma, kind="answer", reply_to=question.pk
    )
    office.write(COMMIT.splitlines()[0], COMMIT, by=office.bruno, kind="commit", cites=[question.pk])
    office.write("Le certificat de l’intranet, en français", "Comment le renouveler.", by=office.bruno, language="fr")
    office.write(
        "Certificates for visitors", "How we renew the certificate of our site.", by=office.bruno, public=EVERYONE
    )
    for month in ("January", "February", "March"):
        office.write(f"Certificates: what was renewed in {month}", "All of them.", by=office.bruno)
    for number in range(25):
        office.write(f"Notes of the weekly meeting, number {number}", "We talked.", by=office.bruno)
    plan = office.write("The plan", "We sell.", by=office.bruno)
    again = Draft(kind="note", public=2, title="The plan, mended", text="We stay.", at=office.later())
    revise({plan.pk: again}, by=office.bruno.pk)
    return question


def keep_a_blog(office: Office) -> None:
    """A blog for everyone, with a post, and a draft beside it."""
    masthead = Masthead("Open air", "What we know of air.", "en fr", reviewed_first=False)
    everyone = Public.objects.get(pk=EVERYONE)
    blog = open_blog(masthead=masthead, public=everyone, by=office.ada, at=office.later())
    text = "A **duct** whistles when it is too narrow.\n\n- [x] measured\n- [ ] widened"
    for title in ("Ducts that whistle", "Ducts that sing"):
        words = Words(title, text, "en", "ducts, noise")
        post = begin(blog=blog, words=words, by=office.ada, at=office.later())
        if not Post.objects.filter(state=State.PUBLISHED).exists():
            publish_post(post=post, by=office.ada, at=office.later())


def enter(context: BrowserContext, story: Story, person: Person) -> None:
    """Signs a person in without the form, which has a story of its own."""
    client = Client()
    client.force_login(person.account)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": story.address}])


def listen(page: Page) -> list[str]:
    """What the browser complains of, as it comes: errors, refusals of the security policy."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
