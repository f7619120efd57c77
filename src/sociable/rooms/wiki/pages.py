"""Finding pages: by address, by name, by what links to them; always those the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from sociable.publics.readers import Reader
from sociable.rooms.wiki.models import FormerName, Page, Reference, Space
from sociable.rooms.wiki.names import key_of, names_in, split_space
from sociable.things.models import Thing, Version


def spaces_for(reader: Reader) -> QuerySet[Space]:
    return Space.objects.filter(public__in=reader.publics).select_related("public", "owner")


def pages_for(reader: Reader) -> QuerySet[Page]:
    seen = Thing.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    return Page.objects.filter(Exists(seen)).select_related("thing", "space", "space__public")


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
    standing = Page.objects.filter(space=space, thing__withdrawn_at=None)
    former = FormerName.objects.filter(space=space, key__in=wanted, page__thing__withdrawn_at=None).order_by("at", "pk")
    found = {key: Called(page, slug) for key, page, slug in former.values_list("key", "page", "page__slug")}
    current = standing.filter(key__in=wanted).values_list("key", "pk", "slug")
    return found | {key: Called(page, slug) for key, page, slug in current}


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
    spaces = Space.objects.all() if reader is None else spaces_for(reader)
    others = {one.slug: one for one in spaces.filter(slug__in={split_space(name)[0] for name in names})}
    wanted: dict[str, tuple[Space, str]] = {}
    for name in names:
        slug, title = split_space(name)
        wanted[name] = (others[slug], title) if slug in others else (space, name)
    found = {
        one: called(one, [key_of(title) for space_, title in wanted.values() if space_ == one])
        for one in {space_ for space_, _title in wanted.values()}
    }
    return {name: Named(one, title, found[one].get(key_of(title))) for name, (one, title) in wanted.items()}


def backlinks(page: Page, reader: Reader) -> QuerySet[Page]:
    """The pages whose text links to this one, by a name that leads to it today."""
    keys = [page.key, *page.former_names.values_list("key", flat=True)]
    mine = [key for key, one in called(page.space, keys).items() if one.page == page.pk]
    sources = Reference.objects.filter(space=page.space, key__in=mine).exclude(page=page).values("page")
    return pages_for(reader).filter(pk__in=sources).order_by("key")


def text_of(page: Page) -> str:
    return Version.objects.values_list("text", flat=True).get(thing=page.pk, number=page.thing.revision)


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
