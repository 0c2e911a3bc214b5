"""A workspace's store in a schema of its own on a PostgreSQL server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import psycopg
from psycopg import errors, sql

from explorer.errors import DiskFull, StoreUnavailable, WorkspaceBusy, WorkspaceDamaged, WorkspaceError, WorkspaceReadOnly
from explorer.store.database import READ_ONLY, SCHEMA_VERSION
from explorer.store.pool import Pool
from explorer.store.postgres import dialect, moving, session
from explorer.store.postgres.session import Session

_SECONDS = 10
"""To reach the server, or to wait for another writer."""
_FULL, _GONE = ("53100",), ("57P01", "57P02", "57P03")
_SORTED = ("C", "POSIX", "C.UTF-8", "C.utf8")
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{3,40}")


class PostgresDatabase:
    """See explorer.store.database.Database: the same calls, the same promises. A write waits for the one before it, in this schema."""

    def __init__(self, path: Path, address: str, schema: str, *, read_only: bool = False) -> None:
        """`path` is the data folder, for messages; `address` is a URI of libpq's, without a password (it is read from ~/.pgpass)."""
        if not _SCHEMA.fullmatch(schema):
            raise WorkspaceDamaged("数据库地址文件中的模式名不合规", place=str(path))
        self.path, self.schema, self.address, self._read_only = path, schema, address, read_only
        self._dialect = dialect.Dialect()
        self._pool = Pool(lambda: session.connect(address, schema, _SECONDS, self._dialect))

    def create(self) -> None:
        """Makes the schema and its tables if they are not there. Raises StoreUnavailable, WorkspaceError."""
        with self._explained(), self._begun("BEGIN") as connection:
            self._check_server(connection)
            connection.plain("SELECT pg_advisory_xact_lock(hashtext(%s))", (self.schema,))
            connection.plain(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(self.schema)))
            for statement in (*dialect.FUNCTIONS, *dialect.tables(_schema())):
                connection.plain(statement)
            connection.execute("INSERT INTO meta (key, value) VALUES ('format', ?) ON CONFLICT DO NOTHING", (str(SCHEMA_VERSION),))

    def check_version(self) -> None:
        """Raises WorkspaceDamaged if the tables are not there, or of a newer version."""
        with self.read() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        if row is None or int(row[0]) != SCHEMA_VERSION:
            raise WorkspaceDamaged(f"数据库的格式是 {row[0] if row else '？'}，本程序认识 {SCHEMA_VERSION}", place=str(self.path))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that cannot write, inside one snapshot."""
        with self._explained(), self._begun("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as connection:
            yield connection

    @contextmanager
    def write(self, *, revise: bool = True) -> Iterator[Session]:
        """One transaction: all of it at the end of the block, nothing after an error. Raises WorkspaceBusy, WorkspaceReadOnly."""
        if self._read_only:
            raise WorkspaceReadOnly(READ_ONLY, place=str(self.path))
        with self._explained(), self._begun("BEGIN") as connection:
            connection.plain(f"SET LOCAL lock_timeout = '{_SECONDS}s'")
            connection.plain("SELECT pg_advisory_xact_lock(hashtext(%s))", (self.schema,))
            yield connection
            if revise:
                connection.execute("UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'revision'")

    def copy_to(self, target: Path) -> None:
        """A sound copy in a new SQLite file, as the store is at one moment."""
        moving.to_file(self, target)

    def damaged(self) -> Iterator[str]:
        """Nothing: the server looks after its files (data_checksums)."""
        yield from ()

    def dangling(self) -> Iterator[str]:
        """Nothing: the server refuses rows that refer to nothing."""
        yield from ()

    def drop(self) -> None:
        """Takes the schema away with all that is in it."""
        with self._explained(), self._begun("BEGIN") as connection:
            connection.plain(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(self.schema)))

    def close(self) -> None:
        """Closes every connection; those in use close when they are given back."""
        self._pool.close()

    @contextmanager
    def _begun(self, begin: str) -> Iterator[Session]:
        """A session in a transaction. Idle ones die with the server: then all are forgotten, and a new one is tried."""
        with self._pool.borrowed() as connection:
            try:
                connection.plain(begin)
            except psycopg.OperationalError:
                self._pool.forget()
                fresh = session.connect(self.address, self.schema, _SECONDS, self._dialect)
                connection.replace(fresh)
                connection.plain(begin)
            yield connection
            connection.plain("COMMIT")

    def _check_server(self, connection: Session) -> None:
        told = connection.plain("SELECT datname, datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()").fetchone()
        if told is None or told[1] not in _SORTED or told[2] != "UTF8":
            raise WorkspaceError(
                "这个 PostgreSQL 数据库的编码或排序规则不合适", place=str(self.path),
                remedy="请新建：CREATE DATABASE jianbao ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;",
            )  # fmt: skip

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """The server's complaints in our own tree; errors of our SQL pass unchanged."""
        try:
            yield
        except (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure) as error:
            raise WorkspaceBusy("另一个任务正在写入", place=str(self.path)) from error
        except errors.UndefinedTable as error:
            raise WorkspaceDamaged("数据库中没有这份数据的表", place=str(self.path)) from error
        except psycopg.Error as error:
            if error.sqlstate in _FULL:
                raise DiskFull("磁盘已满", place=str(self.path)) from error
            if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)) or error.sqlstate in _GONE:
                raise StoreUnavailable("数据库服务器没有回应", place=str(self.path)) from error
            raise


def _schema() -> str:
    return resources.files("explorer.store").joinpath("schema.sql").read_text("utf-8")
