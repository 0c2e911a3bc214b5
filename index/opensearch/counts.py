"""Facets over all hits, by the cluster's own counting; where the lists of the shards were too short, they are asked for longer ones."""

from collections.abc import Mapping
from typing import Any

from index.schema import MONTH

SHARD, LONGER = 5_000, 50_000  # values that a shard tells of: at first, and where that leaves something open
_MONTHS = 10_000
_ALL_MONTHS = f"facet.{MONTH}.all"

Counts = dict[str, list[tuple[str, int]]]


def asked(sizes: Mapping[str, int], shard: int = SHARD) -> dict[str, Any]:
    """The part of a question that counts so many values of each facet, and all months."""
    order = [{"_count": "desc"}, {"_key": "asc"}]
    how = {"shard_size": shard, "order": order, "show_term_doc_count_error": True}
    facets: dict[str, Any] = {f"facet.{name}": {"terms": {"field": name, "size": size, **how}} for name, size in sizes.items() if size}
    return facets | {_ALL_MONTHS: {"terms": {"field": MONTH, "size": _MONTHS, "order": {"_key": "asc"}}}}


def told(aggregations: Mapping[str, Any], sizes: Mapping[str, int]) -> tuple[Counts, list[tuple[str, int]]]:
    """Facets, the commonest values first, equal counts in the order of the values; months in order."""
    counts = {name: _buckets(aggregations[f"facet.{name}"]) if size else [] for name, size in sizes.items()}
    return counts, _buckets(aggregations[_ALL_MONTHS])


def is_open(aggregations: Mapping[str, Any], sizes: Mapping[str, int]) -> bool:
    """Whether values that a shard did not tell of could change a list."""
    return any(_may_change(aggregations[f"facet.{name}"]) for name, size in sizes.items() if size)


def _may_change(told: Mapping[str, Any]) -> bool:
    """A listed value is counted too low where a shard left it out; one that is not listed may have as much as the bound."""
    buckets = told["buckets"]
    return bool(buckets) and (told["doc_count_error_upper_bound"] >= buckets[-1]["doc_count"] or any(b["doc_count_error_upper_bound"] for b in buckets))


def _buckets(told: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in told["buckets"]]
