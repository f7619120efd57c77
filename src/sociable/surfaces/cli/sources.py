"""`sociable sources`: what is visited by itself, how it fares, and ruling it."""

import json
import re
from datetime import datetime

import click
from django.db.models import Q

from sociable.carriers import verbs
from sociable.carriers.connectors import connectors
from sociable.carriers.models import Source
from sociable.carriers.sources import Health, call_on, health, visit_due
from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.publics.models import ORGANISATION, Public
from sociable.surfaces.cli.imports import Place, public_named, wait_until_findable
from sociable.surfaces.cli.upkeep import helper_process, prepare_database

UNITS = {"m": 1, "min": 1, "h": 60, "d": 60 * 24, "j": 60 * 24, "w": 60 * 24 * 7}


class Rhythm(click.ParamType[int]):
    """`30m`, `2h`, `1d`, `1w`; a number alone is minutes."""

    name = "TIME"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d{1,6})\s*(m|min|h|d|j|w)?", str(value).strip().lower())
        if not found:
            self.fail(f"{value!r} is not a time; write 30m, 2h, 1d or 1w", param, ctx)
        return int(found[1]) * UNITS[found[2] or "m"]


@click.group()
def sources() -> None:
    """Where work comes from by itself: list, add, pause, resume, remove, run."""


@sources.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_(as_json: bool) -> None:
    """Every source, and how it fares."""
    prepare_database()
    found = health(Source.objects.filter(connector__in=connectors()).order_by("name", "pk"))
    if as_json:
        click.echo(json.dumps([as_record(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo("\n".join(in_words(one)))
    if not found:
        click.echo("No source yet: sociable sources add CONNECTOR LOCATION --every TIME", err=True)


def in_words(one: Health) -> list[str]:
    source = one.source
    rhythm = f"every {every(one.schedule.minutes)}" if one.schedule else "by hand only"
    lines = [f"{source.name}  [{source.pk}]  {source.connector}, {rhythm}: {one.state}", f"    {source.location}"]
    if one.trouble:
        times = f" ({one.failures} times in a row)" if one.failures > 1 else ""
        lines.append(f"    {one.trouble}{times}")
    if last := one.last_success:
        figures = f"{last.read:,} read, {last.new:,} new, {last.changed:,} changed, {last.rejected:,} rejected"
        lines.append(f"    last good visit {moment(last.ended_at)}: {figures}")
    if one.schedule and not one.pause:
        lines.append(f"    next visit {moment(one.schedule.next_at)}")
    return lines


def moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "never"


def every(minutes: int) -> str:
    for unit, size in (("d", 60 * 24), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


def as_record(one: Health) -> dict[str, object]:
    last, good = one.last, one.last_success
    return {
        "id": one.source.pk,
        "name": one.source.name,
        "connector": one.source.connector,
        "location": one.source.location,
        "public": one.source.public.slug,
        "state": one.state,
        "minutes": one.schedule.minutes if one.schedule else None,
        "next": one.schedule.next_at.isoformat() if one.schedule and not one.pause else None,
        "failures": one.failures,
        "trouble": one.trouble,
        "last": last.began_at.isoformat() if last else None,
        "last_success": good.ended_at.isoformat() if good and good.ended_at else None,
        "counts": {name: getattr(good, name) for name in ("read", "new", "changed", "unchanged", "rejected")}
        if good
        else None,
    }


@sources.command()
@click.argument("connector", type=click.Choice(sorted(connectors())))
@click.argument("location")
@click.option("--every", "minutes", type=Rhythm(), default="1h", show_default=True, help="30m, 2h, 1d …")
@click.option("--name", default="", help="Name of the source; otherwise its folder's, file's or address's.")
@click.option("--public", "slug", help="Whom it is for: a public's short name. Otherwise the organisation.")
def add(connector: str, location: str, minutes: int, name: str, slug: str | None) -> None:
    """Has LOCATION visited by itself from now on; one that is there already gets the new rhythm."""
    prepare_database()
    kind = connectors()[connector]
    place = Place(kind).convert(location, None, None)
    public = Public.objects.get(pk=public_named(slug) or ORGANISATION)
    try:
        made = verbs.schedule(
            kind=connector,
            connector=kind,
            location=place,
            name=name,
            public=public,
            minutes=minutes,
            by=None,
            at=now(),
        )
    except Refused as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(
        f"{made.name} [{made.pk}] is visited every {every(minutes)}, by the worker that `serve` starts.", err=True
    )


def source_named(words: str) -> Source:
    """The one source meant by an id or a name. Raises BadParameter where there is not one."""
    meant = Q(name=words) | (Q(pk=int(words)) if words.isdecimal() and len(words) < 19 else Q(pk=None))
    found = list(Source.objects.filter(meant, connector__in=connectors()).order_by("pk")[:20])
    if not found:
        raise click.BadParameter(f"no source is called {words!r}; see: sociable sources list")
    if len(found) > 1:
        raise click.BadParameter(f"{words!r} may be any of the ids {', '.join(str(one.pk) for one in found)}")
    return found[0]


@sources.command()
@click.argument("source")
def pause(source: str) -> None:
    """Leaves SOURCE alone until it is resumed."""
    prepare_database()
    try:
        done = verbs.pause(source=source_named(source), by=None, at=now())
    except Refused as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"{done.name} is left alone.", err=True)


@sources.command()
@click.argument("source")
def resume(source: str) -> None:
    """Has SOURCE visited again, the first time at once."""
    prepare_database()
    done = verbs.resume(source=source_named(source), by=None, at=now())
    click.echo(f"{done.name} is visited again.", err=True)


@sources.command()
@click.argument("source")
def remove(source: str) -> None:
    """Has SOURCE not visited by itself any more. What it brought stays, and an import by hand still knows it."""
    prepare_database()
    done = verbs.unschedule(source=source_named(source), by=None, at=now())
    click.echo(f"{done.name} is visited by hand only.", err=True)


@sources.command()
@click.argument("names", nargs=-1, metavar="SOURCE…")
@click.option("--due", is_flag=True, help="All that are due now: what the worker does.")
def run(names: tuple[str, ...], due: bool) -> None:
    """Visits each SOURCE now, whatever its schedule."""
    if bool(names) == due:
        raise click.UsageError("give sources, or --due")
    prepare_database()
    if due:
        for source, failure in visit_due(now()):
            click.echo(f"Source {source.name}: {failure}", err=True) if failure else None
        return
    failed = 0
    for source in [source_named(one) for one in names]:
        with helper_process():
            failure = call_on(source)
        click.echo(f"{source.name}: {failure or 'done'}", err=True)
        failed += bool(failure)
    wait_until_findable()
    if failed:
        raise click.exceptions.Exit(1)
