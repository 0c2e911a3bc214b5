"""Tables over acts of endorsement: totals, and two matrices whose cells sum to the number of acts."""

from __future__ import annotations

import heapq
import statistics
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from explorer.answers.ledger import NONE, OWN, Chosen, Filters, Ledger, chosen_year
from graph.gazetteer import Gazetteer
from graph.ontology import FORMS

REST = ""
"""The value of a row or column that sums up those not shown; nothing can ask for it."""
QUARTERS = ("1", "2", "3", "4", NONE)

_ROWS, _COLUMNS = 20, 12
_TOTALS = 50
_GAP = 12
"""Years without an act are shown, unless there are more than this of them in a row."""

Cells = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Total:
    """The acts of one leader, or upon one office: by form (in the order of FORMS), the years, and the middle of the days from print."""

    value: str
    count: int
    kinds: tuple[int, ...]
    first: str
    last: str
    days: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a matrix: the value it stands for, a number for each column, and their sum."""

    value: str
    cells: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all columns."""
        return sum(self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Acts by two of their filters, `down` and `across`; `rest` says how many values the REST row and column sum up."""

    down: str
    across: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    rest: tuple[int, int] = (0, 0)

    @property
    def highest(self) -> int:
        """The largest number of a cell that one value of each filter has; 0 where there is none."""
        return max((cell for row in self.rows if row.value for value, cell in zip(self.columns, row.cells, strict=True) if value), default=0)


def totals(ledger: Ledger, chosen: Chosen, name: str, kinds: Collection[str] = ()) -> tuple[Total, ...]:
    """Of each leader or office, those with the most acts first; then the unnamed, and the rest as one. `kinds` are those asked for,
    if any: of an act that has others too these are not counted."""
    counts = ledger.count(chosen, name)
    shown, _ = _most(counts, _TOTALS)
    forms, years = (ledger.folded(chosen, name, across, shown, None) for across in ("kind", "year"))
    by_value: dict[str, list[str]] = {}
    for value, year in years:
        by_value.setdefault(value, []).append(year)
    return tuple(
        Total(
            value, counts[value] if value else sum(counts.values()) - sum(counts[one] for one in shown if one),
            tuple(forms[value, form] if not kinds or form in kinds else 0 for form in FORMS), *_span(by_value.get(value, ())),
            statistics.median(days) if value and (days := ledger.days_of(chosen, name, value)) else None,
        )
        for value in shown
    )  # fmt: skip


def leaders_by_offices(ledger: Ledger, chosen: Chosen) -> Matrix:
    """Leaders down, offices across, the most active first; those beyond are summed up."""
    rows, more_rows = _most(ledger.count(chosen, "leader"), _ROWS)
    columns, more_columns = _most(ledger.count(chosen, "office"), _COLUMNS)
    cells = ledger.folded(chosen, "leader", "office", rows, columns)
    return _matrix("leader", "office", rows, columns, cells, (more_rows, more_columns))


def places_by_periods(ledger: Ledger, chosen: Chosen, gazetteer: Gazetteer, filters: Filters) -> Matrix:
    """The divisions within the least that holds all acts, itself first; by year, or by quarter of the one year that is chosen."""
    across = "quarter" if chosen_year(filters) else "year"
    found = Counter({(place, period): count for (period, place), count in ledger.pairs(chosen, across, "place").items() if place.endswith(OWN) or place == NONE})
    row = _divided({place for place, _ in found}, gazetteer)
    cells: Counter[tuple[str, str]] = Counter()
    for (place, period), count in found.items():
        cells[row(place), period] += count
    periods = {period for _, period in cells}
    columns = tuple(one for one in QUARTERS if one != NONE or one in periods) if across == "quarter" else _years(periods)
    rows = sorted({place for place, _ in cells}, key=lambda place: (place == NONE, not place.endswith(OWN), place))
    return _matrix("place", across, rows, columns, cells, (0, 0))


def _most(counts: Counter[str], limit: int) -> tuple[list[str], int]:
    """The values counted most often, then the unnamed, then REST for those left out; and how many these are."""
    named = heapq.nsmallest(limit, (value for value in counts if value != NONE), key=lambda value: (-counts[value], value))
    left = len(counts) - (NONE in counts) - len(named)
    return named + [NONE] * (NONE in counts) + [REST] * bool(left), left


def _matrix(down: str, across: str, rows: Sequence[str], columns: Sequence[str], cells: Cells, rest: tuple[int, int]) -> Matrix:
    told = tuple(Row(row, tuple(cells.get((row, column), 0) for column in columns)) for row in rows)
    return Matrix(down, across, tuple(columns), told, rest)


def _divided(places: Iterable[str], gazetteer: Gazetteer) -> Callable[[str], str]:
    """Place itself → the row it belongs to: a division below the least one that holds all, that one itself, or none."""
    paths = {place: gazetteer.path(place.removesuffix(OWN)) for place in places if place != NONE}
    shared = _shared(paths.values())
    if shared and not gazetteer.children(shared[-1]):
        shared = shared[:-1]
    return lambda place: (*paths[place], place)[len(shared)] if place != NONE else NONE


def _shared(paths: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    """What all paths begin with."""
    first, last = (min(paths), max(paths)) if paths else ((), ())
    return tuple(one for one, other in zip(first, last, strict=False) if one == other)


def _span(years: Iterable[str]) -> tuple[str, str]:
    known = [year for year in years if year != NONE]
    return (min(known), max(known)) if known else ("", "")


def _years(found: set[str]) -> tuple[str, ...]:
    """Years in order, those between them too; NONE last."""
    told: list[int] = []
    for year in sorted(int(year) for year in found if year != NONE):
        told += range(told[-1] + 1, year) if told and year - told[-1] <= _GAP else ()
        told.append(year)
    return (*map(str, told), *([NONE] if NONE in found else ()))
