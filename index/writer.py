"""Writing: single documents into the current index, or a whole new one beside it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Self

from whoosh.index import FileIndex
from whoosh.reading import TermNotFound

from index import crew, layout
from index.codec import ArrayCodec
from index.cutter import Cutter, as_cutter
from index.errors import IndexFault
from index.fields import document
from index.folded import FoldedWriter, Place
from index.schema import IndexDoc
from index.segments import PROGRESS_STEP, Batch, Segment, write

SEGMENT = 5_000  # documents of a build that go into one segment; see `_fill`


class IndexWriter:
    """Puts and deletes documents; one commit at the end of the `with` block, nothing at all after an error.

    Readers see the index as it was before until the block has ended. A missing index is created empty.
    """

    def __init__(self, directory: Path, words: Iterable[str] | Cutter) -> None:
        self._directory = directory
        self._cutter = as_cutter(words, directory)
        self._session: _Session | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """IndexBusy if another writer is at work; IndexMissing if the index was written in another way."""
        with ExitStack() as stack:
            stack.enter_context(layout.write_lock(self._directory))
            self._session = _Session(self._open(), self._cutter)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        session, self._session = self._open_session(), None
        with self._stack:
            session.commit() if kind is None else session.cancel()
            layout.settle(self._directory)

    def put(self, docs: Iterable[IndexDoc]) -> int:
        """Adds documents, each in place of an older one of the same id. The number of documents taken in."""
        session = self._open_session()
        return sum(1 for _ in map(session.put, docs))

    def delete(self, ids: Iterable[str]) -> int:
        """Removes documents. The number of those that were there."""
        session = self._open_session()
        return sum(session.delete(doc_id) for doc_id in ids)

    def _open(self) -> FileIndex:
        if not layout.exists(self._directory):
            current, _ = layout.create_generation(self._directory, self._cutter)
            layout.publish(self._directory, current)
        current = layout.read_current(self._directory)
        layout.check_words(current, self._cutter)
        return layout.open_generation(self._directory, current)

    def _open_session(self) -> "_Session":
        if self._session is None:
            raise IndexFault("the index writer is not open: use it in a `with` block")
        return self._session


def build(
    directory: Path,
    docs: Iterable[IndexDoc],
    words: Iterable[str] | Cutter,
    progress: Callable[[int], None] | None = None,
    workers: int = 1,
) -> int:
    """Writes a whole new index and swaps it in, with several processes if it is large; the number of documents taken in.

    Until the swap, and after an error, readers have the old one. `progress` is told the number of documents
    written so far. IndexBusy if another writer is at work.
    """
    cutter = as_cutter(words, directory)
    with layout.write_lock(directory):
        layout.sweep(directory, keep=layout.peek_current(directory))
        current, index = layout.create_generation(directory, cutter)
        try:
            count = _fill(index, cutter, docs, progress, workers)
            layout.publish(directory, current)
        finally:
            # After an error this removes the unfinished generation, after success the one before it.
            layout.sweep(directory, keep=layout.peek_current(directory))
    return count


def _fill(
    index: FileIndex, cutter: Cutter, docs: Iterable[IndexDoc], progress: Callable[[int], None] | None, workers: int
) -> int:
    """Segment by segment, so that a segment's postings fit into memory however many documents there are."""
    folder = Path(index.storage.folder)
    places: dict[str, int] = {}
    replaced: list[int] = []
    with FoldedWriter(folder) as folded:
        found = list(_written(folder, _placed(_batches(folded.placed(docs)), places, replaced), cutter, progress, workers))
    for number in replaced:
        found[number // SEGMENT].delete_document(number % SEGMENT)
    crew.name(index, found)
    return sum(segment.doc_count_all() for segment in found)


def _written(
    folder: Path, batches: Iterator[Batch], cutter: Cutter, progress: Callable[[int], None] | None, workers: int
) -> Iterator[Segment]:
    """By several processes if there is more than one segment to write."""
    told = progress or (lambda _: None)
    first = next(batches, [])
    together = workers > 1 and len(first) == SEGMENT
    batches = chain([first] if first else [], batches)
    count = 0
    for segment in crew.segments(folder, batches, workers) if together else _alone(folder, batches, cutter, told):
        count += segment.doc_count_all()
        if together or count % PROGRESS_STEP:
            told(count)
        yield segment


def _alone(folder: Path, batches: Iterable[Batch], cutter: Cutter, told: Callable[[int], None]) -> Iterator[Segment]:
    for number, batch in enumerate(batches):
        yield write(folder, batch, cutter, lambda count, before=number * SEGMENT: told(before + count))


def _placed(batches: Iterable[Batch], places: dict[str, int], replaced: list[int]) -> Iterator[Batch]:
    """The batches, while noting where each id stands, and which numbers a later document of the same id replaces."""
    number = 0
    for batch in batches:
        for number, (doc, _) in enumerate(batch, number):
            if doc.id in places:
                replaced.append(places[doc.id])
            places[doc.id] = number
        number += 1
        yield batch


def _batches(docs: Iterable[tuple[IndexDoc, Place]]) -> Iterator[Batch]:
    remaining = iter(docs)
    while batch := list(islice(remaining, SEGMENT)):
        yield batch


class _Session:
    """One Whoosh writer. Whoosh's own update opens a searcher for each document and misses uncommitted ones."""

    def __init__(self, index: FileIndex, cutter: Cutter) -> None:
        self._cutter = cutter
        self._writer = index.writer(codec=ArrayCodec())
        self._reader = self._writer.reader()
        self._fresh: dict[str, int] = {}  # document numbers, in the segment that is being written

    def put(self, doc: IndexDoc, place: Place | None = None) -> None:
        fields = document(doc, self._cutter, place)  # before the deletion: an error here must not lose the old one
        self.delete(doc.id)
        number = self._writer.docnum
        self._writer.add_document(**fields)
        self._fresh[doc.id] = number

    def delete(self, doc_id: str) -> bool:
        fresh = self._fresh.pop(doc_id, None)
        if fresh is not None:
            self._writer.get_segment().delete_document(fresh)
            return True
        found = False
        for number in self._committed(doc_id):
            self._writer.delete_document(number)
            found = True
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self.cancel()

    def commit(self, merge: bool = True) -> None:
        """`merge`: small segments become one, so that many small commits do not slow the searches down."""
        self._reader.close()
        self._writer.commit(merge=merge)

    def cancel(self) -> None:
        self._reader.close()
        self._writer.cancel()

    def _committed(self, doc_id: str) -> list[int]:
        try:
            numbers = list(self._reader.postings("id", doc_id).all_ids())
        except TermNotFound:
            return []
        return [number for number in numbers if not self._writer.is_deleted(number)]
