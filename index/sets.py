"""Sets of documents, as an engine has them: what the tree of a query is evaluated over (index/matching.py), whichever engine answers.

The embedded engine's sets are arrays of bits, the cluster's are queries that are not asked yet.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, Self, TypeVar

from index.cutter import Cutter

TextSource = Callable[[Sequence[str]], Mapping[str, tuple[str, str]]]
"""Ids to (title, body); an id that the store does not know is left out."""

Check = Callable[[str, str], bool]
"""Whether a document, given its id and its title or body, is wanted."""


class Documents(Protocol):
    """A set of documents."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __invert__(self, /) -> Self: ...


S = TypeVar("S", bound=Documents)


class Sets(Protocol[S]):
    """Where the sets come from. `where` is TITLE, BODY, or '' for both (index/query.py); needles are folded."""

    @property
    def cutter(self) -> Cutter:
        """That which the texts were cut with."""
        ...

    def nothing(self) -> S:
        """No document."""
        ...

    def everything(self) -> S:
        """All documents that are there."""
        ...

    def printed(self, needle: str, where: str) -> tuple[S, S]:
        """(in the title, in title or body): where the needle is printed; a year may be printed in other digits."""
        ...

    def verified(self, needles: Sequence[str], where: str, within: S | None, check: Check) -> tuple[S, S]:
        """(in the title, in title or body): documents whose title, or body, has all the needles and passes a check.

        `within`: the documents that are looked at, None for all.
        """
        ...

    def holding(self, word: str, where: str) -> S:
        """Documents with a word of the cut."""
        ...

    def valued(self, facet: str, values: Collection[str] | None) -> S:
        """Documents with any of the values of a facet (or of MONTH), or with any value at all."""
        ...

    def dated(self, first: int, last: int) -> S:
        """Documents of these days, YYYYMMDD, both included; none without a date."""
        ...
