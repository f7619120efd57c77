"""What the wiki forgets of an erased person: what the pages of theirs alone were called, and whom these named."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from sociable.rooms.wiki.models import FormerName, Page, Reference
from sociable.things.erasing import made_alone


def forget(people: Collection[int], at: datetime) -> None:
    """The pages themselves go as the things they are."""
    pages = Page.objects.filter(thing__contributions__person__in=people).values_list("pk", flat=True)
    alone = made_alone(list(pages), people)
    nameless = Concat(Value("page-"), Cast(F("pk"), CharField()))
    Page.objects.filter(pk__in=alone).update(key=nameless, slug=nameless)
    for model in (FormerName, Reference):
        model.objects.filter(page__in=alone).delete()
