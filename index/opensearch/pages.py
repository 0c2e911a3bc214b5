"""Hits as the cluster gives them: asked for at one moment (point in time), in an order, from one place to another, however deep."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from index.errors import IndexFault
from index.opensearch.connection import Connection
from index.opensearch.mapping import DAY, DEEPEST, ID, ISSUE, ORDER
from index.ranking import OLDEST, RELEVANCE
from index.ranking import ISSUE as BY_ISSUE

STEP = 2_000  # hits of one answer on the way through many
_KEEP = "2m"  # a moment is kept after the last question
_ONLY_IDS: dict[str, Any] = {"_source": False, "stored_fields": "_none_", "docvalue_fields": [ID]}


@dataclass(frozen=True, slots=True)
class Found:
    """A hit; `named`: which of the query's named parts are true of it."""

    id: str
    score: float
    named: tuple[str, ...] = ()


class View:
    """An index as its readers see it, or, pinned, as it was at one moment."""

    def __init__(self, connection: Connection, index: str, moment: str = "") -> None:
        self.connection, self.index, self._moment = connection, index, moment

    @contextmanager
    def pinned(self) -> Iterator["View"]:
        """The same for all questions of the block."""
        made = self.connection.ask(lambda client: client.create_pit(index=self.index, params={"keep_alive": _KEEP}))
        try:
            yield View(self.connection, self.index, made["pit_id"])
        finally:
            with suppress(IndexFault):  # it ends by itself
                self.connection.ask(lambda client: client.delete_pit(body={"pit_id": [made["pit_id"]]}), 1)

    def ask(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """One question. The answer is from all shards, or there is none: half an answer would be a wrong one."""
        params: dict[str, Any] = {"allow_partial_search_results": "false"}
        if "should" in body["query"].get("bool", {}):
            params["search_type"] = "dfs_query_then_fetch"  # scores are those of one whole index
        if not self._moment:
            return self.connection.ask(lambda client: client.search(index=self.index, body=body, params=params))
        pinned = {**body, "pit": {"id": self._moment, "keep_alive": _KEEP}}
        return self.connection.ask(lambda client: client.search(body=pinned, params=params))

    def walk(self, query: Mapping[str, Any], order: list[Any], step: int = STEP) -> Iterator[list[Found]]:
        """All hits in an order that ends with the id, in pieces. Only for a pinned view."""
        after: dict[str, Any] = {}
        while True:
            answer = self.ask({"query": query, "track_total_hits": False, **rows(step, order), **after})
            piece = answer["hits"]["hits"]
            if piece:
                yield [found(row) for row in piece]
            if len(piece) < step:
                return
            after = {"search_after": piece[-1]["sort"]}

    def slice(self, query: Mapping[str, Any], order: list[Any], start: int, stop: int) -> list[Found]:
        """The hits from one place to another."""
        if stop <= start:
            return []
        if stop <= DEEPEST:
            answer = self.ask({"query": query, "sort": order, "from": start, "track_total_hits": False, **rows(stop - start, order)})
            return [found(row) for row in answer["hits"]["hits"]]
        kept: list[Found] = []
        passed = 0
        for piece in self.walk(query, order, DEEPEST):
            kept += piece[max(0, start - passed) : max(0, stop - passed)]
            passed += len(piece)
            if passed >= stop:
                break
        return kept


def found(row: Mapping[str, Any]) -> Found:
    """A hit as we need it."""
    return Found(row["fields"][ID][0], float(row.get("_score") or 0.0), tuple(row.get("matched_queries", ())))


def rows(size: int, order: list[Any]) -> dict[str, Any]:
    """The part of a question that asks for hits."""
    return {"size": size, "sort": order, "track_scores": {"_score": "desc"} in order, **_ONLY_IDS}


def order_of(sort: str) -> list[Any]:
    """By relevance, or by date or issue; undated ones are last (they have no day), and the id settles what is left."""
    newest: list[Any] = [{DAY: "desc"}, {ORDER: "asc"}, {ID: "asc"}]
    if sort == RELEVANCE:
        return [{"_score": "desc"}, *newest]
    if sort == OLDEST:
        return [{DAY: "asc"}, *newest[1:]]
    return [{ISSUE: "desc"}, *newest] if sort == BY_ISSUE else newest
