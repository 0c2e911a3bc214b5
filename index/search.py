"""The searcher: a query in, hits with snippets and facet counts out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index.cutter import Cutter, as_cutter
from index.errors import QueryFault
from index.highlight import Snippet, Span, marks, snippets
from index.likeness import similar
from index.matching import ALIAS, ALL, MATCHED, WORDS, Asked, TextSource, evaluate
from index.names import Names, Unnamed
from index.needles import needles, shown
from index.parser import parse
from index.query import Everything, Node, asks_text, chunks, leaves
from index.revisions import Revisions
from index.schema import FACETS, MONTH
from index.scoring import RELEVANCE, SORTS, bm25f, count_facet, ordered, select
from index.columns import Hits
from index.snapshot import NEWEST, Snapshot

__all__ = ["Hit", "Passage", "Results", "Searcher", "Snippet", "TextSource"]

MAX_SIZE = 1_000  # hits on one page
FACET_SIZE = 20  # values of a facet, unless asked otherwise


@dataclass(frozen=True, slots=True)
class Hit:
    """`matched` is one of MATCHED; `score` is BM25F, comparable within one answer and one `matched` only.

    `printed`: what is marked, as it is printed, each once.
    """

    id: str
    score: float
    matched: str
    title_marks: list[Span]
    snippets: list[Snippet]
    printed: list[str]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total`, `facets` and `months` (YYYY-MM with its number, in order) are over all of them.

    `terms` are the strings of the query, to echo.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, list[tuple[str, int]]]
    page: int
    size: int
    terms: list[str]
    months: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a document prints what was asked for: the ranges in its title and in its body."""

    id: str
    title: str
    body: str
    in_title: list[Span]
    in_body: list[Span]


class Searcher:
    """Answers from the newest revision, however it came about. Safe to share between threads.

    Every call looks whether the index has changed; a call under way ends on the revision that it began with.
    """

    def __init__(self, directory: Path, texts: TextSource, words: Iterable[str] | Cutter, names: Names | None = None) -> None:
        """IndexMissing if there is no index, or if another schema, analysis or word list wrote it."""
        self._names, self._texts = names or Unnamed(), texts
        self._revisions = Revisions(directory, as_cutter(words, directory))
        self.count()

    def search(
        self,
        query: str,
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        sort: str = RELEVANCE,
        page: int = 1,
        size: int = 10,
        facets: Collection[str] = FACETS,
        facet_sizes: Mapping[str, int] | None = None,
        expand: bool = True,
    ) -> Results:
        """One page of what the query finds within the filters (any value of a facet, every facet named).

        `facets`: those that are counted; `facet_sizes`: how many of their values are told, the commonest first; FACET_SIZE
        where nothing is said.
        `expand`: a name finds its other names too. QueryFault if the query or an argument cannot be used; IndexMissing
        if the index is gone.
        """
        sizes = facet_sizes or {}
        _check(sort, page, size, sizes.values())
        node = parse(query)
        with self._revisions.newest() as snapshot:
            found, tiers = self._found(node, filters, snapshot, expand)
            scores = _scores(node, snapshot, sort)
            numbers = ordered(snapshot, found, sort, tiers, scores, page * size)[(page - 1) * size :]
            best = [(snapshot.ids[n], float(scores[n]), MATCHED[tiers[n]] if asks_text(node) else ALL) for n in numbers]
            counts = {name: count_facet(snapshot.facets[name], found, sizes.get(name, FACET_SIZE)) for name in facets}
            months = sorted(count_facet(snapshot.facets[MONTH], found, snapshot.size))
            hits = self._hits(best, node, snapshot.cutter, expand)
        return Results(len(found.numbers), hits, counts, page, size, [text for leaf in leaves(node) for text in shown(leaf)], months)

    def passages(
        self, query: str, *, filters: Mapping[str, Sequence[str]] | None = None, limit: int = 1_000, expand: bool = True
    ) -> list[Passage]:
        """Every place that prints what the query asks for, in the `limit` newest documents that it finds.

        QueryFault if the query cannot be read.
        """
        node = parse(query)
        with self._revisions.newest() as snapshot:
            found, tiers = self._found(node, filters, snapshot, expand)
            numbers = ordered(snapshot, found, NEWEST, tiers, np.zeros(snapshot.size), limit)
            ids, how = [snapshot.ids[n] for n in numbers], [MATCHED[tiers[n]] for n in numbers]
            wanted = needles(node, snapshot.cutter, self._names, ids, expand)
        texts = self._texts(ids)
        passages = []
        for doc, matched in zip(ids, how):
            title, body = texts.get(doc, ("", ""))
            strings = wanted.of(doc, matched, (title, body))
            passages.append(Passage(doc, title, body, marks(title, strings), marks(body, strings)))
        return passages

    def strings(self, query: str, doc_id: str) -> list[str]:
        """What to mark of a query in one document, found by it or not. QueryFault if the query cannot be read."""
        node = parse(query)
        texts = self._texts([doc_id]).get(doc_id, ("", ""))
        with self._revisions.newest() as snapshot:
            wanted = needles(node, snapshot.cutter, self._names, [doc_id], expand=True)
        named = wanted.of(doc_id, ALIAS, texts)
        return named if any(marks(text, named) for text in texts) else wanted.of(doc_id, WORDS, texts)

    def similar(self, doc_id: str, size: int = 5) -> list[str]:
        """Ids of the documents most like this one, the most alike first; none if it is not here."""
        texts = self._texts([doc_id])
        with self._revisions.newest() as snapshot:
            return similar(snapshot, doc_id, "\n".join(texts[doc_id]), size) if doc_id in texts else []

    def ids(self) -> list[str]:
        """The ids of all documents."""
        with self._revisions.newest() as snapshot:
            return [snapshot.ids[number] for number in np.flatnonzero(snapshot.live)]

    def count(self) -> int:
        """The number of documents."""
        with self._revisions.newest() as snapshot:
            return snapshot.count

    def close(self) -> None:
        """Frees the files, once the calls under way have ended."""
        self._revisions.close()

    def _found(self, node: Node, filters: Mapping[str, Sequence[str]] | None, snapshot: Snapshot, expand: bool) -> tuple[Hits, np.ndarray]:
        matches = evaluate(node, Asked(snapshot, self._texts, self._names, expand))
        return Hits(matches.found & select(snapshot, filters or {})), matches.tiers()

    def _hits(self, best: list[tuple[str, float, str]], node: Node, cutter: Cutter, expand: bool) -> list[Hit]:
        ids = [doc_id for doc_id, _, _ in best]
        texts = self._texts(ids) if ids else {}
        wanted = needles(node, cutter, self._names, ids, expand)
        # a document that the store has deleted and the index not yet has no text
        return [_hit(*row, texts.get(row[0], ("", "")), wanted.of(row[0], row[2], texts.get(row[0], ()))) for row in best]


def _hit(doc_id: str, score: float, matched: str, texts: tuple[str, str], strings: list[str]) -> Hit:
    title, body = texts
    in_title, cut = marks(title, strings), snippets(body, strings)
    printed = [title[a:b] for a, b in in_title] + [piece.text[a:b] for piece in cut for a, b in piece.marks]
    return Hit(doc_id, score, matched, in_title, cut, list(dict.fromkeys(printed)))


def _scores(node: Node, snapshot: Snapshot, sort: str) -> np.ndarray:
    """Zeros where nobody asks for them."""
    if sort != RELEVANCE or isinstance(node, Everything):
        return np.zeros(snapshot.size, np.float64)
    return bm25f(snapshot, [term for chunk in chunks(node) for term in snapshot.cutter.terms(chunk.text)])


def _check(sort: str, page: int, size: int, facet_sizes: Iterable[int]) -> None:
    if sort not in SORTS:
        raise QueryFault(f"sort is one of {', '.join(SORTS)}")
    if page < 1 or not 1 <= size <= MAX_SIZE or min(facet_sizes, default=0) < 0:
        raise QueryFault(f"page counts from 1, size goes from 1 to {MAX_SIZE:,}, the size of a facet from 0")
