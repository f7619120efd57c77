"""What is done to set an organisation up: name it, found and close its functions, admit its people."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.identities import know, mail
from sociable.people.models import Person
from sociable.people.verbs import Refused, id_of
from sociable.publics.models import ORGANISATION, Membership, Public
from sociable.publics.readers import may_administer, reader_for
from sociable.publics.verbs import join

LONGEST = 120
"""Characters of a public's name."""


@transaction.atomic
def name_public(*, public: Public, name: str, by: Person | None, at: datetime) -> Public:
    """Says what the organisation, or one of its functions, is called. A blank name gives back the one it came with."""
    refuse_others(by)
    if public.kind not in (Public.Kind.ORGANISATION, Public.Kind.FUNCTION):
        raise Refused(_("Only the organisation and its functions are named here."))
    words = tidy(name)
    if words != public.name:
        public.name = words
        public.save(update_fields=["name"])
        record([Act("sociable:Name", at, id_of(by), public=public.pk)])
    return public


@transaction.atomic
def found_function(*, name: str, by: Person | None, at: datetime) -> Public:
    """Founds a function of the organisation, under a short name of its own."""
    refuse_others(by)
    words = tidy(name)
    slug = slugify(words)[:80]
    if not slug:
        raise Refused(_("Say what the function is called."))
    if Public.objects.filter(slug=slug).exists():
        raise Refused(_("There is a public of that name already: %(a)s.") % {"a": words})
    function = Public.objects.create(kind=Public.Kind.FUNCTION, slug=slug, name=words)
    record([Act("sociable:Found", at, id_of(by), public=function.pk)])
    return function


@transaction.atomic
def close_function(*, function: Public, by: Person | None, at: datetime) -> None:
    """Closes a function that nobody works in and nothing was written for."""
    refuse_others(by)
    if function.kind != Public.Kind.FUNCTION or function.memberships.exists():
        raise Refused(_("%(a)s is in use: it stays.") % {"a": function})
    number = function.pk
    try:
        function.delete()
    except ProtectedError:
        raise Refused(_("%(a)s is in use: it stays.") % {"a": function}) from None
    record([Act("sociable:Close", at, id_of(by), public=number)])


@transaction.atomic
def admit(*, name: str, address: str, function: Public | None, by: Person | None, at: datetime) -> Person:
    """Makes somebody known here as one of the organisation, in a function if one is said."""
    refuse_others(by)
    one = mail(address, name)
    found = know([one])[one.key]
    if found is None:
        raise Refused(_("Whoever had the address %(a)s asked to be forgotten.") % {"a": address})
    person = Person.objects.select_related("same_as").get(pk=found).root
    join(person=person, public=Public.objects.get(pk=ORGANISATION), by=by, at=at)
    if function is not None:
        join(person=person, public=function, by=by, at=at)
    return person


def refuse_others(by: Person | None) -> None:
    """Only an administrator, or the machine's own operator (None), sets an organisation up."""
    if by is not None and not may_administer(reader_for(by)):
        raise Refused(_("Only an administrator does that."))


def tidy(name: str) -> str:
    words = one_line(text_to_stored(name))
    if len(words) > LONGEST:
        raise Refused(_("A name has at most %(most)s characters.") % {"most": LONGEST})
    return words


def is_in_use(function: Public) -> bool:
    """Whether anybody works in it, so that it cannot be closed."""
    return Membership.objects.filter(public=function).exists()
