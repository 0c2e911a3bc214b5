"""Reads from names to what bears them, and back to where they are printed."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Literal, get_args

from explorer.pinyin import is_spelling
from explorer.store.database import Database
from explorer.store.rows import Bearer, Match, Observation, TitleMatch
from explorer.text import comparable
from graph.ontology import POST

Number = Literal["issue_no", "total_no", "year"]
"""A number of an issue: 期, 总期, 年."""
NUMBERS: tuple[Number, ...] = get_args(Number)

_LAST = "\U0010ffff"  # sorts after every character of a name
_PRINTED = "coalesce((SELECT sum(n.count) FROM aliases n WHERE n.entity_id = e.id), 0)"


def bearers(database: Database, name: str, kinds: Collection[str], limit: int) -> list[Bearer]:
    """Entities of these kinds that bear exactly this name, or are typed exactly so in pinyin; the most printed first."""
    query = (
        f"SELECT e.id, e.kind FROM entities e WHERE e.kind IN (SELECT value FROM json_each(:kinds)) AND e.id IN ({{}})"
        f" ORDER BY {_PRINTED} DESC, e.id LIMIT :limit"
    )
    if is_spelling(name):
        query = query.format("SELECT entity_id FROM entity_pinyin WHERE full = :name OR initials = :name")
    else:
        query = query.format("SELECT entity_id FROM aliases WHERE key = :name")
    key = name.lower() if is_spelling(name) else comparable(name)
    with database.read() as connection:
        rows = connection.execute(query, {"kinds": json.dumps(list(kinds)), "name": key, "limit": limit}).fetchall()
        return [Bearer(row["id"], row["kind"], _printed(connection, row["id"])) for row in rows]


def beginning(database: Database, kind: str, name: str) -> list[str]:
    """Ids of the entities of a kind with a name that begins so."""
    key = comparable(name)
    with database.read() as connection:
        rows = connection.execute(
            "SELECT DISTINCT e.id FROM aliases a JOIN entities e ON e.id = a.entity_id WHERE a.key >= ? AND a.key < ? AND e.kind = ?",
            (key, key + _LAST, kind),
        )
        return [row["id"] for row in rows]


def typed(database: Database, spelling: str, limit: int) -> list[Match]:
    """Entities with a name whose pinyin, or its initials, begin so; the shortest names first, of those the most printed."""
    with database.read() as connection:
        rows = connection.execute(
            f"SELECT e.id, e.kind, e.name, e.place, e.name AS surface, max(CASE WHEN p.full = :key OR p.initials = :key THEN 1 ELSE 0 END) AS exact"
            " FROM entity_pinyin p JOIN entities e ON e.id = p.entity_id"
            " WHERE (p.full >= :key AND p.full < :end) OR (p.initials >= :key AND p.initials < :end)"
            f" GROUP BY e.id ORDER BY exact DESC, length(e.name), {_PRINTED} DESC, e.id LIMIT :limit",
            {"key": spelling.lower(), "end": spelling.lower() + _LAST, "limit": limit},
        )
        return [Match(**{**row, "exact": bool(row["exact"])}) for row in map(dict, rows)]


def called_in_short(database: Database, text: str, kinds: Collection[str], limit: int) -> list[Match]:
    """Entities of these kinds in whose name the characters of `text` stand in this order (川渝合作协议), the shortest names first."""
    escaped = [f"\\{one}" if one in "\\%_" else one for one in comparable(text)]
    with database.read() as connection:
        rows = connection.execute(
            "SELECT id, kind, name, place, name AS surface, 0 AS exact FROM entities"
            " WHERE kind IN (SELECT value FROM json_each(:kinds)) AND name LIKE :pattern ESCAPE '\\'"
            " ORDER BY length(name), name, id LIMIT :limit",
            {"kinds": json.dumps(list(kinds)), "pattern": f"%{'%'.join(escaped)}%", "limit": limit},
        )
        return [Match(**{**row, "exact": False}) for row in map(dict, rows)]


def titles(database: Database, text: str, limit: int) -> list[TitleMatch]:
    """Articles whose title has the text, or is typed beginning so; newest first."""
    if is_spelling(text):
        where = "a.id IN (SELECT article_id FROM title_pinyin WHERE (full >= :key AND full < :end) OR (initials >= :key AND initials < :end))"
    else:
        where = "a.part IN ('article', 'note') AND instr(a.title, :text) > 0"
    key = text.lower()
    with database.read() as connection:
        rows = connection.execute(
            f"SELECT a.id, a.title, a.date FROM articles a WHERE {where} ORDER BY a.date DESC, a.id LIMIT :limit",
            {"key": key, "end": key + _LAST, "text": text, "limit": limit},
        )
        return [TitleMatch(**dict(row)) for row in rows]


def near_spelled(database: Database, name: str, kinds: Collection[str]) -> list[tuple[str, int]]:
    """(surface, how often printed) of names that share the first or the last half of this one, at most one
    character longer or shorter: a name with one wrong character is among them."""
    key = comparable(name)
    half = len(key) // 2
    with database.read() as connection:
        rows = connection.execute(
            "SELECT a.surface, sum(a.count) AS count FROM aliases a JOIN entities e ON e.id = a.entity_id"
            " WHERE ((a.key >= :head AND a.key < :end) OR substr(a.key, length(a.key) - :rest + 1) = :tail) AND length(a.key) BETWEEN :low AND :high"
            " AND e.kind IN (SELECT value FROM json_each(:kinds)) GROUP BY a.surface ORDER BY count DESC, a.surface",
            {"head": key[:half], "end": key[:half] + _LAST, "tail": key[half:], "rest": len(key) - half,
             "low": len(key) - 1, "high": len(key) + 1, "kinds": json.dumps(list(kinds))},
        )  # fmt: skip
        return [(row["surface"], row["count"]) for row in rows]


def surfaces(database: Database, kinds: Collection[str], entity_ids: Collection[str] | None, article_ids: Sequence[str]) -> list[tuple[str, str]]:
    """(article, printed form) of what these articles name of some kinds: those entities, or all."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT DISTINCT m.article_id, m.surface FROM mentions m JOIN refs r ON r.id = m.ref_id"
            " WHERE m.article_id IN (SELECT value FROM json_each(:articles)) AND r.entity_id IS NOT NULL"
            " AND r.kind IN (SELECT value FROM json_each(:kinds))"
            " AND (:ids IS NULL OR r.entity_id IN (SELECT value FROM json_each(:ids))) ORDER BY 1, 2",
            {"articles": json.dumps(list(article_ids)), "kinds": json.dumps(list(kinds)),
             "ids": None if entity_ids is None else json.dumps(list(entity_ids))},
        )  # fmt: skip
        return [(row["article_id"], row["surface"]) for row in rows]


def numbered(database: Database, column: Number, first: int, last: int) -> list[str]:
    """Ids of the issues whose number lies between two, both included."""
    if column not in NUMBERS:  # it becomes a part of the statement
        raise ValueError(column)
    with database.read() as connection:
        rows = connection.execute(f"SELECT id FROM bulletins WHERE {column} BETWEEN ? AND ? ORDER BY id", (first, last))
        return [row["id"] for row in rows]


def sections(database: Database) -> list[str]:
    """All section heads, as printed."""
    with database.read() as connection:
        return [row["section"] for row in connection.execute("SELECT DISTINCT section FROM articles WHERE section <> '' ORDER BY 1")]


def observed(database: Database, post: str) -> list[Observation]:
    """Observations of posts whose title ends the text: 雅安市常务副市长 ends in 常务副市长 and in 副市长. Former ones date nothing
    and are left out."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT s.entity_id AS person, o.entity_id AS office, json_extract(r.attrs, '$.title') AS post,"
            " coalesce(nullif(r.date, ''), a.date) AS date, max(r.date, a.date) AS told, coalesce(e.name, o.name) AS office_name"
            " FROM relations r JOIN articles a ON a.id = r.article_id JOIN refs s ON s.id = r.subject_ref"
            " JOIN refs o ON o.id = r.object_ref LEFT JOIN entities e ON e.id = o.entity_id"
            " WHERE r.kind = :kind AND json_extract(r.attrs, '$.title') <> '' AND substr(:post, -length(json_extract(r.attrs, '$.title'))) = json_extract(r.attrs, '$.title')"
            " AND json_extract(r.attrs, '$.former') IS NULL AND s.entity_id IS NOT NULL ORDER BY date, r.id",
            {"kind": POST, "post": post},
        )
        return [Observation(row["person"], row["office"], row["post"], row["date"], row["told"], row["office_name"]) for row in rows]


def _printed(connection: object, entity_id: str) -> tuple[str, ...]:
    rows = connection.execute(  # type: ignore[attr-defined]
        "SELECT surface FROM aliases WHERE entity_id = ? AND count > 0 ORDER BY count DESC, surface", (entity_id,)
    )
    return tuple(row["surface"] for row in rows)
