"""One revision of the index as arrays: columns read once, postings decoded when first asked for.

Scores, filters and counts then run on whole arrays, and an array can be shared by threads; a Whoosh reader cannot
(its file positions are shared: wrong hits), so it is only touched under the lock.
"""

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader, TermNotFound

from index.cutter import Cutter
from index.decoding import Floats, Numbers, decode
from index.fields import BODY_WORDS, PLACE, TITLE_WORDS, unpack
from index.folded import FoldedTexts
from index.schema import FACETS, MONTH

CACHE_BYTES, CACHE_FOR_EACH = 64 * 1024 * 1024, 300  # postings kept decoded for a revision: at least, and for each document

NEWEST, OLDEST, ISSUE = "newest", "oldest", "issue"

Mask = NDArray[np.bool_]

_NONE, _NOTHING = np.zeros(0, np.int64), np.zeros(0, np.float64)


@dataclass(frozen=True, slots=True)
class Postings:
    """Document numbers, ascending, and how often the term occurs in each."""

    numbers: Numbers
    frequencies: Floats

    @property
    def nbytes(self) -> int:
        return self.numbers.nbytes + self.frequencies.nbytes


class FacetColumn:
    """One row for each (document, value), by document: `documents[i]` has `values[codes[i]]`; the values are sorted."""

    def __init__(self, values: list[str], documents: Numbers, codes: Numbers, size: int) -> None:
        self.values, self.documents, self.codes = values, documents, codes
        self._begins = np.searchsorted(documents, np.arange(size + 1)).astype(np.int32)
        self._totals = np.bincount(codes, minlength=len(values))
        self._single = len(documents) == size and bool((np.diff(self._begins) == 1).all())

    def code(self, value: str) -> int | None:
        """The code of a value; None if no document has it."""
        at = bisect_left(self.values, value)
        return at if at < len(self.values) and self.values[at] == value else None

    def count(self, hits: "Hits") -> Numbers:
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


class Hits:
    """A set of documents, as a mask and as numbers."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask
        self.numbers = np.flatnonzero(mask)

    @cached_property
    def others(self) -> Numbers:
        """The numbers of the documents that are no hits, deleted ones among them."""
        return np.flatnonzero(~self.mask)


class Snapshot:
    """Everything that a search needs from one revision. Safe to share between threads."""

    def __init__(self, revision: tuple[str, int], reader: IndexReader, cutter: Cutter, texts: FoldedTexts) -> None:
        self.revision = revision
        self.texts = texts
        self.cutter = cutter
        self.size = reader.doc_count_all()
        self._reader = reader
        self._lock = threading.RLock()
        self.cache_bytes = max(CACHE_BYTES, CACHE_FOR_EACH * self.size)
        self._cache = _Budget(self.cache_bytes)
        self.live = self._read_live()
        self.whole = bool(self.live.all())
        self.ids = [value.decode() for value in self._column("id_column")]
        self.id_ranks = _ranks(self.ids)
        written = [value.decode() for value in self._column("date")]
        self.dates = _ranks(written)
        self.days = np.array([int(value.replace("-", "")) if value else 0 for value in written], np.int64)
        self.orders = np.fromiter(self._column("order"), np.int64, self.size)
        self.numbers = np.fromiter(self._column("number"), np.int64, self.size)
        self.text_places = np.array([np.fromiter(self._column(name), np.int64, self.size) for name in PLACE])
        self.facets = {name: self._facet(self._column(f"facet_{name}")) for name in FACETS}
        self.facets[MONTH] = self._facet(value[:7].encode() for value in written)
        self.lengths = {field: self._lengths(field) for field in (TITLE_WORDS, BODY_WORDS)}
        self._means = {field: max(float(lengths.sum()) / max(self.size, 1), 1.0) for field, lengths in self.lengths.items()}
        self._places: dict[str, Numbers] = {}

    @cached_property
    def count(self) -> int:
        """The number of documents, without the deleted ones."""
        return int(np.count_nonzero(self.live))

    def postings(self, field: str, term: str) -> Postings:
        """Empty if the term does not occur."""
        return self.cached((field, term), lambda: self._decode(field, term))

    def with_prefix(self, field: str, prefix: str) -> Postings:
        """The documents with any term that begins so, each with frequency 1."""
        return self.cached((field, prefix, "*"), lambda: self._decode_prefix(field, prefix))

    def frequency(self, field: str, term: str) -> int:
        """In how many documents the term occurs; deleted ones may still be counted."""
        with self._lock:
            return int(self._reader.doc_frequency(field, term))

    def cached(self, key: object, compute: Callable[[], Postings]) -> Postings:
        """From the memory of this revision, or computed, without holding a lock, and kept."""
        found = self._cache.get(key)
        if found is None:
            found = compute()
            self._cache.put(key, found)
        return found

    def mask(self, numbers: Numbers) -> Mask:
        mask = np.zeros(self.size, np.bool_)
        mask[numbers] = True
        return mask

    def valued(self, facet: str, values: Collection[str] | None) -> Mask:
        """Documents with any of the values of a facet, or with any value at all."""
        column = self.facets[facet]
        if values is None:
            return self.mask(column.documents)
        wanted = [code for value in values if (code := column.code(value)) is not None]
        return self.mask(column.documents[np.isin(column.codes, wanted)])

    def places(self, sort: str) -> Numbers:
        """The place of each document, from 0, when all are sorted: by NEWEST (any other word too), OLDEST, or ISSUE."""
        if sort not in self._places:
            keys = [self.id_ranks, self.orders]  # the last key counts most
            keys += [self.dates, self.dates == 0] if sort == OLDEST else [-self.dates]
            keys += [-self.numbers] if sort == ISSUE else []
            places = np.empty(self.size, np.int64)
            places[np.lexsort(keys)] = np.arange(self.size)
            self._places[sort] = places
        return self._places[sort]

    def mean_length(self, field: str) -> float:
        """The mean number of words of a field, at least 1."""
        return self._means[field]

    def dated(self, first: int, last: int) -> Mask:
        """Documents of these days, YYYYMMDD, both included; none without a date."""
        return (self.days >= first) & (self.days <= last) & (self.days > 0)

    def close(self) -> None:
        with self._lock:
            self._reader.close()
            self.texts.close()

    def _leaves(self) -> Iterator[tuple[IndexReader, int]]:
        return ((leaf, base) for leaf, base in self._reader.leaf_readers() if leaf.doc_count_all())

    def _read_live(self) -> Mask:
        live = np.zeros(self.size, np.bool_)
        live[list(self._reader.all_doc_ids())] = True
        return live

    def _column(self, name: str) -> Iterator:
        for leaf, _ in self._leaves():
            column = leaf.column_reader(name)
            yield from (column[number] for number in range(leaf.doc_count_all()))

    def _facet(self, column: Iterable[bytes]) -> FacetColumn:
        documents, values = [], []
        for number, packed in enumerate(column):
            for value in unpack(packed):
                documents.append(number)
                values.append(value)
        distinct = sorted(set(values))
        code_of = {value: code for code, value in enumerate(distinct)}
        codes = np.array([code_of[value] for value in values], np.int32)
        return FacetColumn(distinct, np.array(documents, np.int32), codes, self.size)

    def _lengths(self, field: str) -> Floats:
        lengths = np.zeros(self.size, np.float64)
        for leaf, base in self._leaves():
            for number in range(leaf.doc_count_all()):
                lengths[base + number] = leaf.doc_field_length(number, field)
        return lengths

    def _decode(self, field: str, term: str) -> Postings:
        numbers, frequencies = [_NONE], [_NOTHING]
        with self._lock:
            for leaf, base in self._leaves():
                try:
                    ids, weights = decode(leaf.postings(field, term))
                except TermNotFound:
                    continue
                numbers.append(ids + base)
                frequencies.append(weights)
        found, weight = np.concatenate(numbers), np.concatenate(frequencies)
        kept = self.live[found]
        return Postings(found[kept], weight[kept]) if not self.whole else Postings(found, weight)

    def _decode_prefix(self, field: str, prefix: str) -> Postings:
        mask = np.zeros(self.size, np.bool_)
        with self._lock:
            for leaf, base in self._leaves():
                for term in leaf.expand_prefix(field, prefix):
                    mask[decode(leaf.postings(field, term))[0] + base] = True
        numbers = np.flatnonzero(mask & self.live)
        return Postings(numbers, np.ones(len(numbers), np.float64))


class _Budget:
    """The latest used postings, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[object, Postings] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Postings | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: object, postings: Postings) -> None:
        with self._lock:
            if key in self._kept or postings.nbytes > self._limit:
                return
            self._kept[key] = postings
            self._bytes += postings.nbytes
            while self._bytes > self._limit:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes


def _numbers(values: list[int]) -> Numbers:
    return np.array(values, np.int64)


def _ranks(values: list[str]) -> Numbers:
    """The rank of each value among the distinct ones, from 1; 0 for an empty string."""
    rank_of = {value: rank for rank, value in enumerate(sorted(set(values) - {""}), 1)}
    return _numbers([rank_of.get(value, 0) for value in values])
