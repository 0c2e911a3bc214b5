"""Writing: single documents into the current index, or a whole new one beside it."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from index import pool
from index.cutter import Cutter
from index.errors import IndexFault, IndexMissing, IndexUnreachable
from index.fields import cleaned
from index.opensearch.address import Address
from index.opensearch.bulk import Operation, delete, put, send
from index.opensearch.connection import Connection
from index.opensearch.indexes import Current, Indexes
from index.opensearch.lock import held
from index.opensearch.mapping import document
from index.schema import IndexDoc

BATCH = 500  # documents that a process takes at once
_TOGETHER = 4  # batches from which on several processes are worth their start
_IN_MEMORY = 64_000_000  # bytes of what waits for the commit; more goes to a file
_ASKED = 1_000  # ids asked for at once

Numbered = Sequence[tuple[int, IndexDoc]]


class ClusterWriter:
    """Puts and deletes documents; all is sent at the end of the `with` block, nothing at all after an error.

    Readers see the index as it was before until the block has ended. The cluster knows no transactions: if it fails in the middle of
    the end, what was sent before is there, and the caller must write the same again. A missing index is created empty.
    """

    def __init__(self, indexes: Indexes, cutter: Cutter) -> None:
        self._indexes, self._cutter = indexes, cutter
        self._stack = ExitStack()
        self._session: _Session | None = None

    def __enter__(self) -> Self:
        """IndexBusy if another writer is at work; IndexMissing if the index was written in another way; IndexUnreachable."""
        with ExitStack() as stack:
            stack.enter_context(held(self._indexes.lock()))
            self._session = stack.enter_context(_Session(self._indexes.connection, self._open(), self._cutter))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        session, self._session = self._open_session(), None
        with self._stack:
            if kind is None:
                session.commit()

    def put(self, docs: Iterable[IndexDoc]) -> int:
        """Adds documents, each in place of an older one of the same id. The number of documents taken in."""
        session = self._open_session()
        return sum(1 for _ in map(session.put, docs))

    def delete(self, ids: Iterable[str]) -> int:
        """Removes documents. The number of those that were there."""
        return self._open_session().delete([cleaned(doc_id) for doc_id in ids])

    def _open(self) -> Current:
        if self._indexes.peek() is None:
            self._indexes.publish(self._indexes.create(self._cutter))
        current = self._indexes.current()
        if current.words != self._cutter.fingerprint:
            raise IndexMissing("the index was written with another word list: rebuild it")
        return current

    def _open_session(self) -> "_Session":
        if self._session is None:
            raise IndexFault("the index writer is not open: use it in a `with` block")
        return self._session


class _Session:
    """What waits for the commit: of each id only the last word."""

    def __init__(self, connection: Connection, current: Current, cutter: Cutter) -> None:
        self._connection, self._current, self._cutter = connection, current, cutter
        self._places: dict[str, int | None] = {}  # where the document lies in the file; None: it goes
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)

    def put(self, doc: IndexDoc) -> None:
        told = document(doc, self._cutter).encode()
        self._places[cleaned(doc.id)] = self._file.seek(0, 2)
        self._file.write(told + b"\n")

    def delete(self, ids: Sequence[str]) -> int:
        distinct = list(dict.fromkeys(ids))
        here = self._committed([doc_id for doc_id in distinct if doc_id not in self._places])
        here |= {doc_id for doc_id in distinct if self._places.get(doc_id) is not None}
        self._places |= dict.fromkeys(distinct)
        return len(here)

    def commit(self) -> None:
        """All that waits, then shown at once."""
        send(self._connection, self._current.name, self._operations())
        self._connection.ask(lambda client: client.indices.refresh(index=self._current.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _operations(self) -> Iterator[Operation]:
        for doc_id, place in self._places.items():
            if place is None:
                yield delete(doc_id)
            else:
                self._file.seek(place)
                yield put(doc_id, self._file.readline().decode().rstrip("\n"))

    def _committed(self, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(ids), _ASKED):
            asked = {"ids": list(ids[start : start + _ASKED])}
            told = self._connection.ask(lambda client, asked=asked: client.mget(index=self._current.name, body=asked, params={"_source": "false"}))
            found |= {doc["_id"] for doc in told["docs"] if doc.get("found")}
        return found


def build(indexes: Indexes, docs: Iterable[IndexDoc], cutter: Cutter, progress: Callable[[int], None] | None = None, workers: int = 1) -> int:
    """Writes a whole new index and swaps it in, with several processes if it is large; the number of documents taken in.

    Until the swap, and after an error, readers have the old one. IndexBusy if another writer is at work; IndexUnreachable.
    """
    with held(indexes.lock()) as lock:
        indexes.sweep(indexes.peek())
        current = indexes.create(cutter)
        try:
            count = 0
            for written in _fill(indexes.connection, current, cutter, docs, workers):
                count += written
                (progress or _silent)(count)
            lock.renew()
            indexes.publish(current)
        finally:
            with suppress(IndexUnreachable):  # the next build does it
                # After an error this removes the unfinished index, after success the one before it.
                indexes.sweep(indexes.peek())
    return count


def _fill(connection: Connection, current: Current, cutter: Cutter, docs: Iterable[IndexDoc], workers: int) -> Iterator[int]:
    batches = _batches(docs)
    first = list(islice(batches, _TOGETHER))
    batches = chain(first, batches)
    if workers == 1 or len(first) < _TOGETHER:
        yield from (_write(connection, current.name, cutter, batch) for batch in batches)
        return
    with tempfile.TemporaryDirectory(prefix="jianbao-words-") as folder:
        words = Path(folder) / "words.txt"
        words.write_text("\n".join(cutter.words), "utf-8")
        yield from pool.each(partial(_write_there, connection.address, current.name, str(words)), batches, workers)


def _write(connection: Connection, index: str, cutter: Cutter, batch: Numbered) -> int:
    """A later document of the same id stays, whichever process sends it first."""
    return send(connection, index, (put(cleaned(doc.id), document(doc, cutter), number) for number, doc in batch))


def _write_there(address: Address, index: str, words: str, batch: Numbered) -> int:
    """In a worker."""
    return _write(_connection(address), index, _cutter(words), batch)


@cache
def _connection(address: Address) -> Connection:
    """Opened once a process."""
    return Connection(address)


@cache
def _cutter(words: str) -> Cutter:
    """Loaded once a process."""
    return Cutter(Path(words).read_text("utf-8").split("\n"))


def _batches(docs: Iterable[IndexDoc]) -> Iterator[Numbered]:
    remaining = iter(enumerate(docs, 1))
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _silent(done: int) -> None:
    """Reports to nobody."""
