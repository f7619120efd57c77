"""Our strings and their translations: read from the source, brought in step, compiled. `bin/messages` runs this.

Django's own makemessages needs GNU gettext on the machine; Babel reads the same strings with nothing to install. The
catalogue says neither where a string stands nor when it was read, so that it changes only when a string does.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sociable"
LOCALES = SOURCE / "locale"
HEADER = """\
# Sociable in {name}.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
KEYWORDS: dict[str, object] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogues() -> list[Path]:
    return sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))


def strings() -> Catalog:
    """Every string of the source that a reader may see."""
    found = Catalog(charset="utf-8")
    for file in sorted(SOURCE.rglob("*")):
        if "migrations" not in file.parts:
            for message, comments, context in strings_of(file):
                found.add(message, auto_comments=comments, context=context)
    return found


def strings_of(file: Path) -> Iterator[tuple[object, list[str], str | None]]:
    if file.suffix == ".py":
        code = file.read_bytes()
    elif file.suffix in (".html", ".txt") and "templates" in file.parts:
        code = as_code(file).encode()
    else:
        return
    for _line, message, comments, context in extract("python", BytesIO(code), KEYWORDS, ("Translators:",)):  # type: ignore[arg-type]
        yield message, comments, context


def as_code(template: Path) -> str:
    """A template as Python code that holds the same strings."""
    from django.utils.translation.template import templatize

    # Each string stands on a line of its own: what is between them is no Python, and may hold a stray quote.
    code = templatize(template.read_text(), origin=template.name)
    calls = re.findall(r"\b(?:n?p?gettext)\((?:[^()\"']|u?\"(?:[^\"\\]|\\.)*\"|u?'(?:[^'\\]|\\.)*')*\)", code)
    return "\n".join(calls)


def read(file: Path) -> Catalog:
    with file.open("rb") as lines:
        return read_po(lines, locale=file.parts[-3], domain="django")


def update(file: Path) -> None:
    """Brings a catalogue in step with the source: new strings come in untranslated, those that are gone go."""
    catalogue = read(file)
    catalogue.update(strings(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    header = HEADER.format(name=catalogue.locale.english_name, code=catalogue.locale, plural=catalogue.plural_forms)  # type: ignore[union-attr]
    body = BytesIO()
    write_po(body, catalogue, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True, width=100)
    file.write_bytes(header.encode() + body.getvalue().strip() + b"\n")


def compile_stale() -> None:
    """Compiles what is not compiled yet. Several test processes may do it at once: each puts a whole file in place."""
    for file in catalogues():
        compiled = file.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= file.stat().st_mtime:
            continue
        fresh = file.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as target:
            write_mo(target, read(file))
        fresh.replace(compiled)


if __name__ == "__main__":
    for catalogue in catalogues():
        update(catalogue)
        print(f"{catalogue.parts[-3]}: {sum(not one.string for one in read(catalogue) if one.id)} to translate")
    compile_stale()
