"""Work on batches in several processes side by side, the results in the order of the batches."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from index.errors import IndexFault

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def each(work: Callable[[Batch], Result], batches: Iterable[Batch], workers: int) -> Iterator[Result]:
    """What `work` (which can be pickled) makes of each batch.

    No more batches are taken than are being worked on, so memory is flat. IndexFault if a process dies.
    """
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may never answer
    with ProcessPoolExecutor(workers, context) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(work, batch))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:  # a submission too says so, if the process died before it
            raise IndexFault("a process that wrote the index has died; perhaps memory ran out") from error
        finally:
            pool.shutdown(cancel_futures=True)
