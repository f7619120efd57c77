"""A thing's page: the people behind it first, then what it says and what was said to it."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sociable.kit.asked import Fetched, Id, Ids
from sociable.publics.readers import Reader
from sociable.surfaces.web.cards import Card, cards_of
from sociable.surfaces.web.homes import home_of
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.titles import Title, texts_of
from sociable.things.history import latest_versions, version_of
from sociable.things.models import Thing, ThingQuerySet, Version
from sociable.things.tags import tags_of

REPLIES = 20
CITED = 20
"""Things listed among those a thing cites, or that cite it."""


@require_safe
def thing(request: HttpRequest, id_: int) -> HttpResponse:
    reader = reader_of(request)
    one = SEEN.first(thing=id_, publics=reader.publics)
    if one is None:
        raise Http404
    home = home_of(one)
    if home:
        return redirect(f"{home}?{request.GET.urlencode()}" if request.GET else home)
    replies = Paginator(replies_to(one, reader).exclude(kind="comment"), REPLIES).get_page(request.GET.get("page"))
    versions = latest_versions(one)
    earlier = version_in(request.GET.get("version", ""), one)
    card = with_texts([one], reader)[0]
    if earlier:
        card = replace(card, title=Title(earlier.title or str(card.title), one.language), text=earlier.text)
    context = {
        "card": card,
        "versions": versions if len(versions) > 1 else [],
        "earlier": earlier,
        "parent": next(iter(cards_of(ABOVE(thing=one.reply_to_id, publics=reader.publics), reader)), None),
        "tags": tags_of(one),
        "page": replies,
        "replies": with_texts(list(replies.object_list), reader),
        "cites": cards_of(CITES(thing=one.pk, publics=reader.publics), reader),
        "cited_by": cards_of(CITED_BY(thing=one.pk, publics=reader.publics), reader),
    }
    return render(request, "web/thing.html", context)


SEEN = Fetched(lambda: Thing.objects.open_to(Ids("publics")).filter(pk=Id("thing")).select_related("public"))
ABOVE = Fetched(lambda: Thing.objects.open_to(Ids("publics")).filter(pk=Id("thing")))
CITES = Fetched(lambda: latest(Thing.objects.open_to(Ids("publics")).filter(cited_by__source=Id("thing"))))
CITED_BY = Fetched(lambda: latest(Thing.objects.open_to(Ids("publics")).filter(cites__target=Id("thing"))))


def version_in(number: str, one: Thing) -> Version | None:
    """The earlier version that the address asks for; None for the current one. Raises Http404 for one not to be had."""
    if not number:
        return None
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    found = version_of(one, wanted)
    if found is None:
        raise Http404
    return None if wanted == one.revision else found


def replies_to(one: Thing, reader: Reader) -> ThingQuerySet:
    """The answer that was taken first, then the most voted for, then in the order they were said."""
    return Thing.objects.visible_to(reader).filter(reply_to=one).order_by("-accepted", "-score", "published_at", "pk")


def with_texts(things: list[Thing], reader: Reader) -> list[Card]:
    titles = {thing.pk: thing.title for thing in things}
    texts = {id_: without_title(text, titles[id_]) for id_, text in texts_of(titles).items()}
    return cards_of(things, reader, texts)


def without_title(text: str, title: str) -> str:
    """A commit's message begins with its title, which the page shows already."""
    first, _break, rest = text.lstrip().partition("\n")
    return rest.lstrip("\n") if title and first.strip() == title else text


def newest(things: ThingQuerySet, reader: Reader) -> list[Card]:
    return cards_of(latest(things), reader)


def latest(things: ThingQuerySet) -> ThingQuerySet:
    return things.order_by("-published_at", "-pk")[:CITED]
