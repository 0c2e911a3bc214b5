"""The file that accounts live in: one SQLite database beside the store, which no ingest and no rebuild touches."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from explorer import copies
from explorer.errors import WorkspaceDamaged, WorkspaceError
from explorer.store import migrations
from explorer.workspace import usable

NAME = "accounts.sqlite"
_VERSION = 1
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,           -- the name made comparable
    role TEXT NOT NULL,
    hash TEXT NOT NULL,                 -- argon2id
    disabled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS members (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    collection TEXT NOT NULL,
    PRIMARY KEY (account_id, collection)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
    token TEXT PRIMARY KEY,             -- SHA-256 of what the browser holds
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    made REAL NOT NULL,
    seen REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (
    what TEXT PRIMARY KEY,              -- SHA-256 of a name or an address
    count INTEGER NOT NULL,
    last REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
COMMIT;
"""


class Book:
    """Accounts of one data folder. A connection for each use: they are few and short, and several processes share the file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    @property
    def is_kept(self) -> bool:
        """Whether there is one: once there is, whoever writes must sign in."""
        return self.path.is_file()

    @contextmanager
    def write(self, *, keep: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction; the file is made if there is none. `keep`: accounts change, and the second copy is made anew. Raises WorkspaceError."""
        new = not self.is_kept
        with self._connected("rwc") as connection:
            if new:
                self.path.chmod(0o600)
            if int(connection.execute("PRAGMA user_version").fetchone()[0]) < _VERSION:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
            if keep:
                self._copy(connection, copies.path_of(self.path.parent, copies.ACCOUNTS))

    def copy_to(self, target: Path) -> None:
        """The accounts as they are at one moment, in a new file. Raises WorkspaceError."""
        with self._connected("ro") as connection:
            self._copy(connection, target)

    def wrong(self) -> list[str]:
        """What is wrong with the file, or its copy; nothing if there are no accounts."""
        copy = copies.path_of(self.path.parent, copies.ACCOUNTS)
        found = []
        for path, what in ((self.path, "账户文件"), (copy, "账户文件的副本")):
            if (self.is_kept or copy.is_file()) and (reason := _unsound(path)):
                found.append(f"{what}{reason}")
        return found

    def mend(self, aside: Path) -> None:
        """Puts the copy in the place of a file that is not sound, which is put aside, or makes a copy that is not sound anew. Raises
        WorkspaceDamaged if neither is sound."""
        copy = copies.path_of(self.path.parent, copies.ACCOUNTS)
        if not _unsound(self.path):
            self._copy_anew(copy)
        elif _unsound(copy):
            raise WorkspaceDamaged("账户文件及其副本都已损坏", place=str(self.path), remedy="请从备份恢复。")
        else:
            with usable(self.path):
                for path in (self.path, *(self.path.with_name(NAME + end) for end in ("-wal", "-shm"))):
                    if path.exists():
                        aside.mkdir(parents=True, exist_ok=True)
                        os.replace(path, aside / path.name)
                copies.replace(self.path, copy.read_bytes())
                self.path.chmod(0o600)

    def _copy_anew(self, copy: Path) -> None:
        with self.write(keep=True):
            pass

    def _copy(self, connection: sqlite3.Connection, target: Path) -> None:
        with usable(target):
            target.parent.mkdir(exist_ok=True)
            draft = target.with_name(target.name + ".new")
            migrations.copy(connection, draft)
            os.replace(draft, target)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """To read from; only where there is one. Raises WorkspaceError."""
        with self._connected("ro") as connection:
            yield connection

    @contextmanager
    def _connected(self, mode: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=10)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA foreign_keys = ON")
                if int(connection.execute("PRAGMA user_version").fetchone()[0]) > _VERSION:
                    raise WorkspaceError("账户文件由更新的版本写入", place=str(self.path), remedy="请使用新版本的程序。")
                yield connection
        except sqlite3.Error as error:
            raise WorkspaceError(f"账户文件无法使用（{error}）", place=str(self.path), remedy="请检查磁盘和权限，或从备份恢复该文件。") from error


def _unsound(path: Path) -> str:
    """Why a file of accounts cannot be relied on; '' if it can."""
    if not path.is_file():
        return "不存在"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            told = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            connection.execute("SELECT count(*) FROM accounts").fetchone()
        return "" if told == ["ok"] else f"已损坏（{told[0][:60]}）"
    except sqlite3.Error as error:
        return f"已损坏（{error}）"
