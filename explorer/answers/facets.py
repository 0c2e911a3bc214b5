"""Facets as they are shown: what is counted gets its name, places stand as a tree, years and months as a histogram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.store import entities, queries
from explorer.store.database import Database
from graph.gazetteer import Gazetteer

FACET_LABELS = {
    "year": "年份", "month": "月份", "section": "栏目", "act": "批示肯定", "place": "地区", "person": "人物", "office": "机构",
    "document": "文件", "issue": "期次",
}  # fmt: skip
SHOWN = ("section", "act", "place", "person", "office")
"""Facets with a list on the page; years and months are in the histogram; others have one only when they are filtered by."""
_ENTITIES = ("person", "office", "document")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, how many hits have it, and whether it is chosen; `depth` is its level in a tree of places."""

    value: str
    label: str
    count: int
    chosen: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet with its values, the chosen ones first; places in the order of a walk through their tree."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """Hits by time: bars of the facet `name` (year, or month within a year), in order, without gaps."""

    name: str
    bars: tuple[FacetValue, ...]


def facets(
    store: Database, gazetteer: Gazetteer, counts: Mapping[str, Sequence[tuple[str, int]]], filters: Mapping[str, Sequence[str]]
) -> tuple[Facet, ...]:
    """The facets of an answer, those that are filtered by among them."""
    names = dict.fromkeys((*SHOWN, *filters))
    shown = {name: _values(counts.get(name, ()), filters.get(name, ())) for name in names}
    labels = labelled(store, gazetteer, shown)
    return tuple(
        Facet(name, FACET_LABELS[name], _facet_values(name, gazetteer, shown[name], labels, filters.get(name, ()))) for name in names
    )


def histogram(counts: Mapping[str, Sequence[tuple[str, int]]], months: Sequence[tuple[str, int]], filters: Mapping[str, Sequence[str]]) -> Histogram:
    """By year; by month once one year is chosen, or when all hits are of one."""
    years = sorted((year, count) for year, count in counts.get("year", ()) if year.isdigit())
    if months and (len(years) <= 1 or len(filters.get("year", ())) == 1):
        return Histogram("month", _bars(months, filters.get("month", ()), _months(months[0][0], months[-1][0])))
    every = [str(year) for year in range(int(years[0][0]), int(years[-1][0]) + 1)] if years else []
    return Histogram("year", _bars(years, filters.get("year", ()), every))


def labelled(store: Database, gazetteer: Gazetteer, values: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], str]:
    """(facet, value) → the words for it: a person's or office's name, a place's full name, an issue's number."""
    names = entities.names(store, [value for facet in _ENTITIES for value in values.get(facet, ())])
    found = {}
    for facet, several in values.items():
        for value in several:
            found[facet, value] = names.get(value, value) if facet in _ENTITIES else _label(store, gazetteer, facet, value)
    return found


def issue_label(issue: object) -> str:
    """How an issue is called: 第18期（总第850期）, with the year where there is no running total."""
    number, total, year = (getattr(issue, name) for name in ("issue_no", "total_no", "year"))
    if number is None:
        return ""
    return f"{f'{year}年' if year else ''}第{number}期" + (f"（总第{total}期）" if total else "")


def _label(store: Database, gazetteer: Gazetteer, facet: str, value: str) -> str:
    if facet == "place" and value in gazetteer.by_code:
        return gazetteer.by_code[value].name
    if facet == "issue":
        issue = queries.issue(store, value)
        return (issue_label(issue) or issue.date) if issue else value
    if facet == "month":
        return f"{value[:4]}年{int(value[5:])}月" if len(value) == 7 and value[5:].isdigit() else value
    return f"{value}年" if facet == "year" else value


def _values(counts: Sequence[tuple[str, int]], chosen: Sequence[str]) -> dict[str, int]:
    present = dict(counts)
    return {value: present.get(value, 0) for value in (*chosen, *present)}


def _facet_values(
    name: str, gazetteer: Gazetteer, counts: Mapping[str, int], labels: Mapping[tuple[str, str], str], chosen: Sequence[str]
) -> tuple[FacetValue, ...]:
    order = _tree(counts, gazetteer) if name == "place" else [(value, 0) for value in counts]
    return tuple(FacetValue(value, labels[name, value], counts[value], value in chosen, depth) for value, depth in order)


def _tree(counts: Mapping[str, int], gazetteer: Gazetteer) -> list[tuple[str, int]]:
    """Codes with their depth, each place before the places within it, the commonest first."""

    def key(code: str) -> list[tuple[int, str]]:
        return [(-counts.get(step, 0), step) for step in sorted(gazetteer.path(code), key=len) or [code]]

    return [(code, len(key(code)) - 1) for code in sorted(counts, key=key)]


def _bars(counts: Sequence[tuple[str, int]], chosen: Sequence[str], every: Sequence[str]) -> tuple[FacetValue, ...]:
    present = dict(counts)
    name = lambda value: f"{int(value[5:])}月" if len(value) == 7 else f"{value}年"  # noqa: E731
    return tuple(FacetValue(value, name(value), present.get(value, 0), value in chosen) for value in every)


def _months(first: str, last: str) -> list[str]:
    """All months of the years from the first to the last, at most ten years of them."""
    years = range(int(first[:4]), min(int(last[:4]), int(first[:4]) + 9) + 1)
    return [f"{year}-{month:02}" for year in years for month in range(1, 13)]
