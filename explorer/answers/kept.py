"""What takes long to build from the store, kept until the store has changed; nobody waits for what he does not need."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 0.25
"""Seconds that a reader waits for the new one while there is an old one: what is small is always new, what is large is never waited for."""


class Kept(Generic[T]):
    """One thing, built once for each state of the store, in a thread of its own; safe to share between threads.

    Who asks first for a new state starts the building. He and all others wait `patience` seconds for it, then get the last one;
    only where there is none yet do they wait to the end.
    """

    def __init__(self, build: Callable[[], T], patience: float = PATIENCE) -> None:
        self._build, self._patience = build, patience
        self._lock = threading.Lock()
        self._last: Future[T] | None = None
        self._coming: tuple[int, Future[T]] | None = None

    def at(self, revision: int) -> T:
        """The thing as of a state, or, if that is not ready, as of the last one. Raises what building raises."""
        last, coming = self._asked(revision)
        try:
            return coming.result(self._patience if last else None)
        except NotYet:
            if last is None or coming.done():
                raise
            return last.result()

    def newest(self, revision: int) -> T:
        """The thing as of a state that is not older than this one, however long it takes. Raises what building raises."""
        while True:
            _, coming = self._asked(revision)
            value = coming.result()
            if self._asked(revision)[1] is coming:
                return value

    def _asked(self, revision: int) -> tuple[Future[T] | None, Future[T]]:
        """The last one, and the one of this state; while another is built, that one."""
        with self._lock:
            if self._coming is None or (self._coming[0] != revision and self._coming[1].done()):
                self._coming = (revision, self._started())
            return self._last, self._coming[1]

    def _started(self) -> Future[T]:
        future: Future[T] = Future()
        threading.Thread(target=self._run, args=(future,), daemon=True).start()
        return future

    def _run(self, future: Future[T]) -> None:
        try:
            value = self._build()
        except BaseException as error:
            with self._lock:
                self._coming = None  # the next who asks tries again
            future.set_exception(error)
        else:
            with self._lock:
                self._last = future
                future.set_result(value)


class Recent(Generic[T]):
    """The answers to what was asked last, as of one state of the store; safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._state: int | None = None
        self._known: dict[Hashable, T] = {}

    def of(self, state: int, asked: Hashable, answer: Callable[[], T]) -> T:
        """The answer, found anew if the state is another one, or if it was not asked for lately."""
        with self._lock:
            if self._state != state:
                self._state, self._known = state, {}
            if asked in self._known:
                self._known[asked] = self._known.pop(asked)  # the newest stands last
                return self._known[asked]
        found = answer()
        with self._lock:
            if self._state == state:
                self._known[asked] = found
                if len(self._known) > self._most:
                    del self._known[next(iter(self._known))]
        return found
