"""Answers as plain JSON values, the same for the interface under /api/v1 and for `--json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

from explorer.answers.facets import FacetValue
from explorer.answers.found import HitLine, SearchPage
from graph.confidence import band

_LEFT_OUT = {"origins"}
"""Fields for the program alone."""


def plain(value: object) -> object:
    """Dataclasses as objects, tuples as arrays, the rest as it is. What has a confidence says its band too."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name not in _LEFT_OUT}
        return {**told, "band": band(told["confidence"])} if isinstance(told.get("confidence"), float) else told
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


def search(page: SearchPage) -> dict[str, object]:
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
    }


def _values(values: Sequence[FacetValue]) -> list[dict[str, object]]:
    return [_value(value) for value in values]


def _value(value: FacetValue) -> dict[str, object]:
    return {"value": value.value, "label": value.label, "count": value.count}


def _hit(hit: HitLine) -> dict[str, object]:
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
