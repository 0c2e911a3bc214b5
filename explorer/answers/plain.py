"""Answers as plain JSON values, the same for the interface under /api/v1 and for `--json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

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

    `matched` is exact-title, exact-body, words or all; a facet is a list of `{"value", "label", "count"}`.
    """
    return {
        "total": page.total,
        "page": page.page,
        "pages": page.pages,
        "hits": [_hit(hit) for hit in page.hits],
        "facets": {
            facet.name: [{"value": v.value, "label": v.label, "count": v.count} for v in facet.values] for facet in page.facets
        },
    }


def _hit(hit: HitLine) -> dict[str, object]:
    return {
        "article": hit.article.id,
        "title": hit.article.title,
        "date": hit.article.date,
        "section": hit.article.section,
        "issue": hit.issue_label,
        "snippet": " … ".join("".join(piece.text for piece in snippet) for snippet in hit.snippets),
        "matched": hit.matched,
    }
