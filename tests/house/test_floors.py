"""The house stands as it was drawn: no key points up a floor, the spine stays thin, migrations stand alone."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from sociable.carriers.connectors import connectors
from sociable.things.models import Thing

FLOORS = ("kit", "ledger", "people", "publics", "things", "responses", "rooms", "knowledge", "carriers", "surfaces")
SOURCE = Path(settings.PACKAGE)


def floor_of(model: type[models.Model]) -> int | None:
    parts = model.__module__.split(".")
    return FLOORS.index(parts[1]) if parts[0] == "sociable" else None


def foreign_keys() -> list[tuple[type[models.Model], type[models.Model]]]:
    return [
        (model, field.remote_field.model)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and floor_of(model) is not None
    ]


def test_no_foreign_key_points_up_a_floor() -> None:
    keys = foreign_keys()
    assert len(keys) > 20
    upward = [
        f"{model.__name__} -> {target.__name__}"
        for model, target in keys
        if (above := floor_of(target)) is not None and above > (floor_of(model) or 0)
    ]
    assert upward == []


def test_rooms_of_one_floor_hold_no_keys_to_each_other() -> None:
    def room(model: type[models.Model]) -> str:
        return ".".join(model.__module__.split(".")[:3])

    strangers = [
        f"{model.__name__} -> {target.__name__}"
        for model, target in foreign_keys()
        if floor_of(model) == floor_of(target)
        and FLOORS[floor_of(model) or 0] in ("responses", "rooms", "knowledge", "carriers", "surfaces")
        and room(model) != room(target)
    ]
    assert strangers == []


def test_the_wings_of_one_floor_hold_no_keys_to_each_other() -> None:
    wings = {"knowledge", "responses", "rooms"}
    across = [
        f"{model.__name__} -> {target.__name__}"
        for model, target in foreign_keys()
        if len(pair := {model.__module__.split(".")[1], target.__module__.split(".")[1]}) == 2 and pair <= wings
    ]
    assert across == []


def test_the_spine_is_thin() -> None:
    assert len(Thing._meta.concrete_fields) < 15


@pytest.mark.parametrize(
    "file", sorted(SOURCE.glob("**/migrations/0*.py")), ids=lambda file: f"{file.parts[-3]}/{file.stem}"
)
def test_a_migration_imports_none_of_our_code(file: Path) -> None:
    assert not re.search(r"^\s*(from|import) sociable", file.read_text(), re.MULTILINE)


@pytest.mark.parametrize("room", sorted(connectors()))
def test_without_a_connectors_folder_the_rest_still_works(room: str, tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "sociable", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(tmp_path / "sociable" / "carriers" / "connectors" / room)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "SOCIABLE_DATA": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-m", "sociable", "import", "--help"],
        env=environment | {"DATABASE_URL": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    offered = done.stdout.partition("Commands:")[2].split()
    assert room not in offered
    assert set(connectors()) - {room} <= set(offered)
