"""Connections that threads share in turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar


class Closing(Protocol):
    """What can be closed."""

    def close(self) -> None: ...


C = TypeVar("C", bound=Closing)


class Pool(Generic[C]):
    """Idle connections of one kind. One is used by one thread at a time and then kept for the next, whichever thread that is."""

    def __init__(self, opened: Callable[[], C]) -> None:
        """`opened` makes a new connection."""
        self._opened = opened
        self._lock = threading.Lock()
        self._idle: list[C] = []
        self._closed = False

    @contextmanager
    def borrowed(self) -> Iterator[C]:
        """An idle connection, or a new one. After an error it is closed, which also rolls back."""
        connection = self._take()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._give_back(connection)

    def forget(self) -> None:
        """Closes the idle ones: whoever is at the other end may have gone."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self) -> None:
        """Closes the idle ones; those in use close when they are given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> C:
        with self._lock:
            if self._closed:
                raise ValueError("the database is closed")
            if self._idle:
                return self._idle.pop()
        return self._opened()

    def _give_back(self, connection: C) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()
