"""`sociable policy`: the organisation's own rules for whom the locator names."""

import click

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.publics.models import Policy, Public
from sociable.publics.verbs import set_policy
from sociable.surfaces.cli.upkeep import prepare_database


@click.group()
def policy() -> None:
    """Rules that hold for every question; a question may narrow them, not widen."""


@policy.command()
def show() -> None:
    """The rules that hold now, one a line."""
    prepare_database()
    one = Policy.objects.select_related("public").filter(pk=1).first()
    lines = in_words(one) if one else []
    click.echo("\n".join(lines) if lines else "No rules: whoever can help is named.")


def in_words(one: Policy) -> list[str]:
    said = {
        "language": one.languages,
        "function": one.functions,
        "place": one.place,
        "public": one.public.slug if one.public else "",
        "at-work": "yes" if one.at_work else "",
        "available": "yes" if one.available else "",
    }
    return [f"{name}: {value}" for name, value in said.items() if value]


@policy.command("set")
@click.option("--language", "languages", multiple=True, help="Two letters; may be repeated: one of them is enough.")
@click.option("--function", "functions", multiple=True, help="A function's slug; may be repeated.")
@click.option("--place", default="", help="Where they work.")
@click.option("--at-work", is_flag=True, help="Only people for whom it is a working hour.")
@click.option("--public", "slug", help="Only members of this public.")
@click.option("--available", is_flag=True, help="Not those who are away; whoever stands in for them instead.")
def set_(
    languages: tuple[str, ...], functions: tuple[str, ...], place: str, at_work: bool, slug: str | None, available: bool
) -> None:
    """Sets the rules, in place of those before. Without options: no rules."""
    prepare_database()
    public = Public.objects.filter(slug=slug).first() if slug else None
    if slug and public is None:
        raise click.BadParameter(f"no public is called {slug!r}", param_hint="--public")
    try:
        set_policy(
            by=None,
            at=now(),
            languages=[code.lower() for code in languages],
            functions=functions,
            place=place,
            at_work=at_work,
            public=public,
            available=available,
        )
    except Refused as reason:
        raise click.BadParameter(str(reason)) from None
    click.echo("Set; it holds from the next question on.", err=True)
