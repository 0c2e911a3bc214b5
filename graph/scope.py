"""Which observations count: some kinds of relation, some years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NO_YEAR = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """Observations of these `kinds` (of all if none is named; `endorsed:批示` is a kind in one form), from the year `first` to the year `last`; 0 is open.

    What has no year counts only where neither end is set.
    """

    kinds: tuple[str, ...] = ()
    first: int = NO_YEAR
    last: int = NO_YEAR

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.kinds or self.first or self.last)

    def narrowed(self, kind: str) -> Scope:
        """The same for one kind, and the forms of it that count, if any does; '' is any."""
        chosen = tuple(one for one in self.kinds if one == kind or one.startswith(f"{kind}:")) if self.kinds else (kind,)
        return Scope(chosen, self.first, self.last) if kind and chosen else self

    def admits(self, kind: str, year: int, forms: Iterable[str] = ()) -> bool:
        """Whether an observation of this kind, these forms and this year counts."""
        if self.kinds and kind not in self.kinds and not any(f"{kind}:{form}" in self.kinds for form in forms):
            return False
        return self.admits_year(year)

    def admits_year(self, year: int) -> bool:
        """Whether a year, 0 if unknown, is within."""
        if not (self.first or self.last):
            return True
        return year != NO_YEAR and self.first <= year <= (self.last or year)


EVERYTHING = Scope()


def year_of(date: str) -> int:
    """The year of an ISO date, perhaps partial; 0 if it has none (`--07-16`, '')."""
    return int(date[:4]) if date[:4].isascii() and date[:4].isdigit() and len(date) >= 4 else NO_YEAR
