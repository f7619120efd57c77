"""Thanks in templates."""

from collections.abc import Sequence

from django import template
from django.template import Context

from sociable.people.models import Person
from sociable.surfaces.web.cards import Credit
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.thanks import Thankable, Told, thankable, told_to
from sociable.things.models import Thing

register = template.Library()


@register.simple_tag(takes_context=True)
def people_to_thank(context: Context, thing: Thing, credits: Sequence[Credit]) -> list[Thankable]:
    return thankable(thing, credits, reader_of(context["request"]))


@register.simple_tag(takes_context=True)
def thanks_to(context: Context, person: Person) -> list[Told]:
    return told_to(person, reader_of(context["request"]))
