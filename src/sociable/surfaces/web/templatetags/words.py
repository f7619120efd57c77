"""Small words of the templates: avatars, moments, roles, kinds."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zlib import crc32

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language

from sociable.kit.asked import Asked
from sociable.kit.html import from_markdown
from sociable.people.models import Person
from sociable.publics.models import ORGANISATION, Public
from sociable.publics.readers import may_administer as may
from sociable.surfaces.web.labels import SAID_BY_THE_KIND, SURE, label_of_kind, label_of_language, label_of_role
from sociable.surfaces.web.picture import Spot
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.undo import way_back as way_back_of
from sociable.surfaces.web.writing.links import resolver_for

register = template.Library()

ITS_NAME = Asked(lambda: Public.objects.filter(pk=ORGANISATION).values_list("name"))
HUES = 12
"""Colours of initials; as many as `avatars.css` has."""
AS_IT_IS = frozenset({"commit", "merge"})
"""Kinds whose text was written for a fixed-width screen."""
MANY = frozenset({"answer", "comment", "remark"})
"""Kinds of which several stand on one page."""


@register.simple_tag
def avatar(id_: int, name: str) -> SafeString:
    """Initials on a colour that stays theirs. Decoration: the name always stands beside it."""
    return format_html('<span class="avatar hue-{}" aria-hidden="true">{}</span>', id_ * 7 % HUES, initials_of(name))


def initials_of(name: str) -> str:
    return Person(name=name).initials[:2] or "·"


@register.simple_tag
def face(spot: Spot, radius: int) -> SafeString:
    """Somebody in a picture: the same initials and colour as everywhere, the name under it."""
    hue, x, y = spot.person.pk * 7 % HUES, exact(spot.x), exact(spot.y)
    disc = format_html('<circle class="face hue-{}" cx="{}" cy="{}" r="{}"/>', hue, x, y, radius)
    letters = '<text class="initials hue-{}" aria-hidden="true" x="{}" y="{}">{}</text>'
    label = '<text class="name" x="{}" y="{}">{}</text>'
    return (
        disc
        + format_html(letters, hue, x, y, initials_of(spot.person.name))
        + format_html(label, x, exact(round(spot.y + radius + 17, 1)), spot.label)
    )


@register.simple_tag
def exact(number: float) -> str:
    """A number as SVG reads it, whatever the reader's language makes of a decimal point."""
    return f"{number:g}"


@register.simple_tag
def organisation() -> str:
    """What the organisation is called; the site's own name until somebody has said it."""
    return next((name for (name,) in ITS_NAME()), "") or "Sociable"


@register.simple_tag(takes_context=True)
def may_administer(context: Context) -> bool:
    request = context.get("request")
    return request is not None and may(reader_of(request))


@register.simple_tag(takes_context=True)
def way_back(context: Context) -> Mapping[str, Any] | None:
    return way_back_of(context.get("request"))


@register.simple_tag
def day(moment: datetime) -> SafeString:
    local = localtime(moment)
    return format_html('<time datetime="{}">{}</time>', local.date().isoformat(), day_in_words(local))


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A day and an hour, in the reader's time zone."""
    local = localtime(at)
    words = f"{day_in_words(local)}, {date_format(local, 'H:i')}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


def day_in_words(moment: datetime) -> str:
    """A date in full, as the reader's language writes it: « 1er mars », but "December 1", not "Dec. 1"."""
    if get_language() == "fr":
        return date_format(moment, "j F Y" if moment.day > 1 else r"j\e\r F Y")
    return date_format(moment, "F j, Y")


@register.simple_tag(takes_context=True)
def prose(context: Context, kind: str, text: str) -> SafeString:
    """A thing's text as HTML that is safe to show; whom it names is a link, if this reader may be shown them."""
    if kind in AS_IT_IS:
        return format_html("<pre>{}</pre>", text)
    scope = f"{crc32(text.encode())}-" if kind in MANY else ""  # several stand on one page, each with its footnotes
    return from_markdown(text, resolve=resolver_for(reader_of(request_of(context))), scope=scope)


def request_of(context: Context) -> HttpRequest:
    """The request that is answered, in a part that was given nothing but its own words, too."""
    found: HttpRequest = context.request  # type: ignore[attr-defined]
    return found


@register.filter
def sure(word: str) -> str:
    """How sure the locator is, as people say it."""
    return str(SURE.get(word, ""))


@register.filter
def kind(word: str) -> str:
    return label_of_kind(word)


@register.filter
def roles(words: Iterable[str], kind: str = "") -> str:
    """Roles as people say them, without those that the thing's kind says already."""
    return ", ".join(label_of_role(word) for word in words if (kind, word) not in SAID_BY_THE_KIND)


@register.filter
def languages(codes: Iterable[str]) -> str:
    return capfirst(", ".join(label_of_language(code) for code in codes))


@register.filter
def language(code: str) -> str:
    return capfirst(label_of_language(code))
