"""The searcher: a query in, hits with snippets and facet counts out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.columns import Hits
from index.cutter import Cutter, as_cutter
from index.highlight import Snippet
from index.likeness import similar
from index.masks import Masks, tiers
from index.matching import Asked, evaluate
from index.names import Names, Unnamed
from index.needles import needles
from index.parser import parse
from index.query import Everything, Node, asks_text, chunks
from index.ranking import ALL, MATCHED, NEWEST, RELEVANCE
from index.results import FACET_SIZE, MAX_SIZE, Hit, Passage, Results, check_page, echoed, hits, marked_in, passages
from index.revisions import Revisions
from index.schema import FACETS, MONTH
from index.scoring import bm25f, count_facet, ordered, select
from index.sets import TextSource
from index.snapshot import Snapshot

__all__ = ["MAX_SIZE", "Hit", "Passage", "Results", "Searcher", "Snippet", "TextSource"]


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
        check_page(sort, page, size, sizes.values())
        node = parse(query)
        with self._revisions.newest() as snapshot:
            found, how = self._found(node, filters, snapshot, expand)
            scores = _scores(node, snapshot, sort)
            numbers = ordered(snapshot, found, sort, how, scores, page * size)[(page - 1) * size :]
            best = [(snapshot.ids[n], float(scores[n]), MATCHED[how[n]] if asks_text(node) else ALL) for n in numbers]
            counts = {name: count_facet(snapshot.facets[name], found, sizes.get(name, FACET_SIZE)) for name in facets}
            months = sorted(count_facet(snapshot.facets[MONTH], found, snapshot.size))
            shown = self._hits(best, node, snapshot.cutter, expand)
        return Results(len(found.numbers), shown, counts, page, size, echoed(node), months)

    def passages(
        self, query: str, *, filters: Mapping[str, Sequence[str]] | None = None, limit: int = 1_000, expand: bool = True
    ) -> list[Passage]:
        """Every place that prints what the query asks for, in the `limit` newest documents that it finds.

        QueryFault if the query cannot be read.
        """
        node = parse(query)
        with self._revisions.newest() as snapshot:
            found, how = self._found(node, filters, snapshot, expand)
            numbers = ordered(snapshot, found, NEWEST, how, np.zeros(snapshot.size), limit)
            ids, matched = [snapshot.ids[n] for n in numbers], [MATCHED[how[n]] for n in numbers]
            wanted = needles(node, snapshot.cutter, self._names, ids, expand)
        return passages(list(zip(ids, matched)), self._texts(ids), wanted)

    def strings(self, query: str, doc_id: str) -> list[str]:
        """What to mark of a query in one document, found by it or not. QueryFault if the query cannot be read."""
        node = parse(query)
        texts = self._texts([doc_id]).get(doc_id, ("", ""))
        with self._revisions.newest() as snapshot:
            wanted = needles(node, snapshot.cutter, self._names, [doc_id], expand=True)
        return marked_in(doc_id, texts, wanted)

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
        matches = evaluate(node, Asked(Masks(snapshot, self._texts), self._names, expand))
        return Hits(matches.found & select(snapshot, filters or {})), tiers(matches)

    def _hits(self, best: list[tuple[str, float, str]], node: Node, cutter: Cutter, expand: bool) -> list[Hit]:
        ids = [doc_id for doc_id, _, _ in best]
        texts = self._texts(ids) if ids else {}
        return hits(best, texts, needles(node, cutter, self._names, ids, expand))


def _scores(node: Node, snapshot: Snapshot, sort: str) -> np.ndarray:
    """Zeros where nobody asks for them."""
    if sort != RELEVANCE or isinstance(node, Everything):
        return np.zeros(snapshot.size, np.float64)
    return bm25f(snapshot, [term for chunk in chunks(node) for term in snapshot.cutter.terms(chunk.text)])
