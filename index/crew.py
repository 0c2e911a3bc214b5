"""Segments of a whole new index, written by several processes side by side, or by this one.

Whoosh's own `procs` hands over documents through files and merges in the end; here each process writes whole segments,
and the one writer only names them (see docs/performance.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index import pool
from index.codec import ArrayCodec
from index.cutter import Cutter
from index.layout import read_words
from index.segments import Batch, Segment, write


def segments(folder: Path, batches: Iterable[Batch], workers: int) -> Iterator[Segment]:
    """Each batch as a segment in the folder of an index, in the order of the batches. IndexFault if a process dies."""
    return pool.each(partial(_write, str(folder)), batches, workers)


def name(index: FileIndex, found: Sequence[Segment]) -> None:
    """Makes segments that were written into its folder the content of an index."""
    writer = SegmentWriter(index, codec=ArrayCodec())
    writer._close_segment()
    writer._commit_toc(list(found))
    writer._finish()


def _write(folder: str, batch: Batch) -> Segment:
    """In a worker."""
    return write(Path(folder), batch, _cutter(folder))


@cache
def _cutter(folder: str) -> Cutter:
    """The cutter of an index, loaded once a process."""
    return Cutter(read_words(Path(folder)))
