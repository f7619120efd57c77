"""A blog while it is written out: its people, its files and its terms get their numbers as they come."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from sociable.carriers.connectors.wordpress.xml import clean
from sociable.carriers.models import Carried, Source
from sociable.kit.html import from_markdown
from sociable.people.models import Identity, Person
from sociable.rooms.blogs.models import Blog, Post

OWN = re.compile(r'\b(href|src)="/(?!/)')


@dataclass
class Book:
    """What has been written of a blog so far: its people, its files and its terms get their numbers as they come."""

    blog: Blog
    home: str
    numbers: dict[int, int]
    """Of its posts, by id."""
    kept: dict[int, dict[str, object]]
    """What each post brought with it from WordPress, by id."""
    came: dict[str, int]
    """Ids of posts by the number they had there."""
    terms: list[tuple[str, str, str, str, str]]
    people: dict[int, str] = field(default_factory=dict)
    """Logins, by id."""
    comments: int = 0

    def login(self, person: Person) -> str:
        root = person.root
        if root.pk not in self.people:
            base = slugify(root.name)[:50] or "person"
            taken = set(self.people.values())
            self.people[root.pk] = next(
                one for one in (base, *(f"{base}-{n}" for n in range(2, 100_000))) if one not in taken
            )
        return self.people[root.pk]

    def number_of(self, person: Person) -> int:
        return [*self.people].index(person.root_id) + 1 if self.login(person) else 0

    def html(self, text: str) -> str:
        """A text of ours as WordPress shows it, with addresses that lead here from anywhere."""
        return clean(OWN.sub(rf'\1="{self.home}/', from_markdown(text, top=1)))


def open_book(blog: Blog) -> Book:
    """The posts that stand in the blog, the oldest first, and what is known of where they came from."""
    when = Coalesce(F("copies__thing__published_at"), F("at"))
    posts = Post.objects.filter(placements__blog=blog).annotate(when=when).order_by("when", "pk")
    ids = list(dict.fromkeys(posts.values_list("pk", flat=True)))
    source = Source.objects.filter(Q(name=blog.slug) | Q(name=blog.name), connector="wordpress").order_by("pk").first()
    rows = Carried.objects.filter(source=source, post__in=ids) if source else Carried.objects.none()
    return Book(
        blog=blog,
        home=settings.HOME.rstrip("/"),
        numbers={id_: number for number, id_ in enumerate(ids, 1)},
        kept={row.post_id: row.kept for row in rows if row.post_id},
        came={row.key.removeprefix("post:"): row.post_id for row in rows if row.post_id},
        terms=[tuple(one) for one in (source.cursor.get("terms", ()) if source else ())],
    )


def address_of(person: Person) -> str:
    """An e-mail address by which a person is known, under whatever name; blank where there is none."""
    mails = Identity.objects.filter(Q(person=person) | Q(person__same_as=person), kind="mail").order_by("pk")
    return mails.values_list("value", flat=True).first() or ""
