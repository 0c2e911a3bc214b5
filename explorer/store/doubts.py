"""What the machine is not sure of and nobody has decided yet, in the order in which it is best looked at."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.store.database import Database
from graph.confidence import BANDS

SURE = BANDS[0][1]
"""Confidence from which on a fact is in the highest band: what is below may be doubted, the least sure first."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words that may be the name of a person."""

    article_id: str
    start: int
    end: int
    surface: str


def relations(database: Database, *, offset: int = 0, limit: int = 1) -> list[str]:
    """Ids of relations, the least sure first. Implied ones stand and fall with what they follow from."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT id FROM relations WHERE decided = '' AND implied = 0 AND confidence < ? ORDER BY confidence, id LIMIT ? OFFSET ?",
            (SURE, limit, offset),
        )
        return [row["id"] for row in rows]


def candidates(database: Database, *, offset: int = 0, limit: int = 1) -> list[Name]:
    """Names that nothing in their article supports, one mention of each article."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT m.article_id, min(m.start) AS start, m.stop AS end, m.surface FROM refs r JOIN mentions m ON m.ref_id = r.id"
            " WHERE r.kind = 'candidate' AND m.decided = '' GROUP BY r.id, m.article_id ORDER BY r.id, m.article_id LIMIT ? OFFSET ?",
            (limit, offset),
        )
        return [Name(**dict(row)) for row in rows]


def namesakes(database: Database, *, offset: int = 0, limit: int = 1) -> list[tuple[str, str]]:
    """Pairs of people of one name of whom nobody has said that they are two."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT a.id AS one, b.id AS other FROM entities a JOIN entities b ON b.kind = a.kind AND b.name = a.name AND b.id > a.id"
            " WHERE a.kind = 'person' AND NOT EXISTS (SELECT 1 FROM distinct_pairs d WHERE d.one = a.id AND d.other = b.id)"
            " ORDER BY a.name, a.id, b.id LIMIT ? OFFSET ?",
            (limit, offset),
        )
        return [(row["one"], row["other"]) for row in rows]


def counts(database: Database) -> dict[str, int]:
    """How many of each there are."""
    with database.read() as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM relations WHERE decided = '' AND implied = 0 AND confidence < ?) AS relation,"
            " (SELECT count(*) FROM (SELECT 1 FROM refs r JOIN mentions m ON m.ref_id = r.id WHERE r.kind = 'candidate' AND m.decided = ''"
            " GROUP BY r.id, m.article_id)) AS candidate,"
            " (SELECT count(*) FROM entities a JOIN entities b ON b.kind = a.kind AND b.name = a.name AND b.id > a.id WHERE a.kind = 'person'"
            " AND NOT EXISTS (SELECT 1 FROM distinct_pairs d WHERE d.one = a.id AND d.other = b.id)) AS namesake",
            (SURE,),
        ).fetchone()
        return dict(row)
