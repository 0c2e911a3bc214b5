"""Files are read in worker processes: on all cores, and so that a file that crashes, hangs or swallows memory harms itself alone.

A worker is given one file's bytes and gives back plain data; it holds no workspace. Few files are in
flight at a time, so memory does not grow with their number.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
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
_LOOK = 0.5
"""Seconds between looks at how far a file has been read."""

Told = Callable[["Job", float], None]
"""Called with the share, 0 to 1, of a file that has been read so far, while its result is waited for."""

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
    reading: Reading | None = None
    """How it was read before, if that is to stand: OCR takes seconds a page."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How files are read: with which word lists, by how many processes (0: one a core), and after how many seconds without
    a page done a file is given up."""

    lexicon: Path
    workers: int = 0
    seconds: float = 120.0
    limits: Limits = Limits()


def read(job: Job, extractor: Extractor, limits: Limits) -> Read:
    """One file read in this process. Raises InputError."""
    reading = job.reading or readers.read(job.name, job.content, limits)
    bulletin = parsing.parse(reading.text, job.content, job.name)
    return Read(bulletin, tuple(extractor.extract(article, bulletin.articles) for article in bulletin.articles), reading)


def read_all(jobs: Iterable[Job], terms: Terms, told: Told | None = None) -> Iterator[tuple[Job, Callable[[], Read]]]:
    """Each job with a call that gives its result or raises what went wrong with it, in the order given.

    A file whose worker dies is tried once more alone; if it dies again the call raises WorkerDied, and the others go on.
    One that takes too long raises ReadingTooLong.
    """
    with _Crew(_read, terms, told) as crew:
        yield from crew.results(jobs)


class Opener:
    """Opens containers in one worker process, begun with the first of them."""

    def __init__(self, terms: Terms) -> None:
        self._terms, self._stack = replace(terms, workers=1), ExitStack()
        self._crew: _Crew[list[Member | InputError] | None] | None = None

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self, job: Job) -> list[Member | InputError]:
        """The files within a file; [] if it is no container. Raises InputError, and what `read_all` says."""
        if self._crew is None:
            self._crew = self._stack.enter_context(_Crew(_open, self._terms))
        ((_, result),) = self._crew.results([job])
        return result() or []


class _Crew(Generic[Result]):
    """A pool that is begun anew when one of its workers dies or hangs."""

    def __init__(self, work: Callable[[Job, Terms], Result], terms: Terms, told: Told | None = None) -> None:
        self._work, self._terms, self._told = work, terms, told or _silent
        self._size = terms.workers or os.cpu_count() or 1
        self._pool = self._begin(self._size)
        self._folder = TemporaryDirectory(prefix="jianbao-", ignore_cleanup_errors=True)
        self._numbers = count()

    def __enter__(self) -> _Crew[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._folder.cleanup()

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Callable[[], Result]]]:
        waiting: deque[tuple[Job, Future[Result], Path]] = deque()
        for job in jobs:
            waiting.append((job, *self._submit(job)))
            if len(waiting) >= self._size * _AHEAD:
                yield self._result(*waiting.popleft())
        while waiting:
            yield self._result(*waiting.popleft())

    def _begin(self, size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_limit_memory)

    def _submit(self, job: Job) -> tuple[Future[Result], Path]:
        """The job under way, and the file in which its worker says how far it is."""
        sign = Path(self._folder.name, str(next(self._numbers)))
        terms = replace(self._terms, limits=replace(self._terms.limits, told=partial(_tell, sign)))
        try:
            return self._pool.submit(self._work, job, terms), sign
        except (BrokenProcessPool, OSError):  # OSError: it breaks at this very moment, its pipes are closed
            self._pool = self._begin(self._size)
            return self._pool.submit(self._work, job, terms), sign

    def _result(self, job: Job, future: Future[Result], sign: Path) -> tuple[Job, Callable[[], Result]]:
        try:
            error = self._error(job, future, sign)
        except TimeoutError:
            _kill(self._pool)
            return job, lambda: self._alone(job)  # perhaps it only waited for a neighbour that hangs
        except Exception as cancelled:  # a pool that broke cancels what was waiting
            error = cancelled
        if isinstance(error, BrokenProcessPool):
            return job, lambda: self._alone(job)
        return job, future.result

    def _error(self, job: Job, future: Future[Result], sign: Path) -> BaseException | None:
        """How the job ended; raises TimeoutError when too long nothing was heard of it."""
        heard, last = (0, 1), time.monotonic()
        while True:
            try:
                return future.exception(timeout=min(_LOOK, self._terms.seconds))
            except TimeoutError:
                now = _heard(sign)
                if now and now != heard:
                    heard, last = now, time.monotonic()
                    self._told(job, heard[0] / heard[1])
                elif time.monotonic() - last > self._terms.seconds:
                    raise

    def _alone(self, job: Job) -> Result:
        crowd, self._pool = self._pool, self._begin(1)
        try:
            future, sign = self._submit(job)
            if isinstance(error := self._error(job, future, sign), BrokenProcessPool):
                raise WorkerDied("处理该文件的进程意外终止", place=job.path) from error
            return future.result()
        except TimeoutError as error:
            raise ReadingTooLong(f"超过 {self._terms.seconds:g} 秒仍未读完", place=job.path) from error
        finally:
            _kill(self._pool)
            self._pool = crowd


def _silent(job: Job, share: float) -> None:
    """Tells nobody."""


def _tell(sign: Path, done: int, total: int) -> None:
    """In a worker: leaves word of how far the file is. On a full disk nobody hears of it, and the file is read all the same."""
    with suppress(OSError):
        sign.write_text(f"{done} {total}")


def _heard(sign: Path) -> tuple[int, int] | None:
    """What was last told; None if nothing, or while it is being written."""
    try:
        done, total = map(int, sign.read_text().split())
    except (OSError, ValueError):
        return None
    return (done, total) if 0 <= done <= total and total else None


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
