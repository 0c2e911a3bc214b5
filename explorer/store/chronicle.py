"""Dated sentences: written beside the facts of an article, read as the chronicle of an entity or of two."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from explorer.model import Article
from explorer.store.database import Database
from explorer.store.rows import ALL
from explorer.text import comparable
from graph import dated
from graph.model import Extraction, Ref

_ONE = "SELECT d.sort, d.told, d.date, d.until, d.wording, d.article_id, d.start, d.stop FROM refs r JOIN dated d ON d.ref_id = r.id"
_BOTH = "EXISTS (SELECT 1 FROM dated x JOIN refs w ON w.id = x.ref_id WHERE x.article_id = d.article_id AND x.start = d.start AND w.entity_id = :other)"
_FROM_OTHER = """
SELECT d.sort, d.told, d.date, d.until, d.wording, d.article_id, d.start, d.stop FROM refs w
CROSS JOIN dated x ON x.ref_id = w.id AND w.entity_id = :other
CROSS JOIN dated d ON d.article_id = x.article_id AND d.start = x.start CROSS JOIN refs r ON r.id = d.ref_id
"""
_UNKNOWN = "9999"
"""Sorts after every year."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Where a sentence stands: `text[start:end]` of the article."""

    article_id: str
    title: str
    told: str
    """Date of the article."""
    attribution: str
    bulletin_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """A dated sentence, and every place that tells the same in the same words, the oldest first.

    `date` is as `graph.dated.Dated` has it; `sort` is what it is ordered by, beginning with the year (9999 if unknown).
    """

    sort: str
    date: str
    until: str
    wording: str
    quote: str
    tellings: tuple[Telling, ...]


def order(date: str, told: str) -> str:
    """What a date is sorted by: a day as itself, a month after its days, a year after its months (是月、是年); what has no
    date right after the day on which it was told (近日), at the end if that is not known either."""
    if len(date) == 10:
        return date
    if date and not date.startswith("--"):
        return date + ("-32" if len(date) == 7 else "-13")
    return order(told, "") + "~" if told else _UNKNOWN


def write(connection: sqlite3.Connection, ids: Mapping[Ref, int], article: Article, extraction: Extraction) -> None:
    """Stores the dated sentences of an article that has none yet."""
    rows = []
    for one in dated.find(article, extraction):
        sort = order(one.date, article.date)
        words = f"{sort} {comparable(article.text[one.start : one.end])}"
        told = int.from_bytes(hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()[:8], signed=True)
        rows.append((ids[one.ref], sort, told, article.id, one.start, one.end, one.date, one.until, one.wording))
    connection.executemany(
        "INSERT INTO dated (ref_id, sort, told, article_id, start, stop, date, until, wording) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        rows,
    )  # fmt: skip


def years(database: Database, entity_id: str, other: str = "") -> list[tuple[str, int]]:
    """(year, events) in order; the year is '' where it is not known."""
    with database.read() as connection:
        source = _sentences(connection, entity_id, other)
        rows = connection.execute(
            f"SELECT substr(sort, 1, 4) AS year, count(DISTINCT told) AS count FROM ({source}) GROUP BY 1 ORDER BY 1",
            {"id": entity_id, "other": other, "first": "", "last": "~"},
        )
        return [("" if row["year"] == _UNKNOWN else row["year"], row["count"]) for row in rows]


def events(database: Database, entity_id: str, other: str = "", *, year: str | None = None, limit: int = ALL, offset: int = 0) -> list[Event]:
    """The events of an entity, or those that tell of both, in order; of one `year`, '' for those of which it is not known."""
    first = "" if year is None else year or _UNKNOWN
    with database.read() as connection:
        source = _sentences(connection, entity_id, other)
        rows = connection.execute(
            "SELECT min(sort) AS sort, min(date) AS date, max(until) AS until, min(wording) AS wording,"
            " json_group_array(json_array(article_id, start, stop)) AS places"
            f" FROM ({source}) GROUP BY told ORDER BY min(sort), min(article_id), min(start) LIMIT :limit OFFSET :offset",
            {"id": entity_id, "other": other, "first": first, "last": first + "~" if first else "~", "limit": limit, "offset": offset},
        ).fetchall()  # fmt: skip
        places = [sorted(set(map(tuple, json.loads(row["places"])))) for row in rows]
        told = _tellings(connection, [place for several in places for place in several])
    return [_event(row, [told[place] for place in several]) for row, several in zip(rows, places, strict=True)]


def _sentences(connection: sqlite3.Connection, entity_id: str, other: str) -> str:
    """The query for the sentences; of two entities the one with fewer leads the way."""
    where = " WHERE r.entity_id = :id AND d.sort >= :first AND d.sort < :last"
    if not other:
        return _ONE + where
    fewer = _count(connection, other) < _count(connection, entity_id)
    return _FROM_OTHER + where if fewer else f"{_ONE}{where} AND {_BOTH}"


def _count(connection: sqlite3.Connection, entity_id: str) -> int:
    query = "SELECT count(*) FROM refs r JOIN dated d ON d.ref_id = r.id WHERE r.entity_id = ?"
    return int(connection.execute(query, (entity_id,)).fetchone()[0])


def _tellings(connection: sqlite3.Connection, places: Iterable[tuple[object, ...]]) -> dict[tuple[object, ...], tuple[Telling, str]]:
    """(article, start, end) → where it stands, and its words."""
    rows = connection.execute(
        "SELECT a.id, a.title, a.date, a.attribution, a.bulletin_id, p.start, p.stop, substr(a.text, p.start + 1, p.stop - p.start) AS quote"
        " FROM (SELECT json_extract(value, '$[0]') AS id, CAST(json_extract(value, '$[1]') AS INTEGER) AS start, CAST(json_extract(value, '$[2]') AS INTEGER) AS stop FROM json_each(?)) p"
        " JOIN articles a ON a.id = p.id",
        (json.dumps(list(places)),),
    )
    return {
        (row["id"], row["start"], row["stop"]): (
            Telling(row["id"], row["title"], row["date"], row["attribution"], row["bulletin_id"], row["start"], row["stop"]), row["quote"]
        )
        for row in rows
    }  # fmt: skip


def _event(row: sqlite3.Row, told: list[tuple[Telling, str]]) -> Event:
    told = sorted(told, key=lambda one: (one[0].told or _UNKNOWN, one[0].article_id, one[0].start))
    return Event(row["sort"], row["date"], row["until"], row["wording"], told[0][1], tuple(telling for telling, _ in told))
