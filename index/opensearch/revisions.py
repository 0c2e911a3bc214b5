"""Which index a call works on: the current one, found anew when it has been swapped for another."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from index.cutter import Cutter
from index.errors import IndexFault, IndexMissing
from index.opensearch.indexes import Indexes
from index.opensearch.pages import View

_ATTEMPTS = 5  # to ask an index while rebuilds take the old one away
_TRUSTED = 2.0  # seconds after which it is looked again whether the alias has moved

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Revision:
    """An index to be read, and the cutter that it was cut with."""

    view: View
    cutter: Cutter
    words: str


class Revisions:
    """The current index of a workspace. Safe to share between threads."""

    def __init__(self, indexes: Indexes, cutter: Cutter) -> None:
        """IndexMissing if there is no index, or if another schema, analysis or word list wrote it; IndexUnreachable."""
        self._indexes, self._cutter = indexes, cutter
        self._lock = threading.Lock()
        self._revision: Revision | None = None
        self._looked = 0.0
        self._closed = False
        if indexes.current().words != cutter.fingerprint:
            raise IndexMissing("the index was written with another word list: rebuild it")

    def ask(self, question: Callable[[Revision], Answer]) -> Answer:
        """What the current index answers. A swap deletes the index before: what was being asked of it is asked again of the new one."""
        for attempt in range(_ATTEMPTS):
            try:
                return question(self._newest(anew=attempt > 0))
            except IndexMissing:
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Answers no more."""
        self._closed = True

    def _newest(self, anew: bool) -> Revision:
        if self._closed:
            raise IndexFault("the searcher is closed")
        with self._lock:
            if anew or self._revision is None or time.monotonic() - self._looked > _TRUSTED:
                self._revision, self._looked = self._found(), time.monotonic()
            return self._revision

    def _found(self) -> Revision:
        current = self._indexes.current()
        if self._revision is not None and self._revision.view.index == current.name:
            return self._revision
        if current.words != self._cutter.fingerprint:  # a rebuild brings its own word list
            self._cutter = Cutter(self._indexes.words(current))
        return Revision(View(self._indexes.connection, current.name), self._cutter, current.words)
