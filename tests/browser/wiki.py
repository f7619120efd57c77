"""The wiki's pages as they are judged: a tree, a page with all there is around one, two texts that contradict."""

from datetime import timedelta

from sociable.kit.clock import now
from sociable.publics.models import ORGANISATION, Public
from sociable.rooms.wiki.minding import affirm, ask_on, remark
from sociable.rooms.wiki.suggesting import guard, suggest
from sociable.rooms.wiki.verbs import found_space, save, write
from tests.conftest import Office

TIDES = """They come **twice** a day, as the [[Moon]] has it; see [[Winds#Storms]] and [[Nobody wrote this]].

## Spring

| day | metres |
|---|---|
| first | 4.2 |

## Neap

- [x] measured
- [ ] understood

## Storm

```
[[not a link]]
```
"""


def pages_of_the_wiki(office: Office) -> dict[str, str]:
    organisation = Public.objects.get(pk=ORGANISATION)
    space = found_space(name="How we work", public=organisation, by=office.ada, at=office.later())
    tides = write(space=space, title="Tides", text=TIDES, by=office.ada, at=office.later())
    moon = write(space=space, title="Moon", text="La lune.", by=office.bruno, at=office.later(), parent=tides)
    remark(page=tides, quote="They come twice a day", text="Everywhere?", by=office.bruno, at=office.later())
    remark(page=moon, quote="La lune", text="*Which* one?", by=office.ada, at=office.later())
    said = TIDES.replace("twice", "about twice")
    waiting = suggest(page=tides, title="Tides", text=said, base=1, by=office.bruno, at=office.later())
    save(page=moon, title="The moon", text="It pulls.", base=1, by=office.ada, at=office.later())
    today = now()
    affirm(page=tides, number=1, again=today.date() + timedelta(days=90), by=office.bruno, at=today)
    ask_on(page=moon, on=today.date(), by=office.bruno, at=today)
    guard(page=tides, by=office.ada, at=today)
    return {
        "wiki": "/wiki/",
        "wiki-found": "/wiki/-/new/",
        "wiki-space": "/wiki/how-we-work/",
        "wiki-care": "/wiki/how-we-work/-/care/",
        "wiki-new": "/wiki/how-we-work/-/new/?called=Winds&under=tides",
        "wiki-page": "/wiki/how-we-work/tides/",
        "wiki-page-changed": "/wiki/how-we-work/the-moon/",
        "wiki-print": "/wiki/how-we-work/tides/print/",
        "wiki-edit": "/wiki/how-we-work/tides/edit/",
        "wiki-place": "/wiki/how-we-work/the-moon/place/",
        "wiki-suggest": "/wiki/how-we-work/tides/suggest/",
        "wiki-suggestion": f"/wiki/how-we-work/tides/suggest/{waiting.pk}/",
    }
