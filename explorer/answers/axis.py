"""What is known of an entity on one time axis: posts as bars, acts, meetings and works as marks; every mark is a sentence."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from explorer.answers.tenure import Held, is_single
from explorer.store import entities
from explorer.store.briefs import Brief
from explorer.store.database import Database
from explorer.store.rows import Fact, Named
from graph.model import OFFICE
from graph.ontology import BY_NAME, ENDORSED, POST

WIDTH = 1000
"""Units from the first of January of the first year to the end of the last."""
MOST_ROWS, MOST_MARKS = 14, 30
_MEETINGS = ("presided", "spoke_at", "attended", "reported_at", "accompanied", "organized")
_NOT_SHOWN = (POST, "belongs_to", "possibly_same", "distributed_to", "part_of", "published", "seconded", *_MEETINGS)
DONE, RECEIVED, MEETINGS = "批示肯定", "受到批示肯定", "会议活动"
"""What rows are called that are no post; the others are called as their relation is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A time in which a post is seen, `x` to `x + width`; a long silence ends one bar and begins another."""

    x: float
    width: float
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One sentence on its day; `x` is the middle of a month or year that is all that is known."""

    x: float
    date: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the axis: `title` of a post with `other` (the office, or the holder), or what the marks have in common."""

    title: str
    other: Named | None
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    """Rows over years; `years` are (x, year) of each first of January. Nothing dated: no rows."""

    years: tuple[tuple[float, int], ...]
    rows: tuple[Row, ...]
    left_out: int = 0
    """Rows that are not shown."""


def axis(store: Database, said: Sequence[Brief], posts: Sequence[Held]) -> Axis:
    """The axis of an entity from what is said of it and the posts it holds, or that are held in it."""
    held = _terms(posts)
    others = list(_others(said))
    days = [*(day for post in held for day in (post.first, post.last)), *(brief.date for _, group in others for brief in group)]
    years = [int(day[:4]) for day in days if _is_dated(day)]
    if not years:
        return Axis((), ())
    scale = _Scale(min(years), max(years))
    drafts = [scale.term(post) for post in held] + [_Draft(title, None, (), group) for title, group in others]
    whole = entities.relations(store, [brief.id for draft in drafts[:MOST_ROWS] for brief in draft.chosen])
    return Axis(scale.ticks(), tuple(scale.row(draft, whole) for draft in drafts[:MOST_ROWS]), max(0, len(drafts) - MOST_ROWS))


def _terms(posts: Sequence[Held]) -> list[Held]:
    """Posts that are dated: those that one person holds first, then by when they begin; so many that there is room for the rest."""
    dated = [post for post in posts if _is_dated(post.first)]
    return sorted(dated, key=lambda post: (not is_single(post.title), post.first, post.last))[: MOST_ROWS - 5]


def _others(said: Iterable[Brief]) -> Iterable[tuple[str, list[Brief]]]:
    groups: dict[str, list[Brief]] = {}
    for brief in said:
        if _is_dated(brief.date) and not brief.implied and (title := _title(brief)):
            groups.setdefault(title, []).append(brief)
    order = {DONE: 0, RECEIVED: 1, MEETINGS: 2}
    return sorted(groups.items(), key=lambda pair: (order.get(pair[0], 3), -len(pair[1]), pair[0]))


def _title(brief: Brief) -> str:
    if brief.kind == ENDORSED:
        return DONE if brief.out else RECEIVED
    if brief.kind in _MEETINGS:
        return MEETINGS
    if brief.kind in _NOT_SHOWN or brief.kind not in BY_NAME:
        return ""
    return BY_NAME[brief.kind].label if brief.out else BY_NAME[brief.kind].label_back


def by_year(said: Iterable[Brief]) -> tuple[tuple[int, int], ...]:
    """(year, how many are told in it), without holes between the first and the last."""
    counts = Counter(int(day[:4]) for brief in said if _is_dated(day := brief.date or brief.told))
    return tuple((year, counts[year]) for year in range(min(counts), max(counts) + 1)) if counts else ()


def together(said: Iterable[Brief], most: int = 10) -> tuple[tuple[int, ...], tuple[tuple[Named, tuple[int, ...]], ...]]:
    """Years, and the offices that one has most to do with (other than by a post there), each with its number of facts a year."""
    counts: dict[str, Counter[int]] = {}
    named: dict[str, Named] = {}
    for brief in said:
        day = brief.date or brief.told
        if brief.kind != POST and brief.other_kind == OFFICE and brief.other_id and _is_dated(day):
            named[brief.other_id] = brief.other
            counts.setdefault(brief.other_id, Counter())[int(day[:4])] += 1
    chosen = sorted(counts, key=lambda one: (-counts[one].total(), named[one].name, one))[:most]
    years = sorted({year for one in chosen for year in counts[one]})
    return tuple(years), tuple((named[one], tuple(counts[one][year] for year in years)) for one in chosen)


def _is_dated(day: str) -> bool:
    return len(day) >= 4 and day[:4].isdigit()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row before its sentences are read."""

    title: str
    other: Named | None
    bars: tuple[Bar, ...]
    said: Sequence[Brief]

    @property
    def chosen(self) -> list[Brief]:
        """By date; of too many, some that are spread evenly, the first and the last among them."""
        ordered = sorted(self.said, key=lambda brief: (brief.date, brief.id))
        step = (len(ordered) - 1) / (MOST_MARKS - 1)
        return ordered if step <= 1 else [ordered[round(at * step)] for at in range(MOST_MARKS)]


class _Scale:
    """Days as places on the axis."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = first, last
        self._begin = datetime.date(first, 1, 1).toordinal()
        self._days = datetime.date(last, 12, 31).toordinal() + 1 - self._begin

    def ticks(self) -> tuple[tuple[float, int], ...]:
        return tuple((self._at(datetime.date(year, 1, 1)), year) for year in range(self._first, self._last + 1))

    def term(self, post: Held) -> _Draft:
        """A row of a post: a bar for each time in which it is seen."""
        ends = [post.first, *(day for gap in post.gaps for day in gap), post.last]
        bars = tuple(self._bar(first, last) for first, last in zip(ends[::2], ends[1::2], strict=True))
        return _Draft(post.title, post.other, bars, [brief for brief in post.said if _is_dated(brief.date) and not brief.former])

    def row(self, draft: _Draft, whole: Mapping[str, Fact]) -> Row:
        """A row as it is shown."""
        marks = tuple(Mark(self.place(brief.date), brief.date, whole[brief.id]) for brief in draft.chosen if brief.id in whole)
        return Row(draft.title, draft.other, draft.bars, marks, len(draft.said) - len(marks))

    def _bar(self, first: str, last: str) -> Bar:
        x = self.place(first)
        return Bar(x, round(max(self.place(last) - x, 4.0), 1), first, last)

    def place(self, day: str) -> float:
        """Of an ISO date, perhaps partial."""
        year, month, date = (*day.split("-"), "", "")[:3]
        return self._at(datetime.date(int(year), int(month or 7), int(date or (15 if month else 1))))

    def _at(self, day: datetime.date) -> float:
        return round((day.toordinal() - self._begin) / self._days * WIDTH, 1)
