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


_DOUBTFUL = "FROM relations WHERE decided = '' AND implied = 0 AND confidence < :sure"
_NOWHERE = "kind = 'holds_post' AND object_ref IN (SELECT id FROM refs WHERE kind = 'group')"
"""A post in an office that nobody could tell: it is kept as it is printed."""


def relations(database: Database, *, offset: int = 0, limit: int = 1) -> list[str]:
    """Ids of relations, the least sure first. Implied ones stand and fall with what they follow from; posts without an office are a
    queue of their own."""
    return _ids(database, f"SELECT id {_DOUBTFUL} AND NOT ({_NOWHERE}) ORDER BY confidence, id LIMIT :limit OFFSET :offset", limit, offset)


def posts(database: Database, *, offset: int = 0, limit: int = 1) -> list[str]:
    """Ids of posts of which the office is not clear, in the order of their articles."""
    return _ids(database, f"SELECT id {_DOUBTFUL} AND {_NOWHERE} ORDER BY article_id, start, id LIMIT :limit OFFSET :offset", limit, offset)


def _ids(database: Database, query: str, limit: int, offset: int) -> list[str]:
    with database.read() as connection:
        return [row["id"] for row in connection.execute(query, {"sure": SURE, "limit": limit, "offset": offset})]


def candidates(database: Database, *, offset: int = 0, limit: int = 1) -> list[Name]:
    """Names that nothing in their article supports, one mention of each article."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT m.article_id, m.start, m.stop AS end, m.surface FROM refs r JOIN mentions m ON m.ref_id = r.id"
            " WHERE r.kind = 'candidate' AND m.decided = '' AND m.start = (SELECT min(n.start) FROM mentions n WHERE n.ref_id = r.id"
            " AND n.article_id = m.article_id AND n.decided = '') ORDER BY r.id, m.article_id, m.stop LIMIT ? OFFSET ?",
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
            f"SELECT (SELECT count(*) {_DOUBTFUL} AND NOT ({_NOWHERE})) AS relation, (SELECT count(*) {_DOUBTFUL} AND {_NOWHERE}) AS post,"
            " (SELECT count(*) FROM (SELECT 1 FROM refs r JOIN mentions m ON m.ref_id = r.id WHERE r.kind = 'candidate' AND m.decided = ''"
            " GROUP BY r.id, m.article_id)) AS candidate,"
            " (SELECT count(*) FROM entities a JOIN entities b ON b.kind = a.kind AND b.name = a.name AND b.id > a.id WHERE a.kind = 'person'"
            " AND NOT EXISTS (SELECT 1 FROM distinct_pairs d WHERE d.one = a.id AND d.other = b.id)) AS namesake",
            {"sure": SURE},
        ).fetchone()
        return dict(row)
