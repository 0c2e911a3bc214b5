"""A whole store from one engine to the other: table by table, in one transaction, and nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from psycopg import sql

from explorer.errors import WorkspaceError
from explorer.store.database import Database


class Server(Protocol):
    """A store on a server (database.PostgresDatabase, which copies itself by this module)."""

    path: Path
    schema: str

    def create(self) -> None: ...

    def read(self) -> AbstractContextManager[Any]: ...

    def write(self, *, revise: bool = True) -> AbstractContextManager[Any]: ...


_ROWS = 5_000
_OWN = ("digests",)
"""Made anew where they arrive: either engine has its own digest."""
_DIGESTS = "INSERT INTO digests (article_id, digest) SELECT id, digest_of(section, title, text, attribution, date, issuer) FROM articles"
_FORMAT = "format"
"""The row of meta that PostgreSQL has in place of a number in the file."""


def tables() -> list[str]:
    """The tables, those before that others refer to."""
    schema = resources.files("explorer.store").joinpath("schema.sql").read_text("utf-8")
    return re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", schema)


def to_server(source: Database, target: Server) -> dict[str, int]:
    """Table → rows, copied from one snapshot into a new schema. Raises WorkspaceError if a table did not arrive whole."""
    target.create()
    with source.read() as here, target.write(revise=False) as there:
        there.execute("DELETE FROM meta WHERE key <> ?", (_FORMAT,))
        counts = {table: _copied(here, there, table) for table in tables()}
        there.execute(_DIGESTS)
        there.plain(sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM refs), false)").format(sql.Literal(f"{target.schema}.refs")))
        _check(counts, there, target.path)
    return counts


def to_file(source: Server, target: Path) -> dict[str, int]:
    """Table → rows, copied from one snapshot into a new SQLite file."""
    database = Database.create(target)
    try:
        with source.read() as here, database.write(revise=False) as there:
            there.execute("DELETE FROM meta")
            counts = {table: _copied(here, there, table) for table in tables()}
            there.execute("DELETE FROM meta WHERE key = ?", (_FORMAT,))
            there.execute(_DIGESTS)
            _check(counts, there, target)
    finally:
        database.close()
    return counts


def _copied(here: Any, there: Any, table: str) -> int:
    if table in _OWN:
        return int(here.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    cursor = here.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    count = 0
    for batch in _batches(cursor):
        there.executemany(statement, batch)
        count += len(batch)
    return count


def _batches(cursor: Any) -> Iterator[list[tuple[Any, ...]]]:
    while batch := [tuple(row) for row in islice(cursor, _ROWS)]:
        yield batch


def _check(counts: dict[str, int], there: Any, place: Path) -> None:
    for table, count in counts.items():
        arrived = int(there.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        if table != "meta" and arrived != count:
            raise WorkspaceError(f"数据表 {table} 没有完整迁移（{arrived}/{count}）", place=str(place))
