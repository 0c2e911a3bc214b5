"""The embedded engine's sets of documents: a bit for each, of one revision."""

from collections.abc import Collection, Sequence
from functools import reduce

import numpy as np

from index.columns import Mask
from index.cutter import Cutter
from index.fields import BODY_WORDS, TITLE_WORDS
from index.matching import Matches
from index.printed import Texts, printed, verified
from index.query import BODY, TITLE
from index.sets import Check, TextSource
from index.snapshot import Snapshot


class Masks:
    """index.sets.Sets over a snapshot. An array may be another call's too: it is never written to."""

    def __init__(self, snapshot: Snapshot, source: TextSource) -> None:
        self._snapshot, self._texts = snapshot, Texts(snapshot, source)

    @property
    def cutter(self) -> Cutter:
        """That of the revision."""
        return self._snapshot.cutter

    def nothing(self) -> Mask:
        """No document."""
        return np.zeros(self._snapshot.size, np.bool_)

    def everything(self) -> Mask:
        """All but the deleted ones."""
        return self._snapshot.live

    def printed(self, needle: str, where: str) -> tuple[Mask, Mask]:
        """See index.printed."""
        return printed(needle, where, self._texts)

    def verified(self, needles: Sequence[str], where: str, within: Mask | None, check: Check) -> tuple[Mask, Mask]:
        """See index.printed."""
        return verified(needles, where, self._texts, within, check)

    def holding(self, word: str, where: str) -> Mask:
        """By the postings of words."""
        fields = {TITLE: (TITLE_WORDS,), BODY: (BODY_WORDS,)}.get(where, (TITLE_WORDS, BODY_WORDS))
        return self._snapshot.cached_mask(("word", fields, word), lambda: self._with_word(word, fields))

    def valued(self, facet: str, values: Collection[str] | None) -> Mask:
        """By the columns."""
        return self._snapshot.live & self._snapshot.valued(facet, values)

    def dated(self, first: int, last: int) -> Mask:
        """By the column of days."""
        return self._snapshot.live & self._snapshot.dated(first, last)

    def _with_word(self, word: str, fields: Sequence[str]) -> Mask:
        return reduce(np.logical_or, (self._snapshot.mask(self._snapshot.postings(field, word).numbers) for field in fields))


def tiers(matches: Matches[Mask]) -> np.ndarray:
    """For each document: 4 exact in the title, 3 exact, 2 by another name, 1 found by words, 0 not found."""
    return matches.in_title.astype(np.int8) + matches.exact + matches.alias + matches.found
