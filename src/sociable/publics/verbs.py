"""What is done with publics: found, join, leave, show; and the organisation's policy for whom the locator names."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.kit.languages import is_language
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused, id_of
from sociable.publics.models import Membership, Policy, Public, Shown
from sociable.publics.readers import may_administer, reader_for


@transaction.atomic
def found(*, slug: str, name: str, owner: Person, at: datetime, is_list: bool = False) -> Public:
    """Founds a circle; whoever founds it owns it, and is its first member."""
    circle = Public.objects.create(kind=Public.Kind.CIRCLE, slug=slug, name=name, owner=owner, is_list=is_list)
    record([Act("sociable:Found", at, owner.pk, public=circle.pk)])
    join(person=owner, public=circle, by=owner, at=at)
    return circle


@transaction.atomic
def join(*, person: Person, public: Public, by: Person | None, at: datetime) -> Membership:
    """Makes this person a member of the public; they see what is for it from now on."""
    membership, is_new = Membership.objects.get_or_create(
        person=person, public=public, defaults={"since": at, "by": by}
    )
    if is_new:
        record([Act("Join", at, person.pk, public=public.pk)])
    return membership


@transaction.atomic
def leave(*, person: Person, public: Public, at: datetime) -> Public:
    """Ends this person's membership; what is for the public is closed to them from now on."""
    return end_membership(person, public, None, at)


def end_membership(person: Person, public: Public, by: Person | None, at: datetime) -> Public:
    """Ends it under every name they are known by, as they would see through the others still. `by` is somebody else."""
    same = Q(person=person.root_id) | Q(person__same_as=person.root_id)
    standing = Membership.objects.select_for_update(of=("self",)).filter(same, public=public)
    members = list(standing.order_by("pk").values_list("person", flat=True))
    standing.delete()
    detail = {"by": by.pk} if by else {}
    record(Act("Leave", at, member, public=public.pk, detail=detail) for member in members)
    return public


@transaction.atomic
def show(*, person: Person, public: Public, by: Person | None, at: datetime) -> Shown:
    """Lets this person be shown to a public outside the organisation."""
    shown, is_new = Shown.objects.get_or_create(person=person, public=public, defaults={"by": by, "at": at})
    if is_new:
        record([Act("sociable:Show", at, id_of(by), public=public.pk, detail={"person": person.pk})])
    return shown


@transaction.atomic
def conceal(*, person: Person, public: Public, by: Person | None, at: datetime) -> Public:
    """Shows this person, under whatever name, to that public no longer."""
    same = Q(person=person.root_id) | Q(person__same_as=person.root_id)
    deleted, _rows = Shown.objects.filter(same, public=public).delete()
    if deleted:
        record([Act("sociable:Conceal", at, id_of(by), public=public.pk, detail={"person": person.pk})])
    return public


@transaction.atomic
def set_policy(
    *,
    by: Person | None,
    at: datetime,
    languages: Collection[str] = (),
    functions: Collection[str] = (),
    place: str = "",
    at_work: bool = False,
    public: Public | None = None,
    available: bool = False,
) -> Policy:
    """Sets the organisation's rules for whom the locator names, in place of those before; no rule at all lifts them.

    `by` is an administrator, or None for the machine's own operator.
    """
    if by is not None and not may_administer(reader_for(by)):
        raise Refused(_("Only an administrator sets the policy."))
    refuse_unknown(languages, functions)
    if public is not None and public.kind == Public.Kind.CIRCLE:
        raise Refused(_("A circle is known to its members only; the policy is for everybody."))
    place = place.strip()
    rules = {"languages": " ".join(languages), "functions": " ".join(functions), "place": place, "public": public}
    switches = {"at_work": at_work, "available": available}
    policy, _new = Policy.objects.update_or_create(pk=1, defaults={**rules, **switches, "by": by, "at": at})
    counts = {"languages": len(languages), "functions": len(functions), "place": int(bool(place))}
    detail = {**counts, **{name: int(on) for name, on in switches.items()}}
    record([Act("sociable:SetPolicy", at, id_of(by), public=public.pk if public else None, detail=detail)])
    return policy


def refuse_unknown(languages: Collection[str], functions: Collection[str]) -> None:
    for code in languages:
        if not is_language(code):
            raise Refused(_("%(a)s is not a language; give its two letters, for instance fr.") % {"a": repr(code)})
    known = set(Public.objects.filter(kind=Public.Kind.FUNCTION).values_list("slug", flat=True))
    for slug in functions:
        if slug not in known:
            offered = ", ".join(sorted(known))
            raise Refused(_("There is no function %(a)s here; there are: %(b)s.") % {"a": repr(slug), "b": offered})
