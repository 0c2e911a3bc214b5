"""Queries as sets of documents: composed with & | ~, asked later. `Bounds` holds what is certainly in a set and what may be."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Query:
    """A set of documents. `kind`: all, none, leaf (`text` is its JSON), and, or, not. Equal queries are the same set."""

    kind: str
    text: str = ""
    parts: tuple["Query", ...] = ()

    def __and__(self, other: "Query") -> "Query":
        return _joined("and", "all", "none", (self, other))

    def __or__(self, other: "Query") -> "Query":
        return _joined("or", "none", "all", (self, other))

    def __invert__(self) -> "Query":
        match self.kind:
            case "all":
                return NOTHING
            case "none":
                return EVERYTHING
            case "not":
                return self.parts[0]
        return Query("not", parts=(self,))

    def body(self) -> dict[str, Any]:
        """As the cluster reads it; it scores nothing."""
        match self.kind:
            case "all":
                return {"match_all": {}}
            case "none":
                return {"match_none": {}}
            case "leaf":
                return json.loads(self.text)  # type: ignore[no-any-return]
            case "not":
                return {"bool": {"must_not": [self.parts[0].body()]}}
            case "or":
                return {"bool": {"should": [part.body() for part in self.parts], "minimum_should_match": 1}}
        denied = [part.parts[0].body() for part in self.parts if part.kind == "not"]
        return {"bool": {"filter": [part.body() for part in self.parts if part.kind != "not"]} | ({"must_not": denied} if denied else {})}


EVERYTHING, NOTHING = Query("all"), Query("none")


def leaf(body: dict[str, Any]) -> Query:
    """A query of the cluster's own language that is true or not of a document."""
    return Query("leaf", json.dumps(body, ensure_ascii=False, sort_keys=True))


def term(field: str, value: str) -> Query:
    """Documents with a token, or a value."""
    return leaf({"term": {field: {"value": value}}})


def among(field: str, values: Iterable[str]) -> Query:
    """Documents with any of the values."""
    wanted = sorted(set(values))
    return leaf({"terms": {field: wanted}}) if len(wanted) > 1 else term(field, wanted[0]) if wanted else NOTHING


def with_ids(ids: Sequence[str]) -> Query:
    """These documents."""
    return leaf({"ids": {"values": sorted(ids)}}) if ids else NOTHING


def _joined(kind: str, neutral: str, absorbing: str, pair: Sequence[Query]) -> Query:
    flat = [part for query in pair for part in (query.parts if query.kind == kind else (query,)) if part.kind != neutral]
    parts = tuple(dict.fromkeys(flat))
    if any(part.kind == absorbing for part in parts):
        return Query(absorbing)
    if not parts:
        return Query(neutral)
    return parts[0] if len(parts) == 1 else Query(kind, parts=parts)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A set between two: documents that are certainly in it, and those that may be. Where both are one, nothing is open."""

    least: Query
    most: Query

    def __and__(self, other: "Bounds") -> "Bounds":
        return Bounds(self.least & other.least, self.most & other.most)

    def __or__(self, other: "Bounds") -> "Bounds":
        return Bounds(self.least | other.least, self.most | other.most)

    def __invert__(self) -> "Bounds":
        return Bounds(~self.most, ~self.least)


def certain(query: Query) -> Bounds:
    """A set that the postings tell."""
    return Bounds(query, query)
