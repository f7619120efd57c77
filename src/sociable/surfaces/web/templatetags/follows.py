"""Follow and mute, on any page: `{% follow_buttons "person" person %}`, "tag", "thing"."""

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from sociable.people.models import Person
from sociable.responses.follows.reading import Followed, Muted, followed_by, muted_by
from sociable.surfaces.web.reader import person_of
from sociable.things.models import Tag, Thing

register = template.Library()

SETS = {"person": "people", "tag": "tags", "thing": "things"}


@register.inclusion_tag("microblog/follow_if_signed_in.html", takes_context=True)
def follow_buttons(context: Context, name: str, what: Person | Tag | Thing) -> dict[str, object]:
    """The buttons for whoever is signed in, and it is not themselves."""
    request = context["request"]
    me = person_of(request)
    if me is None or what == me:
        return {"is_shown": False}
    if not hasattr(request, "_follows"):
        request._follows = (followed_by(me), muted_by(me))
    follows, mutes = request._follows
    return {
        "is_shown": True,
        "request": request,
        "name": name,
        "id": what.pk,
        "called": getattr(what, "name", "") or _("this thread"),
        "is_followed": what.pk in of(name, follows),
        "is_muted": what.pk in of(name, mutes),
        "csrf_token": context.get("csrf_token"),
    }


def of(name: str, some: Followed | Muted) -> frozenset[int]:
    found: frozenset[int] = getattr(some, SETS[name])
    return found
