"""One writer at a time: a document that is created or not, with an end that its holder puts off while it works.

A holder that died on this machine loses it at once, one elsewhere when its time has run out.
"""

import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from index.errors import IndexBusy, IndexFault
from index.opensearch.connection import Conflict, Connection

LEASE = 120.0  # seconds
_ID = "lock"


class Lock:
    """The lock of one workspace's index, in its index of state."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection, self._index, self._owner = connection, index, secrets.token_hex(8)

    def take(self) -> None:
        """IndexBusy if somebody has it."""
        try:
            self._put(op_type="create")
        except Conflict as error:
            held = self._held()
            if held is None or held["_source"]["owner"] != self._owner and _is_alive(held["_source"]):
                raise IndexBusy("another process is writing to the index") from error
            self._replace(held)

    def renew(self) -> None:
        """IndexBusy if it was lost: nothing may be published any more."""
        held = self._held()
        if held is None or held["_source"]["owner"] != self._owner:
            raise IndexBusy("another process has taken over the writing of the index")
        self._replace(held)

    def free(self) -> None:
        """Lets go of it; after a failure of the network it runs out by itself."""
        with suppress(IndexFault):
            held = self._held()
            if held is not None and held["_source"]["owner"] == self._owner:
                self._connection.ask(lambda client: client.delete(index=self._index, id=_ID))

    def _put(self, **how: Any) -> None:
        told = {"owner": self._owner, "host": socket.gethostname(), "process": os.getpid(), "until": time.time() + LEASE}
        self._connection.ask(lambda client: client.index(index=self._index, id=_ID, body=told, **how))

    def _replace(self, held: dict[str, Any]) -> None:
        try:
            self._put(if_seq_no=held["_seq_no"], if_primary_term=held["_primary_term"])
        except Conflict as error:
            raise IndexBusy("another process is writing to the index") from error

    def _held(self) -> dict[str, Any] | None:
        found = self._connection.ask(lambda client: client.get(index=self._index, id=_ID, ignore=404))
        return found if found.get("found") else None


@contextmanager
def held(lock: Lock) -> Iterator[Lock]:
    """Takes the lock, puts its end off from time to time, and frees it. IndexBusy if somebody has it."""
    lock.take()
    over = threading.Event()
    renewing = threading.Thread(target=_renew, args=(lock, over), daemon=True)
    renewing.start()
    try:
        yield lock
    finally:
        over.set()
        renewing.join()
        lock.free()


def _renew(lock: Lock, over: threading.Event) -> None:
    while not over.wait(LEASE / 4):
        with suppress(IndexFault):  # whoever publishes asks once more
            lock.renew()


def _is_alive(told: dict[str, Any]) -> bool:
    """Whether the holder may still be at work."""
    if told["until"] < time.time():
        return False
    if told["host"] != socket.gethostname() or sys.platform == "win32":
        return True
    try:
        os.kill(told["process"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, and alive
    return True
