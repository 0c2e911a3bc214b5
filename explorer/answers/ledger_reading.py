"""The ledger of acts as it is read from the store."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from explorer.answers import acts as lines
from explorer.answers.ledger import NONE, OWN, Act, Ledger
from explorer.store import acts as stored
from explorer.store.acts import ActRow
from explorer.store.database import Database
from graph.confidence import band
from graph.gazetteer import Gazetteer
from graph.model import AGREEMENT, DOCUMENT, GROUP, OFFICE

UNRESOLVED = "?"
"""Before a name of which it is not known whose it is."""

_LASTING = (OFFICE, DOCUMENT, AGREEMENT)
_BETWEEN = re.compile(r"[、，,；;]+")
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)

Places = Callable[[str], tuple[str, ...]]
Days = Callable[[ActRow], int | None]


def read(store: Database, gazetteer: Gazetteer) -> Ledger:
    """All acts of the present revision."""
    rows = stored.rows(store)
    dates = stored.printed(store, (row.issue for row in rows), (row.about for row in rows))
    days: Days = lambda row: lines.days(row.issue, row.about, row.date, *dates) if row.issue or row.about else None  # noqa: E731
    places = functools.cache(functools.partial(_place, gazetteer))
    leaders = {_leader(row)[-1]: row.leader for row in rows}
    offices = {_office(row)[-1]: row.target for row in rows}
    return Ledger([_act(row, places, days) for row in rows], leaders, offices, stored.spelled(store, leaders))


@functools.lru_cache(maxsize=4096)
def posts(printed: str) -> tuple[str, ...]:
    """The posts printed together: 县委副书记、县长 are two."""
    return tuple(dict.fromkeys(post for one in _BETWEEN.split(printed) if (post := one.strip())))


def _act(row: ActRow, places: Places, days: Days) -> Act:
    day = row.date or row.told
    year = day[:4] if _YEAR.match(day) else NONE
    forms = tuple(row.form.split("、")) if row.form else (NONE,)
    return Act(row.id, _leader(row), _office(row), posts(row.post), forms, places(row.place), (year,), (_quarter(day),), (band(row.confidence),), days(row))


def _leader(row: ActRow) -> tuple[str, ...]:
    value = row.leader_id or f"{UNRESOLVED}{row.leader}"
    return (NONE, value) if row.leader_kind == GROUP else (value,)


def _office(row: ActRow) -> tuple[str, ...]:
    """An entity that belongs to one article alone (全市史志工作) is counted with all such, and found by its id too."""
    value = row.target_id or f"{UNRESOLVED}{row.target}"
    return (value,) if row.target_kind in _LASTING else (NONE, value)


def _place(gazetteer: Gazetteer, code: str) -> tuple[str, ...]:
    path = gazetteer.path(code)
    return (*path, f"{path[-1]}{OWN}") if path else (NONE,)


def _quarter(day: str) -> str:
    return str((int(day[5:7]) + 2) // 3) if len(day) >= 7 else NONE
