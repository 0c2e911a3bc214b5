"""Reads for taking the network out: what edges are chosen by, and nodes and edges in full, in batches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from explorer.store.database import Database
from graph.export.part import Tie

_BATCH = 500
_WHOLE = """
SELECT r.id, r.kind, r.quote, r.date, r.date_text AS wording, r.start, r.stop AS "end", r.rule, r.confidence, r.implied, r.decided <> '' AS decided,
    coalesce(json_extract(r.attrs, '$.form'), json_extract(r.attrs, '$.title'), '') AS detail,
    s.entity_id AS source, o.entity_id AS target, r.article_id, a.title, a.date AS told, a.bulletin_id
FROM relations r JOIN articles a ON a.id = r.article_id JOIN refs s ON s.id = r.subject_ref JOIN refs o ON o.id = r.object_ref
WHERE r.id IN (SELECT value FROM json_each(?)) ORDER BY r.id
"""


@dataclass(frozen=True, slots=True)
class Observation:
    """One relation between two entities, with where it is said; `detail` is the form of an act, the title of a post, or ''."""

    id: str
    kind: str
    quote: str
    date: str
    wording: str
    start: int
    end: int
    rule: str
    confidence: float
    implied: bool
    decided: bool
    detail: str
    source: str
    target: str
    article_id: str
    title: str
    told: str
    bulletin_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """An entity; `aliases` are the other forms it is printed in, the commonest first."""

    id: str
    kind: str
    name: str
    place: str
    inferred: bool
    aliases: tuple[str, ...]


def ties(database: Database) -> Iterator[Tie]:
    """All relations between two entities, in no particular order; the date of one that has none is that of its article."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT r.id, r.kind, s.entity_id, o.entity_id,"
            " CASE WHEN r.date = '' THEN (SELECT a.date FROM articles a WHERE a.id = r.article_id) ELSE r.date END, r.confidence FROM relations r"
            " JOIN refs s ON s.id = r.subject_ref JOIN refs o ON o.id = r.object_ref WHERE s.entity_id IS NOT NULL AND o.entity_id IS NOT NULL"
        )
        for row in rows:
            yield Tie(*row)


def entity_ids(database: Database) -> list[str]:
    """Ids of all entities, by kind, name and id."""
    with database.read() as connection:
        return [row["id"] for row in connection.execute("SELECT id FROM entities ORDER BY kind, name, id")]


def named_in(database: Database, article_ids: Iterable[str], kinds: Iterable[str], limit: int) -> list[tuple[str, int]]:
    """(id, number of these articles) of the entities of these kinds that are named in most of them."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT e.id, count(DISTINCT a.article_id) AS count FROM json_each(:articles) j JOIN appearances a ON a.article_id = j.value"
            " JOIN refs r ON r.id = a.ref_id JOIN entities e ON e.id = r.entity_id WHERE e.kind IN (SELECT value FROM json_each(:kinds))"
            " GROUP BY e.id ORDER BY count DESC, e.name, e.id LIMIT :limit",
            {"articles": json.dumps(list(article_ids)), "kinds": json.dumps(list(kinds)), "limit": limit},
        )
        return [(row["id"], row["count"]) for row in rows]


def observations(database: Database, ids: Iterable[str]) -> Iterator[list[Observation]]:
    """Those of these ids that are there, in batches, all in one snapshot."""
    with database.read() as connection:
        for batch in _batches(ids):
            rows = connection.execute(_WHOLE, (json.dumps(batch),))
            yield [Observation(**{**row, "implied": bool(row["implied"]), "decided": bool(row["decided"])}) for row in map(dict, rows)]


def known(database: Database, ids: Iterable[str]) -> Iterator[Known]:
    """The entities of these ids, in this order, in one snapshot."""
    with database.read() as connection:
        for batch in _batches(ids):
            rows = connection.execute(
                "SELECT e.id, e.kind, e.name, e.place, e.inferred, coalesce((SELECT json_group_array(surface) FROM (SELECT a.surface FROM aliases a"
                " WHERE a.entity_id = e.id AND a.surface <> e.name ORDER BY a.count DESC, a.surface)), '[]') AS aliases"
                " FROM json_each(?) j JOIN entities e ON e.id = j.value ORDER BY j.key",
                (json.dumps(batch),),
            )
            for row in rows:
                yield Known(row["id"], row["kind"], row["name"], row["place"], bool(row["inferred"]), tuple(json.loads(row["aliases"])))


def namesakes(database: Database, kind: str) -> list[tuple[str, str]]:
    """(id, name) of the entities of a kind that share their name with another, by id."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT id, name FROM entities WHERE kind = :kind AND name IN"
            " (SELECT name FROM entities WHERE kind = :kind GROUP BY name HAVING count(*) > 1) ORDER BY id",
            {"kind": kind},
        )
        return [(row["id"], row["name"]) for row in rows]


def touching(database: Database, ids: Iterable[str]) -> list[Observation]:
    """The relations with one of these entities at an end, the other resolved too, without words: quotation, title and rule are ''."""
    ends = (
        "SELECT r.id, r.kind, s.entity_id, o.entity_id, r.article_id, r.confidence, r.implied FROM refs {this} JOIN relations r ON r.{column} = {this}.id"
        " JOIN refs {that} ON {that}.id = r.{other} WHERE {this}.entity_id IN (SELECT value FROM json_each(:ids)) AND {that}.entity_id IS NOT NULL"
    )
    query = f"{ends.format(this='s', that='o', column='subject_ref', other='object_ref')} UNION {ends.format(this='o', that='s', column='object_ref', other='subject_ref')}"
    with database.read() as connection:
        rows = connection.execute(query, {"ids": json.dumps(list(ids))})
        return [
            Observation(id, kind, "", "", "", 0, 0, "", confidence, bool(implied), False, "", source, target, article, "", "", "")
            for id, kind, source, target, article, confidence, implied in rows
        ]


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    ids = iter(ids)
    while batch := list(islice(ids, _BATCH)):
        yield batch
