"""What a reader may do to any thing: `{% responses_to card %}` under it, whatever kind it is."""

from django import template
from django.template import Context

from sociable.surfaces.web.cards import Card
from sociable.surfaces.web.microblog.standing import standings
from sociable.surfaces.web.reader import reader_of

register = template.Library()


@register.inclusion_tag("responses/of_thing.html", takes_context=True)
def responses_to(context: Context, card: Card) -> dict[str, object]:
    """Useful, save, thank, follow and mute the thread, for whoever is signed in; nothing for a stranger."""
    request, thing = context["request"], card.thing
    reader = reader_of(request)
    more: dict[str, object] = {}
    if reader.person is not None:
        mine = any(credit.person.pk == reader.person for credit in card.credits)
        more = {"standing": standings([thing.pk], reader)[thing.pk], "is_mine": mine}
    return {
        "request": request,
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
        "card": card,
        "next": f"{request.path}#responses",
        **more,
    }
