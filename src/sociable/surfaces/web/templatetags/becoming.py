"""`{% become_what thread %}`: the button that makes a page or a post of a thread, for whoever may."""

from django import template
from django.template import Context

from sociable.surfaces.web.becoming.places import Places, places_for
from sociable.surfaces.web.becoming.threads import is_ripe
from sociable.surfaces.web.reader import reader_of
from sociable.things.models import Thing

register = template.Library()


@register.inclusion_tag("becoming/button.html", takes_context=True)
def become_what(context: Context, thread: Thing) -> dict[str, object]:
    reader = reader_of(context["request"])
    places = places_for(thread, reader) if reader.person and is_ripe(thread, reader) else Places()
    return {"thread": thread, "places": places, "csrf_token": context.get("csrf_token")}
