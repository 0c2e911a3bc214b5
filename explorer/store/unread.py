"""Files that could not be read, each with the reason, until they can be, are gone, or somebody has seen to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from explorer.store.database import Database
from explorer.store.rows import ALL


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, why it was not taken in, and what can be done. `path` goes on behind WITHIN for a file in a file."""

    path: str
    reason: str
    remedy: str


def note(connection: sqlite3.Connection, problems: Collection[Unread], is_over: Callable[[str], bool]) -> None:
    """Writes down what could not be read now; a path for which `is_over` (read meanwhile, or gone) is struck out.

    What somebody has seen to stays so while the reason is the same.
    """
    now = {one.path for one in problems}
    over = [row["path"] for row in connection.execute("SELECT path FROM unread") if row["path"] not in now and is_over(row["path"])]
    connection.executemany("DELETE FROM unread WHERE path = ?", [(path,) for path in over])
    connection.executemany(
        "INSERT INTO unread (path, reason, remedy) VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE"
        " SET seen = CASE WHEN reason = excluded.reason THEN seen ELSE 0 END, reason = excluded.reason, remedy = excluded.remedy",
        [(one.path, one.reason, one.remedy) for one in problems],
    )


def waiting(database: Database, *, offset: int = 0, limit: int = ALL) -> Sequence[Unread]:
    """Those nobody has seen to, by path."""
    with database.read() as connection:
        rows = connection.execute("SELECT path, reason, remedy FROM unread WHERE seen = 0 ORDER BY path LIMIT ? OFFSET ?", (limit, offset))
        return [Unread(**dict(row)) for row in rows]


def count(database: Database) -> int:
    """How many nobody has seen to."""
    with database.read() as connection:
        return int(connection.execute("SELECT count(*) AS n FROM unread WHERE seen = 0").fetchone()["n"])


def see_to(connection: sqlite3.Connection, path: str) -> bool:
    """Somebody has; whether there is such a file."""
    return connection.execute("UPDATE unread SET seen = 1 WHERE path = ?", (path,)).rowcount > 0
