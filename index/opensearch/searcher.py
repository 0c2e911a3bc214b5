"""The searcher over a cluster: a query in, hits with snippets and facet counts out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from index.cutter import Cutter
from index.errors import QueryFault
from index.matching import Asked, Matches, evaluate
from index.names import Names, Unnamed
from index.needles import needles
from index.opensearch import counts
from index.opensearch.alike import similar
from index.opensearch.indexes import Indexes
from index.opensearch.mapping import ID
from index.opensearch.pages import View, order_of
from index.opensearch.queries import EVERYTHING, Bounds, Query, among
from index.opensearch.revisions import Revision, Revisions
from index.opensearch.sets import Queries
from index.opensearch.tiers import Tiers
from index.opensearch.verify import CAP, Verifier
from index.parser import parse
from index.query import Near, Node, Pattern, asks_text, chunks, leaves
from index.ranking import NEWEST, RELEVANCE
from index.results import FACET_SIZE, Passage, Results, check_page, echoed, hits, marked_in, passages
from index.schema import FACETS, MONTH
from index.sets import TextSource


class ClusterSearcher:
    """Answers from the current index, however it came about. Safe to share between threads.

    What cannot be answered by all shards is not answered: IndexUnreachable.
    """

    def __init__(self, indexes: Indexes, texts: TextSource, cutter: Cutter, names: Names | None = None, cap: int = CAP) -> None:
        """IndexMissing if there is no index, or if another schema, analysis or word list wrote it. `cap`: see index.opensearch.verify."""
        self._names, self._texts, self._cap = names or Unnamed(), texts, cap
        self._revisions = Revisions(indexes, cutter)

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
        """As index.search.Searcher.search."""
        sizes = {name: (facet_sizes or {}).get(name, FACET_SIZE) for name in facets}
        check_page(sort, page, size, (facet_sizes or {}).values())
        node = parse(query)
        return self._revisions.ask(lambda revision: self._search(revision, node, _filter(filters), sort, page, size, sizes, expand))

    def passages(
        self, query: str, *, filters: Mapping[str, Sequence[str]] | None = None, limit: int = 1_000, expand: bool = True
    ) -> list[Passage]:
        """As index.search.Searcher.passages."""
        node = parse(query)
        return self._revisions.ask(lambda revision: self._passages(revision, node, _filter(filters), limit, expand))

    def strings(self, query: str, doc_id: str) -> list[str]:
        """As index.search.Searcher.strings."""
        node = parse(query)
        texts = self._texts([doc_id]).get(doc_id, ("", ""))
        return self._revisions.ask(lambda revision: marked_in(doc_id, texts, needles(node, revision.cutter, self._names, [doc_id], expand=True)))

    def similar(self, doc_id: str, size: int = 5) -> list[str]:
        """As index.search.Searcher.similar; which words tell a text from others is judged shard by shard."""
        texts = self._texts([doc_id])
        if doc_id not in texts:
            return []
        return self._revisions.ask(lambda revision: similar(revision.view, revision.cutter, doc_id, "\n".join(texts[doc_id]), size))

    def ids(self) -> list[str]:
        """The ids of all documents."""
        return self._revisions.ask(_all_ids)

    def count(self) -> int:
        """The number of documents."""
        return self._revisions.ask(_count)

    def close(self) -> None:
        """Answers no more."""
        self._revisions.close()

    def _search(
        self, revision: Revision, node: Node, wanted: Query, sort: str, page: int, size: int, sizes: Mapping[str, int], expand: bool
    ) -> Results:
        with self._seen(revision, node, deep=page > 1) as view:
            tiers, at_least = self._tiers(view, revision.cutter, node, wanted, expand)
            shown = tiers.page(view, sort, (page - 1) * size, page * size, counts.asked(sizes))
            counted = shown.counted
            if counts.is_open(counted, sizes):
                counted = view.ask({"query": tiers.found.body(), "size": 0, "aggs": counts.asked(sizes, counts.LONGER)})["aggregations"]
        facets, months = counts.told(counted, sizes)
        ids = [doc for doc, _, _ in shown.hits]
        dressed = hits(shown.hits, self._texts(ids) if ids else {}, needles(node, revision.cutter, self._names, ids, expand))
        return Results(shown.total, dressed, facets, page, size, echoed(node), months, at_least)

    def _passages(self, revision: Revision, node: Node, wanted: Query, limit: int, expand: bool) -> list[Passage]:
        with self._seen(revision, node) as view:
            tiers, _ = self._tiers(view, revision.cutter, node, wanted, expand)
            found = [(doc, matched) for doc, _, matched in tiers.page(view, NEWEST, 0, limit, {}).hits]
        ids = [doc for doc, _ in found]
        return passages(found, self._texts(ids), needles(node, revision.cutter, self._names, ids, expand))

    @contextmanager
    def _seen(self, revision: Revision, node: Node, deep: bool = False) -> Iterator[View]:
        """One moment for all that a call asks, where it asks more than once."""
        if deep or _asks_texts(node):
            with revision.view.pinned() as view:
                yield view
        else:
            yield revision.view

    def _tiers(self, view: View, cutter: Cutter, node: Node, wanted: Query, expand: bool) -> tuple[Tiers, bool]:
        """The sets of a query, and whether something was left open."""
        matches: Matches[Bounds] = evaluate(node, Asked(Queries(cutter), self._names, expand))
        if _asks_texts(node):
            verify = Verifier(view, self._texts, matches.found.most & wanted, self._cap)
            matches = evaluate(node, Asked(Queries(cutter, verify), self._names, expand))
        sets = [matches.in_title, matches.exact, matches.alias, matches.found]
        terms = list(dict.fromkeys(term for chunk in chunks(node) for term in cutter.terms(chunk.text)))
        at_least = matches.found.least != matches.found.most
        return Tiers(tuple(one.least & wanted for one in sets), terms, asks_text(node)), at_least


def _asks_texts(node: Node) -> bool:
    """Whether tokens cannot tell what it finds."""
    return any(isinstance(leaf, (Near, Pattern)) for leaf in leaves(node, denied=True))


def _filter(filters: Mapping[str, Sequence[str]] | None) -> Query:
    """One of the values within a facet, in every facet named. QueryFault on another name."""
    wanted = EVERYTHING
    for name, values in (filters or {}).items():
        if name not in (*FACETS, MONTH):
            raise QueryFault(f"there is no facet {name!r}")
        if values:
            wanted &= among(name, values)
    return wanted


def _all_ids(revision: Revision) -> list[str]:
    with revision.view.pinned() as view:
        return [hit.id for piece in view.walk(EVERYTHING.body(), [{ID: "asc"}]) for hit in piece]


def _count(revision: Revision) -> int:
    answer: dict[str, Any] = revision.view.ask({"query": EVERYTHING.body(), "size": 0, "track_total_hits": True})
    return int(answer["hits"]["total"]["value"])
