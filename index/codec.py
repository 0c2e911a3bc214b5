"""Postings as arrays: a codec for Whoosh whose blocks hold numbers as they lie in memory instead of pickled tuples.

All else (terms, columns, segments, the table of contents) is Whoosh's W3 codec; its matchers and scorers read these blocks too.
A list is one block, so that it is read at once. Its data, little-endian:

    differences    of the document numbers, each but the first, in the fewest of 1, 2 or 4 bytes
    weights        none if all are 1; of 1 byte if all are whole and small; else of 4 (float)
    trailer        first number, how many, bytes of a difference, kind of the weights
"""

import struct
from array import array
from collections.abc import Iterator
from pickle import dumps
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3LeafMatcher, W3PostingsWriter, W3TermInfo, W3TermsReader
from whoosh.util.numeric import length_to_byte

from index.mapped import opened

Numbers = NDArray[np.int32]
Floats = NDArray[np.float32]

_TRAILER = struct.Struct("<IIBB")
_EXTENT = struct.Struct("!qi")  # of the postings: the last bytes of a term's entry
_LENGTH = struct.Struct("!i")
_WIDTHS: dict[int, Any] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}
_ONES, _SMALL, _FLOATS = 0, 1, 4  # kinds of weights, by their bytes
_WHOLE = 1 << 20  # postings in a block: all of them, for any segment that we write


class ArrayCodec(W3Codec):
    """Whoosh's codec with lists of postings as arrays. It is pickled by name with each segment."""

    def __init__(self) -> None:
        super().__init__(blocklimit=_WHOLE, compression=0)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> W3PostingsWriter:
        return ArrayPostingsWriter(dbfile, blocklimit=self._blocklimit, byteids=byteids, compression=0)

    def postings_reader(self, dbfile: Any, terminfo: W3TermInfo, format_: Any, term: Any = None, scorer: Any = None) -> W3LeafMatcher:
        return ArrayMatcher(dbfile, *terminfo.extent(), format_, term=term, scorer=scorer)

    def field_writer(self, storage: Any, segment: Any) -> "ArrayFieldWriter":
        return ArrayFieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> "ArrayTermsReader":
        terms, posts = map(segment.make_filename, (self.TERMS_EXT, self.POSTS_EXT))
        return ArrayTermsReader(self, opened(storage, terms), storage.file_length(terms), opened(storage, posts))


class ArrayPostingsWriter(W3PostingsWriter):
    """Writes what Whoosh hands over posting by posting, or whole lists."""

    def put(self, numbers: Numbers, weights: Floats | None, lengths: tuple[int, int], term: W3TermInfo) -> None:
        """A whole list: numbers ascending, weights (None: all 1), the least and greatest length of a document's field."""
        start, most = self._postfile.tell(), 1.0 if weights is None else float(weights.max())
        term._weight = float(len(numbers)) if weights is None else float(weights.sum())
        term._df, term._maxweight = len(numbers), most
        term._minid, term._maxid = int(numbers[0]), int(numbers[-1])
        term._minlength, term._maxlength = lengths
        self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._put_block(packed(numbers, weights), len(numbers), int(numbers[-1]), most, lengths, last=True)
        term.set_extent(start, self._postfile.tell() - start)

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        numbers, weights = np.array(self._ids, np.int32), np.array(self._weights, np.float32)
        data = packed(numbers, None if (weights == 1).all() else weights)
        self._put_block(data, len(numbers), int(numbers[-1]), self._maxweight, (self._minlength, self._maxlength), last)
        self._blockcount += 1
        self._new_block()

    def _put_block(self, data: bytes, count: int, greatest: int, most: float, lengths: tuple[int | None, int], last: bool) -> None:
        told = dumps((count, greatest, most, 0, *map(length_to_byte, lengths)), 2)
        size = len(told) + len(data)
        self._postfile.write(_LENGTH.pack(-size if last else size) + told + data)


class ArrayFieldWriter(W3FieldWriter):
    """Takes whole lists too."""

    def put(self, term: bytes, numbers: Numbers, weights: Floats | None, lengths: tuple[int, int]) -> None:
        """The postings of a term of the field under way; terms ascend."""
        told = W3TermInfo()
        self._postwriter.put(numbers, weights, lengths, told)
        self._tindex.add(struct.pack("!H", self._fieldid) + term, told.to_bytes())


class ArrayMatcher(W3LeafMatcher):
    """Whoosh's way through such a list."""

    def _read_data(self) -> None:
        numbers, weights = unpacked(self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset))
        differences = np.diff(numbers, prepend=0).astype(np.uint32)
        self._data = array("I", differences.tobytes()), None if weights is None else tuple(weights.tolist()), None


class ArrayTermsReader(W3TermsReader):
    """Gives whole lists."""

    def arrays(self, field: str, term: bytes) -> tuple[Numbers, Floats | None] | None:
        """Document numbers of the segment, deleted ones among them, and weights (None: all 1); None if the term is not here."""
        told = self._tindex.get(self._keycoder(field, term))
        if told is None:
            return None
        offset, length = _EXTENT.unpack(told[-_EXTENT.size :])
        blocks = [unpacked(block) for block in _blocks(memoryview(self._postfile.get(offset, length)))]
        if len(blocks) == 1:
            return blocks[0]
        weights = [np.ones(len(numbers), np.float32) if weights is None else weights for numbers, weights in blocks]
        return np.concatenate([numbers for numbers, _ in blocks]), np.concatenate(weights)


def _blocks(data: memoryview) -> Iterator[memoryview]:
    """Of a whole list: the length of the last one is negative."""
    at, size = len(WHOOSH3_HEADER_MAGIC), 1
    while size > 0:
        (size,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        yield data[at : at + abs(size)]
        at += abs(size)


def packed(numbers: Numbers, weights: Floats | None) -> bytes:
    """The data of a block."""
    differences = np.diff(numbers)
    most = int(differences.max(initial=0))
    width = 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
    kind = _ONES if weights is None else _SMALL if float(weights.max()) < 256 and bool((weights == np.floor(weights)).all()) else _FLOATS
    kept = b"" if weights is None else weights.astype("<u1" if kind == _SMALL else "<f4").tobytes()
    return differences.astype(_WIDTHS[width]).tobytes() + kept + _TRAILER.pack(int(numbers[0]), len(numbers), width, kind)


def unpacked(data: bytes | memoryview) -> tuple[Numbers, Floats | None]:
    """Numbers and weights of data that ends with a block's."""
    first, count, width, kind = _TRAILER.unpack_from(data, len(data) - _TRAILER.size)
    begin = len(data) - _TRAILER.size - count * kind
    numbers = np.empty(count, np.int32)
    numbers[0] = first
    differences = np.frombuffer(data, _WIDTHS[width], count - 1, begin - (count - 1) * width)
    np.cumsum(differences, dtype=np.int32, out=numbers[1:])
    numbers[1:] += first
    if kind == _ONES:
        return numbers, None
    return numbers, np.frombuffer(data, "<u1" if kind == _SMALL else "<f4", count, begin).astype(np.float32)
