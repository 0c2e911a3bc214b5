"""The searcher: a query in, hits with snippets and facet counts out."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index import layout
from index.cutter import Cutter, as_cutter
from index.errors import IndexFault, IndexMissing, QueryFault
from index.highlight import Snippet, Span, marks, snippets
from index.matching import TextSource, evaluate
from index.query import Chunk, chunks, parse
from index.scoring import RELEVANCE, SORTS, bm25f, count_facet, ordered, select
from index.snapshot import Snapshot

__all__ = ["Hit", "Results", "Searcher", "Snippet", "TextSource"]

MATCHED = ("all", "words", "exact-body", "exact-title")  # by tier, the best last; "all": the query is empty
MAX_SIZE = 1_000  # hits on one page
_ATTEMPTS = 5  # to open an index while a rebuild takes the old one away


@dataclass(frozen=True, slots=True)
class Hit:
    """`matched` is one of MATCHED; `score` is BM25F, comparable within one answer and one `matched` only."""

    id: str
    score: float
    matched: str
    title_marks: list[Span]
    snippets: list[Snippet]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total` and `facets` are over all of them. `terms` are the query's chunks, to echo."""

    total: int
    hits: list[Hit]
    facets: dict[str, list[tuple[str, int]]]
    page: int
    size: int
    terms: list[str]


class Searcher:
    """Answers from the newest revision, however it came about. Safe to share between threads.

    Every call looks whether the index has changed; a call under way ends on the revision that it began with.
    """

    def __init__(self, directory: Path, texts: TextSource, words: Iterable[str] | Cutter) -> None:
        """IndexMissing if there is no index, or if another schema, analysis or word list wrote it."""
        self._directory = directory
        self._texts = texts
        self._cutter = as_cutter(words, directory)
        self._lock = threading.Lock()
        self._lease: _Lease | None = None
        self._closed = False
        layout.check_words(layout.read_current(directory), self._cutter)
        self.count()

    def search(
        self,
        query: str,
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        sort: str = RELEVANCE,
        page: int = 1,
        size: int = 10,
        facet_size: int = 20,
    ) -> Results:
        """One page of what the query finds within the filters (any value of a facet, every facet named).

        QueryFault if the query or an argument cannot be used; IndexMissing if the index is gone.
        """
        _check(sort, page, size, facet_size)
        node = parse(query)
        with self._snapshot() as snapshot:
            matches = evaluate(node, snapshot, self._texts)
            found = matches.found & select(snapshot, filters or {})
            scores = bm25f(snapshot, _ranking_terms(chunks(node), snapshot.cutter))
            tiers = matches.tiers()
            numbers = ordered(snapshot, found, sort, tiers, scores)[(page - 1) * size : page * size]
            best = [
                (snapshot.ids[n], float(scores[n]), MATCHED[tiers[n]] if chunks(node) else MATCHED[0]) for n in numbers
            ]
            facets = {name: count_facet(column, found, facet_size) for name, column in snapshot.facets.items()}
            hits = self._hits(best, chunks(node), snapshot.cutter)
        return Results(int(found.sum()), hits, facets, page, size, [chunk.text for chunk in chunks(node)])

    def count(self) -> int:
        """The number of documents."""
        with self._snapshot() as snapshot:
            return snapshot.count

    def close(self) -> None:
        """Frees the files, once the calls under way have ended."""
        with self._lock:
            self._closed = True
            self._retire()

    def _hits(self, best: list[tuple[str, float, str]], wanted: tuple[Chunk, ...], cutter: Cutter) -> list[Hit]:
        texts = self._texts([doc_id for doc_id, _, _ in best]) if best else {}
        exact = [chunk.text for chunk in wanted]
        loose = exact + [p.text for chunk in wanted if not chunk.quoted for p in cutter.parts(chunk.text)]
        hits = []
        for doc_id, score, matched in best:
            title, body = texts.get(doc_id, ("", ""))  # deleted in the store, not yet here
            needles = loose if matched == "words" else exact
            hits.append(Hit(doc_id, score, matched, marks(title, needles), snippets(body, needles)))
        return hits

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        with self._lock:
            lease = self._newest()
            lease.users += 1
        try:
            yield lease.snapshot
        finally:
            with self._lock:
                lease.users -= 1
                lease.close_if_unused()

    def _newest(self) -> "_Lease":
        if self._closed:
            raise IndexFault("the searcher is closed")
        for attempt in range(_ATTEMPTS):
            try:
                return self._opened()
            except IndexMissing:
                # A rebuild may have removed the generation just read of: the next one is already named.
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def _opened(self) -> "_Lease":
        current = layout.read_current(self._directory)
        index = layout.open_generation(self._directory, current)
        revision = current.generation, index.latest_generation()
        if self._lease is None or self._lease.snapshot.revision != revision:
            self._follow_words(current)
            lease = _Lease(Snapshot(revision, layout.open_reader(index), self._cutter))
            self._retire()
            self._lease = lease
        return self._lease

    def _follow_words(self, current: layout.Current) -> None:
        """A rebuild brings its own word list: queries are cut with the list that the texts were cut with."""
        if current.words != self._cutter.fingerprint:
            self._cutter = Cutter(layout.generation_words(self._directory, current), self._directory)

    def _retire(self) -> None:
        if self._lease is not None:
            self._lease.retired = True
            self._lease.close_if_unused()
            self._lease = None


@dataclass(slots=True)
class _Lease:
    """A snapshot and the calls that use it; closed when it is out of date and the last of them has ended."""

    snapshot: Snapshot
    users: int = 0
    retired: bool = False

    def close_if_unused(self) -> None:
        if self.retired and not self.users:
            self.snapshot.close()


def _ranking_terms(wanted: tuple[Chunk, ...], cutter: Cutter) -> list[str]:
    return [term for chunk in wanted for term in cutter.terms(chunk.text)]


def _check(sort: str, page: int, size: int, facet_size: int) -> None:
    if sort not in SORTS:
        raise QueryFault(f"sort is one of {', '.join(SORTS)}")
    if page < 1 or not 1 <= size <= MAX_SIZE or facet_size < 0:
        raise QueryFault(f"page counts from 1, size goes from 1 to {MAX_SIZE:,}, facet_size from 0")
