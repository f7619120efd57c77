"""The index of this node: a tantivy folder that holds terms and ids, no text, and the place in the ledger it stands at.

That place is a document of the index, written in the same commit as the things: a kill at any instant neither loses
nor doubles one.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import tantivy
from django.conf import settings

from sociable.kit.locks import held
from sociable.knowledge.search.analysis import PAIRED, pairs
from sociable.ledger.acts import START, Position

FORMAT = 4
"""Goes up when the schema or the analysis changes: an index of another format is made anew."""
MARK, THING = "place", "thing"
"""What a document of the index is: the place where it stands, or a thing."""


def make_schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_unsigned_field("thing", indexed=True, fast=True)
    fields.add_unsigned_field("public", indexed=True, fast=True)
    fields.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    fields.add_text_field("pairs", tokenizer_name="whitespace", index_option="freq")
    fields.add_text_field("mark", tokenizer_name="raw", index_option="basic")
    fields.add_text_field("place", stored=True, tokenizer_name="raw", index_option="basic")
    return fields.build()


SCHEMA = make_schema()


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing as the index holds it: who may find it, and its terms."""

    thing: int
    public: int
    terms: Sequence[str]

    def document(self) -> tantivy.Document:
        # from_dict with the schema: a bare Document would make signed numbers, and the writer would die of them later.
        beside = pairs(self.terms[:PAIRED])
        fields = {"mark": THING, "thing": self.thing, "public": self.public}
        fields |= {"body": " ".join(self.terms), "pairs": " ".join(beside)}
        return tantivy.Document.from_dict(fields, SCHEMA)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an index stands: in which ledger, and after which act."""

    origin: str
    position: Position

    def written(self) -> str:
        return f"{self.position.xid}:{self.position.act}:{self.origin}"

    @classmethod
    def read(cls, text: str) -> "Place":
        xid, act, origin = text.split(":", 2)
        return cls(origin, Position(int(xid), int(act)))


class Index:
    """An index folder, for reading by any process and writing by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / f"format-{FORMAT}"
        self.meta = self.folder / "meta.json"
        self.seen = 0

    @property
    def exists(self) -> bool:
        return self.meta.exists()

    @cached_property
    def engine(self) -> tantivy.Index:
        self.folder.mkdir(parents=True, exist_ok=True)
        return tantivy.Index(SCHEMA, path=str(self.folder))

    def searcher(self) -> tantivy.Searcher | None:
        """What was committed last; None where nothing was ever indexed. Costs one `stat` when nothing is new."""
        try:
            changed = self.meta.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if changed != self.seen:
            self.engine.reload()
            self.seen = changed
        return self.engine.searcher()

    def place(self) -> Place | None:
        """Where the index stands, as of its last commit."""
        searcher = self.searcher()
        if searcher is None:
            return None
        hits = searcher.search(tantivy.Query.term_query(SCHEMA, "mark", MARK), 1).hits
        return Place.read(searcher.doc(hits[0][1]).to_dict()["place"][0]) if hits else None

    @contextmanager
    def writing(self, *, wait: bool = False) -> Iterator["Writer | None"]:
        """The one writer of this folder; None while another process has it and `wait` is off."""
        with held(self.folder.parent / "writer.lock", wait=wait) as mine:
            if not mine:
                yield None
                return
            writer = Writer(self)
            try:
                yield writer
            finally:
                writer.close()


class Writer:
    """Changes to an index, seen by readers at the commit, together with the place they bring it to."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.engine = index.engine.writer(heap_size=settings.INDEX_MEMORY_BYTES, num_threads=1)

    def put(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.engine.add_document(entry.document())

    def drop(self, things: Iterable[int]) -> None:
        """Takes things out. By a query: deleting by an unsigned term is accepted, and does nothing (tantivy 0.27)."""
        self.engine.delete_documents_by_query(tantivy.Query.term_set_query(SCHEMA, "thing", list(things)))

    def drop_all(self) -> None:
        self.engine.delete_all_documents()

    def commit(self, place: Place) -> None:
        self.engine.delete_documents_by_term("mark", MARK)
        self.engine.add_document(tantivy.Document.from_dict({"mark": MARK, "place": place.written()}, SCHEMA))
        self.engine.commit()

    def close(self) -> None:
        self.engine.wait_merging_threads()


INDEXES: dict[Path, Index] = {}


def here() -> Index:
    """This node's index."""
    folder = Path(settings.INDEX_FOLDER)
    return INDEXES.get(folder) or INDEXES.setdefault(folder, Index(folder))


def start_of(index: Index, origin: str) -> Position:
    """From where this index has to read on; the very start when it was made from another ledger."""
    place = index.place()
    return place.position if place and place.origin == origin else START
