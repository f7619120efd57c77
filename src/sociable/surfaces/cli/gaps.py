"""`sociable gaps`: what is asked for here, and nobody is known to help with."""

import json

import click

from sociable.rooms.questions.models import Gap
from sociable.surfaces.cli.upkeep import prepare_database


@click.command()
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many at most.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def gaps(limit: int, as_json: bool) -> None:
    """Questions that found nobody, the most asked first."""
    prepare_database()
    found = list(Gap.objects.order_by("-asked", "-last_at", "pk")[:limit])
    if as_json:
        click.echo(json.dumps([as_record(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.asked}\t{one.last_at:%Y-%m-%d}\t{one.example}")
    if not found:
        click.echo("No question found nobody so far. Each that does is counted here, without who asked.", err=True)


def as_record(gap: Gap) -> dict[str, object]:
    return {
        "id": gap.pk,
        "topic": gap.topic,
        "example": gap.example,
        "asked": gap.asked,
        "first_at": gap.first_at.isoformat(),
        "last_at": gap.last_at.isoformat(),
    }
