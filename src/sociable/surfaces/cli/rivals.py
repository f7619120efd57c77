"""What our answers are measured beside, on the same texts: the bare engine, and SQLite's full-text search."""

import sqlite3
from pathlib import Path

import numpy as np
import tantivy

from sociable.knowledge.search.analysis import question_words
from sociable.surfaces.cli.synthetic import Made

BEST = 1_000
MEMORY = 128_000_000


def schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    fields.add_unsigned_field("author", fast=True)
    return fields.build()


class Engine:
    """The engine under our search, bare: the best thousand, with their authors."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.schema = schema()
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.writer = self.index.writer(heap_size=MEMORY, num_threads=1)

    def put(self, made: Made) -> None:
        fields = {"body": " ".join(made.words), "author": made.author}
        self.writer.add_document(tantivy.Document.from_dict(fields, self.schema))

    def commit(self) -> None:
        self.writer.commit()
        self.writer.wait_merging_threads()
        self.index.reload()

    def ask(self, question: str) -> tuple[np.ndarray, np.ndarray]:
        searcher = self.index.searcher()
        terms = [term for _count, terms in question_words(question).values() for term in terms]
        words = [tantivy.Query.term_query(self.schema, "body", term, "freq") for term in terms]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in words])
        found = searcher.search(query, BEST, count=False).hits
        authors = searcher.fast_field_values("author", [address for _score, address in found])
        return np.array(authors, np.int64), np.array([score for score, _address in found])

    def close(self) -> None:
        """Nothing to do: its files go with the folder."""


class Fts5:
    """SQLite's full-text search: the best thousand by its BM25, with their authors."""

    def __init__(self, file: Path) -> None:
        self.database = sqlite3.connect(file)
        self.database.execute("PRAGMA synchronous = OFF")
        self.database.execute("CREATE VIRTUAL TABLE thing USING fts5(body, author UNINDEXED)")

    def put(self, made: Made) -> None:
        self.database.execute("INSERT INTO thing VALUES (?, ?)", (" ".join(made.words), made.author))

    def commit(self) -> None:
        self.database.commit()

    def ask(self, question: str) -> list[tuple[int, float]]:
        words = " OR ".join(f'"{word}"' for word in question.split())
        sql = "SELECT author, rank FROM thing WHERE thing MATCH ? ORDER BY rank LIMIT ?"
        return self.database.execute(sql, (words, BEST)).fetchall()

    def close(self) -> None:
        self.database.close()
