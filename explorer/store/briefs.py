"""What is said of an entity, without the words: enough to count, group and date it; what is shown is then read whole."""

from __future__ import annotations

import sqlite3
import json
from collections.abc import Collection
from typing import NamedTuple

from explorer.store.database import Database
from explorer.store.rows import Named
from graph.ontology import POST

_POST = f"CASE WHEN r.kind = '{POST}' THEN coalesce(json_extract(r.attrs, '$.title'), '') ELSE '' END"
_FORMER = f"CASE WHEN r.kind = '{POST}' THEN CASE WHEN json_extract(r.attrs, '$.former') IS NULL THEN 0 ELSE 1 END ELSE 0 END"
_SIDE = """
SELECT r.id, r.kind, {out}, other.entity_id, other.kind AS end_kind, coalesce(e.name, other.name), r.date, a.date AS told,
    {post}, {former}, r.implied, r.confidence, a.id AS article, r.start
FROM refs own JOIN relations r ON r.{own} = own.id JOIN refs other ON other.id = r.{other} JOIN articles a ON a.id = r.article_id
LEFT JOIN entities e ON e.id = other.entity_id WHERE own.entity_id = :id {and_}
"""
_BRIEFS = " UNION ALL ".join(
    _SIDE.format(out=out, own=own, other=other, post=_POST, former=_FORMER, and_=and_)
    for out, own, other, and_ in (
        (1, "subject_ref", "object_ref", ""), (0, "object_ref", "subject_ref", "AND other.entity_id IS NOT :id"),
    )
)  # fmt: skip
_NEWEST = f"SELECT * FROM ({_BRIEFS}) ORDER BY coalesce(nullif(date, ''), told) DESC, told DESC, article, start, kind, id"


class Brief(NamedTuple):
    """One relation as seen from an entity: `out` if that is its subject. `told` is the date of the article; `title` and `former` are of posts."""

    id: str
    kind: str
    out: int
    other_id: str | None
    other_kind: str
    other_name: str
    date: str
    told: str
    title: str
    former: int
    implied: int
    confidence: float
    article: str
    start: int

    @property
    def other(self) -> Named:
        """The end that is not the entity."""
        return Named(self.other_id, self.other_kind, self.other_name)

    @property
    def end(self) -> str:
        """What tells the other end from others: its id, or its name if it is not resolved."""
        return self.other_id or self.other_name


class Term(NamedTuple):
    """Who was seen in a post of an office, from the first day to the last; what is told as former does not count."""

    office: str
    title: str
    holder: str | None
    name: str
    first: str
    last: str


def _bare(cursor: sqlite3.Cursor) -> None:
    """Plain tuples are read from SQLite in half the time; another engine's rows are tuples as they are."""
    if isinstance(cursor, sqlite3.Cursor):
        cursor.row_factory = None


def briefs(database: Database, entity_id: str) -> list[Brief]:
    """All of an entity, newest first, in the order of `entities.relations_of_entity`."""
    with database.read() as connection:
        cursor = connection.execute(_NEWEST, {"id": entity_id})
        _bare(cursor)
        return [Brief._make(row) for row in cursor]


def terms(database: Database, offices: Collection[str]) -> list[Term]:
    """Who was seen in which post of these offices, and when."""
    with database.read() as connection:
        cursor = connection.execute(
            "SELECT o.entity_id, coalesce(json_extract(r.attrs, '$.title'), '') AS title, s.entity_id, coalesce(e.name, s.name), min(r.date), max(r.date)"
            " FROM refs o JOIN relations r ON r.object_ref = o.id JOIN refs s ON s.id = r.subject_ref LEFT JOIN entities e ON e.id = s.entity_id"
            f" WHERE o.entity_id IN (SELECT value FROM json_each(?)) AND r.kind = '{POST}' AND r.date <> ''"
            " AND json_extract(r.attrs, '$.former') IS NULL GROUP BY o.entity_id, title, s.entity_id, coalesce(e.name, s.name)",
            (json.dumps(sorted(offices)),),
        )
        _bare(cursor)
        return [Term._make(row) for row in cursor]
