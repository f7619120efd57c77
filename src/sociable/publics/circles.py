"""What is done with circles: found, invite, accept, decline; add to a list; leave, remove, hand over, close.

A **circle** is joined by whoever is invited and says yes; its members know each other. A **list** is its owner's alone:
they add whom they like, and nobody else is told who is in it, nor what it is called.
"""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Closure, Invitation, Membership, Public
from sociable.publics.organising import tidy
from sociable.publics.readers import Reader, is_closed, owns, people_visible_to, reader_for
from sociable.publics.verbs import end_membership, found, join

MOST = 500
"""People in a circle, and circles of one owner."""


@transaction.atomic
def found_circle(*, name: str, by: Person, at: datetime, is_list: bool = False) -> Public:
    """Founds a circle, or a list; whoever founds it owns it."""
    words = tidy(name)
    if not words:
        raise Refused(_("Say what the circle is called."))
    if not reader_for(by).is_inside:
        raise Refused(_("Circles are founded by people of the organisation."))
    if Public.objects.filter(owner=by.root).count() >= MOST:
        raise Refused(_("That is enough circles for one person."))
    return found(slug=fresh_slug("" if is_list else words), name=words, owner=by.root, at=at, is_list=is_list)


def fresh_slug(words: str) -> str:
    """A short name that tells nobody whether a circle of this name is there already; nothing of a list's name."""
    return f"{slugify(words)[:60] or 'circle'}-{secrets.token_hex(5)}"


@transaction.atomic
def rename(*, circle: Public, name: str, by: Person, at: datetime) -> Public:
    """Gives the circle another name."""
    one, words = owned(circle, by), tidy(name)
    if not words:
        raise Refused(_("Say what the circle is called."))
    if words != one.name:
        one.name = words
        one.save(update_fields=["name"])
        record([Act("sociable:Name", at, by.root_id, public=one.pk)])
    return one


@transaction.atomic
def invite(*, circle: Public, person: Person, by: Person, at: datetime) -> Invitation:
    """Asks somebody to join a circle. Whoever said no is not asked again."""
    one, whom = owned(circle, by), known(person, by)
    if one.is_list:
        raise Refused(_("Nobody is invited to a list: its owner adds whom they like."))
    refuse_closed(one)
    refuse_full(one)
    if is_member(whom, one):
        raise Refused(_("%(name)s is in the circle already.") % {"name": whom})
    asked, is_new = Invitation.objects.get_or_create(public=one, person=whom, defaults={"by": by.root, "at": at})
    if asked.declined_at:
        raise Refused(_("%(name)s said no. They can still join, if they change their mind.") % {"name": whom})
    if is_new:
        record([Act("Invite", at, by.root_id, public=one.pk, detail={"person": whom.pk})])
    return asked


@transaction.atomic
def take_back_invitation(*, circle: Public, person: Person, by: Person, at: datetime) -> Public:
    """Asks somebody no longer."""
    one = owned(circle, by)
    if Invitation.objects.filter(of(person), public=one, declined_at=None).delete()[0]:
        record([Act("sociable:Uninvite", at, by.root_id, public=one.pk, detail={"person": person.root_id})])
    return one


@transaction.atomic
def accept(*, circle: Public, by: Person, at: datetime) -> Membership:
    """Joins the circle that one was invited to: what is said there is open from now on, from its first word."""
    invitation = invitation_to(circle, by)
    refuse_full(circle)
    invited_by = invitation.by
    Invitation.objects.filter(of(by), public=circle).delete()
    record([Act("Accept", at, by.root_id, public=circle.pk)])
    return join(person=by.root, public=circle, by=invited_by, at=at)


@transaction.atomic
def decline(*, circle: Public, by: Person, at: datetime) -> Invitation:
    """Does not join."""
    invitation = invitation_to(circle, by)
    if invitation.declined_at is None:
        invitation.declined_at = at
        invitation.save(update_fields=["declined_at"])
        record([Act("Reject", at, by.root_id, public=circle.pk)])
    return invitation


@transaction.atomic
def add(*, to: Public, person: Person, by: Person, at: datetime) -> Membership:
    """Puts somebody on one's list: what one writes for it from now on, and wrote before, is open to them."""
    one, whom = owned(to, by), known(person, by)
    if not one.is_list:
        raise Refused(_("People join a circle themselves: invite them."))
    refuse_closed(one)
    refuse_full(one)
    return join(person=whom, public=one, by=by.root, at=at)


@transaction.atomic
def leave_circle(*, circle: Public, by: Person, at: datetime) -> Public:
    """Leaves a circle, or somebody's list. What is said there is closed to them at once."""
    one = held(circle)
    if owns(reader_for(by), one):
        raise Refused(_("The circle is yours: hand it over first, or close it."))
    return end_membership(by, one, None, at)


@transaction.atomic
def remove(*, circle: Public, person: Person, by: Person, at: datetime) -> Public:
    """Takes somebody out of one's circle or list. What is said there is closed to them at once."""
    one = owned(circle, by)
    if person.root_id == by.root_id:
        raise Refused(_("The circle is yours: hand it over first, or close it."))
    return end_membership(person, one, by.root, at)


@transaction.atomic
def hand_over(*, circle: Public, to: Person, by: Person, at: datetime) -> Public:
    """Gives a circle to one of its members. A list cannot be given: it is its owner's secret."""
    one = owned(circle, by)
    if one.is_list or not is_member(to, one):
        raise Refused(_("A circle is handed over to one of its members."))
    one.owner = to.root
    one.save(update_fields=["owner"])
    record([Act("sociable:HandOver", at, by.root_id, public=one.pk, detail={"person": to.root_id})])
    return one


@transaction.atomic
def close(*, circle: Public, by: Person, at: datetime) -> Public:
    """Closes a circle: nothing new is said there, and nobody joins. What was said stays with its members."""
    one = owned(circle, by)
    _row, is_new = Closure.objects.get_or_create(public=one, defaults={"by": by.root, "at": at})
    if is_new:
        record([Act("sociable:Close", at, by.root_id, public=one.pk)])
    return one


@transaction.atomic
def reopen(*, circle: Public, by: Person, at: datetime) -> Public:
    """Opens a closed circle again."""
    one = owned(circle, by)
    if Closure.objects.filter(public=one).delete()[0]:
        record([Act("sociable:Reopen", at, by.root_id, public=one.pk)])
    return one


@transaction.atomic
def forget_in_circles(*, people: Collection[int], at: datetime) -> None:
    """Takes erased people out of circles and lists; what they owned is nobody's, and what a list was called goes."""
    circles = Membership.objects.filter(person__in=people, public__kind=Public.Kind.CIRCLE)
    rows = list(circles.order_by("pk").values_list("person", "public"))
    circles.delete()
    record([Act("Leave", at, person, public=public) for person, public in rows])
    Invitation.objects.filter(person__in=people).delete()
    Public.objects.filter(owner__in=people, is_list=True).update(name="")
    Public.objects.filter(owner__in=people, kind=Public.Kind.CIRCLE).update(owner=None)


def circles_of(reader: Reader) -> QuerySet[Public]:
    """The circles and lists this reader stands in, by name; of a list of somebody else's, only that it is there."""
    circles = Public.objects.filter(kind=Public.Kind.CIRCLE, pk__in=reader.publics)
    return circles.select_related("owner", "closure").order_by("is_list", "name", "pk")


def invitations_of(person: Person) -> QuerySet[Invitation]:
    """What somebody is asked to join, the latest first; what they declined, last."""
    open_ = Invitation.objects.filter(of(person), public__closure=None).select_related("public", "by")
    return open_.order_by("declined_at", "-at", "-pk")


def members_of(circle: Public, reader: Reader) -> list[Person]:
    """Who is in a circle, of those the reader may be shown, the owner first. For whoever may know: see readers."""
    roots = {one.person.root_id for one in circle.memberships.select_related("person")}
    owner = circle.owner.root_id if circle.owner else 0
    people = people_visible_to(reader).filter(pk__in=roots)
    return sorted(people, key=lambda one: (one.pk != owner, one.name.casefold(), one.pk))


def held(circle: Public) -> Public:
    """The circle, held until the transaction ends. Raises Refused for what is none."""
    one = Public.objects.select_for_update(of=("self",)).filter(pk=circle.pk, kind=Public.Kind.CIRCLE).first()
    if one is None:
        raise Refused(_("There is no such circle."))
    return one


def owned(circle: Public, by: Person) -> Public:
    one = held(circle)
    if not owns(reader_for(by), one):
        raise Refused(_("Only whoever owns the circle does that."))
    return one


def known(person: Person, by: Person) -> Person:
    """The person, under the name they are known by; whom one may not be shown is not there."""
    whom = people_visible_to(reader_for(by)).filter(pk=person.root_id).first()
    if whom is None:
        raise Refused(_("There is nobody of that name here."))
    return whom


def invitation_to(circle: Public, by: Person) -> Invitation:
    held(circle)
    found = Invitation.objects.select_related("by").filter(of(by), public=circle, public__closure=None).first()
    if found is None:
        raise Refused(_("You are not invited, or not any more."))
    return found


def is_member(person: Person, circle: Public) -> bool:
    return Membership.objects.filter(of(person), public=circle).exists()


def of(person: Person) -> Q:
    return Q(person=person.root_id) | Q(person__same_as=person.root_id)


def refuse_closed(circle: Public) -> None:
    if is_closed(circle):
        raise Refused(_("The circle is closed. Open it again first."))


def refuse_full(circle: Public) -> None:
    if Membership.objects.filter(public=circle).count() >= MOST:
        raise Refused(_("A circle has at most %(most)s people.") % {"most": MOST})
