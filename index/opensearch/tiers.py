"""A page of hits, best tier first: the sets of a query as one question, or as one for each tier where it is a deep page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from index.opensearch.mapping import WORDS
from index.opensearch.pages import Found, View, found, order_of, rows
from index.opensearch.queries import NOTHING, Query
from index.ranking import ALL, K1, MATCHED, RELEVANCE

_BEST_FIRST = MATCHED[:0:-1]
_SCORED = 200  # terms that a score is made of at most: a query has no more but by intent


@dataclass(frozen=True, slots=True)
class Shown:
    """(id, score, matched) of a page, the number of all hits, and what else was counted."""

    hits: list[tuple[str, float, str]]
    total: int
    counted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tiers:
    """`sets`: four, each within the next, as in index.matching.Matches; `terms` of the score; whether anything is asked to be printed."""

    sets: tuple[Query, ...]
    terms: Sequence[str]
    asks_text: bool

    @property
    def found(self) -> Query:
        """All hits."""
        return self.sets[-1]

    def page(self, view: View, sort: str, start: int, stop: int, counting: Mapping[str, Any]) -> Shown:
        """The hits from one place to another."""
        if sort == RELEVANCE and self.asks_text:
            return self._by_tier(view, start, stop, counting)
        named = [self.found.body(), *(_named(tier, one) for tier, one in zip(_BEST_FIRST, self.sets))] if self.asks_text else [self.found.body()]
        # a part that is only named adds nothing: as a condition that is true anyway it is not even scored
        query = {"bool": {"filter": [named[0], *([{"bool": {"should": [{"match_all": {}}, *named[1:]]}}] if named[1:] else [])]}}
        order, deep = order_of(sort), start > 0
        asked = {"query": query, "track_total_hits": True, **({"aggs": counting} if counting else {})}
        answer = view.ask({**asked, **({"size": 0} if deep else rows(stop, order))})
        total = answer["hits"]["total"]["value"]
        hits = view.slice(query, order, start, min(stop, total)) if deep else [found(row) for row in answer["hits"]["hits"]]
        told = [(hit.id, 0.0, max(hit.named, key=MATCHED.index, default=ALL)) for hit in hits]
        return Shown(told, total, answer.get("aggregations", {}))

    def _by_tier(self, view: View, start: int, stop: int, counting: Mapping[str, Any]) -> Shown:
        """Each tier by score; the first page needs one question only."""
        rings = {tier: ring for tier, ring in zip(_BEST_FIRST, _rings(self.sets)) if ring != NOTHING}
        order = order_of(RELEVANCE)
        best = {"best": {"top_hits": rows(stop, order)}} if start == 0 else {}
        tiers = {f"tier.{tier}": {"filter": ring.body(), **({"aggs": best} if best else {})} for tier, ring in rings.items()}
        answer = view.ask({"query": self._scored(self.found), "size": 0, "track_total_hits": True, "aggs": {**counting, **tiers}})
        hits: list[tuple[str, float, str]] = []
        passed = 0
        for tier, ring in rings.items():
            told = answer["aggregations"][f"tier.{tier}"]
            if start == 0:
                own = [found(row) for row in told["best"]["hits"]["hits"]]
            else:
                own = view.slice(self._scored(ring), order, max(0, start - passed), min(stop - passed, told["doc_count"]))
            hits += [(hit.id, hit.score, tier) for hit in own]
            passed += told["doc_count"]
        return Shown(hits[: stop - start], answer["hits"]["total"]["value"], answer["aggregations"])

    def _scored(self, documents: Query) -> dict[str, Any]:
        """BM25 of the terms; the cluster leaves out a constant factor of it, which makes the scores those of the embedded engine."""
        wanted = [{"term": {WORDS: {"value": term, "boost": K1 + 1}}} for term in self.terms[:_SCORED]]
        return {"bool": {"filter": [documents.body()], "should": wanted}}


def _rings(sets: Sequence[Query]) -> list[Query]:
    """Of each set what the one within does not have."""
    rings = [sets[0]]
    for inner, outer in pairwise(sets):
        rings.append(NOTHING if inner == outer else outer & ~inner if inner != NOTHING else outer)
    return rings


def _named(name: str, documents: Query) -> dict[str, Any]:
    return {"bool": {"filter": [documents.body()], "_name": name}}
