"""Kill -9 is a normal event: an import that was killed many times and run again equals one that never was."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.carriers.conftest import Line, write_lines

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DOCUMENTS = 4000
MOMENTS = (0.45, 0.6, 0.75, 0.9)
"""Shares of the time that a whole import takes, of which the first third is Python starting."""

DUMP = """
import json, os
import django
django.setup()
from django.db.models import Count
from sociable.carriers.models import Origin, Reference
from sociable.knowledge.expertise.models import Evidence
from sociable.knowledge.search.find import find
from sociable.knowledge.search.index import here
from sociable.ledger.models import Activity
from sociable.people.models import Identity
from sociable.publics.readers import INSIDER
from sociable.things.models import Contribution, Link, Tagging, Thing, Version
hits = find("water", INSIDER, limit=100_000)
print(json.dumps({
    "things": sorted(Origin.objects.values_list("key", "digest", "thing__title", "thing__reply_to__origins__key")),
    "versions": sorted(Version.objects.values_list("thing__origins__key", "number", "text")),
    "credits": sorted(Contribution.objects.values_list("thing__origins__key", "person__name", "role__name")),
    "evidence": sorted(Evidence.objects.values_list("thing__origins__key", "person__name", "role__name", "acts")),
    "people": sorted(Identity.objects.values_list("value", "person__name")),
    "tags": Tagging.objects.count(), "links": Link.objects.count(), "waiting": Reference.objects.count(),
    "acts": sorted(Activity.objects.values("verb").annotate(n=Count("pk")).values_list("verb", "n")),
    "found": [len(hits), len(set(hits.things.tolist())), here().searcher().num_docs],
}))
"""


def corpus(folder: Path) -> Path:
    dice = random.Random(3)
    documents: list[Line] = [
        {
            "id": f"d{number}",
            "title": f"Report {number} on water",
            "text": " ".join(dice.choices("river lake rain tide well spring dam flood".split(), k=30)),
            "date": f"20{dice.randrange(10, 26)}-0{dice.randrange(1, 10)}-11",
            "tags": [f"tag{dice.randrange(9)}"],
            "reply_to": f"d{dice.randrange(DOCUMENTS)}",
            "cites": [f"d{dice.randrange(DOCUMENTS * 2)}"],
            "people": {"author": [f"p{dice.randrange(300)}"], "reviewer": [f"p{dice.randrange(300)}"]},
        }
        for number in range(DOCUMENTS)
    ]
    write_lines(folder / "documents.jsonl", documents)
    write_lines(folder / "people.jsonl", [{"id": f"p{number}", "name": f"Person {number}"} for number in range(300)])
    return folder


class Site:
    """A site of its own, in a process of its own, on the database that the suite runs on."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        self.environment = {**os.environ, "SOCIABLE_DATA": str(self.folder), "DATABASE_URL": self.database(name)}

    def database(self, name: str) -> str:
        if connection.vendor != "postgresql":
            return ""
        database = f"{settings.DATABASES['default']['NAME']}_{name}"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{database}"')
        kept = connection.settings_dict
        user = kept["USER"] + (f":{kept['PASSWORD']}" if kept["PASSWORD"] else "")
        host = kept["OPTIONS"].get("host") or kept["HOST"]
        if str(host).startswith("/"):
            return f"postgres://{user}@%2F{str(host)[1:].replace('/', '%2F')}/{database}"
        return f"postgres://{user}@{host}:{kept['PORT'] or 5432}/{database}"

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "sociable", *words],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *words: str) -> str:
        process = self.start(*words)
        _out, said = process.communicate(timeout=120)
        assert process.returncode == 0, said.decode()
        return said.decode()

    def dump(self) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-c", DUMP], env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        return result


def test_killed_many_times_and_run_again_it_equals_an_uninterrupted_run(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "waters")
    whole, killed = Site(tmp_path, "whole"), Site(tmp_path, "killed")
    begin = time.monotonic()
    whole.run("import", "corpus", str(folder))
    span = time.monotonic() - begin
    killed.run("setup")
    for moment in MOMENTS:
        process = killed.start("import", "corpus", str(folder))
        time.sleep(span * moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    closing = killed.run("import", "corpus", str(folder))
    assert "rejected           0" in closing
    expected, got = whole.dump(), killed.dump()
    for part in expected:
        assert got[part] == expected[part], part
    assert got["found"] == [DOCUMENTS, DOCUMENTS, DOCUMENTS + 1], "each thing once, and the place"
