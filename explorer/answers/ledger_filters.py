"""What a reader asks of the ledger of acts, made into values that it knows: names become ids, divisions become codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from explorer.answers.ledger import NONE, OWN, Filters, Ledger, within
from explorer.answers.ledger_reading import posts
from explorer.errors import NotFound, QueryError
from explorer.store import acts, entities
from explorer.store.database import Database
from graph.confidence import BANDS
from graph.gazetteer import Gazetteer
from graph.model import OFFICE
from graph.ontology import FORMS
from index.analysis import fold

NAMES = ("leader", "office", "post", "place", "kind", "year", "quarter", "from", "to", "confidence")
"""Filters, in the order in which they stand in an address. `from` and `to` are years, each once; all else may be repeated."""

_MOST = 50
_LONGEST = 200
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_QUARTERS = ("1", "2", "3", "4", NONE)
_BUREAU = re.compile(r"办(?:公室)?$")
_AGAIN = "请改正或去掉这个条件。"
_FEWER = "请减少条件，或改用上级地区、起止年份。"


def filters(store: Database, gazetteer: Gazetteer, ledger: Ledger, given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The filters in force. Raises QueryError for what cannot be read, NotFound for what nothing is called."""
    known: dict[str, Callable[[str], Collection[str]]] = {
        "leader": lambda value: _named(store, ledger.leaders, value),
        "office": lambda value: _named(store, ledger.offices, value),
        "post": posts,
        "place": lambda value: _places(gazetteer, value),
    }
    wanted: dict[str, tuple[str, ...]] = {}
    for name in NAMES:
        values = [value for one in given.get(name, ()) if (value := one.strip())]
        _measured(name, values)
        read = known.get(name, lambda value, name=name: _closed(name, value))
        if values:
            wanted[name] = tuple(dict.fromkeys(value for one in values for value in read(one)))
    if "from" in wanted and "to" in wanted and wanted["from"][0] > wanted["to"][0]:
        raise _odd("起止年份颠倒", f"{wanted['from'][0]}–{wanted['to'][0]}")
    return wanted


def narrowed(passing: Collection[str], filters: Filters, **cell: str) -> dict[str, tuple[str, ...]]:
    """The filters of one cell of a table made under `filters`: what it counts, and nothing else. `passing` is `Ledger.passing`."""
    told = {name: tuple(values) for name, values in filters.items()}
    for name, value in cell.items():
        chosen = told.get(name, ())
        if name == "year":
            told = {other: values for other, values in told.items() if other not in ("from", "to")}
        if name == "place":
            told[name] = tuple(one for one in chosen if within(one, value)) if not any(within(value, one) for one in chosen) else ()
        elif value == NONE:
            # Those counted as unnamed may be chosen one by one; any other value chosen is another row's.
            told[name] = tuple(one for one in chosen if one in passing) if NONE not in chosen else ()
        else:
            told[name] = ()
        told[name] = told[name] or (value,)
    return {name: told[name] for name in NAMES if name in told}


def _measured(name: str, values: Sequence[str]) -> None:
    most = 1 if name in ("from", "to") else _MOST
    if len(values) > most:
        raise _odd(f"同一条件最多 {most} 个值", f"{name}：{len(values)}", _FEWER)
    long = next((value for value in values if len(value) > _LONGEST), None)
    if long:
        raise _odd("名称太长", long[:30] + "…")


def _closed(name: str, value: str) -> tuple[str, ...]:
    """A value of a set that is known beforehand."""
    if name in ("year", "from", "to"):
        sound = bool(_YEAR.fullmatch(value)) or (name == "year" and value == NONE)
    else:
        sound = value in {"kind": (*FORMS, NONE), "quarter": _QUARTERS, "confidence": [band for band, _ in BANDS]}[name]
    if not sound:
        raise _odd("这个条件没有这种取值", f"{name}={value[:30]}")
    return (value,)


def _places(gazetteer: Gazetteer, value: str) -> Sequence[str]:
    if value == NONE or value.removesuffix(OWN) in gazetteer.by_code:
        return (value,)
    codes = [division.code for division in gazetteer.named(fold(value))]
    if not codes:
        raise NotFound("没有这个地区", place=value[:40])
    return codes


def _named(store: Database, known: Collection[str], value: str) -> Sequence[str]:
    """Those in the ledger whom a name means, by any of its forms; else an entity that is in no act, so that the page can say so."""
    if value == NONE or value in known:
        return (value,)
    forms = [value, fold(value)] + ([f"{stem}办", f"{stem}办公室"] if (stem := _BUREAU.sub("", value)) != value else [])
    matches = [match for form in dict.fromkeys(forms) for match in entities.find(store, form)]
    exact = [match.id for match in matches if match.exact] + acts.completed_to(store, forms, [OFFICE])
    for found in (exact, [match.id for match in matches]):
        here = dict.fromkeys(one for one in found if one in known)
        if here:
            return tuple(here)
    other = exact[:1] or [value] * (entities.entity(store, value) is not None)
    if not other:
        raise NotFound("没有这个名称或编号", place=value[:40])
    return other


def _odd(reason: str, place: str, remedy: str = _AGAIN) -> QueryError:
    error = QueryError(reason, place=place)
    error.remedy = remedy
    return error
