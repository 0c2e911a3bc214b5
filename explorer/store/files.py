"""Which file was read with which content."""

from __future__ import annotations

import json
import sqlite3

from explorer.store import bulletins
from explorer.store.database import Database

FOLLOWED = "\x1fpublic:"
"""Before the SHA-256 of an issue that another data folder holds, where a path would stand; no path begins so (see `printable`)."""
_LAST = "\U0010ffff"  # sorts after every character of a path


def content_of(database: Database, path: str) -> str | None:
    """SHA-256 that the file at a path was read with."""
    with database.read() as connection:
        row = connection.execute("SELECT sha256 FROM files WHERE path = ?", (path,)).fetchone()
        return row["sha256"] if row else None


def under(database: Database, folder: str) -> list[str]:
    """The paths in a folder and below it that were read, sorted; `folder` ends in a separator."""
    with database.read() as connection:
        rows = connection.execute("SELECT path FROM files WHERE path >= ? AND path < ? ORDER BY path", (folder, folder + _LAST))
        return [row["path"] for row in rows]


def own_count(database: Database) -> int:
    """How many issues are here that were not taken over from another data folder."""
    with database.read() as connection:
        row = connection.execute(
            "SELECT count(*) AS own FROM bulletins b WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.sha256 = b.sha256 AND f.path >= ? AND f.path < ?)",
            (FOLLOWED, FOLLOWED + _LAST),
        ).fetchone()
        return int(row["own"])


def known(database: Database) -> list[tuple[str, str, list[str]]]:
    """(SHA-256, name, paths) of each issue, by content; no path if it was uploaded."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT b.sha256, b.source_name, coalesce((SELECT json_group_array(path) FROM (SELECT path FROM files WHERE sha256 = b.sha256 ORDER BY path)), '[]') AS paths"
            " FROM bulletins b ORDER BY b.sha256"
        )
        return [(row["sha256"], row["source_name"], json.loads(row["paths"])) for row in rows]


def note(connection: sqlite3.Connection, path: str, sha256: str) -> list[str]:
    """The file at a path has this content now; the ids of the articles that are withdrawn because no file has theirs any more."""
    row = connection.execute("SELECT sha256 FROM files WHERE path = ?", (path,)).fetchone()
    connection.execute("INSERT INTO files (path, sha256) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256", (path, sha256))
    return _withdraw(connection, row["sha256"]) if row and row["sha256"] != sha256 else []


def forget(connection: sqlite3.Connection, path: str) -> list[str]:
    """The file at a path is withdrawn; the ids of the articles that go with it, unless another file has the same content."""
    row = connection.execute("DELETE FROM files WHERE path = ? RETURNING sha256", (path,)).fetchone()
    return _withdraw(connection, row["sha256"]) if row else []


def _withdraw(connection: sqlite3.Connection, sha256: str) -> list[str]:
    if connection.execute("SELECT 1 FROM files WHERE sha256 = ?", (sha256,)).fetchone():
        return []
    row = connection.execute("SELECT id FROM bulletins WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        return []
    gone = [found["id"] for found in connection.execute("SELECT id FROM articles WHERE bulletin_id = ? ORDER BY position", (row["id"],))]
    bulletins.delete_bulletin(connection, row["id"])
    return gone
