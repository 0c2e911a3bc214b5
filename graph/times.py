"""Dates in a body: read against the date of the issue, because bulletins print no year.

A month and day without a year is the last such day not after the issue; so a January issue that
says 12月28日 means the year before.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_TO = r"\s*(?:至|到|—|－|-|–|~|～)+\s*"
_DAY = re.compile(
    rf"(?:(?P<y>(?:19|20)\d\d)年)?(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?P<d>[12]\d|3[01]|0?[1-9])日?"
    rf"(?:{_TO}(?:(?:19|20)\d\d年)?(?:(?P<m2>1[0-2]|[1-9])月)?(?P<d2>[12]\d|3[01]|[1-9])日)?(?<=日)(?P<part>上午|下午|晚上?|凌晨)?"
)
_MONTH = re.compile(r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>1[0-2]|0?[1-9])月(?:份|底|初|中旬|上旬|下旬)?(?!\d|日)")
_YEAR = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)年(?!\d{1,2}月|[鉴卷版度])")
_BARE = re.compile(rf"(?:^|(?<=[，。；：（\n—“]))(?P<d>3[01]|[12]\d|[1-9])日(?:{_TO}(?P<d2>3[01]|[12]\d|[1-9])日)?(?=上午|下午|晚|凌晨|，|,)|(?<=于)(?P<d3>3[01]|[12]\d|[1-9])日(?!内|前)", re.MULTILINE)
"""A day alone (15日上午): of the month spoken of before."""
_MORROW = re.compile(r"次日|翌日|第二天|晚了?一天")
_NEXT = re.compile(r"[、和及与](?P<d>3[01]|[12]\d|[1-9])日")
"""The second of two days of one month (12月30日、31日)."""
_VAGUE = re.compile(r"近日|日前|近期|连日来|前不久")
"""Lately: the day is not printed. 上半年 or 目前 say what is spoken of, not when it happened."""
_AHEAD = datetime.timedelta(days=3)
"""A web page may be posted a little before the day it speaks of; an event further ahead is last year's."""


@dataclass(frozen=True, slots=True)
class When:
    """`text[start:end]` as a date: ISO `date` (partial where the text is), `until` for a range."""

    start: int
    end: int
    date: str
    until: str = ""
    listed: bool = False
    """A further day of a list: it dates what is paired with it, nothing else."""

    @property
    def whole(self) -> bool:
        """Whether it is a day of a known year."""
        return len(self.date) == 10

    @property
    def vague(self) -> bool:
        """Whether it is a wording (近期, 日前) that names no day."""
        return not self.date


def find(text: str, anchor: str) -> list[When]:
    """The dates in `text`, in order; `anchor` is the ISO date (or year) of the source, '' if unknown."""
    found = [when for match in _DAY.finditer(text) if (when := _day(match, anchor))]
    taken = [(when.start, when.end) for when in found]
    for pattern, read in ((_MONTH, _month), (_YEAR, _year), (_VAGUE, _vague)):
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                found.append(read(match, anchor))
                taken.append(match.span())
    found += _bare(text, sorted(found, key=lambda when: when.start), anchor)
    found += _following(text, sorted(found, key=lambda when: when.start))
    return sorted((when for when in found if not _limit(text, when)), key=lambda when: when.start)


def is_recent(when: When, anchor: str) -> bool:
    """Whether a day is within two months of the issue: what is told without a date happened then, and not on
    the day an earlier agreement was signed. Without a whole anchor every day is."""
    if len(anchor) != 10 or len(when.date) != 10:
        return True
    return abs((datetime.date.fromisoformat(anchor) - datetime.date.fromisoformat(when.date)).days) <= 62


def _limit(text: str, when: When) -> bool:
    """截至6月底 and 12月15日前 count something up to a day; nothing happened on it."""
    due = re.match(r"(?:之|以)?前(?![后往夕来期])", text[when.end : when.end + 3])
    return bool(due) or text[max(0, when.start - 2) : when.start] in ("截至", "截止")


def _bare(text: str, found: list[When], anchor: str) -> list[When]:
    """Days alone: in the month of the last whole day before them, else by the date of the source."""
    made = []
    for first in found:
        last = first
        while last.whole and (match := _NEXT.match(text, last.end)) and (date := _in_month(last.date, int(match["d"]))):
            last = When(match.start("d"), match.end(), date, listed=True)
            made.append(last)
    for match in _BARE.finditer(text):
        if any(when.start < match.end() and match.start() < when.end for when in found):
            continue
        before = [when for when in (*found, *made) if when.end <= match.start() and when.whole]
        day = int(match["d"] or match["d3"])
        date = _in_month(before[-1].until or before[-1].date, day) if before else ""
        if not date or len(anchor) == 10 and date > anchor:  # not of that month: it has not come yet
            date = _opening(day, anchor)
        until = _in_month(date, int(match["d2"])) if date and match["d2"] else ""
        if date:
            made.append(When(match.start(), match.end(), date, until))
    return made


def _following(text: str, found: list[When]) -> list[When]:
    """次日: the day after the last whole day named."""
    made = []
    for match in _MORROW.finditer(text):
        before = [when for when in found if when.end <= match.start() and when.whole]
        if before:
            day = datetime.date.fromisoformat(before[-1].until or before[-1].date) + datetime.timedelta(days=1)
            made.append(When(match.start(), match.end(), day.isoformat()))
    return made


def _in_month(date: str, day: int) -> str:
    return _iso(int(date[:4]), int(date[5:7]), day) or ""


def _opening(day: int, anchor: str) -> str:
    """A day alone with no month before it. In the month of the posting if it is past; else `25日` posted on 7 February
    is 2月5日 with its 月 lost, if that is less than a month back, rather than the 25th of a month not named."""
    if len(anchor) != 10:
        return ""
    posted = datetime.date.fromisoformat(anchor)
    if day <= posted.day:
        return _in_month(anchor, day)
    month, rest = divmod(day, 10)
    lost = _iso(posted.year, month, rest) if month and rest else None
    if lost and 0 <= (posted - datetime.date.fromisoformat(lost)).days <= 31:
        return lost
    last = posted.replace(day=1) - datetime.timedelta(days=1)
    return _in_month(last.isoformat(), day)


def _day(match: re.Match[str], anchor: str) -> When | None:
    month, day = int(match["m"]), int(match["d"])
    year = int(match["y"]) if match["y"] else year_of(month, day, anchor)
    date = _iso(year, month, day)
    if date is None:
        return None
    last = int(match["m2"] or month)
    until = _iso(year + (last < month) if year else None, last, int(match["d2"])) if match["d2"] else ""
    return When(match.start(), match.end(), date, until or "")


def year_of(month: int, day: int, anchor: str) -> int | None:
    """The year of a month and day printed without one, None when the anchor does not tell."""
    if len(anchor) == 4:
        return int(anchor)
    if len(anchor) < 10:
        return None
    limit = datetime.date.fromisoformat(anchor) + _AHEAD
    try:
        return limit.year if datetime.date(limit.year, month, day) <= limit else limit.year - 1
    except ValueError:
        return limit.year if (month, day) <= (limit.month, limit.day) else limit.year - 1


def _iso(year: int | None, month: int, day: int) -> str | None:
    try:
        datetime.date(year or 2000, month, day)
    except ValueError:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _month(match: re.Match[str], anchor: str) -> When:
    month = int(match["m"])
    year = int(match["y"]) if match["y"] else year_of(month, 1, anchor)
    return When(match.start(), match.end(), f"{year:04d}-{month:02d}" if year else "")


def _year(match: re.Match[str], anchor: str) -> When:
    return When(match.start(), match.end(), match["y"])


def _vague(match: re.Match[str], anchor: str) -> When:
    return When(match.start(), match.end(), "")
