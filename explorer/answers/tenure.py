"""Terms of office as far as the bulletins let them be seen: nothing here is stored, all is computed from observations."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from explorer.store.rows import Fact, Named
from graph.ontology import POST

_GAP = 730
"""Days without an observation that are worth pointing at: two years of a bulletin of some fifty issues a year."""
_SHARED = ("副", "委员", "常委", "成员", "调研员", "巡视员", "代表", "秘书", "干部", "编辑", "记者", "专家", "教授")
"""Titles that several hold at once: nobody follows anybody in them."""


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post as observed: who (or where), which title, from the first day seen to the last."""

    title: str
    other: Named
    first: str
    last: str
    facts: tuple[Fact, ...]
    gaps: tuple[tuple[str, str], ...] = ()
    """(last day seen before, first day seen after) of each long silence."""
    before: Named | None = None
    """Who was seen in the same post before, and after."""
    after: Named | None = None


def lines(facts: Iterable[Fact], entity_id: str, of_office: Callable[[str], Sequence[Fact]]) -> tuple[PostLine, ...]:
    """The posts of a person or of an office, newest first. `of_office` gives the facts of an office by its id.

    A post called 原 or 时任 was held before the day it is told of: it dates nothing.
    """
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.kind == POST:
            groups.setdefault((str(fact.attrs.get("title", "")), fact.other(entity_id).id or ""), []).append(fact)
    made = [_line(title, group, entity_id, of_office) for (title, _), group in groups.items()]
    return tuple(sorted(made, key=lambda line: (line.last, line.first), reverse=True))


def _line(title: str, group: Sequence[Fact], entity_id: str, of_office: Callable[[str], Sequence[Fact]]) -> PostLine:
    days = _days(group)
    before, after = _neighbours(title, group[0], of_office) if is_single(title) else (None, None)
    return PostLine(title, group[0].other(entity_id), days[0] if days else "", days[-1] if days else "", tuple(group), _gaps(days), before, after)


def _days(facts: Iterable[Fact]) -> list[str]:
    return sorted({fact.date for fact in facts if fact.date and not fact.attrs.get("former")})


def _gaps(days: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The silences of more than two years between days that are known whole."""
    whole = [day for day in days if len(day) == 10]
    apart = lambda one, other: datetime.date.fromisoformat(other) - datetime.date.fromisoformat(one)  # noqa: E731
    return tuple((one, other) for one, other in zip(whole, whole[1:]) if apart(one, other).days > _GAP)


def is_single(title: str) -> bool:
    """Whether one person at a time holds a post of this title."""
    return bool(title) and not any(word in title.replace("常务副", "") for word in _SHARED)


def _neighbours(title: str, fact: Fact, of_office: Callable[[str], Sequence[Fact]]) -> tuple[Named | None, Named | None]:
    """Who was seen in the post last before this person was first seen, and first after this one was last seen."""
    if not fact.object.id:
        return None, None
    seen: dict[str | None, list[Fact]] = {}
    for other in of_office(fact.object.id):
        if other.kind == POST and other.object.id == fact.object.id and other.attrs.get("title") == title:
            seen.setdefault(other.subject.id, []).append(other)
    spans = {who: (days[0], days[-1], facts[0].subject) for who, facts in seen.items() if (days := _days(facts))}
    own = spans.pop(fact.subject.id, None)
    if own is None:
        return None, None
    earlier = [span for span in spans.values() if span[1] < own[0]]
    later = [span for span in spans.values() if span[0] > own[1]]
    return (max(earlier, key=lambda s: s[1])[2] if earlier else None), (min(later, key=lambda s: s[0])[2] if later else None)
