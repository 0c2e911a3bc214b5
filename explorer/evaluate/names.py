"""Names of offices made equal where they differ in the form of their place alone: 甘孜州X and 甘孜藏族自治州X."""

from __future__ import annotations

import re

from graph.gazetteer import Division, Gazetteer

_FORMAL = re.compile(r"^(?:中共|中国人民政治协商会议|政协)?")


def whole(name: str, gazetteer: Gazetteer) -> str:
    """The name with its place written in full and without the places above it; unchanged if it begins with no place,
    or with one that several divisions share."""
    start = _FORMAL.match(name).end()  # type: ignore[union-attr]
    at, last = start, None
    for place in gazetteer.find(name):
        named = {division.code: division for division in place.divisions}
        below = last is None or all(code.startswith(last.code) for code in named)
        if place.start != at or len(named) != 1 and not (last and (named := _below(named, last))) or not below and last:
            break
        at, last = place.end, next(iter(named.values()))
    if last is None or not name[at:]:
        return name
    return name[:start] + last.name + name[at:]


def _below(named: dict[str, Division], last: Division) -> dict[str, Division]:
    return {code: division for code, division in named.items() if code.startswith(last.code)}
