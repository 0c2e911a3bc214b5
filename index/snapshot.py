"""One revision of the index as arrays: columns read once, postings decoded when first asked for.

Scores, filters and counts then run on whole arrays, and an array can be shared by threads; a Whoosh reader cannot
(its file positions are shared: wrong hits), so it is only touched under the lock.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np
from whoosh.reading import IndexReader

from index.cutter import Cutter
from index.codec import Floats, Numbers
from index.columns import Columns, FacetColumn, Hits, Mask
from index.fields import BODY_WORDS, ROW, TITLE_WORDS
from index.folded import FoldedTexts
from index.ranking import ISSUE, OLDEST
from index.tables import Table

CACHE_BYTES, CACHE_FOR_EACH = 64 * 1024 * 1024, 1_500  # results kept for a revision: at least, and for each document
RAW_BYTES = 32 * 1024 * 1024  # postings kept decoded; what is made of them is kept longer

_NONE = np.zeros(0, np.int32)


Kept = TypeVar("Kept", bound="Sized")


@dataclass(frozen=True, slots=True)
class Postings:
    """Document numbers, ascending, and a weight for each, mostly how often the term occurs; None: all 1."""

    numbers: Numbers
    weights: Floats | None = None

    @property
    def nbytes(self) -> int:
        return self.numbers.nbytes + (0 if self.weights is None else self.weights.nbytes)


class Snapshot:
    """Everything that a search needs from one revision. Safe to share between threads."""

    def __init__(self, revision: tuple[str, int], reader: IndexReader, cutter: Cutter, texts: FoldedTexts) -> None:
        self.revision = revision
        self.texts = texts
        self.cutter = cutter
        self.size = reader.doc_count_all()
        self._reader = reader
        self._lock = threading.RLock()
        cache_bytes = max(CACHE_BYTES, CACHE_FOR_EACH * self.size)
        self._cache, self._raw = _Budget(cache_bytes), _Budget(RAW_BYTES)
        self.live = self._read_live()
        self.whole = bool(self.live.all())
        self.columns = Columns(Table.joined([self._table(leaf) for leaf, _ in self._leaves()]))
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
        return self._raw.kept((field, term), lambda: self._decode(field, term))

    def with_prefix(self, field: str, prefix: str) -> Postings:
        """The documents with any term that begins so."""
        return self._raw.kept((field, prefix, "*"), lambda: self._decode_prefix(field, prefix))

    def frequency(self, field: str, term: str) -> int:
        """In how many documents the term occurs; deleted ones may still be counted."""
        with self._lock:
            return int(self._reader.doc_frequency(field, term))

    def cached(self, key: object, compute: Callable[[], Kept]) -> Kept:
        """From the memory of this revision, or computed, without holding a lock, and kept."""
        return self._cache.kept(key, compute)

    def cached_mask(self, key: object, compute: Callable[[], Mask]) -> Mask:
        """As `cached`, for a mask, or several: kept in a bit for each document."""
        packed = self._cache.kept(key, lambda: np.packbits(compute(), axis=-1))
        return np.unpackbits(packed, axis=-1, count=self.size).view(np.bool_)

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
            keys += [columns.days, columns.days == 0] if sort == OLDEST else [-columns.days]
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

    def forget(self) -> None:
        """Drops what was decoded and computed: the next answers are cold ones."""
        self._cache.clear()
        self._raw.clear()

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

    def _table(self, leaf: IndexReader) -> Table:
        return Table.load(self.texts.folder, leaf.segment().segment_id()) or Table.of(self._rows(leaf))

    def _rows(self, leaf: IndexReader) -> Iterator[bytes]:
        column = leaf.column_reader(ROW)
        return (column[number] for number in range(leaf.doc_count_all()))

    def _decode(self, field: str, term: str) -> Postings:
        numbers, weights = [_NONE], []
        with self._lock:
            for leaf, base in self._leaves():
                if (found := leaf._terms.arrays(field, term.encode())) is not None:
                    numbers.append(found[0] + np.int32(base))
                    weights.append((len(found[0]), found[1]))
        all_numbers, all_weights = np.concatenate(numbers), _weights(weights)
        if self.whole:
            return Postings(all_numbers, all_weights)
        kept = self.live[all_numbers]
        return Postings(all_numbers[kept], None if all_weights is None else all_weights[kept])

    def _decode_prefix(self, field: str, prefix: str) -> Postings:
        mask = np.zeros(self.size, np.bool_)
        with self._lock:
            for leaf, base in self._leaves():
                for term in leaf.expand_prefix(field, prefix):
                    mask[leaf._terms.arrays(field, term)[0] + base] = True
        return Postings(np.flatnonzero(mask & self.live).astype(np.int32))


def _weights(parts: Sequence[tuple[int, Floats | None]]) -> Floats | None:
    """Those of several lists, each of a length."""
    if all(weights is None for _, weights in parts):
        return None
    return np.concatenate([np.ones(count, np.float32) if weights is None else weights for count, weights in parts])


class Sized(Protocol):
    """Postings, or an array."""

    @property
    def nbytes(self) -> int: ...


class _Budget:
    """The latest used values, up to a number of bytes. Safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[object, Any] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, key: object, compute: Callable[[], Kept]) -> Kept:
        """What is kept under a key, or computed, outside of the lock."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[no-any-return]
        value = compute()
        self._put(key, value)
        return value

    def clear(self) -> None:
        """Keeps nothing any more."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _put(self, key: object, value: Sized) -> None:
        with self._lock:
            if key in self._kept or value.nbytes > self._limit:
                return
            self._kept[key] = value
            self._bytes += value.nbytes
            while self._bytes > self._limit:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
