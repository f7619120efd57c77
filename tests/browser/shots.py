"""Pictures of every page, to be judged by eye: `python -m tests.browser.shots DIR`."""

import os
import sys
from pathlib import Path

import pytest


def take(folder: str) -> int:
    Path(folder).mkdir(parents=True, exist_ok=True)
    os.environ["SOCIABLE_SHOTS"] = str(Path(folder).resolve())
    return pytest.main(["-q", "tests/browser/test_looks.py", "-k", "accessible"])


if __name__ == "__main__":
    sys.exit(take(sys.argv[1] if len(sys.argv) > 1 else "shots"))
