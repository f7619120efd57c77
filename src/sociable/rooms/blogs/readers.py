"""Which blogs and posts a reader has before them, and in which blogs they write."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from sociable.publics.readers import Reader, may_administer
from sociable.rooms.blogs.models import Address, Author, Blog, Copy, Former, Pin, Placement, Post, Stage, State
from sociable.things.models import Thing


def blogs_for(reader: Reader) -> QuerySet[Blog]:
    """The blogs this reader may read, in the alphabet's order."""
    return Blog.objects.filter(public__in=reader.publics).select_related("public").order_by("name", "pk")


def written_by(reader: Reader) -> QuerySet[Blog]:
    """The blogs this reader writes in: none that they may not read."""
    if reader.person is None:
        return Blog.objects.none()
    same = Q(person=reader.person) | Q(person__same_as=reader.person)
    return blogs_for(reader).filter(Exists(Author.objects.filter(same, blog=OuterRef("pk"))))


def writes_in(reader: Reader, blog: Blog) -> bool:
    return written_by(reader).filter(pk=blog.pk).exists()


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
    seen = Copy.objects.filter(thing__in=Thing.objects.visible_to(reader), post__state=State.PUBLISHED)
    first = seen.filter(post=OuterRef("post")).order_by("pk").values("pk")[:1]
    return (
        seen.filter(pk=Subquery(first)).select_related("thing", "post").order_by("-thing__published_at", "-thing__pk")
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
    root = post.original_id or post.pk
    work = Q(post=root) | Q(post__original=root)
    return list(published_to(reader).filter(work).exclude(post=post).order_by("thing__language", "pk"))


def places_of(posts: list[int], reader: Reader) -> dict[int, tuple[str, str]]:
    """Where each post is to be read, as (blog, slug): at home, or else in another blog that the reader may read."""
    rows = (
        Address.objects.filter(post__in=posts, blog__public__in=reader.publics)
        .filter(Exists(Placement.objects.filter(post=OuterRef("post"), blog=OuterRef("blog"))))
        .annotate(at_home=Q(blog=F("post__blog")))
        .order_by("at_home", "-blog", "pk")
    )
    return {post: (blog, slug) for post, blog, slug in rows.values_list("post", "blog__slug", "slug")}
