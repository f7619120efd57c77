"""Threads in templates."""

from django import template
from django.template import Context

from sociable.surfaces.web.comments.forms import form_for, place_of_writing
from sociable.surfaces.web.comments.threads import Thread, thread_on
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.writing.forms import EditorForm
from sociable.things.models import Thing

register = template.Library()


@register.simple_tag(takes_context=True)
def comment_form(context: Context, thing: Thing) -> EditorForm:
    """The form to comment on a thing, filled with what its reader had begun."""
    return form_for(context["request"], place_of_writing(thing))


@register.simple_tag(takes_context=True)
def thread(context: Context, thing: Thing) -> Thread:
    """The comments on a thing that the reader of the page sees; `?comments=2` asks for the second page."""
    request = context["request"]
    return thread_on(thing, reader_of(request), request.GET.get("comments", ""))
