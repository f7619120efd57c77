"""An earlier version of a page comes back through the wiki's own save, which follows its name and its links."""

from datetime import datetime

from sociable.people.models import Person
from sociable.publics.readers import Reader
from sociable.rooms.wiki.models import Page
from sociable.rooms.wiki.verbs import save
from sociable.surfaces.web.wiki.doors import may_write
from sociable.surfaces.web.writing.restoring import Restoring
from sociable.things.models import Thing, Version


def may(thing: Thing, reader: Reader) -> bool:
    page = Page.objects.select_related("space__public").filter(pk=thing.pk).first()
    return page is not None and may_write(reader, page.space)


def bring_back(thing: Thing, version: Version, by: Person, at: datetime) -> object:
    page = Page.objects.select_related("space").get(pk=thing.pk)
    return save(page=page, title=version.title, text=version.text, base=thing.revision, by=by, at=at)


RESTORING = Restoring(may, bring_back)
