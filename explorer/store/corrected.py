"""What corrections change in the store: the facts of single articles, which ids are others now, and whether each could be applied.

What the machine found in an article is kept beside (`found`), so that a correction can be taken back without reading it again.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from explorer.model import Article
from explorer.store import knowledge
from explorer.store.database import Database
from graph.corrections.model import Passage
from graph.model import Extraction, Mention, Ref, Relation

_FACTS = ("mentions", "relations", "appearances", "dated")


def articles_with(database: Database, passages: Iterable[Passage]) -> set[str]:
    """Ids of the articles in which passages may stand: those of the same file, and those of the same title."""
    files, titles = set(), set()
    for passage in passages:
        files.add(passage.sha256)
        titles.add(passage.title)
    with database.read() as connection:
        rows = connection.execute(
            "SELECT a.id FROM articles a JOIN bulletins b ON b.id = a.bulletin_id WHERE b.sha256 IN (SELECT value FROM json_each(:files))"
            " UNION SELECT a.id FROM json_each(:titles) j JOIN articles a ON substr(a.title, 1, 2) = substr(j.value, 1, 2) AND a.title = j.value"
            " WHERE j.value <> ''",
            {"files": json.dumps(sorted(files)), "titles": json.dumps(sorted(titles))},
        )
        return {row["id"] for row in rows}


def files_of(database: Database, articles: Iterable[str]) -> dict[str, str]:
    """Article id → SHA-256 of its file, of those whose facts are read: not of other versions of a story."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT a.id, b.sha256 FROM articles a JOIN bulletins b ON b.id = a.bulletin_id"
            " WHERE a.id IN (SELECT value FROM json_each(?)) AND a.id NOT IN (SELECT article_id FROM versions)",
            (json.dumps(sorted(articles)),),
        )
        return {row["id"]: row["sha256"] for row in rows}


def write(connection: sqlite3.Connection, article: Article, found: Extraction, revised: Extraction, states: Mapping[str, str]) -> None:
    """Stores the facts of an article that has none yet, as corrected, and what the machine found beside."""
    knowledge.write_extraction(connection, article, revised)
    content = zlib.compress(json.dumps(asdict(found), ensure_ascii=False).encode())
    connection.execute("INSERT INTO found (article_id, content) VALUES (?, ?) ON CONFLICT (article_id) DO UPDATE SET content = excluded.content", (article.id, content))
    connection.executemany(
        "INSERT INTO corrected (article_id, correction_id, state) VALUES (?, ?, ?) ON CONFLICT (article_id, correction_id) DO UPDATE SET state = excluded.state",
        [(article.id, correction, state) for correction, state in states.items()],
    )


def clear(connection: sqlite3.Connection, article_id: str) -> Extraction:
    """Takes the facts of an article away; what the machine had found in it."""
    kept = connection.execute("SELECT content FROM found WHERE article_id = ?", (article_id,)).fetchone()
    found = _extraction(json.loads(zlib.decompress(kept["content"]))) if kept else knowledge.read_extraction(connection, article_id)
    for table in (*_FACTS, "found", "corrected"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    return found


def write_naming(connection: sqlite3.Connection, moved: Mapping[str, str], states: Mapping[str, str], distinct: Iterable[tuple[str, str]]) -> None:
    """Which ids are others now, the state of each correction of an entity, and pairs that are not the same; all of them anew."""
    for table in ("moved", "settled", "distinct_pairs"):
        connection.execute(f"DELETE FROM {table}")
    connection.executemany("INSERT INTO moved (old_id, new_id) VALUES (?, ?)", sorted(moved.items()))
    connection.executemany("INSERT INTO settled (correction_id, state) VALUES (?, ?)", sorted(states.items()))
    connection.executemany("INSERT INTO distinct_pairs (one, other) VALUES (?, ?)", sorted(distinct))


def mark_applied(connection: sqlite3.Connection, digest: str) -> None:
    """Says that the store holds what follows from the log with this digest."""
    connection.execute("INSERT INTO meta (key, value) VALUES ('corrections', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (digest,))


def applied(database: Database) -> str:
    """Digest of the log that the store was last made to follow; '' if there was none."""
    with database.read() as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = 'corrections'").fetchone()
        return str(row["value"]) if row else ""


def now(database: Database, entity_id: str) -> str:
    """The id that an entity has now: another one if it was merged."""
    with database.read() as connection:
        seen = {entity_id}
        while row := connection.execute("SELECT new_id FROM moved WHERE old_id = ?", (entity_id,)).fetchone():
            entity_id = row["new_id"]
            if entity_id in seen:
                break
            seen.add(entity_id)
        return entity_id


def distinct_from(database: Database, entity_id: str) -> set[str]:
    """Ids that somebody said are not the same as this one."""
    with database.read() as connection:
        rows = connection.execute("SELECT one, other FROM distinct_pairs WHERE one = :id OR other = :id", {"id": entity_id})
        return {row["one"] if row["other"] == entity_id else row["other"] for row in rows}


def pairs(database: Database) -> set[tuple[str, str]]:
    """The pairs of ids of whom somebody said that they are two, each in order."""
    with database.read() as connection:
        return {(row["one"], row["other"]) for row in connection.execute("SELECT one, other FROM distinct_pairs")}


def moved(database: Database, ids: Iterable[str]) -> dict[str, str]:
    """Of these ids, those that are others now, with what they are."""
    with database.read() as connection:
        rows = connection.execute("SELECT old_id FROM moved WHERE old_id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),))
        return {row["old_id"]: now(database, row["old_id"]) for row in rows.fetchall()}


def of_article(database: Database, article_id: str) -> set[str]:
    """Ids of the corrections of facts that were applied in an article."""
    with database.read() as connection:
        rows = connection.execute("SELECT correction_id FROM corrected WHERE article_id = ? AND state = 'applied'", (article_id,))
        return {row["correction_id"] for row in rows}


def states(database: Database) -> dict[str, str]:
    """Correction id → 'applied', 'idle' or 'orphaned'; one that is not among them found no place at all."""
    with database.read() as connection:
        found = {row["correction_id"]: row["state"] for row in connection.execute("SELECT correction_id, min(state) AS state FROM corrected GROUP BY 1")}
        return found | {row["correction_id"]: row["state"] for row in connection.execute("SELECT correction_id, state FROM settled")}


def ends(database: Database, relation_id: str) -> tuple[Ref, Ref]:
    """Subject and object of a relation as its article calls them. The relation must be there."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT s.kind, s.name, s.scope FROM relations r JOIN refs s ON s.id = r.subject_ref WHERE r.id = :id UNION ALL"
            " SELECT o.kind, o.name, o.scope FROM relations r JOIN refs o ON o.id = r.object_ref WHERE r.id = :id",
            {"id": relation_id},
        ).fetchall()
    subject, object_ = (knowledge.ref(row) for row in rows)
    return subject, object_


def ref(database: Database, entity_id: str) -> Ref:
    """The ref of an entity that says most of it. The entity must be there."""
    query = "SELECT kind, name, scope FROM refs WHERE entity_id = ? ORDER BY length(scope) DESC, name, scope LIMIT 1"
    with database.read() as connection:
        return knowledge.ref(connection.execute(query, (entity_id,)).fetchone())


def read_found(connection: sqlite3.Connection, article_id: str) -> Sequence[Mention]:
    """The mentions of an article as they stand now."""
    return knowledge.read_extraction(connection, article_id).mentions


def _extraction(row: dict[str, object]) -> Extraction:
    def ref(value: dict[str, object]) -> Ref:
        return Ref(value["kind"], value["name"], tuple(value["scope"]))  # type: ignore[arg-type]

    mentions = tuple(Mention(**{**one, "ref": ref(one["ref"])}) for one in row["mentions"])  # type: ignore[attr-defined]
    relations = tuple(Relation(**{**one, "subject": ref(one["subject"]), "object": ref(one["object"])}) for one in row["relations"])  # type: ignore[attr-defined]
    return Extraction(row["source_id"], row["place"], mentions, relations)  # type: ignore[arg-type]
