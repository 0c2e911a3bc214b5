"""Reading many files on all cores: parsing and extraction in worker processes, writing in this one.

A worker is given one file's bytes and gives back plain data; it holds no workspace. Few files are in
flight at a time, so memory does not grow with their number.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from explorer import parsing, readers
from explorer.errors import InputError
from explorer.model import Bulletin
from graph.extract import Extractor
from graph.model import Extraction

WORTH_A_CREW = 12
"""Fewer files than this are read faster here than it takes to start a worker and open its model."""
_AHEAD = 3
"""Files in flight for each worker."""
_DIED = "处理该文件的进程意外终止"


@dataclass(frozen=True, slots=True)
class Read:
    """One file as read: the issue, and what each of its parts says."""

    bulletin: Bulletin
    found: tuple[Extraction, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, called `name`; `path` is only shown."""

    path: str
    name: str
    content: bytes


def read(job: Job, extractor: Extractor) -> Read:
    """One file read in this process. Raises InputError."""
    bulletin = parsing.parse(readers.read(job.name, job.content).text, job.content, job.name)
    return Read(bulletin, tuple(extractor.extract(article, bulletin.articles) for article in bulletin.articles))


def read_all(jobs: Iterable[Job], lexicon: Path, workers: int = 0) -> Iterator[tuple[Job, Callable[[], Read]]]:
    """Each job with a call that gives its result or raises what went wrong with it, in the order given.

    `workers` of 0 means one a core. A file whose worker dies is tried once more alone; if it dies again
    the call raises InputError, and the others go on.
    """
    crew = _Crew(lexicon, workers or os.cpu_count() or 1)
    waiting: deque[tuple[Job, Future[Read]]] = deque()
    try:
        for job in jobs:
            waiting.append((job, crew.submit(job)))
            if len(waiting) >= crew.size * _AHEAD:
                yield crew.result(*waiting.popleft())
        while waiting:
            yield crew.result(*waiting.popleft())
    finally:
        crew.close()


class _Crew:
    """A pool that is begun anew when one of its workers dies."""

    def __init__(self, lexicon: Path, size: int) -> None:
        self.size, self._lexicon = size, lexicon
        self._pool = self._begin(size)

    def _begin(self, size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, mp_context=get_context("spawn"))

    def submit(self, job: Job) -> Future[Read]:
        try:
            return self._pool.submit(_work, job, self._lexicon)
        except BrokenProcessPool:
            self._pool = self._begin(self.size)
            return self._pool.submit(_work, job, self._lexicon)

    def result(self, job: Job, future: Future[Read]) -> tuple[Job, Callable[[], Read]]:
        try:
            error = future.exception()
        except Exception as cancelled:  # a pool that broke cancels what was waiting
            error = cancelled
        if isinstance(error, BrokenProcessPool):
            return job, lambda: self._alone(job)
        return job, future.result

    def _alone(self, job: Job) -> Read:
        with self._begin(1) as pool:
            try:
                return pool.submit(_work, job, self._lexicon).result()
            except BrokenProcessPool as error:
                raise InputError(_DIED, place=job.path) from error

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _work(job: Job, lexicon: Path) -> Read:
    return read(job, _extractor(lexicon))


@cache
def _extractor(lexicon: Path) -> Extractor:
    """The one extractor of a worker process: its model is opened once."""
    return Extractor(lexicon)
