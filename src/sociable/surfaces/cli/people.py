"""`sociable people`: who is one person, who is forgotten."""

import json

import click
from django.db.models import Q

from sociable.kit.clock import now
from sociable.knowledge.expertise.topics import as_record, topics_of
from sociable.people import verbs
from sociable.people.duplicates import suggest
from sociable.people.models import Person
from sociable.publics.readers import INSIDER
from sociable.surfaces.cli.journal import rebuild_all
from sociable.surfaces.cli.upkeep import bring_up_to_date, prepare_database
from sociable.things.verbs import erase as erase_person


def person_named(words: str) -> Person:
    """The one person meant by an id, an address, a handle or a name. Raises BadParameter where there is not one."""
    words = words.strip()
    by_id = Person.objects.filter(pk=int(words)) if words.isdecimal() and len(words) < 19 else Person.objects.none()
    named = Q(name__iexact=words) | Q(identities__value=words.casefold()) | Q(identities__value=words)
    found = list(by_id or Person.objects.filter(named).select_related("same_as").distinct()[:20])
    people = {one.root_id for one in found}
    if not found:
        raise click.BadParameter(f"nobody here is known as {words!r}")
    if len(people) > 1:
        raise click.BadParameter(f"{words!r} may be any of the ids {', '.join(str(one) for one in sorted(people))}")
    return found[0] if by_id else found[0].root


@click.group()
def people() -> None:
    """Who is who: likely duplicates, merge, split, topics, erase."""


@people.command()
@click.option("--limit", default=50, show_default=True, help="How many suggestions at most.")
def duplicates(limit: int) -> None:
    """People who may be one. Nothing is merged until you say so."""
    prepare_database()
    found = suggest(limit)
    for one in found:
        click.echo(f"{one.person.pk}\t{one.into.pk}\t{one.person.name}\t{one.into.name}\t{one.reason}")
    if not found:
        click.echo("Nobody here looks like somebody else.", err=True)


@people.command()
@click.argument("person")
@click.argument("into")
def merge(person: str, into: str) -> None:
    """Says that PERSON and INTO are one. `people split` undoes it."""
    prepare_database()
    try:
        done = verbs.merge(person=person_named(person), into=person_named(into), by=None, at=now())
    except verbs.Refused as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"{done.person} [{done.person_id}] is now {done.into} [{done.into_id}].", err=True)


@people.command()
@click.argument("person")
def split(person: str) -> None:
    """Undoes the merge of PERSON (an id: merged people share their names)."""
    prepare_database()
    try:
        done = verbs.split(person=person_named(person), by=None, at=now())
    except verbs.Refused as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"{done.person} [{done.person_id}] stands alone again.", err=True)


@people.command()
@click.argument("person")
@click.option("--limit", default=12, show_default=True, type=click.IntRange(0, 100), help="How many topics at most.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def topics(person: str, limit: int, as_json: bool) -> None:
    """What PERSON is found for, as their colleagues may know it: what they hide is not told."""
    prepare_database()
    bring_up_to_date()
    told = topics_of(person_named(person).root, INSIDER, limit=limit)
    if as_json:
        click.echo(json.dumps([as_record(one) for one in told], ensure_ascii=False))
        return
    for one in told:
        click.echo(f"{one.words}\t{one.things}\t{'pending' if one.pending else one.kind}")
    if not told:
        click.echo("Nothing that they did shows a topic, or they are not to be named.", err=True)


@people.command()
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask; there is no way back.")
def erase(person: str, yes: bool) -> None:
    """Forgets PERSON: name, addresses, account, and what they alone wrote. There is no way back."""
    prepare_database()
    one = person_named(person)
    if not yes:
        click.confirm(f"Forget {one} [{one.pk}] and all they alone wrote, for good?", abort=True, err=True)
    touched = erase_person(person=one, by=None, at=now())
    rebuild_all()
    click.echo(f"Forgotten. {touched:,} things were touched.", err=True)
