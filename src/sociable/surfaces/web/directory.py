"""Everybody here, by name: a page of faces that stays pleasant at forty people and at three thousand."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower, Substr, Upper
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sociable.people.models import Account, PersonQuerySet
from sociable.publics.models import ORGANISATION, Membership, Public
from sociable.publics.readers import Reader, people_visible_to
from sociable.surfaces.web.filters import Choice, by_label, clean
from sociable.surfaces.web.reader import reader_of

A_PAGE = 60
CROWD = 10_000
"""People, up to whom names are put in order here rather than by the database."""


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    reader, form = reader_of(request), request.GET
    everybody = form.get("all") == "1" and reader.is_inside
    people = known_to(reader) if everybody else colleagues(reader)
    name, function, letter = clean(form.get("name", "")), form.get("function", ""), form.get("letter", "")[:1]
    found = narrowed(people, name, function)
    letters = letters_of(found)
    if letter and (starts := letters.get(folded(letter))):
        found = found.filter(starting_with(starts))
    page = Paginator(by_name(found), A_PAGE).get_page(form.get("page"))
    shown = people_visible_to(reader).in_bulk(list(page.object_list))
    functions = Public.objects.filter(kind=Public.Kind.FUNCTION)
    context = {
        "page": page,
        "people": [shown[one] for one in page.object_list if one in shown],
        "name": name,
        "letter": folded(letter) if letter else "",
        "letters": sorted(letters) if page.paginator.count > A_PAGE or letter else [],
        "functions": by_label(Choice(one.slug, str(one), one.slug == function) for one in functions),
        "function": function,
        "everybody": everybody,
        "others": reader.is_inside and not everybody and not found.exists() and known_to(reader).exists(),
        "reader": reader,
    }
    return render(request, "web/directory.html", context)


def known_to(reader: Reader) -> PersonQuerySet:
    return people_visible_to(reader).filter(bot=False)


def colleagues(reader: Reader) -> PersonQuerySet:
    """People who were let in, not those known by their work alone: a history may name a hundred thousand."""
    one = Q(person=OuterRef("pk")) | Q(person__same_as=OuterRef("pk"))
    members = Membership.objects.filter(one, public=ORGANISATION)
    return known_to(reader).filter(Exists(Account.objects.filter(one)) | Exists(members))


def narrowed(people: PersonQuerySet, name: str, function: str) -> PersonQuerySet:
    if name:
        people = people.filter(Q(name__icontains=name) | Q(headline__icontains=name))
    if function:
        one = Q(person=OuterRef("pk")) | Q(person__same_as=OuterRef("pk"))
        people = people.filter(Exists(Membership.objects.filter(one, public__slug=function)))
    return people


def by_name(people: PersonQuerySet) -> Sequence[int] | QuerySet[Any, int]:
    """Ids in the alphabet's order: É beside E. Of a crowd, in the database's, which may put it after Z."""
    in_order = people.order_by(Lower("name"), "pk")
    if in_order[CROWD:].exists():
        return in_order.values_list("pk", flat=True)
    return [id_ for id_, _name in sorted(in_order.values_list("pk", "name"), key=lambda row: plain(row[1]))]


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def letters_of(people: PersonQuerySet) -> Mapping[str, Sequence[str]]:
    """The first letters there are, without accents, each with those that names really begin with: E has é and É."""
    letters: dict[str, list[str]] = defaultdict(list)
    first = people.exclude(name="").annotate(first=Upper(Substr("name", 1, 1)))
    for one in first.order_by().values_list("first", flat=True).distinct():
        letters[folded(one)].append(one)
    return letters


def folded(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter.upper())[:1]


def starting_with(letters: Sequence[str]) -> Q:
    wanted = Q()
    for one in letters:
        # Both cases are spelled out: SQLite's LIKE knows the case of plain letters only.
        wanted |= Q(name__startswith=one.upper()) | Q(name__startswith=one.lower())
    return wanted
