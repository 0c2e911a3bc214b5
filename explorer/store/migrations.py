"""From an older store to this one: numbered steps, each in a transaction of its own, and a copy of the store before the first."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

KEPT = 3
"""Copies of a store before an upgrade that are kept."""
FOLDER = "backups"

_DECIDED = "TEXT NOT NULL DEFAULT ''"
STEPS: dict[int, tuple[str, ...]] = {
    6: (f"ALTER TABLE mentions ADD COLUMN decided {_DECIDED}", f"ALTER TABLE relations ADD COLUMN decided {_DECIDED}"),
    7: ("INSERT OR IGNORE INTO meta (key, value) VALUES ('linked', '0')",),
    8: (),
}
"""Version → what leads to it from the one before, beside new tables and indexes: those are made by schema.sql, which each step ends with."""

_log = logging.getLogger(__name__)


def migrate(connection: sqlite3.Connection, path: Path, version: int, schema: str) -> Path:
    """Takes a store from `version` on, step by step; gives where the copy of before is. Raises sqlite3.Error: then the store is as
    the last whole step left it."""
    kept = keep(connection, path, version)
    for number in sorted(STEPS):
        if number > version:
            _step(connection, number, schema)
    _log.warning("%s: format %d is now %d; the copy of before is %s", path, version, max(STEPS), kept)
    return kept


def _step(connection: sqlite3.Connection, number: int, schema: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in STEPS[number]:
            if not _done(connection, statement):
                connection.execute(statement)
        for statement in _statements(schema):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _done(connection: sqlite3.Connection, statement: str) -> bool:
    """Whether the column is there: an earlier program added columns before it counted them as a version."""
    words = statement.split()
    return words[0] == "ALTER" and any(row[1] == words[5] for row in connection.execute(f"PRAGMA table_info({words[2]})"))


def _statements(script: str) -> list[str]:
    found, current = [], ""
    for line in script.splitlines():
        current += line + "\n"
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found


def keep(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """A sound copy of the store in backups/, on the disk; of several the newest three stay."""
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    kept = folder / f"store-v{version}-{time.strftime('%Y%m%dT%H%M%S')}-{time.time_ns() % 1_000_000:06}.sqlite"
    draft = kept.with_suffix(".new")
    copy(connection, draft)
    os.replace(draft, kept)
    for old in sorted(folder.glob("store-v*.sqlite"), key=lambda one: (one.stat().st_mtime_ns, one.name))[:-KEPT]:
        old.unlink(missing_ok=True)
    return kept


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """The database as it is at one moment, in a new file that only the owner reads. Raises sqlite3.Error, also if the copy is not sound."""
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(target)) as made:
            connection.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")  # one file
            if made.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("the copy is not sound")
        with target.open("rb+") as stream:
            os.fsync(stream.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise
