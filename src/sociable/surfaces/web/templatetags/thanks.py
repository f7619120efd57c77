"""Thanks in templates."""

from django import template
from django.template import Context

from sociable.people.models import Person
from sociable.surfaces.web.cards import Card
from sociable.surfaces.web.microblog.standing import Standing
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.thanks import Thankable, Told, thankable, told_to

register = template.Library()


@register.simple_tag(takes_context=True)
def people_to_thank(context: Context, card: Card, standing: Standing) -> list[Thankable]:
    return thankable(card, standing, reader_of(context["request"]))


@register.simple_tag(takes_context=True)
def thanks_to(context: Context, person: Person) -> list[Told]:
    return told_to(person, reader_of(context["request"]))
