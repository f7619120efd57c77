"""`sociable documents`: the pages of documentation that are written from the code, so that they cannot drift."""

from pathlib import Path

import click
from django.conf import settings

from sociable.ledger.vocabulary import VERBS
from sociable.settings import Environment

MARK = "<!-- From here on, this page is written by `sociable documents`. -->\n"


def settings_page() -> str:
    rows = []
    for name, field in Environment.model_fields.items():
        variable = field.validation_alias or f"SOCIABLE_{name.upper()}"
        kind = getattr(field.annotation, "__name__", str(field.annotation))
        default = "unset" if field.default_factory or field.default == "" else f"`{field.default}`"
        rows.append(f"| `{variable}` | {kind} | {default} | {field.description} |")
    table = "\n".join(["| variable | type | default | what it is for |", "|---|---|---|---|", *rows])
    words = "The site reads these variables of its environment, in `settings.py`, and no others."
    return f"# Settings\n\n{words}\n\n{table}\n"


def vocabulary_page() -> str:
    rows = []
    for verb in VERBS:
        detail = "; ".join(f"`{key}`: {meaning}" for key, meaning in verb.detail.items())
        rows.append(f"| `{verb.name}` | {verb.meaning} | {detail} |")
    return MARK + "\n" + "\n".join(["| verb | meaning | detail |", "|---|---|---|", *rows]) + "\n"


@click.command()
def documents() -> None:
    """Writes the pages of docs/ that come from the code: settings, the ledger's vocabulary."""
    folder = Path(settings.CHECKOUT) / "docs"
    if not folder.is_dir():
        raise click.ClickException("there is no docs folder here: this is for a checkout")
    (folder / "settings.md").write_text(settings_page())
    ledger = folder / "ledger.md"
    ledger.write_text(ledger.read_text().split(MARK)[0] + vocabulary_page())
