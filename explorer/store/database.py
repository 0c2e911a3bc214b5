"""One SQLite file: connections that threads may share in turn, and transactions that end cleanly."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

from explorer.errors import DiskFull, WorkspaceBusy, WorkspaceDamaged, WorkspaceError, WorkspaceReadOnly
from explorer.store import migrations
from explorer.store.pool import Pool

Connection = sqlite3.Connection
"""For those who pass one on without speaking SQL."""

SCHEMA_VERSION = 8
"""Kept in `PRAGMA user_version`."""

READ_ONLY = "数据以只读方式打开，不能更改"
_BUSY_SECONDS = 10.0
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNUSABLE = {
    sqlite3.SQLITE_PERM: "没有数据库的读写权限",
    sqlite3.SQLITE_READONLY: "数据库只读，不能写入",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_CANTOPEN: "无法打开数据库文件",
}


class Database:
    """Reads see one consistent state each; a write is one transaction and raises the revision by one.

    A connection is used by one thread at a time and then kept for the next, whichever thread that is:
    so a web server's threads share a few, and `close` reaches them all.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """`read_only`: never written from here, and it may lie on a disk that cannot be."""
        self.path, self._read_only = path, read_only
        mode = "ro&immutable=1" if read_only and _cannot_change(path) else "ro"
        self._readers = Pool(lambda: _open(path, mode))
        self._writers = Pool(lambda: _open(path, "rw"))

    @classmethod
    def create(cls, path: Path) -> Database:
        """The database at `path`, made if there is none yet."""
        with _explained(path), closing(_connect(path, "rwc")) as connection:
            if _version(connection, path) < SCHEMA_VERSION:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_creation())
        return cls(path)

    @staticmethod
    def upgrade(path: Path) -> None:
        """Takes a store of an older version to this one, a copy of it kept (see migrations.py); what is derived is filled by the next ingest."""
        with _explained(path), closing(_connect(path, "rw")) as connection:
            if 0 < (version := _version(connection, path)) < SCHEMA_VERSION:
                with _files(path):
                    migrations.migrate(connection, path, version, _schema())

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that cannot write, inside one snapshot."""
        with _explained(self.path), self._readers.borrowed() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def write(self, *, revise: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it at the end of the block, nothing after an error.

        `revise=False` is for book-keeping that no reader needs to hear of.
        """
        if self._read_only:
            raise WorkspaceReadOnly(READ_ONLY, place=str(self.path))
        with _explained(self.path), self._writers.borrowed() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            if revise:
                connection.execute(
                    "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'revision'"
                )
            connection.execute("COMMIT")

    def copy_to(self, target: Path) -> None:
        """The store as it is at one moment, in a new file, whoever writes meanwhile. Raises WorkspaceError, DiskFull."""
        with _explained(self.path), _files(target), closing(_connect(self.path, "ro")) as connection:
            migrations.copy(connection, target)

    def damaged(self) -> Iterator[str]:
        """Damage of the file itself, as SQLite sees it."""
        with self.read() as connection:
            yield from (row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok")

    def dangling(self) -> Iterator[str]:
        """Rows that refer to something that is not there."""
        with self.read() as connection:
            for row in connection.execute("PRAGMA foreign_key_check"):
                yield f"{row[0]} 第 {row[1]} 行指向不存在的 {row[2]}"

    def close(self) -> None:
        """Closes every connection; those in use close when they are given back."""
        self._readers.close()
        self._writers.close()


def _open(path: Path, mode: str) -> sqlite3.Connection:
    connection = _connect(path, mode)
    try:
        if _version(connection, path) < SCHEMA_VERSION:
            raise WorkspaceDamaged("数据库是空的，或由旧版本写入", place=str(path))
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only = ON" if mode.startswith("ro") else "PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _cannot_change(path: Path) -> bool:
    """Whether nobody can write beside the file, and no journal waits there: without its shared memory SQLite reads such a file only if
    told that it stays as it is (https://www.sqlite.org/wal.html#readonly), and then it would pass over a journal."""
    journal = path.with_name(f"{path.name}-wal")
    return not os.access(path.parent, os.W_OK) and not (journal.is_file() and journal.stat().st_size)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # isolation_level=None: transactions begin and end where this module says, and nowhere else.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None,
        check_same_thread=False, timeout=_BUSY_SECONDS,
    )  # fmt: skip
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("digest_of", -1, _digest, deterministic=True)
    return connection


def _digest(*fields: str) -> bytes:
    return hashlib.blake2b("\x1f".join(map(str, fields)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise WorkspaceDamaged(
            f"数据库由更新的版本写入（格式 {version}，本程序认识 {SCHEMA_VERSION}）", place=str(path),
            remedy="请升级本程序，或用 --data 指定另一个数据目录。",
        )  # fmt: skip
    return version


def _creation() -> str:
    """`executescript` commits before it starts, so the transaction is part of the script."""
    return f"BEGIN IMMEDIATE;\n{_schema()}\nPRAGMA user_version = {SCHEMA_VERSION};\nCOMMIT;"


def _schema() -> str:
    return resources.files("explorer.store").joinpath("schema.sql").read_text("utf-8")


@contextmanager
def _files(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WorkspaceError(f"升级前无法备份数据库（{error.strerror or error}）", place=str(path)) from error


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """SQLite's complaints about the file, in our own tree; errors of our SQL pass unchanged."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
        if code in _BUSY:
            raise WorkspaceBusy("另一个任务正在写入", place=str(path)) from error
        if code in _DAMAGED:
            raise WorkspaceDamaged("数据库文件已损坏", place=str(path), remedy=_RESTORE) from error
        if code == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR and _is_full(path):
            raise DiskFull("磁盘已满", place=str(path)) from error
        if code in _UNUSABLE:
            raise WorkspaceError(_UNUSABLE[code], place=str(path)) from error
        raise


def _is_full(path: Path) -> bool:
    """SQLite calls it an error of the disk when its shared memory finds no room."""
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_FREE
    except OSError:
        return False


_LEAST_FREE = 1_000_000
_RESTORE = "请恢复备份；或用 jianbao --data 新目录 ingest 重新收录 originals 文件夹里的原文件。"
