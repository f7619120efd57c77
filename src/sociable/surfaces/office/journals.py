"""The office's blogs: each takes in the posts that were written for its public, with their translations."""

from collections.abc import Mapping

from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.responses.comments.verbs import let_outsiders_in
from sociable.rooms.blogs.models import Blog, Post
from sociable.rooms.blogs.publishing import KIND, adopt
from sociable.rooms.blogs.verbs import Masthead, authorise, open_blog
from sociable.surfaces.office.papers import Journal, Page, Papers
from sociable.things.models import Thing
from sociable.things.words import MAKERS


def open_blogs(papers: Papers, people: Mapping[str, Person], things: Mapping[str, int]) -> None:
    """Opens the blogs, and puts into each, in the order of time, the posts for its public."""
    for journal in papers.blogs.values():
        blog = open_one(journal, people)
        pages = {key: page for key, page in papers.pages.items() if page.kind == KIND and page.public == journal.public}
        admit_authors(blog, journal, pages, people)
        take_in(blog, pages, things, people)


def open_one(journal: Journal, people: Mapping[str, Person]) -> Blog:
    masthead = Masthead(journal.name, journal.about, journal.languages, journal.comments)
    public = Public.objects.get(slug=journal.public)
    return open_blog(masthead=masthead, public=public, by=people[journal.owner], at=journal.since)


def admit_authors(blog: Blog, journal: Journal, pages: Mapping[str, Page], people: Mapping[str, Person]) -> None:
    wrote = (who for page in pages.values() for who, role in page.named if role in MAKERS)
    for who in dict.fromkeys((*journal.authors, *wrote)):
        authorise(blog=blog, person=people[who], by=people[journal.owner], at=journal.since)


def take_in(blog: Blog, pages: Mapping[str, Page], things: Mapping[str, int], people: Mapping[str, Person]) -> None:
    posts: dict[str, Post] = {}
    found = Thing.objects.select_related("public").in_bulk([things[key] for key in pages])
    for key, page in pages.items():
        thing = found[things[key]]
        original = posts.get(page.translates or "")
        posts[key] = adopt(thing=thing, blog=blog, by=people[next(page.named)[0]], at=page.at, original=original)
        if blog.comments == Blog.Comments.PUBLIC:
            let_outsiders_in(thing=thing, by=None, at=page.at)
