"""Which blogs and posts a reader has before them, and in which blogs they write."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from sociable.kit.asked import Asked, Fetched, Id, Ids, Word
from sociable.publics.readers import Reader, may_administer
from sociable.rooms.blogs.models import Address, Author, Blog, Copy, Former, Pin, Placement, Post, Stage, State
from sociable.things.models import Thing


def blogs_for(reader: Reader) -> QuerySet[Blog]:
    """The blogs this reader may read, in the alphabet's order."""
    return blogs_open_to(reader.publics)


def blogs_open_to(publics: Collection[int] | Ids) -> QuerySet[Blog]:
    """The same, said of the publics somebody stands in; which may be given later, when the query is asked."""
    return Blog.objects.filter(public__in=publics).select_related("public").order_by("name", "pk")


def blog_at(slug: str, reader: Reader) -> Blog | None:
    """The blog at this address, if the reader may read it."""
    return BY_SLUG.first(slug=slug, publics=reader.publics)


BY_SLUG = Fetched(lambda: blogs_open_to(Ids("publics")).filter(slug=Word("slug")).select_related("owner"))


def written_by(reader: Reader) -> QuerySet[Blog]:
    """The blogs this reader writes in: none that they may not read."""
    if reader.person is None:
        return Blog.objects.none()
    return blogs_for(reader).filter(Exists(authors_of(OuterRef("pk"), reader.person)))


def authors_of(blog: OuterRef, person: int | Id) -> QuerySet[Author]:
    """That this person writes in it, under whatever name."""
    return Author.objects.filter(Q(person=person) | Q(person__same_as=person), blog=blog)


def writes_in(reader: Reader, blog: Blog) -> bool:
    return bool(WRITTEN(publics=reader.publics, person=reader.person, blog=blog.pk)) if reader.person else False


WRITTEN = Asked(
    lambda: (
        blogs_open_to(Ids("publics"))
        .filter(Exists(authors_of(OuterRef("pk"), Id("person"))), pk=Id("blog"))
        .values_list("pk")
    )
)


def rules_over(reader: Reader, blog: Blog) -> bool:
    """Whether this reader says who writes in the blog, and how it is: its owner, or an administrator."""
    owner = blog.owner.root_id if blog.owner else None
    return blog.public_id in reader.publics and (may_administer(reader) or reader.person in {owner} - {None})


def posts_at_desk(reader: Reader) -> QuerySet[Post]:
    """Posts this reader may open before they are published: those of their blogs, and those they are to review, as
    long as they may read the blog."""
    asked = Stage.objects.filter(post=OuterRef("pk"), state=State.REVIEW).filter(
        Q(colleague=reader.person) | Q(colleague__same_as=reader.person)
    )
    asked_still = Exists(asked) & Q(blog__public__in=reader.publics)
    mine = Q(placements__blog__in=written_by(reader))
    if reader.person is None:
        return Post.objects.none()
    return Post.objects.filter(mine | asked_still).select_related("blog__public", "original").distinct()


def last_stage(post: Post) -> Stage | None:
    return post.stages.select_related("by", "colleague").order_by("-pk").first()


def published_in(blog: Blog, reader: Reader) -> QuerySet[Copy]:
    """The posts of a blog as this reader may see them, the newest first; each once, whatever its publics."""
    return published_to(reader).filter(post__placements__blog=blog)


def published_to(reader: Reader) -> QuerySet[Copy]:
    """All posts that this reader may see, the newest first; each once."""
    return published_open_to(reader.publics)


def published_open_to(publics: Collection[int] | Ids) -> QuerySet[Copy]:
    """The same, said of the publics somebody stands in."""
    seen = Copy.objects.filter(thing__in=Thing.objects.open_to(publics), post__state=State.PUBLISHED)
    first = seen.filter(post=OuterRef("post")).order_by("pk").values("pk")[:1]
    return (
        seen.filter(pk=Subquery(first)).select_related("thing", "post").order_by("-thing__published_at", "-thing__pk")
    )


def published(post: int, reader: Reader) -> Copy | None:
    """A post as this reader sees it, if it stands before them."""
    return STANDS.first(post=post, publics=reader.publics)


STANDS = Fetched(
    lambda: published_open_to(Ids("publics")).filter(post=Id("post")).select_related("thing__public", "post__blog")
)


def pinned_first(copies: QuerySet[Copy]) -> QuerySet[Copy]:
    """The same, with the posts that are kept above the others first."""
    return copies.annotate(pinned=Exists(Pin.objects.filter(post=OuterRef("post")))).order_by(
        "-pinned", "-thing__published_at", "-thing__pk"
    )


def came_from(path: str, reader: Reader) -> tuple[str, str] | None:
    """Where a post is to be read that stood at this path of another site before it came here, as (blog, slug)."""
    found = Former.objects.filter(path=path.rstrip("/")).values_list("post", flat=True).first()
    if found is None or not published_to(reader).filter(post=found).exists():
        return None
    return places_of([found], reader).get(found)


def in_language(copies: QuerySet[Copy], language: str) -> QuerySet[Copy]:
    """Without the posts that these hold in the reader's language too."""
    other = copies.order_by().filter(thing__language=language)
    work = Q(post=OuterRef("post__original")) | Q(post__original=OuterRef("post"))
    sibling = Q(post__original=OuterRef("post__original"), post__original__isnull=False)
    return copies.filter(Q(thing__language=language) | ~Exists(other.filter(work | sibling)))


def in_other_languages(post: Post, reader: Reader) -> list[Copy]:
    """The same post in other languages, as this reader may see them."""
    return TRANSLATIONS(root=post.original_id or post.pk, post=post.pk, publics=reader.publics)


TRANSLATIONS = Fetched(
    lambda: (
        published_open_to(Ids("publics"))
        .filter(Q(post=Id("root")) | Q(post__original=Id("root")))
        .exclude(post=Id("post"))
        .order_by("thing__language", "pk")
    )
)


def places_of(posts: list[int], reader: Reader) -> dict[int, tuple[str, str]]:
    """Where each post is to be read, as (blog, slug): at home, or else in another blog that the reader may read."""
    rows = PLACES(posts=posts, publics=reader.publics) if posts else []
    return {post: (blog, slug) for post, blog, slug in rows}


PLACES = Asked(
    lambda: (
        Address.objects.filter(post__in=Ids("posts"), blog__public__in=Ids("publics"))
        .filter(Exists(Placement.objects.filter(post=OuterRef("post"), blog=OuterRef("blog"))))
        .annotate(at_home=Q(blog=F("post__blog")))
        .order_by("at_home", "-blog", "pk")
        .values_list("post", "blog__slug", "slug")
    )
)
