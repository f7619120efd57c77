"""What is done with comments: say, edit, withdraw, put back; let outsiders in; and decide on what they wrote."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused, id_of
from sociable.publics.readers import may_answer_in, reader_for
from sociable.responses.comments.doors import CLOSED, HELD, KIND, how_taken, is_mine, line_of, looks_after
from sociable.responses.comments.models import Decision, Guest, Hold, Opening, Withdrawal
from sociable.things.files import attach
from sociable.things.models import Tag, Thing, Version
from sociable.things.verbs import Draft, publish, put_back, revise, withdraw

ROLE = "commenter"
LONGEST = 10_000
"""Characters of a comment."""
LONGEST_NAME = 80
DEEPEST = 8
"""Comments upon comments; whoever answers the deepest stands beside it."""
MOST_WAITING = 100
"""Comments that wait on one thing; a flood is refused, not kept."""


@transaction.atomic
def comment(*, on: Thing, text: str, by: Person | None, at: datetime, name: str = "") -> Thing:
    """Says something of a thing, before the same public. What an outsider says is held until somebody lets it in.

    `by` is None for a visitor without an account, who gives a name.
    """
    words, guest = tidy(text), tidy_name(name) if by is None else ""
    reader = reader_for(by)
    thing = Thing.objects.visible_to(reader).select_for_update(of=("self",)).filter(pk=on.pk).first()
    if thing is None:
        raise Refused(_("What you comment on is not there any more, or it is not open to you."))
    taken = how_taken(thing, reader)
    if taken == CLOSED:
        raise Refused(_("Comments are open to those whom this is for."))
    if taken == HELD:
        refuse_a_flood(thing)
    people = [(by.pk, ROLE)] if by else []
    draft = Draft(KIND, thing.public_id, "", words, at, people, reply_to=said_to(thing).pk)
    said = Thing.objects.get(pk=publish([draft])[0])
    if by is None:
        Guest.objects.create(thing=said, name=guest)
    else:
        attach(thing=said, text=words, by=by, at=at)
    return hold(said, by, at) if taken == HELD else said


def said_to(thing: Thing) -> Thing:
    line = line_of(thing)
    return line[1] if len(line) > DEEPEST else thing


def refuse_a_flood(thing: Thing) -> None:
    waiting = Hold.objects.filter(decision=None, thing__reply_to__in=line_of(thing)).count()
    if waiting >= MOST_WAITING:
        raise Refused(_("Too many comments wait here already. Try again in a few days."))


def hold(said: Thing, by: Person | None, at: datetime) -> Thing:
    """The comment waits; whatever was decided on it before is open again."""
    held, _is_new = Hold.objects.get_or_create(thing=said, defaults={"at": at})
    Decision.objects.filter(hold=held).delete()
    record([Act("sociable:Hold", at, id_of(by), said.pk, None, said.public_id)])
    return shown_or_not(said, at)


def shown_or_not(said: Thing, at: datetime) -> Thing:
    """A comment is shown unless it was withdrawn, or waits, or was refused."""
    waits = Hold.objects.filter(thing=said).exclude(decision__admitted=True).exists()
    hidden = waits or Withdrawal.objects.filter(thing=said).exists()
    said.withdrawn_at = (said.withdrawn_at or at) if hidden else None
    said.save(update_fields=["withdrawn_at"])
    return said


@transaction.atomic
def edit(*, comment: Thing, text: str, by: Person, at: datetime) -> Thing:
    """Says it better: a new version, by who wrote it. An outsider's waits again."""
    words, said, reader = tidy(text), locked(comment), reader_for(by)
    if not is_mine(said, reader):
        raise Refused(_("Everybody edits their own comments only."))
    if Withdrawal.objects.filter(thing=said).exists():
        raise Refused(_("The comment was withdrawn. Put it back first."))
    if words == text_of(said):
        return said
    revise({said.pk: as_draft(said, words, at)}, by=by.pk)
    said.refresh_from_db()
    attach(thing=said, text=words, by=by, at=at)
    return said if may_answer_in(reader, said.public) else hold(said, by, at)


def as_draft(said: Thing, words: str, at: datetime) -> Draft:
    """The comment as it stands, with other words."""
    people = [(one.person_id, one.role.name) for one in said.contributions.select_related("role")]
    tags = list(Tag.objects.filter(taggings__thing=said).values_list("name", flat=True))
    cites = list(said.cites.values_list("target", flat=True))
    return Draft(
        kind=said.kind,
        public=said.public_id,
        title=said.title,
        text=words,
        at=at,
        people=people,
        tags=tags,
        reply_to=said.reply_to_id,
        score=said.score,
        accepted=said.accepted,
        cites=cites,
    )


@transaction.atomic
def take_away(*, comment: Thing, by: Person, at: datetime) -> Thing:
    """Withdraws a comment: one's own, or any on a thing that one looks after. Nothing of it is lost."""
    said, reader = locked(comment), reader_for(by)
    if not (is_mine(said, reader) or looks_after(reader, said)):
        raise Refused(_("Only who wrote it, or who looks after the page, withdraws a comment."))
    _row, is_new = Withdrawal.objects.get_or_create(thing=said, defaults={"by": by, "at": at})
    return withdraw(thing=said, by=by, at=at) if is_new else said


@transaction.atomic
def bring_back(*, comment: Thing, by: Person, at: datetime) -> Thing:
    """Puts a comment back that was withdrawn: whoever withdrew it may, and who looks after the thing."""
    said, reader = locked(comment), reader_for(by)
    row = Withdrawal.objects.select_related("by").filter(thing=said).first()
    if row is None or not text_of(said):
        raise Refused(_("There is nothing to put back."))
    if not (row.by and row.by.root_id == by.root_id) and not looks_after(reader, said):
        raise Refused(_("Only who withdrew it, or who looks after the page, puts a comment back."))
    row.delete()
    return shown_or_not(put_back(thing=said, by=by, at=at), at)


@transaction.atomic
def let_outsiders_in(*, thing: Thing, by: Person | None, at: datetime) -> Thing:
    """Lets whoever sees a thing comment on it. `by` is who looks after it, or None for the room it is in."""
    refuse_who_does_not_look_after(thing, by)
    _row, is_new = Opening.objects.get_or_create(thing=thing, defaults={"by": by, "at": at})
    if is_new:
        record([Act("sociable:LetIn", at, id_of(by), thing.pk, None, thing.public_id)])
    return thing


@transaction.atomic
def keep_outsiders_out(*, thing: Thing, by: Person | None, at: datetime) -> Thing:
    """Ends it; what was let in stays."""
    refuse_who_does_not_look_after(thing, by)
    deleted, _rows = Opening.objects.filter(thing=thing).delete()
    if deleted:
        record([Act("sociable:KeepOut", at, id_of(by), thing.pk, None, thing.public_id)])
    return thing


def admit(*, comment: Thing, by: Person, at: datetime) -> Thing:
    """Shows an outsider's comment."""
    return decide(comment, by, at, admitted=True)


def refuse(*, comment: Thing, by: Person, at: datetime) -> Thing:
    """Does not show an outsider's comment."""
    return decide(comment, by, at, admitted=False)


@transaction.atomic
def reconsider(*, comment: Thing, by: Person, at: datetime) -> Thing:
    """Takes a decision back: the comment waits again."""
    said = to_decide(comment, by)
    return hold(said, by, at) if Decision.objects.filter(hold__thing=said).exists() else said


@transaction.atomic
def decide(comment: Thing, by: Person, at: datetime, *, admitted: bool) -> Thing:
    said = to_decide(comment, by)
    values = {"admitted": admitted, "by": by, "at": at}
    Decision.objects.update_or_create(hold=Hold.objects.get(thing=said), defaults=values)
    record([Act("sociable:Admit" if admitted else "sociable:Refuse", at, by.pk, said.pk, None, said.public_id)])
    return shown_or_not(said, at)


def to_decide(comment: Thing, by: Person) -> Thing:
    said = locked(comment)
    refuse_who_does_not_look_after(said, by)
    if not Hold.objects.filter(thing=said).exists():
        raise Refused(_("This comment does not wait for anybody."))
    return said


def refuse_who_does_not_look_after(thing: Thing, by: Person | None) -> None:
    if by is not None and not looks_after(reader_for(by), thing):
        raise Refused(_("That is for those who look after the page."))


def locked(comment: Thing) -> Thing:
    """The comment, held until the transaction ends. Raises Refused for what is no comment."""
    said = Thing.objects.select_for_update(of=("self",)).filter(pk=comment.pk, kind=KIND).first()
    if said is None:
        raise Refused(_("There is no such comment."))
    return said


def text_of(said: Thing) -> str:
    return Version.objects.filter(thing=said, number=said.revision).values_list("text", flat=True).first() or ""


def tidy(text: str) -> str:
    """What may stand as a comment. Raises Refused for nothing, and for too much."""
    words = text_to_stored(text.replace("\r\n", "\n")).strip()
    if not re.search(r"\S", words):
        raise Refused(_("Say something first."))
    if len(words) > LONGEST:
        raise Refused(_("A comment has at most %(most)s characters; this one has %(has)s.") % sizes(words))
    return words


def sizes(words: str) -> dict[str, int]:
    return {"most": LONGEST, "has": len(words)}


def tidy_name(name: str) -> str:
    words = one_line(text_to_stored(name))[:LONGEST_NAME].strip()
    if not re.search(r"\w", words):
        raise Refused(_("Say who you are: a name is enough."))
    return words
