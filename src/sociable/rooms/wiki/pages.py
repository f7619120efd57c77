"""Finding pages: by address, by name, by what links to them; always those the reader may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from sociable.kit.asked import Asked, Fetched, Id, Ids, Word, Words
from sociable.publics.readers import Reader
from sociable.rooms.wiki.models import FormerName, Page, Reference, Space
from sociable.rooms.wiki.names import key_of, names_in, split_space
from sociable.things.models import Thing, Version


def spaces_for(reader: Reader) -> QuerySet[Space]:
    return spaces_open_to(reader.publics)


def spaces_open_to(publics: Collection[int] | Ids) -> QuerySet[Space]:
    """The same, said of the publics somebody stands in; which may be given later, when the query is asked."""
    return Space.objects.filter(public__in=publics).select_related("public", "owner")


def space_called(slug: str, reader: Reader) -> Space | None:
    """The space at this address, if the reader may see it."""
    return SPACE.first(slug=slug, publics=reader.publics)


SPACE = Fetched(lambda: spaces_open_to(Ids("publics")).filter(slug=Word("slug")))


def pages_for(reader: Reader) -> QuerySet[Page]:
    return pages_open_to(reader.publics)


def pages_open_to(publics: Collection[int] | Ids) -> QuerySet[Page]:
    """The same, said of the publics somebody stands in."""
    seen = Thing.objects.open_to(publics).filter(pk=OuterRef("pk"))
    return Page.objects.filter(Exists(seen)).select_related("thing", "space", "space__public")


def page_in(space: Space, slug: str, reader: Reader) -> Page | None:
    """The page of a space at an address that it has, had, or is called by."""
    now = PAGE.first(space=space.pk, slug=slug, publics=reader.publics)
    return now or page_at(pages_for(reader).filter(space=space), slug)


PAGE = Fetched(
    lambda: (
        pages_open_to(Ids("publics"))
        .filter(space=Id("space"), slug=Word("slug"))
        .select_related("thing__public", "space__owner", "parent__thing")
    )
)


def page_at(pages: QuerySet[Page], slug: str) -> Page | None:
    """The page at an address, or the one that stood there last; else the one that is or was called so."""
    return found_by(pages, "slug", slug) or found_by(pages, "key", key_of(slug))


def found_by(pages: QuerySet[Page], field: str, said: str) -> Page | None:
    former = FormerName.objects.filter(**{field: said}, page__in=pages).order_by("-at", "-pk").values("page")[:1]
    now = pages.filter(**{field: said}).first()
    return now or pages.filter(pk__in=list(former.values_list("page", flat=True))).first()


@dataclass(frozen=True, slots=True)
class Called:
    """A page by a name it has or had."""

    page: int
    slug: str


def called(space: Space, keys: Iterable[str]) -> dict[str, Called]:
    """The pages of a space by these names: what a page is called now goes before what another was called once."""
    wanted = list(keys)
    if not wanted:
        return {}
    rows = [*CALLED_ONCE(space=space.pk, keys=wanted), *CALLED_NOW(space=space.pk, keys=wanted)]
    return {key: Called(page, slug) for key, page, slug in rows}


CALLED_ONCE = Asked(
    lambda: (
        FormerName.objects.filter(space=Id("space"), key__in=Words("keys"), page__thing__withdrawn_at=None)
        .order_by("at", "pk")
        .values_list("key", "page", "page__slug")
    )
)
CALLED_NOW = Asked(
    lambda: Page.objects.filter(space=Id("space"), key__in=Words("keys"), thing__withdrawn_at=None).values_list(
        "key", "pk", "slug"
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a text's link says: the space, the title, and the page if there is one."""

    space: Space
    title: str
    page: Called | None


def named_in(text: str, space: Space, reader: Reader | None = None) -> dict[str, Named]:
    """The pages a text links to, by the name as written. A space the reader may not know of is like one that is not
    there: the link is red, and tells nothing."""
    names = names_in(text)
    slugs = {slug for name in names if (slug := split_space(name)[0])}
    others = {one.slug: one for one in spaces_called(slugs, reader)}
    wanted: dict[str, tuple[Space, str]] = {}
    for name in names:
        slug, title = split_space(name)
        wanted[name] = (others[slug], title) if slug in others else (space, name)
    found = {
        one: called(one, [key_of(title) for space_, title in wanted.values() if space_ == one])
        for one in {space_ for space_, _title in wanted.values()}
    }
    return {name: Named(one, title, found[one].get(key_of(title))) for name, (one, title) in wanted.items()}


def spaces_called(slugs: Collection[str], reader: Reader | None) -> list[Space]:
    """The spaces at these addresses: all, or those that a reader may see."""
    if not slugs:
        return []
    return SPACES(slugs=slugs) if reader is None else SEEN_SPACES(slugs=slugs, publics=reader.publics)


SPACES = Fetched(lambda: Space.objects.filter(slug__in=Words("slugs")))
SEEN_SPACES = Fetched(lambda: spaces_open_to(Ids("publics")).filter(slug__in=Words("slugs")))


def backlinks(page: Page, reader: Reader) -> list[Page]:
    """The pages whose text links to this one, by a name that leads to it today."""
    keys = [page.key, *(key for (key,) in FORMER_NAMES(page=page.pk))]
    mine = [key for key, one in called(page.space, keys).items() if one.page == page.pk]
    return LINKING(space=page.space_id, keys=mine, page=page.pk, publics=reader.publics)


def linking() -> QuerySet[Page]:
    sources = Reference.objects.filter(space=Id("space"), key__in=Words("keys")).exclude(page=Id("page"))
    return pages_open_to(Ids("publics")).filter(pk__in=sources.values("page")).order_by("key")


FORMER_NAMES = Asked(lambda: FormerName.objects.filter(page=Id("page")).values_list("key"))
LINKING = Fetched(linking)


def children_of(page: Page, reader: Reader) -> list[Page]:
    """The pages right under it, in the alphabet's order."""
    return CHILDREN(page=page.pk, publics=reader.publics)


CHILDREN = Fetched(lambda: pages_open_to(Ids("publics")).filter(parent=Id("page")).order_by("key"))


def text_of(page: Page) -> str:
    [(text,)] = TEXT(page=page.pk, number=page.thing.revision)
    return text


TEXT = Asked(lambda: Version.objects.filter(thing=Id("page"), number=Id("number")).values_list("text"))


@dataclass(frozen=True, slots=True)
class Branch:
    """A page in the tree, and how deep."""

    page: Page
    depth: int


def tree(pages: QuerySet[Page]) -> list[Branch]:
    """Pages under their parents, in the alphabet's order; one whose parent is not shown stands at the top."""
    listed = list(pages.order_by("key"))
    known = {one.pk for one in listed}
    under: dict[int | None, list[Page]] = {}
    for one in listed:
        under.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    found: list[Branch] = []
    waiting = [Branch(one, 0) for one in reversed(under.get(None, []))]
    while waiting:
        branch = waiting.pop()
        found.append(branch)
        waiting += [Branch(one, branch.depth + 1) for one in reversed(under.get(branch.page.pk, []))]
    return found


def above(page: Page) -> list[Page]:
    """The pages it stands under, the topmost first."""
    found: list[Page] = []
    one = page.parent
    while one is not None and one not in found:
        found.insert(0, one)
        one = one.parent
    return found
