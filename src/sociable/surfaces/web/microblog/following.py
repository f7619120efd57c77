"""What I follow and mute, on one page; and the buttons that change it, wherever they stand."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import people_visible_to
from sociable.responses.follows.models import Mute
from sociable.responses.follows.reading import followed_by, muted_by
from sociable.responses.follows.verbs import What, follow, mute, of, unfollow, unmute
from sociable.surfaces.web.cards import cards_of
from sociable.surfaces.web.microblog.writing import way_back
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.undo import told
from sociable.things.models import Tag, Thing


@login_required
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """People, tags and threads I follow; and what I have muted, with the way back from each."""
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    follows, mutes, seen = followed_by(me), muted_by(me), Thing.objects.visible_to(reader)
    people = people_visible_to(reader).order_by("name", "pk")
    context = {
        "people": people.filter(pk__in=follows.people),
        "tags": Tag.objects.filter(pk__in=follows.tags).order_by("name"),
        "threads": cards_of(seen.filter(pk__in=follows.things).order_by("-published_at"), reader),
        "muted_people": people.filter(pk__in=mutes.people),
        "muted_tags": Tag.objects.filter(pk__in=mutes.tags).order_by("name"),
        "muted_threads": cards_of(seen.filter(pk__in=mutes.things).order_by("-published_at"), reader),
        "muted_words": Mute.objects.filter(of(me)).exclude(word="").order_by("word").values_list("word", flat=True),
        "here": "following",
    }
    return render(request, "microblog/following.html", context)


@login_required
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Follows, mutes, or takes that back; leads back to where the button stood."""
    me, word = person_of(request), request.POST.get("do", "")
    assert me is not None
    back = way_back(request, reverse("following"))
    try:
        if word not in DEEDS:
            raise Refused(_("Nothing was changed: that button is not known here."))
        deed, words, contrary = DEEDS[word]
        deed(what=what_in(request), by=me, at=now())
        fields = {"do": contrary, "next": back} | {name: request.POST.get(name, "") for name in NAMES}
        told(request, str(words), action=reverse("follow"), fields=fields)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(back)


NAMES = ("person", "tag", "thing", "word")
DEEDS: Mapping[str, tuple[Callable[..., object], object, str]] = {
    "follow": (follow, gettext_lazy("You follow it: it stands at home from now on."), "unfollow"),
    "unfollow": (unfollow, gettext_lazy("You follow it no longer."), "follow"),
    "mute": (mute, gettext_lazy("Muted: you are shown nothing of it. Nobody is told."), "unmute"),
    "unmute": (unmute, gettext_lazy("You are shown it again."), "mute"),
}


def what_in(request: HttpRequest) -> What:
    """What the button is about."""
    person, tag, thing = (number_in(request.POST.get(name, "")) for name in NAMES[:3])
    return What(
        whom=Person.objects.filter(pk=person).first() if person else None,
        tag=Tag.objects.filter(pk=tag).first() if tag else None,
        thing=Thing.objects.filter(pk=thing).first() if thing else None,
        word=request.POST.get("word", ""),
    )


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0
