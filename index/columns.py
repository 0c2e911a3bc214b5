"""What is known of each document, as arrays: joined once a revision from the tables of its segments."""

from bisect import bisect_left
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.tables import Table, Valued

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


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
    """One row for each (document, value), by document: `documents[i]` has `values[codes[i]]`; the values are sorted."""

    def __init__(self, valued: Valued, size: int) -> None:
        self.values, self.documents, self.codes = valued
        self._begins = np.concatenate([[0], np.cumsum(np.bincount(self.documents, minlength=size))])
        self._totals = np.bincount(self.codes, minlength=len(self.values))
        self._single = len(self.documents) == size and bool((np.diff(self._begins) == 1).all())

    def code(self, value: str) -> int | None:
        """The code of a value; None if no document has it."""
        at = bisect_left(self.values, value)
        return at if at < len(self.values) and self.values[at] == value else None

    def count(self, hits: Hits) -> Numbers:
        """How many of the hits have each value, by its code. The smaller side is counted: hits, or what is no hit."""
        if len(hits.numbers) * 2 > len(hits.mask):
            return self._totals - self._counted(hits.others)
        return self._counted(hits.numbers)

    def _counted(self, documents: Numbers) -> Numbers:
        """The rows of these documents, gathered without looking at any other."""
        if self._single:
            return np.bincount(self.codes[documents], minlength=len(self.values))
        begins = self._begins[documents]
        lengths = self._begins[documents + 1] - begins
        before = np.cumsum(lengths) - lengths
        rows = np.repeat(begins - before, lengths) + np.arange(int(lengths.sum()))
        return np.bincount(self.codes[rows], minlength=len(self.values))


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
