"""Writing what extraction found in an article, and what resolution made of all names."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from explorer.model import Article
from explorer.pinyin import spellings
from explorer.store import chronicle, state
from explorer.text import comparable
from graph.model import AGREEMENT, DOCUMENT, OFFICE, PERSON, Entity, Extraction, Mention, Ref, Relation


def write_extraction(connection: sqlite3.Connection, article: Article, extraction: Extraction) -> None:
    """Stores the mentions and relations of an article that has none yet.

    Raises ValueError if a surface or quote is not where its offsets say: then the extractor is wrong.
    """
    _check(article, extraction)
    connection.execute("UPDATE articles SET place = ? WHERE id = ?", (extraction.place, article.id))
    ids = _ref_ids(connection, _refs(extraction))
    connection.executemany(
        "INSERT INTO mentions (article_id, start, stop, ref_id, surface, rule, confidence, decided)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(article.id, m.start, m.end, ids[m.ref], m.surface, m.rule, m.confidence, m.decided) for m in extraction.mentions],
    )
    connection.executemany(
        "INSERT INTO relations (id, kind, subject_ref, object_ref, article_id, start, stop, quote, date, date_text,"
        " attrs, rule, confidence, implied, decided) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [_relation_row(relation, ids) for relation in extraction.relations],
    )
    connection.executemany(
        "INSERT INTO appearances (article_id, ref_id) VALUES (?, ?)",
        sorted((article.id, ids[ref]) for ref in _appearing(extraction)),
    )
    chronicle.write(connection, ids, article, extraction)


def read_extraction(connection: sqlite3.Connection, article_id: str) -> Extraction:
    """All that is stored of an article, as it was given to `write_extraction`; mentions and relations in the order of the text."""
    refs = {
        row["id"]: ref(row) for row in connection.execute(
            "SELECT id, kind, name, scope FROM refs WHERE id IN (SELECT ref_id FROM mentions WHERE article_id = :id"
            " UNION SELECT subject_ref FROM relations WHERE article_id = :id UNION SELECT object_ref FROM relations WHERE article_id = :id)",
            {"id": article_id},
        )
    }  # fmt: skip
    mentions = tuple(
        Mention(article_id, row["start"], row["stop"], row["surface"], refs[row["ref_id"]], row["rule"], row["confidence"], row["decided"])
        for row in connection.execute("SELECT * FROM mentions WHERE article_id = ? ORDER BY start, stop, ref_id", (article_id,))
    )
    relations = tuple(
        Relation(
            row["kind"], refs[row["subject_ref"]], refs[row["object_ref"]], article_id, row["start"], row["stop"], row["quote"], row["date"],
            row["date_text"], json.loads(row["attrs"]), row["rule"], row["confidence"], bool(row["implied"]), row["decided"],
        ) for row in connection.execute("SELECT * FROM relations WHERE article_id = ? ORDER BY start, stop, kind, id", (article_id,))
    )  # fmt: skip
    place = connection.execute("SELECT place FROM articles WHERE id = ?", (article_id,)).fetchone()
    return Extraction(article_id, place["place"] if place else "", mentions, relations)


def relation_id(relation: Relation) -> str:
    """Sixteen hexadecimal digits, derived from who does what and where it is said."""
    ends = [[ref.kind, ref.name, list(ref.scope)] for ref in (relation.subject, relation.object)]
    place = [relation.source_id, relation.start, relation.end]
    parts = [relation.kind, *ends, *place, relation.date, dict(relation.attrs)]
    return hashlib.sha256(_json(parts).encode()).hexdigest()[:16]


def sweep(connection: sqlite3.Connection) -> None:
    """Removes the refs that nothing refers to any more."""
    connection.execute(
        "DELETE FROM refs WHERE id NOT IN (SELECT ref_id FROM mentions UNION SELECT subject_ref FROM relations"
        " UNION SELECT object_ref FROM relations)"
    )


def usages(connection: sqlite3.Connection) -> list[tuple[Ref, str, int]]:
    """Every ref with each surface that names it and how often; ('', 0) for a ref without a mention."""
    rows = connection.execute(
        "SELECT r.kind, r.name, r.scope, coalesce(m.surface, '') AS surface, count(m.ref_id) AS count FROM refs r"
        " LEFT JOIN mentions m ON m.ref_id = r.id GROUP BY r.id, m.surface ORDER BY r.kind, r.name, r.scope, m.surface"
    )
    return [(ref(row), row["surface"], row["count"]) for row in rows]


def write_entities(connection: sqlite3.Connection, resolved: Mapping[Ref, Entity]) -> set[str]:
    """Replaces all entities and aliases; a ref that is not in `resolved` has no entity.

    Returns the ids of the articles that name other entities than before.
    """
    entities = {entity.id: entity for entity in resolved.values()}
    changed = []
    for row in connection.execute("SELECT id, kind, name, scope, entity_id FROM refs").fetchall():
        entity = resolved.get(ref(row))
        if (new := entity.id if entity else None) != row["entity_id"]:
            changed.append((new, row["id"]))
    connection.executemany("UPDATE refs SET entity_id = ? WHERE id = ?", changed)
    _replace_entities(connection, entities.values())
    state.mark_linked(connection)
    rows = connection.execute(
        "SELECT DISTINCT article_id FROM appearances WHERE ref_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))",
        (json.dumps([ref_id for _, ref_id in changed]),),
    )
    return {row["article_id"] for row in rows}


def _replace_entities(connection: sqlite3.Connection, entities: Iterable[Entity]) -> None:
    connection.execute("DELETE FROM entities")
    counts: Counter[tuple[str, str]] = Counter()
    for entity in entities:
        connection.execute(
            "INSERT INTO entities (id, kind, name, place, inferred, attrs) VALUES (?, ?, ?, ?, ?, ?)",
            (entity.id, entity.kind, entity.name, entity.place, int(entity.inferred), _json(dict(entity.attrs))),
        )
        counts.update({(entity.id, surface): 0 for surface in (entity.name, *entity.aliases)})
    for row in connection.execute(
        "SELECT r.entity_id, m.surface, count(*) AS count FROM mentions m JOIN refs r ON r.id = m.ref_id"
        " WHERE r.entity_id IS NOT NULL GROUP BY r.entity_id, m.surface"
    ):
        counts[row["entity_id"], row["surface"]] += row["count"]
    connection.executemany(
        "INSERT INTO aliases (entity_id, surface, key, count) VALUES (?, ?, ?, ?)",
        [(entity_id, surface, comparable(surface), count) for (entity_id, surface), count in sorted(counts.items())],
    )
    _spell(connection)


def _spell(connection: sqlite3.Connection) -> None:
    """The pinyin of every name of what people look for by name."""
    rows = connection.execute(
        "SELECT e.id, e.kind, a.surface FROM aliases a JOIN entities e ON e.id = a.entity_id WHERE e.kind IN (?, ?, ?, ?)",
        (PERSON, OFFICE, DOCUMENT, AGREEMENT),
    ).fetchall()
    connection.executemany(
        "INSERT INTO entity_pinyin (entity_id, full, initials) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(row["id"], way.full, way.initials) for row in rows for way in spellings(row["surface"], person=row["kind"] == PERSON)],
    )


def _check(article: Article, extraction: Extraction) -> None:
    if extraction.source_id != article.id:
        raise ValueError(f"extraction of {extraction.source_id} given for {article.id}")
    for found in (*extraction.mentions, *extraction.relations):
        printed = found.surface if isinstance(found, Mention) else found.quote
        inside = 0 <= found.start < found.end <= len(article.text) and found.source_id == article.id
        if not inside or article.text[found.start : found.end] != printed:
            raise ValueError(f"{found.rule}: {printed!r} is not at {found.start}:{found.end} of {article.id}")


def _refs(extraction: Extraction) -> set[Ref]:
    """All of them."""
    ends = {ref for relation in extraction.relations for ref in (relation.subject, relation.object)}
    return {mention.ref for mention in extraction.mentions} | ends


def _appearing(extraction: Extraction) -> set[Ref]:
    """Those that the article names: what is only implied does not count."""
    printed = tuple(relation for relation in extraction.relations if not relation.implied)
    return _refs(Extraction(extraction.source_id, "", extraction.mentions, printed))


def _ref_ids(connection: sqlite3.Connection, refs: Iterable[Ref]) -> dict[Ref, int]:
    ids = {}
    for ref in sorted(refs, key=lambda ref: (ref.kind, ref.name, ref.scope)):
        row = (ref.kind, ref.name, _json(list(ref.scope)))
        connection.execute("INSERT INTO refs (kind, name, scope) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
        found = connection.execute("SELECT id FROM refs WHERE kind = ? AND name = ? AND scope = ?", row)
        ids[ref] = found.fetchone()["id"]
    return ids


def _relation_row(relation: Relation, ids: Mapping[Ref, int]) -> tuple[object, ...]:
    return (
        relation_id(relation), relation.kind, ids[relation.subject], ids[relation.object], relation.source_id,
        relation.start, relation.end, relation.quote, relation.date, relation.date_text, _json(dict(relation.attrs)),
        relation.rule, relation.confidence, int(relation.implied), relation.decided,
    )  # fmt: skip


def ref(row: sqlite3.Row) -> Ref:
    """The ref in a row with `kind`, `name` and `scope`."""
    return Ref(row["kind"], row["name"], tuple(json.loads(row["scope"])))


def _json(value: object) -> str:
    """One spelling for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
