"""Documentation is a contract: what is not written down fails here."""

import re
from pathlib import Path

import click
import pytest
from django.conf import settings

from sociable.ledger.vocabulary import VERBS
from sociable.surfaces.cli.documents import settings_page, vocabulary_page
from sociable.surfaces.cli.main import sociable

ROOT = Path(settings.CHECKOUT)
DOCS = ROOT / "docs"


def commands(group: click.Group, path: str = "sociable") -> list[str]:
    found = []
    for name, command in group.commands.items():
        found += commands(command, f"{path} {name}") if isinstance(command, click.Group) else [f"{path} {name}"]
    return found


@pytest.mark.parametrize("command", commands(sociable))
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in (DOCS / "commands.md").read_text()


def options(group: click.Group) -> set[str]:
    found = set()
    for command in group.commands.values():
        if isinstance(command, click.Group):
            found |= options(command)
        else:
            found |= {
                max(one.opts, key=len)
                for one in command.params
                if isinstance(one, click.Option) and not one.hidden and "--help" not in one.opts
            }
    return found


@pytest.mark.parametrize("option", sorted(options(sociable)))
def test_every_option_is_documented(option: str) -> None:
    assert option in (DOCS / "commands.md").read_text()


def test_the_settings_page_is_what_the_settings_say() -> None:
    assert (DOCS / "settings.md").read_text() == settings_page(), "run: bin/sociable documents"


def test_the_vocabulary_page_is_what_the_vocabulary_says() -> None:
    assert (DOCS / "ledger.md").read_text().endswith(vocabulary_page()), "run: bin/sociable documents"
    assert all(verb.meaning for verb in VERBS)


PAGES = sorted([*DOCS.glob("**/*.md"), *ROOT.glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize(
    "file",
    sorted(
        file
        for pattern in ("requirements/*.txt", "bin/*", "docs/**/*.md", "*.md", "*.toml", "src/**/*.py", "src/**/*.md")
        for file in ROOT.glob(pattern)
        if file.is_file()
    ),
    ids=lambda file: file.name,
)
def test_nothing_names_a_registry(file: Path) -> None:
    hosts = ("pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org")
    text = file.read_text(encoding="utf-8", errors="replace")
    assert not [host for host in hosts if host in text]
