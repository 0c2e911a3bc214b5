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
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader, TermNotFound

from index.cutter import Cutter
from index.decoding import Floats, Numbers, decode
from index.columns import Columns, FacetColumn, Hits, Mask
from index.fields import BODY_WORDS, ROW, TITLE_WORDS
from index.folded import FoldedTexts

CACHE_BYTES, CACHE_FOR_EACH = 96 * 1024 * 1024, 1_500  # postings kept decoded for a revision: at least, and for each document

NEWEST, OLDEST, ISSUE = "newest", "oldest", "issue"
_NONE, _NOTHING = np.zeros(0, np.int64), np.zeros(0, np.float64)


Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Postings:
    """Document numbers, ascending, and how often the term occurs in each."""

    numbers: Numbers
    frequencies: Floats

    @property
    def nbytes(self) -> int:
        return self.numbers.nbytes + self.frequencies.nbytes


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
        self.columns = Columns(self._rows())
        self.lengths = {TITLE_WORDS: self.columns.title_words, BODY_WORDS: self.columns.body_words}
        self._means = {field: max(float(lengths.sum()) / max(self.size, 1), 1.0) for field, lengths in self.lengths.items()}
        self._places: dict[str, Numbers] = {}

    @property
    def ids(self) -> list[str]:
        """The id of each document."""
        return self.columns.ids

    @property
    def facets(self) -> dict[str, FacetColumn]:
        """The columns of values by the name of their facet."""
        return self.columns.facets

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

    def cached(self, key: object, compute: Callable[[], Kept]) -> Kept:
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
            columns = self.columns
            keys = [columns.id_ranks, columns.orders]  # the last key counts most
            keys += [columns.dates, columns.dates == 0] if sort == OLDEST else [-columns.dates]
            keys += [-columns.issues] if sort == ISSUE else []
            places = np.empty(self.size, np.int64)
            places[np.lexsort(keys)] = np.arange(self.size)
            self._places[sort] = places
        return self._places[sort]

    def mean_length(self, field: str) -> float:
        """The mean number of words of a field, at least 1."""
        return self._means[field]

    def dated(self, first: int, last: int) -> Mask:
        """Documents of these days, YYYYMMDD, both included; none without a date."""
        days = self.columns.days
        return (days >= first) & (days <= last) & (days > 0)

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

    def _rows(self) -> Iterator[bytes]:
        for leaf, _ in self._leaves():
            column = leaf.column_reader(ROW)
            yield from (column[number] for number in range(leaf.doc_count_all()))

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


class Sized(Protocol):
    """Postings, or an array."""

    @property
    def nbytes(self) -> int: ...


class _Budget:
    """The latest used postings, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[object, Sized] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: object, postings: "Sized") -> None:
        with self._lock:
            if key in self._kept or postings.nbytes > self._limit:
                return
            self._kept[key] = postings
            self._bytes += postings.nbytes
            while self._bytes > self._limit:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes

