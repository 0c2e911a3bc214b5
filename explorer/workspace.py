"""A data folder: the originals, the store, the index, and the lock of the one writer.

    store.sqlite          see explorer/store
    store.txt             instead of it, where the store is on a server; see explorer/store/opening.py
    originals/ab/abcd…    each file as it came, named by its SHA-256
    fulltext/             the index; see index/layout.py
    lexicon/              optional word lists of the user's own; see docs/lexicon.md
    corrections.jsonl     what people decided; see explorer/corrections/log.py
    accounts.sqlite       who may; see explorer/accounts
    copies/               second copies of what cannot be derived; see explorer/copies.py
    collections/          folders of the same form; see explorer/collections.py
    backups/, damaged/    the store before an upgrade; what `repair` has put aside
    lock                  held while something is written
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from explorer.errors import DiskFull, NotFound, WorkspaceBusy, WorkspaceDamaged, WorkspaceError, WorkspaceReadOnly
from explorer.store import opening
from explorer.store.database import READ_ONLY, Database

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Workspace:
    """One data folder, open; close it, or use it in a `with` block. Readers never wait for a writer."""

    def __init__(self, path: Path, database: Database, *, read_only: bool = False) -> None:
        """For `open`."""
        self.path = path
        self.read_only = read_only
        self._database = database

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False) -> Self:
        """The workspace in the folder `path`; with `create`, made if it is not there.

        With `read_only` nothing is ever written to the folder, which may lie on a disk that cannot be written to.

        Raises WorkspaceError when there is none, or the folder cannot be used, and WorkspaceDamaged
        when the store cannot be read.
        """
        with usable(path):
            if create:
                path.mkdir(parents=True, exist_ok=True)
                return cls(path, opening.created(path))
            if not opening.present(path):
                raise WorkspaceError("这里还没有数据", place=str(path), remedy=_MISSING)
            return cls(path, opening.opened(path, read_only=read_only), read_only=read_only)

    @property
    def fulltext(self) -> Path:
        """Folder of the full-text index; it need not exist yet."""
        return self.path / "fulltext"

    @property
    def lexicon(self) -> Path:
        """Folder of the user's own word lists; it need not exist."""
        return self.path / "lexicon"

    def store(self) -> Database:
        """The database; safe to use from several threads."""
        return self._database

    def original(self, sha256: str) -> Path:
        """Path of a kept file. Raises NotFound if it is not here."""
        if _SHA256.fullmatch(sha256) and (path := self._kept(sha256)).is_file():
            return path
        raise NotFound("没有保存这个原文件", place=sha256[:64])

    def read_original(self, sha256: str) -> bytes:
        """Content of a kept file. Raises NotFound if it is not here, WorkspaceDamaged if it was changed."""
        path = self.original(sha256)
        with usable(path):
            content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise WorkspaceDamaged("保存的原文件已被改动", place=str(path), remedy="请从备份恢复该文件。")
        return content

    def keep_original(self, content: bytes) -> str:
        """Keeps a file, whole or not at all; returns its SHA-256."""
        self._writable()
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._kept(sha256)
        with usable(path):
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_beside(path, content)
        return sha256

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """The store, while this is the only writer; WorkspaceBusy at once if another one is at work, WorkspaceReadOnly."""
        self._writable()
        with usable(self.path):
            stream = (self.path / "lock").open("ab")
        with stream:
            if not _lock(stream):
                raise WorkspaceBusy("另一个任务正在写入", place=str(self.path))
            yield self._database  # closing the stream frees the lock, and so does the end of the process

    def _writable(self) -> None:
        if self.read_only:
            raise WorkspaceReadOnly(READ_ONLY, place=str(self.path))

    def close(self) -> None:
        """Closes the store."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _kept(self, sha256: str) -> Path:
        return self.path / "originals" / sha256[:2] / sha256


def _write_beside(path: Path, content: bytes) -> None:
    """Into a new file in the same folder, then renamed: nobody sees a half-written one."""
    draft = path.with_name(f".draft-{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _lock(stream: IO[bytes]) -> bool:
    """Takes the system's lock on an open file, without waiting."""
    try:
        if sys.platform == "win32":
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """The system's complaints about the data folder, in our own tree: DiskFull or WorkspaceError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("磁盘已满", place=str(path)) from error
        raise WorkspaceError(f"无法使用数据目录（{error.strerror or error}）", place=str(path)) from error


_MISSING = "请先运行 jianbao ingest 文件… 收录简报，或运行 jianbao demo 查看样例。"
