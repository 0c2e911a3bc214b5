"""Which issues of a series are held, which are missing, and which numbers cannot be right.

The running total (总期) goes on while the number (期) begins anew each year: within a year total − number is constant. So a number
that breaks it was misread or misprinted, and the constants of two years tell how many issues the first of them had.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.store import queries
from explorer.store.rows import ALL
from explorer.store.database import Database
from explorer.store.rows import Issue


@dataclass(frozen=True, slots=True)
class YearCoverage:
    """One year of a series: numbers held, numbers missing, and how many issues there were.

    `known` is the number of issues that the year had, if the totals of the next year prove it; else the highest number held.
    """

    year: int
    held: tuple[int, ...]
    missing: tuple[int, ...]
    known: int
    proved: bool
    offset: int | None
    """total − number, None where no total is printed."""
    doubtful: tuple[Issue, ...]
    """Issues whose numbers do not fit the others of the year."""


@dataclass(frozen=True, slots=True)
class SeriesCoverage:
    """One series with its years, oldest first, and its issues without a number or a year."""

    series: str
    years: tuple[YearCoverage, ...]
    unnumbered: int

    @property
    def held(self) -> int:
        """Numbers held, over all years."""
        return sum(len(year.held) for year in self.years)

    @property
    def known(self) -> int:
        """Numbers known to exist, over all years."""
        return sum(year.known for year in self.years)


def coverage(store: Database) -> tuple[SeriesCoverage, ...]:
    """All series, the one with the most issues first. An issue without a series is not counted anywhere."""
    by_series: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in queries.issues(store, limit=ALL):
        if issue.series:
            by_series[issue.series].append(issue)
    found = [_series(name, issues) for name, issues in by_series.items()]
    return tuple(sorted(found, key=lambda one: (-one.held, one.series)))


def _series(name: str, issues: Sequence[Issue]) -> SeriesCoverage:
    numbered = [issue for issue in issues if issue.issue_no is not None and issue.year is not None]
    by_year: defaultdict[int, list[Issue]] = defaultdict(list)
    for issue in numbered:
        by_year[issue.year or 0].append(issue)
    offsets = {year: _offset(group) for year, group in by_year.items()}
    years = tuple(_year(year, by_year[year], offsets) for year in sorted(by_year))
    return SeriesCoverage(name, years, len(issues) - len(numbered))


def _year(year: int, issues: Sequence[Issue], offsets: dict[int, int | None]) -> YearCoverage:
    offset, following = offsets[year], offsets.get(year + 1)
    doubtful = tuple(issue for issue in issues if _breaks(issue, offset))
    held = tuple(sorted({issue.issue_no or 0 for issue in issues if issue not in doubtful}))
    proved = offset is not None and following is not None and following - offset >= max(held, default=0)
    known = following - offset if proved and offset is not None and following is not None else max(held, default=0)
    missing = tuple(number for number in range(1, known + 1) if number not in held)
    return YearCoverage(year, held, missing, known, proved, offset, doubtful)


def _offset(issues: Iterable[Issue]) -> int | None:
    """The difference that most issues of a year agree on; of equally many the smallest."""
    counts = Counter(issue.total_no - issue.issue_no for issue in issues if issue.total_no and issue.issue_no)
    return min(counts, key=lambda offset: (-counts[offset], offset)) if counts else None


def _breaks(issue: Issue, offset: int | None) -> bool:
    return offset is not None and issue.total_no is not None and issue.total_no - (issue.issue_no or 0) != offset
