"""What is known of each document, as arrays: joined once a revision from the tables of its segments."""

from bisect import bisect_left
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.tables import Table, Valued

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
_MOST = 0.9  # share of the documents whose values fit into a row


class Hits:
    """A set of documents, as a mask and as numbers."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask
        self.numbers = np.flatnonzero(mask)

    @cached_property
    def others(self) -> Numbers:
        """The numbers of the documents that are no hits, deleted ones among them."""
        return np.flatnonzero(~self.mask)


class FacetColumn:
    """The values of one facet, sorted; each document has any number of them, told by their codes."""

    def __init__(self, valued: Valued, size: int) -> None:
        self.values, self.documents, self.codes = valued
        held = np.bincount(self.documents, minlength=size)
        self._totals = np.bincount(self.codes, minlength=len(self.values))
        self._codes, self._more = self._laid_out(held, size)

    def _laid_out(self, held: Numbers, size: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """A row of codes for each document, as wide as most need, blanks as one code more; and which (document, value) it lacks.

        A row lies together in memory: so many hits are counted twice as fast as by their places in one long list.
        """
        width = max(1, int(np.quantile(held, _MOST)) if size else 1)
        place = np.arange(len(self.documents)) - (np.cumsum(held) - held)[self.documents]
        rows = np.full((size, width), len(self.values), np.int32)
        within = place < width
        rows[self.documents[within], place[within]] = self.codes[within]
        return rows, np.flatnonzero(~within)

    def code(self, value: str) -> int | None:
        """The code of a value; None if no document has it."""
        at = bisect_left(self.values, value)
        return at if at < len(self.values) and self.values[at] == value else None

    def count(self, hits: Hits) -> Numbers:
        """How many of the hits have each value, by its code. The smaller side is counted: hits, or what is no hit."""
        if len(hits.numbers) * 2 > len(hits.mask):
            return self._totals - self._counted(hits.others, ~hits.mask)
        return self._counted(hits.numbers, hits.mask)

    def _counted(self, documents: Numbers, mask: Mask) -> Numbers:
        size = len(self.values)
        counts = np.bincount(self._codes.take(documents, axis=0).ravel(), minlength=size + 1)[:size]
        if not len(self._more):
            return counts
        more = self._more[mask[self.documents[self._more]]]
        return counts + np.bincount(self.codes[more], minlength=size)


class Columns:
    """The arrays of one revision; position n is document n."""

    def __init__(self, table: Table) -> None:
        self.ids = table.ids
        days, orders, issues, title_words, body_words = (np.ascontiguousarray(table.numbers[:, n]) for n in range(5))
        self.days, self.orders, self.issues, self.title_words, self.body_words = days, orders, issues, title_words, body_words
        self.text_places = np.ascontiguousarray(table.numbers[:, 5:].T)
        self.facets = {name: FacetColumn(valued, len(self.ids)) for name, valued in table.facets.items()}

    @cached_property
    def id_ranks(self) -> Numbers:
        """The place of each id among all, sorted."""
        ranks = np.empty(len(self.ids), np.int64)
        ranks[np.argsort(np.array([doc_id.encode() for doc_id in self.ids], np.bytes_))] = np.arange(len(self.ids))
        return ranks
