"""What the index asks of whoever knows people, offices and places: it stores their ids and knows no name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Known:
    """Something that is called exactly as was asked: the value of a facet, and the names it is printed with."""

    facet: str
    value: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A person (value of the facet `person`) in a post from the first day to the last, YYYYMMDD, both included."""

    person: str
    first: int
    last: int


class Names(Protocol):
    """Names to facet values and back."""

    def values(self, facet: str, text: str) -> Collection[str]:
        """The values of a facet that a name, a number or a range of numbers means; `total` is asked for values of `issue`."""
        ...

    def known(self, text: str) -> Sequence[Known]:
        """What is called exactly so, if that is not too many things."""
        ...

    def alike(self, text: str) -> Collection[str]:
        """Names that differ from this one by one character."""
        ...

    def holders(self, post: str) -> Sequence[Term]:
        """Who held a post (雅安市常务副市长), and when."""
        ...

    def surfaces(self, facet: str, values: Collection[str] | None, ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Document → the strings by which it names one of the values, or any value at all."""
        ...


class Unnamed:
    """Knows nobody: a value is called by itself, and nothing has another name."""

    def values(self, facet: str, text: str) -> Collection[str]:
        """The text itself."""
        return (text,)

    def known(self, text: str) -> Sequence[Known]:
        """Nothing."""
        return ()

    def alike(self, text: str) -> Collection[str]:
        """None."""
        return ()

    def holders(self, post: str) -> Sequence[Term]:
        """Nobody."""
        return ()

    def surfaces(self, facet: str, values: Collection[str] | None, ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """None."""
        return {}
