"""The revision of the store, and the revision and words that the full-text index was built from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from explorer.store.database import Database


def revision(database: Database) -> int:
    """Raised by one by each writing transaction: it keys every cache."""
    return int(_value(database, "revision"))


def linked(database: Database) -> int:
    """Changes when entities do, and with them the network; not with each issue that is taken in."""
    return int(_value(database, "linked"))


def mark_linked(connection: sqlite3.Connection) -> None:
    """Says that the entities were written anew; inside the transaction that wrote them."""
    connection.execute("UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'linked'")


def index_is_current(database: Database) -> bool:
    """Whether the index holds what the store holds; False after a crash between the two."""
    with database.read() as connection:
        rows = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('revision', 'index_revision')"))
    return bool(rows["revision"] == rows["index_revision"])


def index_words(database: Database) -> list[str]:
    """The word list that the index was written with; a searcher needs the same one."""
    return list(json.loads(_value(database, "index_words")))


def mark_indexed(connection: sqlite3.Connection, revision: int, words: Sequence[str]) -> None:
    """Says that the index holds this revision; use with `write(revise=False)`."""
    connection.execute("UPDATE meta SET value = ? WHERE key = 'index_revision'", (str(revision),))
    value = json.dumps(list(words), ensure_ascii=False)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'index_words'", (value,))


def _value(database: Database, key: str) -> str:
    with database.read() as connection:
        return str(connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()["value"])
