"""The index directory: generations side by side, and a small file that names the current one.

    current.json            {"generation": …, "schema": …, "words": …}, replaced in one step
    generation-<random>/    one Whoosh index, and words.txt that it was cut with
    write.lock              held by the one writer; the system frees it when the process dies

A whole rebuild goes into a new generation; naming it in `current.json` is the swap. A crash before leaves the old
index, a crash after leaves the new one, and what lies around unnamed is swept by the next build.
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.reading import IndexReader
from whoosh.util.filelock import FileLock

from index import sums
from index.cutter import Cutter
from index.errors import IndexBusy, IndexMissing
from index.fields import schema_fingerprint, whoosh_schema
from index.folded import FoldedTexts, FoldedWriter

_SETTLED = 3_000_000_000  # nanoseconds: the coarsest clock of a file system is two seconds
_CURRENT, _LOCK, _WORDS, _PREFIX = "current.json", "write.lock", "words.txt", "generation-"


@dataclass(frozen=True, slots=True)
class Current:
    """What `current.json` says: the generation's folder name, and the fingerprints it was written with."""

    generation: str
    schema: str
    words: str


def peek_current(directory: Path) -> Current | None:
    """What is there, whichever version wrote it; None if nothing is, or if it cannot be read."""
    try:
        return Current(**json.loads((directory / _CURRENT).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def read_current(directory: Path) -> Current:
    """IndexMissing if there is none, or if another schema or analysis wrote it."""
    current = peek_current(directory)
    if current is None:
        raise IndexMissing("there is no index yet: build it")
    if current.schema != schema_fingerprint():
        raise IndexMissing("the index was written by another version: rebuild it")
    return current


def check_words(current: Current, cutter: Cutter) -> None:
    """IndexMissing if the index was cut with another word list."""
    if current.words != cutter.fingerprint:
        raise IndexMissing("the index was written with another word list: rebuild it")


def exists(directory: Path) -> bool:
    """Whether anything was ever published here, readable or not."""
    return (directory / _CURRENT).exists()


def stamp(directory: Path, generation: str) -> tuple[int, ...] | None:
    """Changes with the index; None if the files are gone, or so fresh that a change after this moment might not show.

    Two calls to the system instead of reading what is there: each search begins with it.
    """
    try:
        named, files = (directory / _CURRENT).stat(), (directory / generation).stat()
    except OSError:
        return None
    newest = max(named.st_mtime_ns, files.st_mtime_ns)
    if abs(time.time_ns() - newest) < _SETTLED:
        return None
    return named.st_mtime_ns, named.st_ino, named.st_size, files.st_mtime_ns, files.st_ino


def open_generation(directory: Path, current: Current) -> FileIndex:
    """IndexMissing if its files are not there."""
    with _files_expected():
        return FileIndex(FileStorage(str(directory / current.generation)))


def open_reader(index: FileIndex) -> IndexReader:
    """A fresh reader of the last commit; never one that is refreshed, which after a merge has documents twice."""
    with _files_expected():
        return index.reader()


def open_texts(directory: Path, current: Current) -> FoldedTexts:
    """The folded texts of the generation's build. IndexMissing if the file is not there."""
    with _files_expected():
        return FoldedTexts(directory / current.generation)


def generation_words(directory: Path, current: Current) -> list[str]:
    """The word list that the generation was cut with. IndexMissing if its files are not there."""
    with _files_expected():
        return read_words(directory / current.generation)


def read_words(folder: Path) -> list[str]:
    """The word list in the folder of a generation. Raises OSError."""
    return (folder / _WORDS).read_text("utf-8").split("\n")


def create_generation(directory: Path, cutter: Cutter) -> tuple[Current, FileIndex]:
    """A new, empty index in its own folder; nobody sees it before `publish`."""
    current = Current(_PREFIX + secrets.token_hex(8), schema_fingerprint(), cutter.fingerprint)
    folder = directory / current.generation
    folder.mkdir()
    (folder / _WORDS).write_text("\n".join(cutter.words), "utf-8")
    with FoldedWriter(folder):
        pass  # empty until a build fills it
    return current, FileIndex.create(FileStorage(str(folder)), whoosh_schema(), "MAIN")


def publish(directory: Path, current: Current) -> None:
    """Makes a generation the current one, in one step; its files are on the disk first."""
    sums.record(directory / current.generation)
    for file in (directory / current.generation).iterdir():
        _sync(file)
    draft = directory / (_CURRENT + ".new")
    draft.write_text(json.dumps(asdict(current)), "utf-8")
    _sync(draft)
    os.replace(draft, directory / _CURRENT)


def settle(directory: Path) -> None:
    """Writes down the checksums of the current generation's files, after a commit."""
    if current := peek_current(directory):
        sums.record(directory / current.generation)


def differing(directory: Path) -> list[str]:
    """The files of the current generation that are not as they were written. IndexMissing if there is none."""
    current = read_current(directory)
    with _files_expected():
        return list(sums.differing(directory / current.generation))


def sweep(directory: Path, keep: Current | None) -> None:
    """Removes every other generation: the one before, or what a crashed build left."""
    for folder in directory.glob(_PREFIX + "*"):
        if keep is None or folder.name != keep.generation:
            shutil.rmtree(folder, ignore_errors=True)  # where open files cannot be removed, the next build does it


@contextmanager
def write_lock(directory: Path) -> Iterator[None]:
    """Held while the index is written; IndexBusy at once if another writer has it, in this process or another."""
    directory.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(directory / _LOCK))
    if not lock.acquire():
        raise IndexBusy("another process is writing to the index")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _files_expected() -> Iterator[None]:
    try:
        yield
    except (EmptyIndexError, OSError) as error:
        raise IndexMissing("the index is not complete: rebuild it") from error


def _sync(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
