"""`sociable who`: the question everything is for."""

import json

import click

from sociable.kit.clock import now
from sociable.knowledge.expertise.answer import Answer, as_record
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.rules import Rules, UnknownRule
from sociable.publics.readers import INSIDER, reader_for
from sociable.surfaces.cli.people import person_named
from sociable.surfaces.cli.upkeep import bring_up_to_date, prepare_database
from sociable.surfaces.web import gaps

SHOWN = 3


@click.command()
@click.argument("question")
@click.option("--as", "asker", help="Who asks: an id, an address or a name. Otherwise anybody in the organisation.")
@click.option("--language", "languages", multiple=True, help="Who speaks it (two letters); may be repeated.")
@click.option("--function", "functions", multiple=True, help="Who works in it; may be repeated.")
@click.option("--place", help="Who works there.")
@click.option("--at-work", is_flag=True, help="Who has a working hour now.")
@click.option("--public", help="Members of this public only.")
@click.option("--available", is_flag=True, help="Nobody who is away; whoever stands in for them instead.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0, 1000), help="How many people at most.")
@click.option("--json", "as_json", is_flag=True, help="For scripts; the form is in docs/api.md.")
def who(
    question: str,
    asker: str | None,
    languages: tuple[str, ...],
    functions: tuple[str, ...],
    place: str | None,
    at_work: bool,
    public: str | None,
    available: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Who can help with this? People, best first, with the things that speak for them."""
    prepare_database()
    bring_up_to_date()
    reader = reader_for(person_named(asker)) if asker else INSIDER
    rules = Rules.said(languages, functions, place, public, at_work=at_work, available=available)
    at = now()
    try:
        answer = locate(question, reader=reader, at=at, limit=limit, rules=rules)
    except UnknownRule as mistake:
        raise click.BadParameter(str(mistake), param_hint=f"--{mistake.rule}") from None
    if limit:
        gaps.note(answer, reader, at)
    click.echo(json.dumps(as_record(answer), ensure_ascii=False) if as_json else in_words(answer))


def in_words(answer: Answer) -> str:
    if answer.removed_by:
        return f"Somebody can help, but the rule {answer.removed_by!r} leaves nobody. See docs/rules.md."
    if answer.nobody:
        return "Nobody here is known to help with that."
    lines = []
    for place, one in enumerate(answer.people, 1):
        away = "" if one.available else " (away)"
        if one.quiet_since:
            away += f" (last seen {one.quiet_since:%Y-%m-%d})"
        if one.stands_in_for:
            away = f" (stands in for {one.stands_in_for}, whose work this is)"
        lines.append(f"{place:>3}. {one.name}{away}  [{one.id}]  {one.score:.2f}")
        lines += [f"       {reason.date:%Y-%m-%d}  {reason.role}: {reason.title}" for reason in one.reasons[:SHOWN]]
        if len(one.reasons) > SHOWN:
            lines.append(f"       and {len(one.reasons) - SHOWN} more")
    return "\n".join(lines)
