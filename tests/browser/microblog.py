"""An office that talks in a few words: what the browser looks at."""

from datetime import timedelta

from sociable.kit.clock import now
from sociable.publics.circles import accept, add, found_circle, invite
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.responses.follows.verbs import What, follow, mute
from sociable.responses.saved.verbs import save
from sociable.responses.votes.verbs import like
from sociable.rooms.microblog.polls import Poll, cast
from sociable.rooms.microblog.verbs import boost, post, reply
from sociable.things.models import Tag
from tests.conftest import Office


def pages_of_the_microblog(office: Office) -> dict[str, str]:
    """Ada's home with all there is in it, a thread, a poll, circles, what she follows."""
    everybody, world = (Public.objects.get(pk=one) for one in (ORGANISATION, EVERYONE))
    note = post(
        text="The lift is mended. Thank you, @[Bruno Côté]! #lift", public=everybody, by=office.ada, at=office.later()
    )
    said = reply(to=note, text="It was the **third** relay.", by=office.bruno, at=office.later(), named=[office.ada])
    reply(to=said, text="Which is to say:\nthe cheapest.", by=office.ada, at=office.later())
    passed = post(text="To whom it may concern: we recruit.", public=world, by=office.chioma, at=office.later())
    boost(note=passed, by=office.bruno, at=office.later())
    poll = Poll(["Tea", "Coffee", "Water, from the tap"], now() + timedelta(days=2))
    asked = post(text="What shall we buy?", public=everybody, by=office.bruno, at=now(), poll=poll)
    voted = post(text="And when?", public=everybody, by=office.bruno, at=now(), poll=poll)
    cast(choice=voted.poll.choices.all()[0], by=office.ada, at=now())
    circle = found_circle(name="Summer party", by=office.ada, at=office.later())
    for one in (office.bruno, office.chioma):
        invite(circle=circle, person=one, by=office.ada, at=office.later())
    accept(circle=circle, by=office.bruno, at=office.later())
    post(text="A cake?", public=circle, by=office.bruno, at=office.later())
    mine = found_circle(name="Old friends", by=office.ada, at=office.later(), is_list=True)
    add(to=mine, person=office.bruno, by=office.ada, at=office.later())
    theirs = found_circle(name="Not told", by=office.bruno, at=office.later(), is_list=True)
    add(to=theirs, person=office.ada, by=office.bruno, at=office.later())
    kayaks = found_circle(name="Kayaks", by=office.chioma, at=office.later())
    invite(circle=kayaks, person=office.ada, by=office.chioma, at=office.later())
    follow(what=What(whom=office.bruno), by=office.ada, at=office.later())
    follow(what=What(tag=Tag.objects.get(name="lift")), by=office.ada, at=office.later())
    like(thing=passed, by=office.ada, at=office.later())
    save(thing=asked, by=office.ada, at=office.later())
    mute(what=What(word="football"), by=office.ada, at=office.later())
    return {
        "timeline": "/home/",
        "notes": "/notes/",
        "notes-of-bruno": f"/people/{office.bruno.pk}/notes/",
        "note": f"/notes/{note.pk}/",
        "note-poll": f"/notes/{asked.pk}/",
        "note-voted": f"/notes/{voted.pk}/",
        "note-new": "/notes/new/",
        "note-answer": f"/notes/{note.pk}/answer/",
        "note-edit": f"/notes/{note.pk}/edit/",
        "tag": "/tags/lift/",
        "circles": "/circles/",
        "circle": f"/circles/{circle.pk}/",
        "circle-people": f"/circles/{circle.pk}/people/?name=chioma",
        "list": f"/circles/{mine.pk}/",
        "list-of-bruno": f"/circles/{theirs.pk}/",
        "following": "/following/",
        "saved": "/saved/",
    }
