"""Talking to the cluster: one client a process, tried again on another node, and its errors in our own tree."""

import os
import random
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import OpenSearchException, TransportError

from index.errors import IndexFault, IndexMissing, IndexUnreachable, QueryFault
from index.opensearch.address import Address

SECONDS = 30.0  # that an answer may take
ATTEMPTS, FIRST_WAIT, LONGEST_WAIT = 5, 0.1, 15.0  # of a read; seconds
BUSY = (429, 502, 503, 504)

Answer = TypeVar("Answer")


class Conflict(IndexFault):
    """Somebody else was first. Within this package alone."""


class Connection:
    """A cluster. Safe to share between threads, and across a fork: each process has connections of its own."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._client: OpenSearch | None = None
        self._process = 0

    @property
    def client(self) -> OpenSearch:
        """That of this process."""
        with self._lock:
            if self._client is None or self._process != os.getpid():
                self._client, self._process = self._connected(), os.getpid()
            return self._client

    def ask(self, question: Callable[[OpenSearch], Answer], attempts: int = ATTEMPTS) -> Answer:
        """What can be asked twice without harm; IndexUnreachable after some attempts, IndexMissing if what is asked of is not there."""
        for attempt in range(attempts):
            try:
                return question(self.client)
            except OpenSearchException as error:
                if not is_busy(error) or attempt == attempts - 1:
                    raise told(error, self.address.place) from error
                pause(attempt)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Frees the connections."""
        with self._lock:
            if self._client is not None and self._process == os.getpid():
                self._client.close()
            self._client = None

    def _connected(self) -> OpenSearch:
        address = self.address
        return OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in address.hosts],
            http_auth=(address.user, address.password) if address.user else None,
            use_ssl=address.tls, verify_certs=address.tls, ca_certs=address.authorities or None,
            timeout=SECONDS, max_retries=len(address.hosts), retry_on_timeout=True, retry_on_status=(502, 503, 504), http_compress=False,
        )  # fmt: skip


def is_busy(error: OpenSearchException) -> bool:
    """Whether asking again may do: a node is gone, or has too much to do."""
    return isinstance(error, NoConnection) or isinstance(error, TransportError) and error.status_code in BUSY


def pause(attempt: int) -> None:
    """Waits before the next attempt, at random, so that many who wait do not come back together."""
    time.sleep(random.uniform(0.2, 1.0) * min(LONGEST_WAIT, FIRST_WAIT * 2**attempt))


def told(error: OpenSearchException, place: str) -> IndexFault:
    """An error of the client in our own tree."""
    status = error.status_code if isinstance(error, TransportError) else 0
    if is_busy(error) or isinstance(error, NoConnection):
        return IndexUnreachable(f"the search cluster does not answer ({place})")
    if status in (401, 403):
        return IndexUnreachable(f"the search cluster refuses the name or the password ({place})")
    if status == 404:
        return IndexMissing("there is no index yet: build it")
    reason = _reason(error)
    if status == 409 or "resource_already_exists" in reason:
        return Conflict(reason)
    if "too_many" in reason or "maxClauseCount" in reason:
        return QueryFault("the query has too many terms", 0, "terms")
    return IndexFault(f"the search cluster could not do this: {reason[:300]}")


def _reason(error: OpenSearchException) -> str:
    info: Any = error.info if isinstance(error, TransportError) else {}
    found = info.get("error", {}) if isinstance(info, dict) else {}
    causes = found.get("root_cause", []) if isinstance(found, dict) else []
    return "; ".join(f"{cause.get('type')}: {cause.get('reason')}" for cause in causes) or str(error)
