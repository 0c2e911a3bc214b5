"""Which observations count: some kinds of relation, some years."""

from __future__ import annotations

from dataclasses import dataclass

NO_YEAR = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """Observations of these `kinds` (of all if none is named), from the year `first` to the year `last`; 0 is open.

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
        """The same for one kind, if that counts; '' is any."""
        return Scope((kind,), self.first, self.last) if kind and (not self.kinds or kind in self.kinds) else self

    def admits(self, kind: str, year: int) -> bool:
        """Whether an observation of this kind and year counts."""
        if self.kinds and kind not in self.kinds:
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
