"""The chronicle (大事记) of an entity, or of two together: dated sentences by date, each told once with all its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explorer.answers.facets import issue_label
from explorer.errors import NotFound
from explorer.store import chronicle as told
from explorer.store import entities, queries
from explorer.store.chronicle import Event, Telling
from explorer.store.database import Database
from explorer.store.rows import Issue, Named

PAGE = 100
WHOLE = 500
"""A chronicle of more events is shown by years, its last one first asked for."""
_BATCH = 500

DAY, MONTH, YEAR, VAGUE, NO_YEAR = "day", "month", "year", "vague", "no-year"
"""How exactly an event is dated: `vague` by a wording (近日) that names no day, `no-year` by a day of an unknown year."""


@dataclass(frozen=True, slots=True)
class Told:
    """One place that tells an event, with the issue it stands in."""

    telling: Telling
    issue: str
    """What the issue is called, with its number where it has one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `exact` is one of the five above; `year` is '' if it is not known, and for a `vague` one that of telling."""

    year: str
    date: str
    until: str
    exact: str
    wording: str
    quote: str
    sources: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A page of the chronicle of `entity`, or of what is told of it together with `other`.

    `years` counts the events of each year, '' for an unknown one; `year` is the one that is shown, None for all.
    """

    entity: Named
    other: Named | None
    years: tuple[tuple[str, int], ...]
    year: str | None
    total: int
    page: int
    pages: int
    entries: tuple[Entry, ...]

    @property
    def whole(self) -> bool:
        """Whether all years can stand on one list."""
        return sum(count for _, count in self.years) <= WHOLE

    @property
    def title(self) -> str:
        """陈建春大事记, 陈建春与雅安市大事记."""
        return self.entity.name + (f"与{self.other.name}" if self.other else "") + "大事记"


def chronicle(store: Database, entity_id: str, other_id: str = "", year: str | None = None, page: int = 1) -> Chronicle:
    """A page of it: of one year ('' for an unknown one), or of all unless these are more than WHOLE. Raises NotFound."""
    entity, other = _named(store, entity_id), _named(store, other_id) if other_id else None
    years = tuple(told.years(store, entity_id, other_id))
    if year is None and sum(count for _, count in years) > WHOLE:
        year = max((name for name, _ in years if name), default="")
    total = sum(count for name, count in years if year is None or name == year)
    pages = max(1, -(-total // PAGE))
    if not 1 <= page <= pages:
        raise NotFound("没有这一页", place=str(page))
    events = told.events(store, entity_id, other_id, year=year, limit=PAGE, offset=(page - 1) * PAGE)
    return Chronicle(entity, other, years, year, total, page, pages, _entries(store, events))


def entries(store: Database, entity_id: str, other_id: str = "", year: str | None = None) -> Iterator[Entry]:
    """All of it, or of one year, for a file; read in batches."""
    offset = 0
    while events := told.events(store, entity_id, other_id, year=year, limit=_BATCH, offset=offset):
        yield from _entries(store, events)
        offset += len(events)


def _named(store: Database, entity_id: str) -> Named:
    entity = entities.entity(store, entity_id)
    if entity is None:
        raise NotFound("没有这个条目", place=entity_id[:40])
    return Named(entity.id, entity.kind, entity.name)


def _entries(store: Database, events: Sequence[Event]) -> tuple[Entry, ...]:
    issues = queries.issues_of(store, {telling.bulletin_id for event in events for telling in event.tellings})
    return tuple(_entry(event, {id: _called(issue) for id, issue in issues.items()}) for event in events)


def _entry(event: Event, issues: dict[str, str]) -> Entry:
    sources = tuple(Told(telling, issues.get(telling.bulletin_id, "")) for telling in event.tellings)
    year = "" if event.sort.startswith("9999") else event.sort[:4]
    return Entry(year, event.date, event.until, exactness(event.date), event.wording, event.quote, sources)


def exactness(date: str) -> str:
    """How exactly a date is known."""
    if date.startswith("--"):
        return NO_YEAR
    return {10: DAY, 7: MONTH, 4: YEAR}.get(len(date), VAGUE)


def _called(issue: Issue) -> str:
    return f"{issue.heading}{issue_label(issue)}"
