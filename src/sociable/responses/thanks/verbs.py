"""What is done with thanks: thank, and take it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import reader_for
from sociable.responses.thanks.models import Thanks
from sociable.things.models import Contribution, Thing


@transaction.atomic
def thank(*, person: Person, thing: Thing, by: Person, at: datetime) -> Thanks:
    """Thanks a person for a thing that they stand behind. A second time changes nothing."""
    whom, me = person.root, by.root
    if whom == me:
        raise Refused(_("Thanks are for others."))
    seen = Thing.objects.visible_to(reader_for(me)).filter(pk=thing.pk).exists()
    if whom.erased_at or not seen or not stands_behind(whom, thing):
        raise Refused(_("They do not stand behind this, or it is not there any more."))
    said, is_new = Thanks.objects.get_or_create(thing=thing, person=whom, by=me, defaults={"at": at})
    if is_new:
        record([Act("sociable:Thank", at, me.pk, thing.pk, None, thing.public_id, {"person": whom.pk})])
    return said


@transaction.atomic
def take_back_thanks(*, person: Person, thing: Thing, by: Person, at: datetime) -> Thing:
    """Takes back having thanked a person for a thing."""
    for said in Thanks.objects.select_for_update().filter(of(person, "person"), of(by, "by"), thing=thing):
        record([Act("sociable:Unthank", at, said.by_id, thing.pk, None, thing.public_id, {"person": said.person_id})])
        said.delete()
    return thing


def stands_behind(person: Person, thing: Thing) -> bool:
    return Contribution.objects.filter(of(person, "person"), thing=thing).exists()


def of(person: Person, field: str) -> Q:
    """A row of this person, under whatever name."""
    return Q(**{field: person.root_id}) | Q(**{f"{field}__same_as": person.root_id})
