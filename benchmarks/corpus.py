"""The corpus on disk: the articles, their texts for our searcher, and their words, cut once for every engine."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from benchmarks.bulletins import Article, articles
from index.cutter import Cutter
from index.schema import IndexDoc

_BATCH = 2_000
_READY = 20_000  # texts whose words are kept for the writer


@dataclass(frozen=True, slots=True)
class Cut:
    """A document with the words of its title and of its body, each joined by spaces."""

    number: int
    doc: IndexDoc
    title: str
    body: str


class Clock:
    """Seconds on the wall and of the processor, this process and those that it has waited for, since it was made."""

    def __init__(self) -> None:
        self._start = self._now()

    def read(self) -> tuple[float, float]:
        """(wall, processor)"""
        now = self._now()
        return now[0] - self._start[0], now[1] - self._start[1]

    @staticmethod
    def _now() -> tuple[float, float]:
        children = sum(os.times()[2:4])
        return time.perf_counter(), time.process_time() + children


class Feed:
    """Documents for a writer; what it takes to read them is kept apart in `wall` and `processor`."""

    def __init__(self, rows: Iterator[Cut]) -> None:
        self._rows = rows
        self.wall = self.processor = 0.0
        self.count = 0

    def __iter__(self) -> Iterator[Cut]:
        while (row := self._next()) is not None:
            self.count += 1
            yield row

    def _next(self) -> Cut | None:
        clock = Clock()
        row = next(self._rows, None)
        wall, processor = clock.read()
        self.wall, self.processor = self.wall + wall, self.processor + processor
        return row


class ReadyCutter(Cutter):
    """Gives the words that were cut before: so writing is timed without cutting. It cuts what it does not know.

    A writer with processes of its own cuts in them, with cutters of its own: its time then has the cutting in it.
    """

    def __init__(self, words: Iterable[str], cache_directory: Path) -> None:
        super().__init__(words, cache_directory)
        self._ready: dict[str, str] = {}

    def terms(self, text: str) -> list[str]:
        """The words, as `Cutter` would cut them; those made ready are given once."""
        words = self._ready.pop(text, None)
        return super().terms(text) if words is None else words.split(" ")

    def follow(self, rows: Iterable[Cut]) -> Iterator[IndexDoc]:
        """The documents; the words of the last ones are ready, as a writer may take a whole batch before it cuts."""
        for row in rows:
            self._ready |= {row.doc.title: row.title, row.doc.body: row.body}
            while len(self._ready) > _READY:
                del self._ready[next(iter(self._ready))]
            yield row.doc


class Corpus:
    """A folder with texts.sqlite, corpus.sqlite (facets and words) and names.txt (people and offices, kept whole)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = folder / "texts.sqlite"
        self._rows = folder / "corpus.sqlite"
        self._names = folder / "names.txt"
        self._made = folder / "made.json"

    def make(self, count: int, seed: int) -> dict[str, float]:
        """Writes the corpus, unless just this one is there. Its size, the length of its texts, how quickly it was cut.

        The names in it come from lists that grow with the project: a corpus of older lists is written anew.
        """
        first = "\n".join(article.doc.title + article.doc.body for article in articles(min(count, 20), seed))
        wanted = {"articles": count, "seed": seed, "first": hashlib.sha256(first.encode()).hexdigest()[:16]}
        if self._made.exists():
            made = json.loads(self._made.read_text())
            if made.items() >= wanted.items():
                return made
        self.folder.mkdir(parents=True, exist_ok=True)
        names = self._write(articles(count, seed))
        self._names.write_text("\n".join(sorted(names)), "utf-8")
        made = wanted | self._cut()
        self._made.write_text(json.dumps(made))
        return made

    @property
    def mark(self) -> str:
        """Tells this corpus from another of the same size."""
        return str(json.loads(self._made.read_text())["first"])

    @cached_property
    def cutter(self) -> ReadyCutter:
        """Keeps the names of people and offices whole, as the application has it."""
        return ReadyCutter(self._names.read_text("utf-8").split("\n"), self.folder)

    def feed(self, limit: int | None = None) -> Feed:
        """The documents in order, all or the first so many."""
        return Feed(islice(self.cuts(), limit))

    def cuts(self) -> Iterator[Cut]:
        """The documents in order."""
        with closing(self._open()) as connection:
            query = (
                "SELECT number, id, t.title, t.body, date, position, issue, facets, c.title, c.body "
                "FROM docs JOIN cuts c USING (number) JOIN texts.texts t USING (id) ORDER BY number"
            )
            for number, doc_id, title, body, date, position, issue, facets, title_words, body_words in connection.execute(query):
                values = {name: tuple(value) for name, value in json.loads(facets).items()}
                yield Cut(number, IndexDoc(doc_id, title, body, date, position, values, issue), title_words, body_words)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._rows)
        connection.execute("ATTACH ? AS texts", (str(self.texts),))
        return connection

    def _write(self, rows: Iterator[Article]) -> set[str]:
        """Articles and texts. The names of people and offices."""
        for path in (self.texts, self._rows):
            path.unlink(missing_ok=True)
        names: set[str] = set()
        with closing(self._open()) as connection:
            connection.execute("CREATE TABLE texts.texts (id TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL)")
            connection.execute("CREATE TABLE docs (number INTEGER PRIMARY KEY, id TEXT, date TEXT, position INTEGER, issue INTEGER, facets TEXT)")
            connection.execute("CREATE TABLE cuts (number INTEGER PRIMARY KEY, title TEXT, body TEXT)")
            first = 0
            while batch := list(islice(rows, _BATCH)):
                docs = [article.doc for article in batch]
                connection.executemany("INSERT INTO texts.texts VALUES (?, ?, ?)", [(d.id, d.title, d.body) for d in docs])
                values = [(n, d.id, d.date, d.order, d.number, json.dumps(d.facets, ensure_ascii=False)) for n, d in enumerate(docs, first)]
                connection.executemany("INSERT INTO docs VALUES (?, ?, ?, ?, ?, ?)", values)
                names.update(name for article in batch for name in (*article.people, *article.offices))
                first += len(batch)
            connection.commit()
        return names

    def _cut(self) -> dict[str, float]:
        cutter = self.cutter
        cutter.terms("预热")
        seconds, count, characters = 0.0, 0, 0
        with closing(self._open()) as connection:
            rows = connection.execute("SELECT number, t.title, t.body FROM docs JOIN texts.texts t USING (id) ORDER BY number")
            while batch := rows.fetchmany(_BATCH):
                clock = Clock()
                words = [(number, " ".join(cutter.terms(title)), " ".join(cutter.terms(body))) for number, title, body in batch]
                seconds += clock.read()[0]
                count += len(batch)
                characters += sum(len(body) for _, _, body in batch)
                connection.executemany("INSERT INTO cuts VALUES (?, ?, ?)", words)
            connection.commit()
        return {"cutting_documents_per_second": count / seconds, "characters": characters / count}


class TextStore:
    """The `TextSource` of our searcher: texts by id from SQLite, asked as the application asks its store."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)

    def __call__(self, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Id → (title, body)."""
        query = "SELECT id, title, body FROM texts WHERE id IN (SELECT value FROM json_each(?))"
        return {doc_id: (title, body) for doc_id, title, body in self._connection.execute(query, (json.dumps(list(ids)),))}

    def close(self) -> None:
        """Frees the file."""
        self._connection.close()
