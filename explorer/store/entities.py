"""Reads about entities and relations."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from explorer.store.database import Database
from explorer.store.rows import ALL, ArticleLine, EntityLine, Fact, Link, Match, MentionRow, Named
from explorer.text import comparable
from graph.model import Entity

_FACT = """
SELECT r.*, a.title, a.date AS article_date, a.bulletin_id,
    s.entity_id AS s_id, s.kind AS s_kind, coalesce(se.name, s.name) AS s_name,
    o.entity_id AS o_id, o.kind AS o_kind, coalesce(oe.name, o.name) AS o_name
FROM relations r
JOIN articles a ON a.id = r.article_id
JOIN refs s ON s.id = r.subject_ref LEFT JOIN entities se ON se.id = s.entity_id
JOIN refs o ON o.id = r.object_ref LEFT JOIN entities oe ON oe.id = o.entity_id
"""
_ENDS = """
WITH ends AS (
    SELECT s.entity_id, r.id FROM relations r JOIN refs s ON s.id = r.subject_ref
    UNION SELECT o.entity_id, r.id FROM relations r JOIN refs o ON o.id = r.object_ref
)
"""
_LAST = "\U0010ffff"  # sorts after every character of a name


def entity(database: Database, entity_id: str) -> Entity | None:
    """One entity, its aliases those printed most often first."""
    found = _entities(database, "WHERE id = ?", (entity_id,))
    return found[0] if found else None


def entities(database: Database) -> list[Entity]:
    """All entities, by kind, name and id."""
    return _entities(database, "ORDER BY kind, name, id", ())


def names(database: Database, ids: Sequence[str]) -> dict[str, str]:
    """Id → name of those that are there."""
    with database.read() as connection:
        rows = connection.execute("SELECT id, name FROM entities WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
        return {row["id"]: row["name"] for row in rows}


def aliases(database: Database, entity_id: str) -> list[tuple[str, int]]:
    """(printed form, how often), the most often first; the entity's own name is one of them, perhaps with 0."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT surface, count FROM aliases WHERE entity_id = ? ORDER BY count DESC, surface", (entity_id,)
        )
        return [(row["surface"], row["count"]) for row in rows]


def completed(database: Database, entity_id: str) -> list[str]:
    """The names that refs of this entity were completed to by their articles' context, sorted."""
    with database.read() as connection:
        rows = connection.execute("SELECT DISTINCT name FROM refs WHERE entity_id = ? ORDER BY name", (entity_id,))
        return [row["name"] for row in rows]


def forms_by_date(database: Database, entity_id: str) -> list[tuple[str, str, str, int]]:
    """(printed form without white space, first date, last date, how often); forms that differ in white space are one."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT replace(replace(m.surface, ' ', ''), char(10), '') AS form, min(nullif(a.date, '')) AS first,"
            " max(a.date) AS last, count(*) AS count FROM refs r JOIN mentions m ON m.ref_id = r.id"
            " JOIN articles a ON a.id = m.article_id WHERE r.entity_id = ? GROUP BY form ORDER BY form",
            (entity_id,),
        )
        return [(row["form"], row["first"] or "", row["last"], row["count"]) for row in rows]


def words(database: Database, kinds: Sequence[str]) -> list[str]:
    """Names and aliases of the entities of these kinds, sorted, each once."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT DISTINCT a.surface FROM aliases a JOIN entities e ON e.id = a.entity_id"
            " WHERE e.kind IN (SELECT value FROM json_each(?)) ORDER BY a.surface",
            (json.dumps(list(kinds)),),
        )
        return [row["surface"] for row in rows]


def find(database: Database, name: str, *, kind: str | None = None, limit: int = 20) -> list[Match]:
    """Entities that bear the name, then those with a name that begins with it; compared as `comparable` does.

    Within each group those that are printed most often come first.
    """
    key = comparable(name)
    if not key:
        return []
    with database.read() as connection:
        rows = connection.execute(
            "SELECT e.id, e.kind, e.name, e.place,"
            " coalesce(max(CASE WHEN a.key = :key THEN a.surface END), min(a.surface)) AS surface, max(CASE WHEN a.key = :key THEN 1 ELSE 0 END) AS exact"
            " FROM aliases a JOIN entities e ON e.id = a.entity_id"
            " WHERE a.key >= :key AND a.key < :end AND (:kind IS NULL OR e.kind = :kind)"
            " GROUP BY e.id ORDER BY exact DESC, sum(a.count) DESC, e.name, e.id LIMIT :limit",
            {"key": key, "end": key + _LAST, "kind": kind, "limit": limit},
        )
        return [Match(**{**row, "exact": bool(row["exact"])}) for row in map(dict, rows)]


def most_connected(database: Database, kind: str, *, limit: int = 10) -> list[EntityLine]:
    """Entities of a kind with the most distinct relations, whichever end they are."""
    with database.read() as connection:
        rows = connection.execute(
            f"{_ENDS} SELECT e.id, e.kind, e.name, e.place, e.inferred, count(*) AS relations FROM ends"
            " JOIN entities e ON e.id = ends.entity_id WHERE e.kind = ?"
            " GROUP BY e.id ORDER BY relations DESC, e.name, e.id LIMIT ?",
            (kind, limit),
        )
        return [EntityLine(**{**row, "inferred": bool(row["inferred"])}) for row in map(dict, rows)]


def mentions(database: Database, article_id: str) -> list[MentionRow]:
    """Mentions of an article in the order of its text, longer ones first where they overlap."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT m.*, r.kind, r.entity_id, coalesce(e.name, r.name) AS name FROM mentions m"
            " JOIN refs r ON r.id = m.ref_id LEFT JOIN entities e ON e.id = r.entity_id"
            " WHERE m.article_id = ? ORDER BY m.start, m.stop DESC, r.kind, name",
            (article_id,),
        )
        return [
            MentionRow(
                row["start"], row["stop"], row["surface"], Named(row["entity_id"], row["kind"], row["name"]),
                row["rule"], row["confidence"], row["decided"],
            )
            for row in rows
        ]  # fmt: skip


def relations_of_article(database: Database, article_id: str) -> list[Fact]:
    """What an article says, in the order of its text."""
    return _facts(database, "WHERE r.article_id = ? ORDER BY r.start, r.stop, r.kind, r.id", (article_id,))


def relations_of_entity(database: Database, entity_id: str) -> list[Fact]:
    """What is said of an entity, at either end; newest first. See `Fact.outgoing` and `Fact.other`."""
    return _facts(
        database,
        "WHERE r.id IN (SELECT x.id FROM relations x JOIN refs f ON f.id = x.subject_ref WHERE f.entity_id = :id"
        " UNION SELECT x.id FROM relations x JOIN refs f ON f.id = x.object_ref WHERE f.entity_id = :id)"
        " ORDER BY coalesce(nullif(r.date, ''), a.date) DESC, a.date DESC, a.id, r.start, r.kind, r.id",
        {"id": entity_id},
    )


def relations(database: Database, ids: Sequence[str]) -> dict[str, Fact]:
    """Id → relation of those that are there."""
    return {fact.id: fact for fact in _facts(database, "WHERE r.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))}


def articles_naming(database: Database, entity_id: str, *, offset: int = 0, limit: int = ALL, framing: bool | None = None) -> list[ArticleLine]:
    """Parts that name an entity, newest first: of any kind, or those that frame an issue (masthead, colophon …), or those that do
    not. What is merely implied does not count."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT a.id, a.bulletin_id, a.position, a.part, a.section, a.title, a.date, a.place FROM articles a"
            " WHERE a.id IN (SELECT p.article_id FROM refs r JOIN appearances p ON p.ref_id = r.id"
            " WHERE r.entity_id = :id) AND (:framing IS NULL OR CASE WHEN a.part IN ('article', 'note') THEN 0 ELSE 1 END = :framing)"
            " ORDER BY a.date DESC, a.bulletin_id, a.position LIMIT :limit OFFSET :offset",
            {"id": entity_id, "framing": framing, "limit": limit, "offset": offset},
        )
        return [ArticleLine(**dict(row)) for row in rows]


def articles_counted(database: Database, entity_id: str) -> tuple[int, int]:
    """How many articles name an entity, and how many parts that frame an issue."""
    with database.read() as connection:
        row = connection.execute(
            "SELECT count(*) AS parts, coalesce(sum(CASE WHEN a.part IN ('article', 'note') THEN 1 ELSE 0 END), 0) AS articles FROM articles a WHERE a.id IN"
            " (SELECT p.article_id FROM refs r JOIN appearances p ON p.ref_id = r.id WHERE r.entity_id = ?)",
            (entity_id,),
        ).fetchone()
        return row["articles"], row["parts"] - row["articles"]


def links(database: Database) -> list[Link]:
    """All relations between two entities, by id: what the network is made of."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT r.id, r.kind, s.entity_id AS subject, o.entity_id AS object, r.date, r.article_id, r.quote,"
            " r.confidence, r.implied, r.attrs, a.date AS told, r.decided FROM relations r JOIN refs s ON s.id = r.subject_ref"
            " JOIN refs o ON o.id = r.object_ref JOIN articles a ON a.id = r.article_id"
            " WHERE s.entity_id IS NOT NULL AND o.entity_id IS NOT NULL ORDER BY r.id"
        )
        return [_link(row) for row in rows]


def _entities(database: Database, where: str, values: Sequence[object]) -> list[Entity]:
    chosen = f"SELECT id FROM entities {where}"
    with database.read() as connection:
        surfaces: defaultdict[str, list[str]] = defaultdict(list)
        for row in connection.execute(
            f"SELECT entity_id, surface FROM aliases WHERE entity_id IN ({chosen}) ORDER BY count DESC, surface", values
        ):
            surfaces[row["entity_id"]].append(row["surface"])
        return [
            Entity(
                row["id"], row["kind"], row["name"], row["place"], bool(row["inferred"]), tuple(surfaces[row["id"]]),
                json.loads(row["attrs"]),
            )
            for row in connection.execute(f"SELECT * FROM entities {where}", values)
        ]  # fmt: skip


def _facts(database: Database, where: str, values: Sequence[object] | dict[str, object]) -> list[Fact]:
    with database.read() as connection:
        return [_fact(row) for row in connection.execute(f"{_FACT} {where}", values)]


def _fact(row: sqlite3.Row) -> Fact:
    return Fact(
        id=row["id"], kind=row["kind"], subject=Named(row["s_id"], row["s_kind"], row["s_name"]),
        object=Named(row["o_id"], row["o_kind"], row["o_name"]), article_id=row["article_id"],
        article_title=row["title"], article_date=row["article_date"], bulletin_id=row["bulletin_id"],
        start=row["start"], end=row["stop"], quote=row["quote"], date=row["date"], date_text=row["date_text"],
        attrs=json.loads(row["attrs"]), rule=row["rule"], confidence=row["confidence"], implied=bool(row["implied"]),
        decided=row["decided"],
    )  # fmt: skip


def _link(row: sqlite3.Row) -> Link:
    values = dict(row)
    attrs = json.loads(values.pop("attrs"))
    values["implied"] = bool(values["implied"])
    return Link(**values, form=str(attrs.get("form") or ""), title=str(attrs.get("title") or ""))
