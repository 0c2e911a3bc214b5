"""One connection to the server that behaves, to those who ask, as one of sqlite3: the same calls, rows by name and by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader

from explorer.store.postgres.dialect import Dialect

Parameters = Sequence[Any] | Mapping[str, Any]


class Row(tuple):
    """A row whose values are had by number or by name."""

    names: dict[str, int]

    def __getitem__(self, key):  # type: ignore[no-untyped-def,override]
        return tuple.__getitem__(self, self.names[key] if isinstance(key, str) else key)

    def keys(self) -> list[str]:
        """The names, in the order of the values."""
        return list(self.names)


class Session:
    """What the store's modules call a connection."""

    def __init__(self, raw: psycopg.Connection[Any], dialect: Dialect) -> None:
        self.raw, self._dialect = raw, dialect

    def execute(self, statement: str, parameters: Parameters = ()) -> psycopg.Cursor[Row]:
        """A statement in SQLite's words. Values are put in by the client, so that none needs a type of its own to be sent."""
        cursor = psycopg.ClientCursor(self.raw, row_factory=_rows)
        return cursor.execute(self._dialect.statement(statement), parameters)

    def executemany(self, statement: str, rows: Iterable[Parameters]) -> None:
        """The statement with each row of values, in one pipeline."""
        with self.raw.cursor() as cursor:
            cursor.executemany(self._dialect.statement(statement), rows)

    def plain(self, statement: str | sql.Composed, parameters: Parameters = ()) -> psycopg.Cursor[Row]:
        """A statement in PostgreSQL's own words."""
        return psycopg.ClientCursor(self.raw, row_factory=_rows).execute(statement, parameters)  # type: ignore[arg-type]

    def replace(self, other: Session) -> None:
        """Goes on with the connection of another session."""
        self.raw.close()
        self.raw = other.raw

    def close(self) -> None:
        """Closes the connection, which also rolls back."""
        self.raw.close()


def connect(address: str, schema: str, seconds: int, dialect: Dialect) -> Session:
    """A connection whose statements find the tables of `schema`. Raises psycopg.Error."""
    raw = psycopg.connect(address, autocommit=True, connect_timeout=seconds, client_encoding="UTF8", application_name="jianbao")
    raw.adapters.register_dumper(bool, _BoolDumper)
    raw.adapters.register_loader("numeric", _NumberLoader)
    for kind in ("json", "jsonb"):
        raw.adapters.register_loader(kind, _TextLoader)
    session = Session(raw, dialect)
    session.plain(sql.SQL("SET search_path = {}").format(sql.Identifier(schema)))
    return session


def _rows(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Row]:
    kind = type("Named", (Row,), {"names": {column.name: number for number, column in enumerate(cursor.description or ())}})
    return kind


class _BoolDumper(Dumper):
    """Truth is 1 or 0, as in SQLite."""

    oid = psycopg.adapters.types["int8"].oid

    def dump(self, value: bool) -> Buffer:  # type: ignore[override]
        return b"1" if value else b"0"


class _NumberLoader(Loader):
    """A sum of whole numbers is one, not a Decimal."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


class _TextLoader(Loader):
    """JSON as it is written: who asks reads it."""

    def load(self, data: Buffer) -> str:
        return bytes(data).decode()
