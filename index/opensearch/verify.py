"""What tokens cannot tell is asked of the stored texts: candidates newest first, so many of them, and honestly no more."""

from collections.abc import Iterator
from itertools import islice

from index.opensearch.mapping import TITLE_PAIRS
from index.opensearch.pages import View, order_of
from index.opensearch.queries import Bounds, Query, certain, with_ids
from index.ranking import NEWEST
from index.sets import Check, TextSource

CAP = 10_000  # candidates of one part of a query whose texts are read
_BATCH = 500  # texts asked for at once


class Verifier:
    """Verifies within one query: only documents that its other parts leave open are looked at."""

    def __init__(self, view: View, source: TextSource, within: Query, cap: int = CAP) -> None:
        self._view, self._source, self._within, self._cap = view, source, within, cap

    def __call__(self, field: str, candidates: Query, check: Check) -> Bounds:
        """The candidates that pass; past the cap the others stay open: in the answer to a query nothing is that was not verified,
        and nothing that a denied part may have."""
        ids = list(islice(self._candidates(candidates & self._within), self._cap + 1))
        passed = list(self._passing(ids[: self._cap], 0 if field == TITLE_PAIRS else 1, check))
        if len(ids) <= self._cap:
            return certain(with_ids(passed))
        failed = set(ids[: self._cap]) - set(passed)
        return Bounds(with_ids(passed), candidates & ~with_ids(sorted(failed)))

    def _candidates(self, query: Query) -> Iterator[str]:
        if query.kind != "none":
            yield from (hit.id for piece in self._view.walk(query.body(), order_of(NEWEST)) for hit in piece)

    def _passing(self, ids: list[str], which: int, check: Check) -> Iterator[str]:
        for start in range(0, len(ids), _BATCH):
            stored = self._source(ids[start : start + _BATCH])
            yield from (doc for doc in ids[start : start + _BATCH] if doc in stored and check(doc, stored[doc][which]))
