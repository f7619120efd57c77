"""The bench runs, and says what it measured in the form it promised. What the figures are is not asked here."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

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
        *("documents", "people", "questions", "named", "ours", "engine", "fts5", "ratio_p50"),
        *("http_per_s", "rss_mb", "private_mb", "import_per_s", "fresh"),
    ]
    assert (result["documents"], result["people"], result["questions"]) == (500, 50, 5)
    assert 0 <= result["named"] <= 5
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


class Peer(BaseHTTPRequestHandler):
    """Somebody else's page."""

    said = b""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.said)))
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def peer() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_our_pages_are_served_beside_a_peer_that_says_the_same(peer: str, tmp_path: Path) -> None:
    text = tmp_path / "text.md"
    text.write_text("# Lighting\n\nThe **lamps** hang *above* the desks.")
    words = ["bench", "writing", "--versions", "0", "--beside", f"lamp={peer}", "--text", str(text)]
    Peer.said = b"<h1>Lighting</h1><p>The <b>lamps</b> hang above the desks."
    done = run(*words, "--requests", "10", "--clients", "1", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert list(result) == ["requests", "clients", "served_post", "served_page", "served_lamp", "ratio_lamp"]
    assert all(result[f"served_{name}"]["per_s"] > 0 for name in ("post", "page", "lamp"))
    assert result["served_lamp"]["bytes"] == len(Peer.said)
    ratio = result["served_post"]["per_s"] / result["served_lamp"]["per_s"]
    assert result["ratio_lamp"]["post"] == pytest.approx(ratio, rel=0.2, abs=0.01)


def test_a_peer_that_says_something_else_is_not_compared(peer: str, tmp_path: Path) -> None:
    text = tmp_path / "text.md"
    text.write_text("The lamps hang above the desks.")
    Peer.said = b"It works!"
    words = ["bench", "writing", "--versions", "0", "--text", str(text), "--beside"]
    done = run(*words, f"lamp={peer}")
    assert done.returncode == 1
    assert "lamp" in done.stderr
    outside = run(*words, "web=http://192.0.2.1/")
    assert outside.returncode == 2


def test_a_small_bench_of_conversation_says_every_figure() -> None:
    done = run("bench", "conversation", "--sizes", "600,700", "--readers", "1", "--connections", "20", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert list(result) == ["feed_ms", "thread_ms", "queries", "page_ms", "stream"]
    for name in ("feed", "thread"):
        assert list(result[f"{name}_ms"]) == ["600", "700"]
        assert all(one > 0 for one in result[f"{name}_ms"].values())
        assert len(set(result["queries"][name].values())) == 1, "as many, however much there is"
    stream = result["stream"]
    assert (stream["connections"], stream["nodes"]) == (20, 1)
    assert 0 < stream["delay_p50_ms"] <= stream["delay_p99_ms"]
    assert 0 < stream["sent"]["p50_ms"] <= stream["sent"]["p99_ms"]
    assert [stream["back"][name] for name in ("missed", "told_twice", "look_anew")] == [0, 0, 0]
    assert stream["queries_each"] >= 2, "each is asked for a sign-in, and whose it is"


def test_a_thread_needs_its_things() -> None:
    done = run("bench", "conversation", "--sizes", "500")
    assert done.returncode == 2
    assert "more than 500" in done.stderr
