"""The peers: tantivy and SQLite's FTS5 on the words that our cutter makes, and Whoosh as it comes, with jieba's analyzer.

Each keeps texts and facets in its own way and answers with its own means. Words count three times as much in a title,
as with us. A peer that is not installed raises ImportError when it is made.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from benchmarks.corpus import Corpus, Cut, Feed
from benchmarks.ours import COUNTED, SIZE, VALUES, Ours
from benchmarks.questions import OR, PHRASE, Question

TITLE_WEIGHT = 3.0
SNIPPET = 240  # characters, blanks between words included
_MONTHS = 10_000  # more than there can be
_BATCH = 10_000  # documents between two commits of a peer

Facets = dict[str, list[tuple[Any, int]]]


class Engine(Protocol):
    """What is measured. A hit found by `top` or `newest` is whatever the engine likes."""

    def build(self, feed: Feed) -> None:
        """Writes the index."""

    def open(self) -> None:
        """Readies a searcher."""

    def cool(self) -> None:
        """Forgets what earlier questions left in memory."""

    def answer(self, question: Question) -> list[str]:
        """The whole of a page: the ids of ten hits, with snippets, facets and months counted."""

    def known(self, words: Sequence[str]) -> list[str]:
        """The ids of the best five for words that are all wanted."""

    def top(self, question: Question) -> Any:
        """The best ten."""

    def newest(self, question: Question) -> Any:
        """The newest ten within a section."""

    def facets(self, question: Question) -> Facets:
        """Facets and months over all hits."""

    def snippets(self, question: Question, found: Any) -> list[str]:
        """Of hits that were found before."""


class Tantivy:
    """Words through the whitespace tokenizer; facets are aggregations over fast fields, all in one pass."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        import tantivy

        self._tantivy, self._terms, self._folder = tantivy, corpus.cutter.terms, folder
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for name in ("title", "body"):
            builder.add_text_field(name, stored=True, tokenizer_name="whitespace")
        for name in ("section", "place", "person", "office"):
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        for name in ("year", "month", "day"):
            builder.add_integer_field(name, fast=True, indexed=True)
        self._schema = builder.build()
        counted = {name: {"terms": {"field": name, "size": VALUES}} for name in COUNTED}
        self._counts = {**counted, "month": {"terms": {"field": "month", "size": _MONTHS}}, "total": {"value_count": {"field": "day"}}}

    def build(self, feed: Feed) -> None:
        """One thread writes; merging goes on beside it, as it comes."""
        self._folder.mkdir()
        index = self._tantivy.Index(self._schema, path=str(self._folder))
        writer = index.writer(num_threads=1)
        for row in feed:
            writer.add_document(self._tantivy.Document(**self._fields(row)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """A new index object, and a new searcher."""
        self._searcher = self._tantivy.Index.open(str(self._folder)).searcher()

    cool = open

    def answer(self, question: Question) -> list[str]:
        """The total comes with the aggregations, so that the search itself need not count."""
        query = self._query(question)
        hits = self._best(query, SIZE)
        self._searcher.aggregate(query, self._counts)
        docs = [self._searcher.doc(address) for address in hits]
        self._cut(query, docs)
        return [doc.get_first("id") for doc in docs]

    def known(self, words: Sequence[str]) -> list[str]:
        """All words wanted, BM25."""
        return [self._searcher.doc(address).get_first("id") for address in self._best(self._all(words), 5)]

    def top(self, question: Question) -> list[Any]:
        """Addresses."""
        return self._best(self._query(question), SIZE)

    def newest(self, question: Question) -> list[Any]:
        """Sorted by the fast field of the day."""
        within = self._tantivy.Query.term_query(self._schema, "section", question.section)
        found = self._searcher.search(self._must([self._query(question), within]), SIZE, count=False, order_by_field="day")
        return [address for _, address in found.hits]

    def facets(self, question: Question) -> Facets:
        """One call for all of them."""
        counts = self._searcher.aggregate(self._query(question), self._counts)
        return {name: [(bucket["key"], bucket["doc_count"]) for bucket in counts[name]["buckets"]] for name in (*COUNTED, "month")}

    def snippets(self, question: Question, found: list[Any]) -> list[str]:
        """From the stored words."""
        return self._cut(self._query(question), [self._searcher.doc(address) for address in found])

    def _best(self, query: Any, size: int) -> list[Any]:
        return [address for _, address in self._searcher.search(query, size, count=False).hits]

    def _cut(self, query: Any, docs: Iterable[Any]) -> list[str]:
        generator = self._tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        generator.set_max_num_chars(SNIPPET)
        return [generator.snippet_from_doc(doc).to_html() for doc in docs]

    def _query(self, question: Question) -> Any:
        if question.kind == PHRASE:
            words = self._terms(question.strings[0])
            return self._either(lambda name: self._tantivy.Query.phrase_query(self._schema, name, words))
        parts = [self._all([string]) for string in question.strings]
        return self._boolean(parts, self._tantivy.Occur.Should) if question.kind == OR else self._must(parts)

    def _all(self, strings: Sequence[str]) -> Any:
        make = self._tantivy.Query.term_query
        terms = dict.fromkeys(term for string in strings for term in self._terms(string))
        return self._must([self._either(lambda name, term=term: make(self._schema, name, term, "freq")) for term in terms])

    def _either(self, make: Any) -> Any:
        title = self._tantivy.Query.boost_query(make("title"), TITLE_WEIGHT)
        return self._boolean([title, make("body")], self._tantivy.Occur.Should)

    def _must(self, parts: Sequence[Any]) -> Any:
        return parts[0] if len(parts) == 1 else self._boolean(parts, self._tantivy.Occur.Must)

    def _boolean(self, parts: Sequence[Any], occur: Any) -> Any:
        return self._tantivy.Query.boolean_query([(occur, part) for part in parts])

    @staticmethod
    def _fields(row: Cut) -> dict[str, Any]:
        date, facets = row.doc.date, row.doc.facets
        lists = {name: list(facets[name]) for name in ("section", "place", "person", "office")}
        numbers = {"year": int(date[:4]), "month": int(date[:7].replace("-", "")), "day": int(date.replace("-", ""))}
        return {"id": row.doc.id, "title": row.title, "body": row.body, **lists, **numbers}


class Fts5:
    """A table of words, and one narrow table for each facet, joined with the hits."""

    _FACETS = (*COUNTED, "month")

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self._terms, self._path = corpus.cutter.terms, folder / "fts5.sqlite"

    def build(self, feed: Feed) -> None:
        """Ends with FTS5's own optimize: the index is read from then on."""
        self._path.parent.mkdir()
        self._connection = sqlite3.connect(self._path)
        run = self._connection.execute
        # jieba's words may hold these marks (4668.83, S-300); other tokens are letters and digits alone
        run("CREATE VIRTUAL TABLE fts USING fts5 (title, body, tokenize = \"unicode61 remove_diacritics 0 tokenchars '.%-+#&_'\")")
        run(f"INSERT INTO fts (fts, rank) VALUES ('rank', 'bm25({TITLE_WEIGHT}, 1.0)')")
        run("CREATE TABLE docs (number INTEGER PRIMARY KEY, id TEXT NOT NULL, day TEXT NOT NULL, section INTEGER NOT NULL)")
        run("CREATE TABLE names (value INTEGER PRIMARY KEY, facet TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (facet, name))")
        for name in self._FACETS:
            run(f"CREATE TABLE in_{name} (number INTEGER, value INTEGER, PRIMARY KEY (number, value)) WITHOUT ROWID")
        codes: dict[tuple[str, str], int] = {}
        for row in feed:
            self._put(row, codes)
        self._connection.executemany("INSERT INTO names VALUES (?, ?, ?)", [(code, *key) for key, code in codes.items()])
        run("INSERT INTO fts (fts) VALUES ('optimize')")
        self._connection.commit()
        self._connection.close()

    def open(self) -> None:
        """A new connection."""
        self._connection = sqlite3.connect(self._path)
        self._connection.execute("PRAGMA temp_store = MEMORY")
        self._connection.execute("CREATE TEMP TABLE hits (number INTEGER PRIMARY KEY, rank REAL)")

    def cool(self) -> None:
        """Its page cache goes with the connection."""
        self._connection.close()
        self.open()

    def answer(self, question: Question) -> list[str]:
        """The words are matched once, into a temporary table of hits; everything else reads that."""
        self._collect(question)
        best = [number for (number,) in self._connection.execute("SELECT number FROM hits ORDER BY rank LIMIT ?", (SIZE,))]
        self._count()
        self.snippets(question, best)
        return self._ids(best)

    def known(self, words: Sequence[str]) -> list[str]:
        """All words wanted, BM25."""
        return self._ids(self._best(self._all(words), 5))

    def top(self, question: Question) -> list[int]:
        """Row numbers."""
        return self._best(self._match(question), SIZE)

    def newest(self, question: Question) -> list[int]:
        """Joined with the dates."""
        query = (
            "SELECT d.number FROM fts JOIN docs d ON d.number = fts.rowid WHERE fts MATCH ? "
            "AND d.section = (SELECT value FROM names WHERE facet = 'section' AND name = ?) ORDER BY d.day DESC LIMIT ?"
        )
        return [row[0] for row in self._connection.execute(query, (self._match(question), question.section, SIZE))]

    def facets(self, question: Question) -> Facets:
        """Collect, then count."""
        self._collect(question, "0.0")
        return self._count()

    def snippets(self, question: Question, found: list[int]) -> list[str]:
        """FTS5's own, at their longest."""
        query = f"SELECT snippet(fts, 1, '<b>', '</b>', '…', 64) FROM fts WHERE fts MATCH ? AND rowid IN ({','.join(map(str, found))})"
        return [row[0] for row in self._connection.execute(query, (self._match(question),))]

    def _put(self, row: Cut, codes: dict[tuple[str, str], int]) -> None:
        run, doc = self._connection.execute, row.doc
        run("INSERT INTO fts (rowid, title, body) VALUES (?, ?, ?)", (row.number, row.title, row.body))
        for name in self._FACETS:
            values = (doc.date[:7],) if name == "month" else doc.facets[name]
            pairs = [(row.number, codes.setdefault((name, value), len(codes))) for value in values]
            self._connection.executemany(f"INSERT OR IGNORE INTO in_{name} VALUES (?, ?)", pairs)
        section = codes["section", doc.facets["section"][0]]
        run("INSERT INTO docs VALUES (?, ?, ?, ?)", (row.number, doc.id, doc.date, section))
        if row.number % _BATCH == _BATCH - 1:
            self._connection.commit()

    def _collect(self, question: Question, rank: str = "rank") -> None:
        self._connection.execute("DELETE FROM hits")
        self._connection.execute(f"INSERT INTO hits SELECT rowid, {rank} FROM fts WHERE fts MATCH ?", (self._match(question),))

    def _count(self) -> Facets:
        return {name: self._counted(name, _MONTHS if name == "month" else VALUES) for name in self._FACETS}

    def _counted(self, name: str, size: int) -> list[tuple[Any, int]]:
        query = f"SELECT value, count(*) AS n FROM hits CROSS JOIN in_{name} USING (number) GROUP BY value ORDER BY n DESC LIMIT ?"
        return self._connection.execute(f"SELECT name, n FROM ({query}) JOIN names USING (value)", (size,)).fetchall()

    def _best(self, match: str, size: int) -> list[int]:
        return [row[0] for row in self._connection.execute("SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT ?", (match, size))]

    def _ids(self, numbers: Sequence[int]) -> list[str]:
        return [self._connection.execute("SELECT id FROM docs WHERE number = ?", (number,)).fetchone()[0] for number in numbers]

    def _match(self, question: Question) -> str:
        if question.kind == PHRASE:
            return _quoted(" ".join(self._terms(question.strings[0])))
        if question.kind == OR:
            return " OR ".join(f"({self._all([string])})" for string in question.strings)
        return self._all(question.strings)

    def _all(self, strings: Sequence[str]) -> str:
        return " AND ".join(_quoted(term) for term in dict.fromkeys(t for string in strings for t in self._terms(string)))


class Whoosh:
    """As it comes: jieba's ChineseAnalyzer, stored text, its own highlighter and facets."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        import jieba
        from jieba.analyse import ChineseAnalyzer
        from whoosh import fields

        jieba.setLogLevel(logging.CRITICAL)
        self._folder = folder
        text = {name: fields.TEXT(stored=True, analyzer=ChineseAnalyzer()) for name in ("title", "body")}
        single = {name: fields.ID(sortable=True) for name in ("year", "section", "month")}
        several = {name: fields.KEYWORD(commas=True) for name in ("place", "person", "office")}
        self._schema = fields.Schema(id=fields.ID(stored=True), day=fields.NUMERIC(sortable=True), **text, **single, **several)

    def build(self, feed: Feed) -> None:
        """One writer with a fair amount of memory, one commit."""
        from whoosh import index

        self._folder.mkdir()
        writer = index.create_in(str(self._folder), self._schema).writer(limitmb=256)
        for row in feed:
            doc = row.doc
            several = {name: ",".join(doc.facets[name]) for name in ("place", "person", "office")}
            single = {"year": doc.date[:4], "month": doc.date[:7], "section": doc.facets["section"][0], "day": int(doc.date.replace("-", ""))}
            writer.add_document(id=doc.id, title=doc.title, body=doc.body, **single, **several)
        writer.commit()

    def open(self) -> None:
        """A new searcher."""
        from whoosh import index
        from whoosh.qparser import MultifieldParser

        self._searcher = index.open_dir(str(self._folder)).searcher()
        self._parser = MultifieldParser(["title", "body"], self._schema, fieldboosts={"title": TITLE_WEIGHT, "body": 1.0})
        self._parser.parse("预热")

    def cool(self) -> None:
        """Its caches go with the searcher."""
        self._searcher.close()
        self.open()

    def answer(self, question: Question) -> list[str]:
        """One search, grouped by every facet."""
        results = self._searcher.search(self._parser.parse(question.text), limit=SIZE, groupedby=self._groups)
        self._counted(results)
        best = results[:SIZE]  # a grouped search ranks all hits, whatever the limit
        self.snippets(question, best)
        return [hit["id"] for hit in best]

    def known(self, words: Sequence[str]) -> list[str]:
        """All words wanted, BM25F; marks that its parser would read are left out."""
        text = "".join(char if char.isalnum() else " " for char in " ".join(words))
        return [hit["id"] for hit in self._searcher.search(self._parser.parse(text), limit=5)]

    def top(self, question: Question) -> Any:
        """Whoosh's results."""
        return self._searcher.search(self._parser.parse(question.text), limit=SIZE)

    def newest(self, question: Question) -> Any:
        """By the sortable day, within the term of the section."""
        from whoosh.query import Term

        within = Term("section", question.section)
        return self._searcher.search(self._parser.parse(question.text), limit=SIZE, filter=within, sortedby="day", reverse=True)[:SIZE]

    def facets(self, question: Question) -> Facets:
        """Grouped, and as few hits kept as can be."""
        return self._counted(self._searcher.search(self._parser.parse(question.text), limit=1, groupedby=self._groups))

    def snippets(self, question: Question, found: Any) -> list[str]:
        """Whoosh's highlighter analyses the stored text again."""
        return [hit.highlights("body") for hit in found]

    @cached_property
    def _groups(self) -> dict[str, Any]:
        from whoosh.sorting import Count, FieldFacet

        names = (*COUNTED, "month")
        return {name: FieldFacet(name, allow_overlap=name in ("place", "person", "office"), maptype=Count) for name in names}

    @staticmethod
    def _counted(results: Any) -> Facets:
        groups = {name: sorted(results.groups(name).items(), key=lambda pair: -pair[1]) for name in results.facet_names()}
        return {name: pairs if name == "month" else pairs[:VALUES] for name, pairs in groups.items()}


ENGINES = {"ours": Ours, "tantivy": Tantivy, "fts5": Fts5, "whoosh": Whoosh}


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
