"""A page of the ledger of acts: rows with their sentences, what they can be narrowed to, totals and matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from explorer.answers import acts as lines
from explorer.answers import heat
from explorer.answers.acts import ActLine
from explorer.answers.facets import issue_label
from explorer.answers.heat import Matrix, Total
from explorer.answers.ledger import NONE, OWN, Ledger, chosen_year
from explorer.store import acts, entities, queries
from explorer.store.database import Database
from graph.confidence import BANDS
from graph.gazetteer import Gazetteer
from graph.model import DOCUMENT, ISSUE
from graph.ontology import FORMS

SORTS = ("newest", "oldest", "leader", "days")
ROWS, TOTALS, HEAT = "rows", "totals", "heat"
VIEWS = (ROWS, TOTALS, HEAT)

_PAGE = 40
_VALUES = 30
_OPEN = ("leader", "office", "post")
"""Filters with so many values that only the commonest are looked at."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter, its name ('' where it needs none), and how many acts there would be with it."""

    value: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its values, the chosen ones first; `more` are not listed."""

    name: str
    values: tuple[Value, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger: the act, the issue it is told in, and the entities it was written on (None if it is none)."""

    act: ActLine
    told_in: str
    about_id: str | None
    issue_id: str | None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """What passes the filters. `everything` counts all acts there are; the view says which of rows, totals and matrices are told."""

    total: int
    everything: int
    page: int
    pages: int
    sort: str
    view: str
    filters: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    """Id or code → name, of all that the page shows."""
    facets: tuple[Facet, ...]
    rows: tuple[Entry, ...] = ()
    by_leader: tuple[Total, ...] = ()
    by_office: tuple[Total, ...] = ()
    matrices: tuple[Matrix, ...] = ()


def ledger_page(
    store: Database, gazetteer: Gazetteer, ledger: Ledger, filters: Mapping[str, tuple[str, ...]], sort: str, page: int, view: str
) -> LedgerPage:
    """A page of what passes the filters; the facets are over all of it, whichever page is asked for."""
    found = ledger.select(filters)
    total = int(found.sum())
    facets = tuple(_facet(store, gazetteer, ledger, filters, name) for name in _facets(filters))
    rows, leaders, offices, matrices = (), (), (), ()
    if view == ROWS:
        rows = tuple(_entries(store, ledger, ledger.arranged(found, sort)[(page - 1) * _PAGE : page * _PAGE]))
    elif view == TOTALS:
        leaders, offices = (heat.totals(ledger, found, name, filters.get("kind", ())) for name in ("leader", "office"))
    else:
        matrices = heat.leaders_by_offices(ledger, found), heat.places_by_periods(ledger, found, gazetteer, filters)
    shown = {value.value for facet in facets for value in facet.values} | {total.value for total in (*leaders, *offices)}
    shown |= {value for matrix in matrices for value in (*matrix.columns, *(row.value for row in matrix.rows))}
    return LedgerPage(
        total, len(ledger), page, -(-total // _PAGE), sort, view, filters, _names(store, gazetteer, ledger, shown), facets,
        rows, leaders, offices, matrices,
    )  # fmt: skip


def every_entry(store: Database, ledger: Ledger, filters: Mapping[str, tuple[str, ...]], sort: str) -> Iterator[Entry]:
    """All rows, for a file; read in batches."""
    found = ledger.arranged(ledger.select(filters), sort)
    for start in range(0, len(found), _BATCH):
        yield from _entries(store, ledger, found[start : start + _BATCH])


def _entries(store: Database, ledger: Ledger, chosen: Sequence[int]) -> Iterator[Entry]:
    facts = entities.relations(store, [ledger.ids[at] for at in chosen])
    told = [lines.line(facts[ledger.ids[at]], ledger.days[at]) for at in chosen if ledger.ids[at] in facts]
    issues = queries.issues_of(store, {line.fact.bulletin_id for line in told})
    abouts = acts.bearers(store, {line.about for line in told} - {""}, DOCUMENT)
    written = acts.bearers(store, {line.issue for line in told} - {""}, ISSUE)
    for line in told:
        issue = issues.get(line.fact.bulletin_id)
        label = (issue_label(issue) or f"{issue.heading} {issue.date}".strip()) if issue else ""
        yield Entry(line, label, abouts.get(line.about), written.get(line.issue))


def _facets(filters: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    quarter = ("quarter",) if chosen_year(filters) or "quarter" in filters else ()
    return ("leader", "office", "post", "place", "kind", "year", *quarter, "confidence")


def _facet(store: Database, gazetteer: Gazetteer, ledger: Ledger, filters: Mapping[str, tuple[str, ...]], name: str) -> Facet:
    chosen = filters.get(name, ())
    counts, known = ledger.commonest(filters, name, _VALUES, chosen) if name in _OPEN else (ledger.counts(filters, name), 0)
    order = _order(gazetteer, name, counts, chosen)
    values = [*chosen, *(value for value in order if value not in chosen)]
    shown = values[: max(_VALUES, len(chosen))]
    names = _names(store, gazetteer, ledger, set(shown))
    told = tuple(Value(value, names.get(value, ""), counts[value], value in chosen) for value in shown)
    there = known + sum(value not in counts for value in chosen) if name in _OPEN else len(values)
    return Facet(name, told, there - len(told))


def _order(gazetteer: Gazetteer, name: str, counts: Mapping[str, int], chosen: Sequence[str]) -> list[str]:
    """Closed sets in their own order, years the newest first, else the commonest first; the unnamed last."""
    if name == "place":
        return _places(gazetteer, counts, chosen)
    fixed = {"kind": FORMS, "quarter": heat.QUARTERS, "confidence": tuple(band for band, _ in BANDS)}.get(name)
    if fixed:
        return [value for value in (*fixed, *(() if NONE in fixed else (NONE,))) if counts.get(value)]
    if name == "year":
        return sorted(counts, key=lambda value: (value == NONE, -int(value) if value != NONE else 0))
    return sorted(counts, key=lambda value: (value == NONE, -counts[value], value))


def _places(gazetteer: Gazetteer, counts: Mapping[str, int], chosen: Sequence[str]) -> list[str]:
    """The divisions below the one that is chosen; else below the one that all acts lie in."""
    codes = [value for value in chosen if value != NONE]
    focus = codes[0].removesuffix(OWN) if len(codes) == 1 else ""
    below = [one.code for one in gazetteer.children(focus) if one.code in counts]
    while not codes and len(below) == 1 and (inner := [one.code for one in gazetteer.children(below[0]) if one.code in counts]):
        focus, below = below[0], inner
    told = sorted(below, key=lambda code: (-counts[code], code))
    own = [f"{focus}{OWN}"] if told and f"{focus}{OWN}" in counts else []
    return [*told, *own, *([NONE] if NONE in counts else [])] or sorted(code for code in counts if len(code) == 2)


def _names(store: Database, gazetteer: Gazetteer, ledger: Ledger, values: set[str]) -> dict[str, str]:
    told = {value: ledger.leaders.get(value) or ledger.offices.get(value) or "" for value in values}
    for value in values:
        division = gazetteer.by_code.get(value.removesuffix(OWN))
        if division:
            told[value] = division.name
    unknown = [value for value, name in told.items() if not name and "-" in value]
    return {value: name for value, name in (told | entities.names(store, unknown)).items() if name}
