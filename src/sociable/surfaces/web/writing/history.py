"""How a thing came to say what it says: its versions, what each changed, whose words stand, and the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sociable.kit.clock import now
from sociable.ledger.acts import makers_of
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import Reader, people_visible_to
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.titles import titles_of
from sociable.surfaces.web.writing.restoring import restoring_of
from sociable.things.authorship import Shares, shares_of
from sociable.things.difference import Piece, difference
from sociable.things.history import how_many, restore, version_before, version_of, versions_of
from sociable.things.models import Thing, Version

PAGE = 50
"""Versions on a page of the history."""


@dataclass(frozen=True, slots=True)
class Row:
    """A version as the history lists it; `by` is whoever made it, where the reader may be told."""

    version: Version
    by: Person | None


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's share of the words that stand; nobody: all those the reader is not told of, together."""

    person: Person | None
    words: int
    percent: int


def thing_for(reader: Reader, id_: int) -> Thing:
    one: Thing = get_object_or_404(Thing.objects.visible_to(reader).select_related("public"), pk=id_)
    return one


@require_safe
def history(request: HttpRequest, id_: int) -> HttpResponse:
    reader = reader_of(request)
    one = thing_for(reader, id_)
    pages = Paginator(versions_of(one).defer("text"), PAGE)
    pages.__dict__["count"] = how_many(one)  # it would read ten thousand versions to count them
    page = pages.get_page(request.GET.get("page"))
    shares = shares_of(one)
    context = {
        "thing": one,
        "title": titles_of([one], reader)[one.pk],
        "page": page,
        "rows": rows_of(list(page.object_list), reader),
        "shares": shares,
        "parts": parts_of(shares, reader),
    }
    return render(request, "writing/history.html", context)


def rows_of(versions: Sequence[Version], reader: Reader) -> list[Row]:
    who = makers_of([version.pk for version in versions])
    people = known_as(who.values(), reader)
    return [Row(version, people.get(who.get(version.pk, 0))) for version in versions]


def known_as(people: Iterable[int], reader: Reader) -> dict[int, Person]:
    """By each id, the person it is known as, if the reader may be shown them."""
    roots = {one.pk: one.root_id for one in Person.objects.filter(pk__in=set(people)).only("pk", "same_as")}
    shown = people_visible_to(reader).in_bulk(set(roots.values()))
    return {one: shown[root] for one, root in roots.items() if root in shown}


def parts_of(shares: Shares, reader: Reader) -> list[Part]:
    shown = known_as([one.person.pk for one in shares.of if one.person], reader)
    told = [one for one in shares.of if one.person and one.person.pk in shown]
    rest = sum(one.words for one in shares.of) - sum(one.words for one in told)
    parts = [Part(shown[one.person.pk], one.words, one.percent) for one in told if one.person]
    percent = max(0, 100 - sum(one.percent for one in told))
    return [*parts, Part(None, rest, percent)] if rest else parts


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, id_: int, number: int) -> HttpResponse:
    """What a version changed, word by word. A POST makes it what the thing says now."""
    reader = reader_of(request)
    one = thing_for(reader, id_)
    version = version_of(one, number) if number < 2**31 else None
    if version is None:
        raise Http404
    if request.method == "POST":
        return bring_back(request, one, number)
    before = version_before(version)
    context = {
        "thing": one,
        "title": titles_of([one], reader)[one.pk],
        "row": rows_of([version], reader)[0],
        "before": before,
        "titles": difference(before.title, version.title) if before and before.title != version.title else [],
        "pieces": tightened(difference(before.text if before else "", version.text)),
        "may_restore": number != one.revision and restoring_of(one, reader) is not None,
    }
    return render(request, "writing/change.html", context)


def bring_back(request: HttpRequest, one: Thing, number: int) -> HttpResponse:
    me, how, at = person_of(request), restoring_of(one, reader_of(request)), now()
    if how is None or me is None:
        raise Http404
    try:
        restore(thing=one, number=number, by=me, at=at, save=lambda version: how.save(one, version, me, at))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("It says that again. What it said until now is in the history."))
    return redirect("thing", id_=one.pk)


AROUND = 300
"""Characters of what stayed that are shown beside a change."""


def tightened(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with long stretches of what stayed cut to what stands beside a change."""
    last = len(pieces) - 1
    return [
        Piece("same", beside(piece.text, first=place == 0, last=place == last)) if piece.kind == "same" else piece
        for place, piece in enumerate(pieces)
    ]


def beside(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * AROUND + 1:
        return text
    return f"{'' if first else text[:AROUND]}\n…\n{'' if last else text[-AROUND:]}"
