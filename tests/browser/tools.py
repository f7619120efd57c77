"""Judges that we did not write: a browser, an accessibility checker, an HTML validator. They are not in the tree.

Where one is missing the story is skipped, and says so; on the build machine (`CI` is `true`) that is a failure.
"""

import os
import shutil
from pathlib import Path

import pytest

MODULES = Path(__file__).resolve().parents[2] / ".cache" / "npm" / "node_modules"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program(name: str) -> str:
    return shutil.which(name) or missing(f"there is no {name} on this machine")


def module(variable: str, file: str) -> Path:
    """A file of an npm package: where `variable` says, or in the project's own cache."""
    place = Path(os.environ.get(variable) or MODULES / file)
    return place if place.is_file() else Path(missing(f"{place} is missing; set {variable}, or install it from npm"))


def missing(reason: str) -> str:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
