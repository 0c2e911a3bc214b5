"""Answers as plain JSON values, the same for the interface under /api/v1 and for `--json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TypedDict

from explorer.answers.facets import FacetValue
from explorer.answers.found import HitLine, SearchPage
from graph.confidence import band

LEFT_OUT = frozenset({"origins"})
"""Fields for the program alone."""


class Counted(TypedDict):
    """A value of a facet, how it is called, and how many hits have it."""

    value: str
    label: str
    count: int


class FoundHit(TypedDict):
    """An article that was found; `snippet` is what of it was found, `printed` the forms that were not typed so."""

    article: str
    title: str
    date: str
    section: str
    issue: str
    snippet: str
    matched: str
    printed: list[str]


class FoundGroup(Counted):
    """The hits that name one person or office: how many, and the first few."""

    hits: list[FoundHit]


class Bars(TypedDict):
    """Hits by time: bars of the facet `by` (year, or month), in order, without gaps."""

    by: str
    bars: list[Counted]


class Found(TypedDict):
    """A page of hits; `instead` is a query that would find something where this one does not; `at_least`: there may be more hits than `total`."""

    total: int
    page: int
    pages: int
    hits: list[FoundHit]
    facets: dict[str, list[Counted]]
    histogram: Bars
    groups: list[FoundGroup]
    instead: str
    at_least: bool


def plain(value: object) -> object:
    """Dataclasses as objects, tuples as arrays, the rest as it is. What has a confidence says its band too."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name not in LEFT_OUT}
        return {**told, "band": band(told["confidence"])} if isinstance(told.get("confidence"), float) else told
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


def search(page: SearchPage) -> Found:
    """`{"total", "page", "pages", "hits": [{"article", "title", "date", "section", "snippet", "matched"}], "facets"}`.

    `matched` is exact-title, exact-body, alias, words or all; `printed` are the forms found that were not typed so; a facet, a
    histogram's bars and a group begin with `{"value", "label", "count"}`; `instead` is a query that would find something.
    """
    return {
        "total": page.total,
        "page": page.page,
        "pages": page.pages,
        "hits": [_hit(hit) for hit in page.hits],
        "facets": {facet.name: _values(facet.values) for facet in page.facets},
        "histogram": {"by": page.histogram.name, "bars": _values(page.histogram.bars)},
        "groups": [{**_value(group.value), "hits": [_hit(hit) for hit in group.hits]} for group in page.groups],
        "instead": page.instead,
        "at_least": page.at_least,
    }


def _values(values: Sequence[FacetValue]) -> list[Counted]:
    return [_value(value) for value in values]


def _value(value: FacetValue) -> Counted:
    return {"value": value.value, "label": value.label, "count": value.count}


def _hit(hit: HitLine) -> FoundHit:
    return {
        "article": hit.article.id,
        "title": hit.article.title,
        "date": hit.article.date,
        "section": hit.article.section,
        "issue": hit.issue_label,
        "snippet": " … ".join("".join(piece.text for piece in snippet) for snippet in hit.snippets),
        "matched": hit.matched,
        "printed": list(hit.printed),
    }
