"""`sociable COMMAND`: the table of contents of the command line."""

import sys
from importlib.util import find_spec

import click
from django.db import DatabaseError

from sociable.surfaces.cli import accounts, documents, gaps, imports, journal, people, policy, serve, sources, who, wiki


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def sociable() -> None:
    """Who can help with what: import work, ask, serve.

    Every command takes --data DIR: the folder in which the site stands.
    """


for command in (
    accounts.account,
    documents.documents,
    gaps.gaps,
    imports.imports,
    journal.ledger,
    people.people,
    policy.policy,
    serve.demo,
    serve.serve,
    serve.setup,
    serve.worker,
    sources.sources,
    who.who,
    wiki.wiki,
):
    sociable.add_command(command)

if find_spec("sociable.carriers.connectors.wordpress"):
    from sociable.surfaces.cli import blogs

    sociable.add_command(blogs.blog)

if find_spec("sociable.carriers.connectors.corpus"):  # measuring reads a corpus: without that room, nothing is measured
    from sociable.surfaces.cli import bench, collection, evaluate

    sociable.add_command(bench.bench)
    sociable.add_command(collection.collection)
    sociable.add_command(evaluate.evaluate)


def run(words: list[str]) -> None:
    try:
        sociable.main(words, prog_name="sociable")
    except DatabaseError as failure:
        sys.exit(f"The database could not do it: {failure}")
