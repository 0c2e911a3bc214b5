"""Which articles are versions of one story, and which of them is its reading text.

Only the reading text has facts and is searched; the others are kept whole, and linked. What is said here follows from the texts
alone: the order in which files arrive does not matter.
"""

from __future__ import annotations

import sqlite3
from itertools import compress

from explorer.store.database import Database
from explorer.versions import Text, are_versions, may_be_alike, sketch, stories

_FACTS = ("mentions", "relations", "appearances", "dated")
_TEXT = "SELECT title, substr(text, body_start + 1) AS body FROM articles WHERE id = ?"
_CANDIDATES = """
SELECT DISTINCT other.article_id FROM bands here JOIN bands other ON other.key = here.key AND other.article_id <> here.article_id
WHERE here.article_id = ?
"""
_BULLETIN = "SELECT bulletin_id FROM articles WHERE id = ?"
_STANDING = """
SELECT r.confidence <> '[]' AS doubtful, b.issue_no IS NULL AS loose, -length(a.text) AS length, a.id
FROM articles a JOIN bulletins b ON b.id = a.bulletin_id LEFT JOIN readings r ON r.bulletin_id = b.id WHERE a.id = ?
"""


def are_settled(database: Database) -> bool:
    """Whether nothing has come or gone since the reading texts were chosen."""
    query = "SELECT 1 FROM uncompared UNION ALL SELECT 1 FROM versions WHERE reading_id NOT IN (SELECT id FROM articles) LIMIT 1"
    with database.read() as connection:
        return connection.execute(query).fetchone() is None


def settle(connection: sqlite3.Connection) -> frozenset[str]:
    """Compares the articles that have come with all others, and chooses the reading text of each story anew.

    The ids of the other versions, whose facts are taken away. An issue with an article that is the reading text now, because a
    better one is gone, is marked as read by no extractor: it must be read anew to have its facts again.
    """
    sketches = _Sketches(connection)
    for row in connection.execute("SELECT article_id FROM uncompared ORDER BY article_id").fetchall():
        _compare(connection, sketches, row["article_id"])
    connection.execute("DELETE FROM uncompared")
    before = {row["article_id"] for row in connection.execute("SELECT article_id FROM versions")}
    now = {article: group[0] for group in _groups(connection) for article in group[1:]}
    connection.execute("DELETE FROM versions")
    connection.executemany("INSERT INTO versions (article_id, reading_id) VALUES (?, ?)", sorted(now.items()))
    for table in _FACTS:
        connection.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM versions)")
    shown = [(article,) for article in sorted(before - now.keys())]
    connection.executemany("UPDATE bulletins SET extractor = '' WHERE id = (SELECT bulletin_id FROM articles WHERE id = ?)", shown)
    return frozenset(now)


def others(database: Database, article_id: str) -> tuple[str, tuple[str, ...]]:
    """The reading text of an article, and all its other versions, the reading text first; itself and none if it is the only one."""
    with database.read() as connection:
        row = connection.execute("SELECT reading_id FROM versions WHERE article_id = ?", (article_id,)).fetchone()
        reading = row["reading_id"] if row else article_id
        rows = connection.execute("SELECT article_id FROM versions WHERE reading_id = ? ORDER BY article_id", (reading,))
        return reading, tuple(found for found in (reading, *(row["article_id"] for row in rows)) if found != article_id)


class _Sketches:
    """Signatures, each read once: of a hundred thousand articles they are thirty megabytes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, bytes] = {}

    def of(self, article: str) -> bytes:
        """That of an article; of one that was stored before signatures were, it is made now."""
        if article not in self._known:
            row = self._connection.execute("SELECT sketch FROM sketches WHERE article_id = ?", (article,)).fetchone()
            self._known[article] = row["sketch"] if row else self._made(article)
        return self._known[article]

    def _made(self, article: str) -> bytes:
        made = sketch(_text(self._connection, article).body)
        self._connection.execute("INSERT INTO sketches (article_id, sketch) VALUES (?, ?)", (article, made))
        return made


def _compare(connection: sqlite3.Connection, sketches: _Sketches, article: str) -> None:
    known = sorted(row["article_id"] for row in connection.execute(_CANDIDATES, (article,)))
    if not known:
        return
    near = compress(known, may_be_alike(sketches.of(article), [sketches.of(other) for other in known]))
    bulletin = connection.execute(_BULLETIN, (article,)).fetchone()["bulletin_id"]
    candidates = [other for other in near if connection.execute(_BULLETIN, (other,)).fetchone()["bulletin_id"] != bulletin]
    here = _text(connection, article)
    found = [other for other in candidates if are_versions(here, _text(connection, other))]
    connection.executemany("INSERT INTO alike (one, other) VALUES (?, ?) ON CONFLICT DO NOTHING", [tuple(sorted((article, other))) for other in found])


def _text(connection: sqlite3.Connection, article: str) -> Text:
    return Text(*connection.execute(_TEXT, (article,)).fetchone())


def _groups(connection: sqlite3.Connection) -> list[list[str]]:
    """Articles of one story, the best text first: text that was born as text, in an issue, the fullest."""
    groups = stories(map(tuple, connection.execute("SELECT one, other FROM alike")))
    standing = {article: tuple(connection.execute(_STANDING, (article,)).fetchone()) for group in groups for article in group}
    return [sorted(group, key=standing.__getitem__) for group in groups]
