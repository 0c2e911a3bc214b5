"""A division: what is told of it and of those below it, and when nothing is; beside how many issues are held of those known to exist."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.answers.coverage import SeriesCoverage
from explorer.errors import NotFound
from explorer.store import places
from explorer.store.database import Database
from explorer.store.rows import EntityLine
from graph.gazetteer import Division, Gazetteer
from graph.ontology import FORMS

ARTICLES, ACTS = "articles", "acts"
_OFFICES = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A period; issues held in it, and known to exist by the running total (0: not known; only of years)."""

    period: str
    held: int
    known: int


@dataclass(frozen=True, slots=True)
class Row:
    """A division below (the division itself has `own`), a number for each column, and their sum."""

    code: str
    name: str
    own: bool
    cells: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all periods shown."""
        return sum(self.cells)


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Coverage and silence. `of` says what the cells count: articles, acts, or articles that tell of one form of act."""

    division: Division | None
    """None for the whole country."""
    path: tuple[tuple[str, str], ...]
    """(code, name) from the province down, the division itself included."""
    of: str
    year: int | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    silent: tuple[Row, ...]
    """Divisions below of which nothing is told in all periods shown."""
    years: tuple[int, ...]
    offices: tuple[EntityLine, ...]

    @property
    def highest(self) -> int:
        """The largest number of a cell; 0 where there is none."""
        return max((cell for row in self.rows for cell in row.cells), default=0)


def place_page(store: Database, gazetteer: Gazetteer, coverage: Sequence[SeriesCoverage], code: str, of: str, year: int | None) -> PlacePage:
    """The page of a division ('' is the country). `of`: ARTICLES, ACTS (any), or a form such as 批示. Raises NotFound."""
    division = gazetteer.by_code.get(code)
    if code and division is None:
        raise NotFound("没有这个地区", place=code[:40])
    if of not in (ARTICLES, ACTS, *FORMS):
        raise NotFound("没有这种统计内容", place=of[:40])
    form = {ARTICLES: None, ACTS: ""}.get(of, of)
    held = list(places.years(store))
    columns = _columns(coverage, held, year)
    rows = _rows(gazetteer, code, places.counts(store, code, year=year, form=form), [column.period for column in columns])
    path = tuple((step, gazetteer.by_code[step].name) for step in gazetteer.path(code))
    told = tuple(row for row in rows if row.total or not (row.own or code == ""))
    return PlacePage(
        division, path, of, year, columns, told, tuple(row for row in told if not row.total), tuple(held),
        tuple(places.offices(store, code, _OFFICES)) if code else (),
    )  # fmt: skip


def _columns(coverage: Iterable[SeriesCoverage], held: Sequence[int], year: int | None) -> tuple[Column, ...]:
    """Each year from the first to the last, those without an issue too; or the months of a year."""
    if year is not None:
        return tuple(Column(f"{year}-{month:02}", 0, 0) for month in range(1, 13))
    by_year: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in (one for series in coverage for one in series.years):
        by_year[one.year][0] += len(one.held)
        by_year[one.year][1] += one.known
    return tuple(Column(str(one), *by_year[one]) for one in range(min(held), max(held) + 1)) if held else ()


def _rows(gazetteer: Gazetteer, code: str, counts: Iterable[places.PlaceCount], periods: Sequence[str]) -> list[Row]:
    """The division itself first, then those below; what is told of a county counts for its city."""
    below = gazetteer.children(code)
    known = {division.code for division in below}
    found: Counter[tuple[str, str]] = Counter()
    for count in counts:
        found[_below(gazetteer, count.place, known) or code, count.period] += count.articles
    own = [Row(code, gazetteer.by_code[code].name, True, _cells(found, code, periods))] if code else []
    return [*own, *(Row(one.code, one.name, False, _cells(found, one.code, periods)) for one in below)]


def _below(gazetteer: Gazetteer, place: str, known: set[str]) -> str:
    return next((step for step in gazetteer.path(place) if step in known), "")


def _cells(found: Counter[tuple[str, str]], code: str, periods: Iterable[str]) -> tuple[int, ...]:
    return tuple(found[code, period] for period in periods)
