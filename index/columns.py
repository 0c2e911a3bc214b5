"""What is known of each document, as arrays: read once a revision from the packed rows of the index."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.fields import NUMBERS, unpack_row
from index.schema import FACETS, MONTH

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

    def __init__(self, values: list[str], documents: Numbers, codes: Numbers, size: int) -> None:
        self.values, self.documents, self.codes = values, documents, codes
        self._begins = np.searchsorted(documents, np.arange(size + 1))
        self._totals = np.bincount(codes, minlength=len(values))
        self._single = len(documents) == size and bool((np.diff(self._begins) == 1).all())

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

    def __init__(self, rows: Iterable[bytes]) -> None:
        """`rows` as `index.fields.pack_row` made them, in the order of the documents."""
        self.ids: list[str] = []
        dates: list[str] = []
        numbers = array("q")
        facets = {name: _FacetBuilder() for name in (*FACETS, MONTH)}
        for number, packed in enumerate(rows):
            doc_id, date, told, values = unpack_row(packed)
            self.ids.append(doc_id)
            dates.append(date)
            numbers.extend(map(int, told))
            for name, several in zip(FACETS, values):
                facets[name].add(number, several)
            facets[MONTH].add(number, (date[:7],) if date else ())
        size = len(self.ids)
        table = np.frombuffer(numbers, np.int64).reshape(size, NUMBERS) if size else np.zeros((0, NUMBERS), np.int64)
        self.orders, self.issues, self.title_words, self.body_words = (np.ascontiguousarray(table[:, n]) for n in range(4))
        self.text_places = np.ascontiguousarray(table[:, 4:].T)
        self.id_ranks, self.dates = _ranks(self.ids), _ranks(dates)
        self.days = np.array([int(date.replace("-", "")) if date else 0 for date in dates], np.int64)
        self.facets = {name: builder.column(size) for name, builder in facets.items()}


class _FacetBuilder:
    """Values are told by a code as they come, so that no list of strings is as long as the index."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._documents, self._rows = array("q"), array("q")

    def add(self, number: int, values: Sequence[str]) -> None:
        for value in values:
            self._documents.append(number)
            self._rows.append(self._codes.setdefault(value, len(self._codes)))

    def column(self, size: int) -> FacetColumn:
        """The column, its codes in the order of the values."""
        values = sorted(self._codes)
        places = np.empty(len(values), np.int64)
        places[[self._codes[value] for value in values]] = np.arange(len(values))
        return FacetColumn(values, np.array(self._documents, np.int64), places[np.array(self._rows, np.int64)], size)


def _ranks(values: list[str]) -> Numbers:
    """The rank of each value among the distinct ones, from 1; 0 for an empty string."""
    rank_of = {value: rank for rank, value in enumerate(sorted(set(values) - {""}), 1)}
    return np.array([rank_of.get(value, 0) for value in values], np.int64)
