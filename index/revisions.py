"""Which revision of the index a call works on: always the newest, and the same one from its beginning to its end."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index import layout
from index.cutter import Cutter
from index.errors import IndexFault, IndexMissing
from index.snapshot import Snapshot

_ATTEMPTS = 5  # to open an index while a rebuild takes the old one away


class Revisions:
    """Snapshots of an index, however it changes. Safe to share between threads."""

    def __init__(self, directory: Path, cutter: Cutter) -> None:
        """IndexMissing if there is no index, or if another schema, analysis or word list wrote it."""
        self._directory, self._cutter = directory, cutter
        self._lock = threading.Lock()
        self._lease: _Lease | None = None
        self._closed = False
        layout.check_words(layout.read_current(directory), cutter)

    @contextmanager
    def newest(self) -> Iterator[Snapshot]:
        """The newest revision, kept open until the block has ended. IndexMissing if the index is gone."""
        with self._lock:
            lease = self._newest()
            lease.users += 1
        try:
            yield lease.snapshot
        finally:
            with self._lock:
                lease.users -= 1
                lease.close_if_unused()

    def close(self) -> None:
        """Frees the files, once the calls under way have ended."""
        with self._lock:
            self._closed = True
            self._retire()

    def _newest(self) -> "_Lease":
        if self._closed:
            raise IndexFault("the searcher is closed")
        stamp = layout.stamp(self._directory, self._lease.snapshot.revision[0]) if self._lease else None
        if self._lease and stamp is not None and stamp == self._lease.stamp:
            return self._lease
        for attempt in range(_ATTEMPTS):
            try:
                lease = self._opened()
                lease.stamp = stamp
                return lease
            except IndexMissing:
                # A rebuild may have removed the generation just read of: the next one is already named.
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def _opened(self) -> "_Lease":
        current = layout.read_current(self._directory)
        index = layout.open_generation(self._directory, current)
        revision = current.generation, index.latest_generation()
        if self._lease is None or self._lease.snapshot.revision != revision:
            self._follow_words(current)
            lease = _Lease(Snapshot(revision, layout.open_reader(index), self._cutter, layout.open_texts(self._directory, current)))
            self._retire()
            self._lease = lease
        return self._lease

    def _follow_words(self, current: layout.Current) -> None:
        """A rebuild brings its own word list: queries are cut with the list that the texts were cut with."""
        if current.words != self._cutter.fingerprint:
            self._cutter = Cutter(layout.generation_words(self._directory, current), self._directory)

    def _retire(self) -> None:
        if self._lease is not None:
            self._lease.retired = True
            self._lease.close_if_unused()
            self._lease = None


@dataclass(slots=True)
class _Lease:
    """A snapshot and the calls that use it; closed when it is out of date and the last of them has ended."""

    snapshot: Snapshot
    users: int = 0
    retired: bool = False
    stamp: tuple[int, ...] | None = None  # of the files, taken before they were last read; None if it says nothing

    def close_if_unused(self) -> None:
        if self.retired and not self.users:
            self.snapshot.close()
