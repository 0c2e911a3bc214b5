"""Files within a segment, read where they lie in the mapped file.

Whoosh's BufferFile copies the whole of a file when it is opened (it keeps a BytesIO of it beside the mapping): at a million articles
that was four gigabytes and half a minute. Nothing of it is needed but a reader with a place, for the few fields of the header.
"""

import io
from typing import Any

from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import OverlayStorage
from whoosh.filedb.structfile import BufferFile


class _Reader(io.RawIOBase):
    """Reads a view of memory as a file."""

    def __init__(self, view: memoryview) -> None:
        self._view, self._at = view, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._view[self._at : self._at + len(buffer)]
        size = len(part)
        buffer[:size] = part
        self._at += size
        return size

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        self._view = memoryview(b"")  # lets go of the mapping
        super().close()


class MappedFile(BufferFile):
    """A BufferFile without the copy."""

    def __init__(self, view: memoryview, name: str) -> None:
        self._buf, self._name, self.onclose = view, name, None
        self.file = _Reader(view)
        self.is_real = self.is_closed = False

    def close(self) -> None:
        """Lets go of the mapping too, which Whoosh 2.7.4 leaves to chance."""
        super().close()
        if self._buf is not None:
            self._buf.release()
            self._buf = None


def opened(storage: Any, name: str) -> Any:
    """A file of a segment; where the segment is one mapped file, without copying it."""
    inner = storage.a if isinstance(storage, OverlayStorage) and storage.a.file_exists(name) else storage
    if isinstance(inner, CompoundStorage) and inner._source:
        offset, length = inner.range(name)
        return MappedFile(memoryview(inner._source)[offset : offset + length], name)
    return storage.open_file(name)
