"""Segments of a whole new index, written by several processes side by side, or by this one.

Whoosh's own `procs` hands over documents through files and merges in the end; here each process writes whole segments,
and the one writer only names them (see docs/performance.md).
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index.codec import ArrayCodec
from index.cutter import Cutter
from index.errors import IndexFault
from index.layout import read_words
from index.segments import Batch, Segment, write


def segments(folder: Path, batches: Iterable[Batch], workers: int) -> Iterator[Segment]:
    """Each batch as a segment in the folder of an index, in the order of the batches.

    No more batches are taken than are being worked on, so memory is flat. IndexFault if a process dies.
    """
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may never answer
    with ProcessPoolExecutor(workers, context) as pool:
        waiting: deque[Future[Segment]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_write, str(folder), batch))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:  # a submission too says so, if the process died before it
            raise IndexFault("a process that wrote the index has died; perhaps memory ran out") from error
        finally:
            pool.shutdown(cancel_futures=True)


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
