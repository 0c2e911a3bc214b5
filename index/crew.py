"""Segments of a whole new index, written by several processes side by side.

Whoosh's own `procs` hands over documents through files and merges in the end; here each process writes whole segments,
and the one writer only names them (twice as quick on two cores, see docs/performance.md).
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index.cutter import Cutter
from index.errors import IndexFault
from index.fields import document
from index.folded import Place
from index.layout import read_words
from index.schema import IndexDoc

BLOCK = 1024  # postings in a block: they are read whole, and large blocks unpack quicker
MEMORY = 384  # megabytes of postings before Whoosh sorts them through temporary files, much slower

Batch = Sequence[tuple[IndexDoc, Place]]
_Segment = Any  # whoosh's: a name and counts, which its table of contents pickles too


def codec() -> W3Codec:
    """How postings are written."""
    return W3Codec(blocklimit=BLOCK)


def segments(folder: Path, batches: Iterable[Batch], workers: int) -> Iterator[tuple[_Segment, int]]:
    """Each batch as a segment in the folder of an index, with its number of documents, in the order of the batches.

    No more batches are taken than are being worked on, so memory is flat. IndexFault if a process dies.
    """
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may never answer
    with ProcessPoolExecutor(workers, context) as pool:
        waiting: deque[tuple[Future[_Segment], int]] = deque()
        try:
            for batch in batches:
                waiting.append((pool.submit(_write, str(folder), batch), len(batch)))
                if len(waiting) > workers:
                    yield _finished(waiting.popleft())
            while waiting:
                yield _finished(waiting.popleft())
        except BrokenProcessPool as error:  # a submission too says so, if the process died before it
            raise IndexFault("a process that wrote the index has died; perhaps memory ran out") from error
        finally:
            pool.shutdown(cancel_futures=True)


def name(index: FileIndex, found: Sequence[_Segment]) -> None:
    """Makes segments that were written into its folder the content of an index."""
    writer = SegmentWriter(index, codec=codec())
    writer._close_segment()
    writer._commit_toc(list(found))
    writer._finish()


def _finished(item: "tuple[Future[_Segment], int]") -> tuple[_Segment, int]:
    future, size = item
    return future.result(), size


def _write(folder: str, batch: Batch) -> _Segment:
    """In a worker."""
    writer = SegmentWriter(FileIndex(FileStorage(folder)), _lk=False, codec=codec(), limitmb=MEMORY)  # the parent holds the lock
    cutter = _cutter(folder)
    for doc, place in batch:
        writer.add_document(**document(doc, cutter, place))
    return writer._finalize_segment()


@cache
def _cutter(folder: str) -> Cutter:
    """The cutter of an index, loaded once a process."""
    return Cutter(read_words(Path(folder)))
