"""The box that notes are written in: what it holds, and for whom one may write, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sociable.people.models import Person
from sociable.publics.models import ORGANISATION, Membership, Public
from sociable.publics.readers import Reader, may_publish_in, publics_of
from sociable.rooms.microblog.polls import MOST, Poll
from sociable.rooms.microblog.words import LONGEST, without_picture
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.writing.files import brought
from sociable.surfaces.web.writing.forms import told_saved
from sociable.things import drafts
from sociable.things.models import Unsaved

CLOSES = (
    (1, gettext_lazy("in an hour")),
    (24, gettext_lazy("in a day")),
    (72, gettext_lazy("in three days")),
    (168, gettext_lazy("in a week")),
)
"""When a poll may close: hours from now."""


@dataclass(frozen=True, slots=True)
class ForWhom:
    """A public one may write for, and in words who will see it."""

    id: int
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Composer:
    where: str
    text: str
    publics: Sequence[ForWhom]
    """Empty where the public is not a choice: a reply has that of what it answers."""
    choices: Sequence[str]
    closes: int
    restored: Unsaved | None
    just_saved: bool
    is_edit: bool
    most: int = LONGEST
    closings: Sequence[tuple[int, object]] = CLOSES


def composer(
    request: HttpRequest, *, where: str = "note:new", text: str = "", public: Public | None = None
) -> Composer:
    """The box, with what was sent, or not saved, or else as given. `public` is chosen at first."""
    me, sent = person_of(request), request.POST if request.method == "POST" else None
    kept = drafts.kept(person=me, where=where) if me and sent is None else None
    words = sent.get("text", "") if sent is not None else kept.text if kept else text
    chosen = sent.get("public", "") if sent is not None else str(public.pk) if public else str(ORGANISATION)
    choices = [*(sent.getlist("choice") if sent is not None else ()), *[""] * MOST][:MOST]
    closes = sent.get("closes", "") if sent is not None else ""
    return Composer(
        where,
        words,
        offered(reader_of(request), chosen, where) if where == "note:new" or public else (),
        choices,
        int(closes) if closes.isdecimal() and len(closes) < 5 else 24,
        kept,
        told_saved(request, where),
        where.startswith("note:edit"),
    )


def offered(reader: Reader, chosen: str, where: str) -> Sequence[ForWhom]:
    """The publics to choose from; for a note that stands, none where its own is closed to writing: it stays there."""
    publics = for_whom(reader, chosen)
    return publics if where == "note:new" or any(one.is_chosen for one in publics) else ()


def for_whom(reader: Reader, chosen: str) -> list[ForWhom]:
    """The publics this reader may write for: the widest last, as what is said there cannot be unsaid."""
    members = Membership.objects.filter(public=OuterRef("pk")).order_by().values("public").annotate(n=Count("pk"))
    known = publics_of(reader).select_related("owner").annotate(people=Coalesce(Subquery(members.values("n")), 0))
    mine = [one for one in known if may_publish_in(reader, one)]
    ranked = sorted(mine, key=lambda one: (RANK[one.kind], one.is_list, one.name.casefold(), one.pk))
    return [ForWhom(one.pk, who_sees(one), str(one.pk) == chosen) for one in ranked]


RANK = {"organisation": 0, "function": 1, "circle": 2, "partners": 3, "everyone": 4}


def who_sees(public: Public) -> str:
    """The public, and in words who sees what is written for it."""
    number: int = getattr(public, "people", 0)
    if public.kind == Public.Kind.EVERYONE:
        return _("Everyone: whoever comes to this site, signed in or not")
    if public.kind == Public.Kind.ORGANISATION:
        return _("%(name)s: everybody who works here") % {"name": public}
    if public.kind == Public.Kind.PARTNERS:
        return _("%(name)s: our partners, and everybody who works here") % {"name": public}
    if public.is_list:
        words = ngettext(
            "my list %(name)s: %(number)s person, whom nobody else is told",
            "my list %(name)s: %(number)s people, who do not see each other",
            number - 1,
        )
        return words % {"name": public.name, "number": number - 1}
    words = ngettext("%(name)s: its %(number)s member", "%(name)s: its %(number)s members", number)
    return words % {"name": public, "number": number}


def poll_of(request: HttpRequest, at: datetime) -> Poll | None:
    """The poll that was sent, if any."""
    choices = [one.strip() for one in request.POST.getlist("choice") if one.strip()]
    if not choices:
        return None
    hours = request.POST.get("closes", "")
    known = {str(number): number for number, _words in CLOSES}
    return Poll(choices, at + timedelta(hours=known.get(hours, 24)))


def text_of(request: HttpRequest, me: Person) -> str:
    """The note that was sent, with its picture at its end."""
    text = request.POST.get("text", "").rstrip()
    if not isinstance(request.FILES.get("file"), UploadedFile):
        return text
    said, _picture = without_picture(text)
    return f"{said.rstrip()}\n\n{brought(request, me)}".lstrip()
