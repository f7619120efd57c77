"""Publics in templates, as their reader may know them."""

from django import template
from django.template import Context

from sociable.publics.models import Public
from sociable.publics.readers import owns
from sociable.surfaces.web.reader import reader_of

register = template.Library()


@register.simple_tag(takes_context=True)
def public_for(context: Context, public: Public) -> str:
    """What the reader of the page calls a public: the name of a list is its owner's own."""
    request = context.get("request")
    if public.is_list and request is not None and owns(reader_of(request), public):
        return public.name
    return str(public)
