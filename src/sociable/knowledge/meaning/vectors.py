"""The vectors of this node: segments of rows in a folder, and the place in the ledger that they know.

A pointer file names the segments and the place, and is replaced in one step: a kill at any instant loses the slice that
was being made, and nothing else. A row is a thing, the public it is for, the revision that was encoded, and whether it
is in English; a thing that was withdrawn or written anew leaves its old segment at once, so that no vector of lost
words remains.
"""

import json
import math
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db.models import F
from numpy.typing import NDArray

from sociable.kit.locks import held
from sociable.knowledge.meaning.encoder import Encoder, Floats, available
from sociable.knowledge.meaning.languages import is_english
from sociable.ledger.acts import START, Position, origin, settled, things_between, window
from sociable.publics.readers import Reader
from sociable.things.models import Thing

FORMAT = 2
SEGMENT = 1024
"""Rows of a full segment: 3.6 MB, which is what a change rewrites."""
SLICE = 32
"""Acts that the worker reads in a round: a second, at most, in which nothing else becomes findable."""
CHUNK = 500
NOBODY = 0
"""The public of nobody: a thing that was withdrawn."""

Ints = NDArray[np.int64]
Standing = tuple[int, int, str]
"""How a thing stands now: public, revision, language."""


@dataclass(frozen=True)
class Segment:
    """Rows of things (n, 4): thing, public, revision, 1 for English; and their vectors (n, d)."""

    name: str
    rows: Ints
    vectors: Floats

    def alike(self, question: Floats) -> Floats:
        """How alike each thing is to a question (2, d): by the question's row for the thing's language."""
        elsewhere, in_english = question
        found: Floats = np.where(self.rows[:, 3] == 1, self.vectors @ in_english, self.vectors @ elsewhere)
        return found


@dataclass(frozen=True)
class Vectors:
    """All segments as they are named by one pointer, opened without copying."""

    place: Position
    segments: tuple[Segment, ...]

    @cached_property
    def rows(self) -> Ints:
        return np.concatenate([np.zeros((0, 4), np.int64), *(one.rows for one in self.segments)])

    def alike(self, question: Floats) -> Floats:
        """How alike each row is to a question, segment by segment."""
        return np.concatenate([np.zeros(0, np.float32), *(one.alike(question) for one in self.segments)])


NONE = Vectors(START, ())


# --- reading ---


def folder() -> Path:
    return Path(settings.INDEX_FOLDER) / f"vectors-{FORMAT}"


LOADED: dict[Path, tuple[int, str, Vectors]] = {}


def current(encoder: Encoder) -> Vectors:
    """The vectors of this node that this encoder made of this ledger. Costs one `stat` when nothing is new."""
    pointer = folder() / "current"
    try:
        changed = pointer.stat().st_mtime_ns
        seen, name, known = LOADED.get(pointer, (0, "", NONE))
        if changed != seen or name != encoder.name:
            known = load(pointer, encoder)
            LOADED[pointer] = (changed, encoder.name, known)
    except FileNotFoundError:  # none yet; or the worker replaced a segment just now: the next question finds it
        return NONE
    return known


def load(pointer: Path, encoder: Encoder) -> Vectors:
    said = json.loads(pointer.read_text())
    if (said["encoder"], said["origin"]) != (encoder.name, origin()):
        return NONE
    old = {one.name: one for one in LOADED.get(pointer, (0, "", NONE))[2].segments}
    return Vectors(Position(*said["place"]), tuple(old.get(name) or opened(name) for name in said["segments"]))


def opened(name: str) -> Segment:
    rows = np.load(folder() / f"{name}.rows.npy")
    return Segment(name, rows, np.load(folder() / f"{name}.npy", mmap_mode="r"))


def nearest(question: Floats, vectors: Vectors, reader: Reader, limit: int, share: float = 1.0) -> tuple[Ints, Floats]:
    """The things most alike a question, of those this reader may see at this very moment, best first; at most `limit`,
    and at most this share of them.

    Exact: every vector is looked at. What the vectors do not know yet of publics is asked of the database, and what
    falls out is made up for, so that nothing unseen takes a place.
    """
    alike = vectors.alike(question)
    seen = np.isin(vectors.rows[:, 1], list(reader.publics))
    alike[~seen] = -np.inf
    count = min(limit, math.ceil(share * np.count_nonzero(seen)))
    while True:
        best = np.argpartition(-alike, count - 1)[:count] if count else np.zeros(0, np.int64)
        best = best[alike[best] > -np.inf]
        things = vectors.rows[best, 0]
        gone = ~np.isin(things, visible(things, reader))
        if not gone.any():
            order = np.lexsort((things, -alike[best]))
            return things[order], alike[best][order]
        alike[best[gone]] = -np.inf


def visible(things: Ints, reader: Reader) -> Ints:
    seen = Thing.objects.visible_to(reader).filter(pk__in=things.tolist()).values_list("pk", flat=True)
    return np.fromiter(seen, np.int64)


# --- filling ---


def is_behind() -> bool:
    encoder = available()
    return encoder is not None and current(encoder).place < settled()


def keep_up(*, acts: int = SLICE) -> bool:
    """Encodes a slice of what the vectors do not know yet. Returns whether there was any, and nobody else at it."""
    encoder = available()
    if encoder is None:
        return False
    with held(folder() / "writer.lock", wait=False) as mine:
        upto = settled()
        vectors = current(encoder)
        if vectors.place > upto:
            vectors = NONE
        if not mine or vectors.place == upto:
            return False
        end = window(vectors.place, upto, acts)
        touched = [thing for thing, _earlier in things_between(vectors.place, end)]
        save(taken_in(vectors, touched, encoder), end, encoder)
    return True


def taken_in(vectors: Vectors, touched: list[int], encoder: Encoder) -> list[Segment]:
    """The segments, with these things as they stand now."""
    now = dict(as_they_stand(touched))
    kept: list[Segment] = []
    for segment in vectors.segments:
        kept += still_true(segment, touched, now)
    known = {int(row[0]) for segment in kept for row in segment.rows} if touched else set()
    fresh = [thing for thing in sorted(now) if thing not in known]
    return appended(kept, *encoded(fresh, now, encoder)) if fresh else kept


def encoded(things: list[int], now: dict[int, Standing], encoder: Encoder) -> tuple[Ints, Floats]:
    """Rows of these things, and their vectors."""
    publics, revisions, languages = zip(*(now[thing] for thing in things), strict=True)
    rows = np.array([things, publics, revisions, [is_english(one) for one in languages]], np.int64).T
    texts = texts_of(things)
    return rows, encoder.encode_things([texts[thing] for thing in things], languages)


def as_they_stand(things: list[int]) -> Iterable[tuple[int, Standing]]:
    for start in range(0, len(things), CHUNK):
        some = Thing.objects.filter(pk__in=things[start : start + CHUNK], withdrawn_at=None)
        yield from ((row[0], row[1:]) for row in some.values_list("pk", "public_id", "revision", "language"))


def texts_of(things: list[int]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for start in range(0, len(things), CHUNK):
        rows = Thing.objects.filter(pk__in=things[start : start + CHUNK], versions__number=F("revision"))
        for thing, title, text in rows.values_list("pk", "title", "versions__text"):
            texts[thing] = "\n".join(part for part in (title, text) if part)
    return {thing: texts.get(thing, "") for thing in things}


def still_true(segment: Segment, touched: list[int], now: dict[int, Standing]) -> list[Segment]:
    """The segment without what was withdrawn or written anew, and with the publics of today; none when it is empty."""
    at = np.flatnonzero(np.isin(segment.rows[:, 0], touched))
    if not len(at):
        return [segment]
    rows, stays = segment.rows.copy(), np.ones(len(segment.rows), bool)
    for place in at:
        thing, _public, revision, _english = rows[place]
        public, latest, _language = now.get(int(thing), (NOBODY, 0, ""))
        rows[place, 1], stays[place] = public, latest == revision
    if stays.all() and np.array_equal(rows, segment.rows):
        return [segment]
    return [Segment("", rows[stays], segment.vectors[stays])] if stays.any() else []


def appended(kept: list[Segment], rows: Ints, made: Floats) -> list[Segment]:
    """New rows go on to the last segment until it is full; then into segments of their own."""
    if kept and len(kept[-1].rows) < SEGMENT:
        last = kept.pop()
        rows, made = np.concatenate((last.rows, rows)), np.concatenate((last.vectors, made))
    return kept + [
        Segment("", rows[start : start + SEGMENT], made[start : start + SEGMENT])
        for start in range(0, len(rows), SEGMENT)
    ]


def save(segments: list[Segment], place: Position, encoder: Encoder) -> None:
    """Writes the new segments beside the old ones, then names them all in one step."""
    names = [one.name or written(one, number) for number, one in enumerate(segments)]
    said = {"encoder": encoder.name, "origin": origin(), "place": place, "segments": names}
    pointer = folder() / "current.new"
    pointer.write_text(json.dumps(said))
    pointer.replace(folder() / "current")
    sweep(names)


def sweep(names: list[str]) -> None:
    """Takes away what no pointer names any more, and what older versions of this program left."""
    for file in folder().glob("*.npy"):  # whoever has one open keeps it
        if file.name.split(".")[0] not in names:
            file.unlink(missing_ok=True)
    for other in folder().parent.glob("vectors-*"):
        if other != folder():
            shutil.rmtree(other, ignore_errors=True)


def written(segment: Segment, number: int) -> str:
    name = f"{time.time_ns()}-{number}"
    np.save(folder() / f"{name}.npy", np.asarray(segment.vectors, np.float32))
    np.save(folder() / f"{name}.rows.npy", segment.rows)
    return name


def forget() -> None:
    """Takes the vectors away; the worker makes them anew."""
    (folder() / "current").unlink(missing_ok=True)
