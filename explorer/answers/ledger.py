"""The ledger of acts of endorsement: all of them as columns to filter and count by, kept for a revision of the store.

An act is counted under one leader, one office, one place and one period, so that each division of the acts sums to their
number; it may be found by several: the places around its place, each of its forms, each of the posts printed together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NONE = "none"
"""The value of what is not known or named: an unnamed body of leaders, work of no named office, no date."""
OWN = "-own"
"""After the code of a division: itself, without what lies within it."""
SINGLE = ("leader", "office", "year", "quarter", "confidence")
SEVERAL = ("post", "kind", "place")
YEARS = ("year", "from", "to")

Filters = Mapping[str, Sequence[str]]
Chosen = NDArray[np.bool_]
"""Of each act whether it passes."""


@dataclass(frozen=True, slots=True)
class Act:
    """What one act is found by. It is counted under the first value; of `post`, `kind` and `place` under each; the last value of
    `place` is the division itself, with OWN."""

    id: str
    leader: tuple[str, ...]
    office: tuple[str, ...]
    post: tuple[str, ...]
    kind: tuple[str, ...]
    place: tuple[str, ...]
    year: tuple[str, ...]
    quarter: tuple[str, ...]
    confidence: tuple[str, ...]
    days: int | None


class _Column:
    """The values of one filter: act `acts[i]` is found by value `codes[i]`, and counted under it where `counted[i]`."""

    def __init__(self, several: Iterable[Sequence[str]], all_count: bool) -> None:
        self.known: dict[str, int] = {}
        codes, acts, counted = [], [], []
        for at, values in enumerate(several):
            for number, value in enumerate(values):
                codes.append(self.known.setdefault(value, len(self.known)))
                acts.append(at)
                counted.append(all_count or number == 0)
        self.values = list(self.known)
        self._codes, self._acts = np.array(codes, np.int32), np.array(acts, np.int32)
        counts = np.array(counted, np.bool_)
        self.codes, self.acts = self._codes[counts], self._acts[counts]

    def found(self, values: Iterable[str], size: int) -> Chosen:
        """The acts that have one of the values."""
        passing = np.zeros(size, np.bool_)
        wanted = np.zeros(len(self.values), np.bool_)
        wanted[[self.known[value] for value in values if value in self.known]] = True
        passing[self._acts[wanted[self._codes]]] = True
        return passing


class Ledger:
    """All acts of a revision in the order in which they are given, the newest first; it is not changed any more."""

    def __init__(self, acts: Sequence[Act], leaders: Mapping[str, str], offices: Mapping[str, str], spelled: Mapping[str, str]) -> None:
        """`leaders` and `offices`: value → name; `spelled`: leader → the name in pinyin, to sort by."""
        self.ids = [act.id for act in acts]
        self.days = [act.days for act in acts]
        self.leaders, self.offices = leaders, offices
        self.passing = frozenset(value for act in acts for values in (act.leader, act.office) for value in values[1:])
        """Values that belong to one article alone, and are counted as NONE."""
        self._columns = {name: _Column((getattr(act, name) for act in acts), name in SEVERAL) for name in (*SINGLE, *SEVERAL)}
        self._single = {name: self._columns[name].codes for name in SINGLE}  # one code an act
        self._order = sorted(leaders, key=lambda value: (spelled.get(value, "~"), leaders[value], value))  # ~ sorts after the letters

    def __len__(self) -> int:
        return len(self.ids)

    def select(self, filters: Filters) -> Chosen:
        """The acts that pass all filters: of each those that have one of its values."""
        passing = np.ones(len(self), np.bool_)
        for name, values in filters.items():
            passing &= self._columns["year" if name in YEARS else name].found(self._meant(name, values), len(self))
        return passing

    def counts(self, filters: Filters, name: str) -> Counter[str]:
        """Value → acts that pass the filters but those of its own name: what each value would bring."""
        return self.count(self._without(filters, name), name)

    def commonest(self, filters: Filters, name: str, limit: int, kept: Collection[str]) -> tuple[Counter[str], int]:
        """The same for the `limit` values that would bring the most, those `kept` and NONE; and how many values would bring any."""
        column, counts = self._columns[name], self._tally(self._without(filters, name), name)
        there = np.flatnonzero(counts)
        if len(there) > limit:  # those as common as the last one all stay: the name decides between them
            chosen = there[counts[there] >= np.partition(counts[there], -limit)[-limit]].tolist()
            chosen += [code for value in (*kept, NONE) if (code := column.known.get(value)) is not None and counts[code]]
        else:
            chosen = there.tolist()
        return Counter({column.values[code]: int(counts[code]) for code in chosen}), len(there)

    def count(self, chosen: Chosen, name: str) -> Counter[str]:
        """Value → acts among the chosen."""
        column, counts = self._columns[name], self._tally(chosen, name)
        return Counter({column.values[code]: int(counts[code]) for code in np.flatnonzero(counts)})

    def _tally(self, chosen: Chosen, name: str) -> NDArray[np.int64]:
        column = self._columns[name]
        return np.bincount(column.codes[chosen[column.acts]], minlength=len(column.values))

    def _without(self, filters: Filters, name: str) -> Chosen:
        own = YEARS if name == "year" else (name,)
        return self.select({other: values for other, values in filters.items() if other not in own})

    def pairs(self, chosen: Chosen, down: str, across: str) -> Counter[tuple[str, str]]:
        """(value, value) → acts among the chosen; `down` is a filter of SINGLE."""
        column = self._columns[across]
        within = chosen[column.acts]
        width = max(len(column.values), 1)
        both = self._single[down][column.acts[within]].astype(np.int64) * width + column.codes[within]
        found, counts = np.unique(both, return_counts=True)
        values = self._columns[down].values
        return Counter({(values[both // width], column.values[both % width]): count for both, count in zip(found.tolist(), counts.tolist(), strict=True)})

    def folded(self, chosen: Chosen, down: str, across: str, rows: Collection[str], columns: Collection[str] | None) -> Counter[tuple[str, str]]:
        """The same with all values that are not among `rows`, or `columns` (None: all are), taken together as ''."""
        column = self._columns[across]
        within = chosen[column.acts]
        one, names = self._numbered(down, rows)
        other, heads = self._numbered(across, columns)
        both = one[self._single[down][column.acts[within]]] * len(heads) + other[column.codes[within]]
        counts = np.bincount(both, minlength=len(names) * len(heads))
        return Counter({(names[at // len(heads)], heads[at % len(heads)]): int(counts[at]) for at in np.flatnonzero(counts).tolist()})

    def _numbered(self, name: str, kept: Collection[str] | None) -> tuple[NDArray[np.int64], list[str]]:
        """For each code the number of its value in the list, which begins with '' for those that are not kept."""
        column = self._columns[name]
        known = [value for value in (column.values if kept is None else kept) if value in column.known]
        numbers = np.zeros(max(len(column.values), 1), np.int64)
        numbers[[column.known[value] for value in known]] = np.arange(1, len(known) + 1)
        return numbers, ["", *known]

    def days_of(self, chosen: Chosen, name: str, value: str) -> list[int]:
        """The days from print, where they are known, of the chosen acts that are counted under a value."""
        here = np.flatnonzero(chosen & (self._single[name] == self._columns[name].known.get(value, -1)))
        return [days for at in here.tolist() if (days := self.days[at]) is not None]

    def arranged(self, chosen: Chosen, sort: str) -> list[int]:
        """The numbers of the chosen acts, in order: newest, oldest, leader, days; what has no date, or no days, comes last."""
        found: list[int] = np.flatnonzero(chosen).tolist()
        if sort == "oldest":
            undated = self._single["year"] == self._columns["year"].known.get(NONE, -1)
            return sorted(reversed(found), key=lambda at: bool(undated[at]))
        if sort == "leader":
            ranks = {value: rank for rank, value in enumerate(self._order)}
            of = np.array([ranks.get(value, len(ranks)) for value in self._columns["leader"].values], np.int32)
            return sorted(found, key=of[self._single["leader"]].tolist().__getitem__)
        if sort == "days":
            return sorted(found, key=lambda at: (self.days[at] is None, self.days[at]))
        return found

    def _meant(self, name: str, values: Sequence[str]) -> Collection[str]:
        years = [year for year in self._columns["year"].values if year != NONE]
        if name == "from":
            return [year for year in years if year >= values[0]]
        return [year for year in years if year <= values[0]] if name == "to" else values


def within(value: str, place: str) -> bool:
    """Whether one value of a place lies in another, or is it."""
    return value.removesuffix(OWN).startswith(place) if not place.endswith(OWN) else value == place


def chosen_year(filters: Filters) -> str:
    """The one year that is chosen, '' if none or several."""
    years = filters.get("year", ())
    if len(years) == 1 and NONE not in years:
        return years[0]
    first, last = (*filters.get("from", ()), ""), (*filters.get("to", ()), "")
    return first[0] if first[0] == last[0] and not years else ""
