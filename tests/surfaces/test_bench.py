"""The bench runs, and says what it measured in the form it promised. What the figures are is not asked here."""

import json
import os
import subprocess
import sys

from sociable.surfaces.cli import synthetic


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    """The command, in a process of its own: it brings its own site."""
    command = [sys.executable, "-m", "sociable", *words]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def test_a_small_bench_says_every_figure() -> None:
    words = ["bench", "locate", "--documents", "500", "--people", "50", "--questions", "5", "--seconds", "0", "--json"]
    done = run(*words)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert list(result) == [
        *("documents", "people", "ours", "engine", "fts5", "ratio_p50"),
        *("http_per_s", "rss_mb", "private_mb", "import_per_s", "fresh"),
    ]
    assert (result["documents"], result["people"]) == (500, 50)
    for name in ("ours", "engine", "fts5"):
        assert 0 < result[name]["p50_ms"] <= result[name]["p99_ms"]
    assert result["import_per_s"] > 0
    assert set(result["fresh"]) == {"votes_ms", "ahead_s"}


def test_sizes_want_numbers() -> None:
    words = ["bench", "locate", "--sizes", "many"]
    done = run(*words)
    assert done.returncode == 2
    assert "10000,100000" in done.stderr


def test_the_corpus_is_always_the_same() -> None:
    words = synthetic.vocabulary()
    once, twice = (list(synthetic.documents(20, 5, words)) for _ in range(2))
    assert once == twice
    assert all(len(made.words) == synthetic.WORDS for made in once)
    assert synthetic.questions(5, words) == synthetic.questions(5, words)


def test_a_small_bench_of_writing_says_every_figure() -> None:
    done = run("bench", "writing", "--versions", "12", "--rounds", "1", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    told = [f"{name}_{count}" for name in ("open", "history", "diff", "save") for count in (10, 12)]
    assert list(result) == ["words", "rounds", *told]
    assert all(0 < result[name]["p50_ms"] <= result[name]["p99_ms"] for name in told)
