"""Files are read in worker processes: on all cores, and so that a file that crashes, hangs or swallows memory harms itself alone.

A worker is given one file's bytes and gives back plain data; it holds no workspace. Few files are in
flight at a time, so memory does not grow with their number.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, TypeVar

from explorer import parsing, readers
from explorer.errors import InputError, ReadingTooLong, WorkerDied
from explorer.model import Bulletin
from explorer.readers import Limits, Member, Reading
from graph.extract import Extractor
from graph.model import Extraction

WORTH_A_CREW = 12
"""Fewer plain texts than this are read faster here than it takes to start a worker and open its model."""
_AHEAD = 3
"""Files in flight for each worker."""
_MEMORY = 4 * 1024**3
"""Bytes of address space a worker may use, where the system can be told so."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Read:
    """One file as read: the issue, what each of its parts says, and how the file was read."""

    bulletin: Bulletin
    found: tuple[Extraction, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, called `name`; `path` is where it is, of a file within a file the way to it."""

    path: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Terms:
    """How files are read: with which word lists, by how many processes (0: one a core), each within how many seconds."""

    lexicon: Path
    workers: int = 0
    seconds: float = 120.0
    limits: Limits = Limits()


def read(job: Job, extractor: Extractor, limits: Limits) -> Read:
    """One file read in this process. Raises InputError."""
    reading = readers.read(job.name, job.content, limits)
    bulletin = parsing.parse(reading.text, job.content, job.name)
    return Read(bulletin, tuple(extractor.extract(article, bulletin.articles) for article in bulletin.articles), reading)


def read_all(jobs: Iterable[Job], terms: Terms) -> Iterator[tuple[Job, Callable[[], Read]]]:
    """Each job with a call that gives its result or raises what went wrong with it, in the order given.

    A file whose worker dies is tried once more alone; if it dies again the call raises WorkerDied, and the others go on.
    One that takes too long raises ReadingTooLong.
    """
    with _Crew(_read, terms) as crew:
        yield from crew.results(jobs)


def open_all(jobs: Sequence[Job], terms: Terms) -> Iterator[tuple[Job, Callable[[], list[Member | InputError] | None]]]:
    """Each job with a call that gives the files within it, None if it is no container; otherwise as `read_all`."""
    with _Crew(_open, terms) as crew:
        yield from crew.results(jobs)


class _Crew(Generic[Result]):
    """A pool that is begun anew when one of its workers dies or hangs."""

    def __init__(self, work: Callable[[Job, Terms], Result], terms: Terms) -> None:
        self._work, self._terms = work, terms
        self._size = terms.workers or os.cpu_count() or 1
        self._pool = self._begin(self._size)

    def __enter__(self) -> _Crew[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Callable[[], Result]]]:
        waiting: deque[tuple[Job, Future[Result]]] = deque()
        for job in jobs:
            waiting.append((job, self._submit(job)))
            if len(waiting) >= self._size * _AHEAD:
                yield self._result(*waiting.popleft())
        while waiting:
            yield self._result(*waiting.popleft())

    def _begin(self, size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_limit_memory)

    def _submit(self, job: Job) -> Future[Result]:
        try:
            return self._pool.submit(self._work, job, self._terms)
        except BrokenProcessPool:
            self._pool = self._begin(self._size)
            return self._pool.submit(self._work, job, self._terms)

    def _result(self, job: Job, future: Future[Result]) -> tuple[Job, Callable[[], Result]]:
        try:
            error = future.exception(timeout=self._terms.seconds)
        except TimeoutError:
            _kill(self._pool)
            return job, lambda: self._alone(job)  # perhaps it only waited for a neighbour that hangs
        except Exception as cancelled:  # a pool that broke cancels what was waiting
            error = cancelled
        if isinstance(error, BrokenProcessPool):
            return job, lambda: self._alone(job)
        return job, future.result

    def _alone(self, job: Job) -> Result:
        pool = self._begin(1)
        try:
            return pool.submit(self._work, job, self._terms).result(timeout=self._terms.seconds)
        except BrokenProcessPool as error:
            raise WorkerDied("处理该文件的进程意外终止", place=job.path) from error
        except TimeoutError as error:
            raise ReadingTooLong(f"超过 {self._terms.seconds:g} 秒仍未读完", place=job.path) from error
        finally:
            _kill(pool)


def _kill(pool: ProcessPoolExecutor) -> None:
    """Ends a pool whatever its workers are at: one that hangs does not hear that it should stop."""
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


def _limit_memory() -> None:
    """In a worker: an allocation beyond the limit fails there, instead of the machine's other programs."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard), hard))


def _read(job: Job, terms: Terms) -> Read:
    try:
        return read(job, _extractor(terms.lexicon), terms.limits)
    except MemoryError as error:
        raise WorkerDied("读取该文件所需内存超过上限", place=job.path) from error


def _open(job: Job, terms: Terms) -> list[Member | InputError] | None:
    found = readers.members(job.name, job.content, terms.limits)
    return None if found is None else list(found)


@cache
def _extractor(lexicon: Path) -> Extractor:
    """The one extractor of a worker process: its model is opened once."""
    return Extractor(lexicon)
