"""The cluster's sets of documents: queries over tokens. What tokens cannot tell (wildcards, nearness) is verified in the stored text."""

from collections.abc import Callable, Collection, Sequence
from functools import reduce
from operator import and_, or_

from index.analysis import spellings
from index.cutter import Cutter
from index.opensearch.mapping import BODY_PAIRS, BODY_WORDS, DAY, TITLE_PAIRS, TITLE_WORDS, WORDS, in_pairs
from index.opensearch.queries import EVERYTHING, NOTHING, Bounds, Query, among, certain, leaf, term
from index.query import BODY, TITLE
from index.sets import Check

Verify = Callable[[str, Query, Check], Bounds]
"""Of candidates those whose title or body (the field of pairs says which) passes the check."""

_WHERE = {TITLE: (TITLE_PAIRS,), BODY: (BODY_PAIRS,), "": (TITLE_PAIRS, BODY_PAIRS)}
_WORDS = {TITLE: TITLE_WORDS, BODY: BODY_WORDS, "": WORDS}


def unverified(field: str, candidates: Query, check: Check) -> Bounds:
    """Any candidate may pass: with this as `verify` a query is compiled without asking anything."""
    return Bounds(NOTHING, candidates)


class Queries:
    """index.sets.Sets over an index of the cluster."""

    def __init__(self, cutter: Cutter, verify: Verify = unverified) -> None:
        self._cutter, self._verify = cutter, verify

    @property
    def cutter(self) -> Cutter:
        """That of the index."""
        return self._cutter

    def nothing(self) -> Bounds:
        """No document."""
        return certain(NOTHING)

    def everything(self) -> Bounds:
        """All documents."""
        return certain(EVERYTHING)

    def printed(self, needle: str, where: str) -> tuple[Bounds, Bounds]:
        """Certain: a string of characters is a phrase of its pairs."""
        found = {field: certain(_spelled(field, needle)) for field in _WHERE[where]}
        return self._both(found)

    def verified(self, needles: Sequence[str], where: str, within: Bounds | None, check: Check) -> tuple[Bounds, Bounds]:
        """Candidates print all needles in the same field."""
        found = {}
        for field in _WHERE[where]:
            candidates = reduce(and_, (_spelled(field, needle) for needle in needles), EVERYTHING if within is None else within.most)
            found[field] = self._verify(field, candidates, check)
        return self._both(found)

    def holding(self, word: str, where: str) -> Bounds:
        """By the tokens of words."""
        return certain(term(_WORDS[where], word))

    def valued(self, facet: str, values: Collection[str] | None) -> Bounds:
        """By the values."""
        return certain(leaf({"exists": {"field": facet}}) if values is None else among(facet, values))

    def dated(self, first: int, last: int) -> Bounds:
        """By the day."""
        return certain(leaf({"range": {DAY: {"gte": first, "lte": last}}}))

    def _both(self, found: dict[str, Bounds]) -> tuple[Bounds, Bounds]:
        title, body = found.get(TITLE_PAIRS, self.nothing()), found.get(BODY_PAIRS, self.nothing())
        return title, title | body


def _spelled(field: str, needle: str) -> Query:
    return reduce(or_, (_exact(field, form) for form in spellings(needle)))


def _exact(field: str, needle: str) -> Query:
    if len(needle) == 1:
        return leaf({"prefix": {field: {"value": needle}}})
    if len(needle) == 2:
        return term(field, needle)
    pairs = in_pairs(needle).rpartition(" ")[0]  # the last character alone is a token only where a text ends
    return leaf({"match_phrase": {field: {"query": pairs}}})
