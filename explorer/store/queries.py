"""Reads about issues and articles. A read of one thing gives None where there is nothing."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from explorer.model import ARTICLE, NOTE, Article, Reading, Recipients
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Issue, PartRow, Stats
from explorer.text import comparable
from graph.model import AGREEMENT, DOCUMENT, OFFICE, PERSON
from graph.ontology import ENDORSED

SEARCHABLE = f"part IN ('{ARTICLE}', '{NOTE}')"
READING = "id NOT IN (SELECT article_id FROM versions)"
_ISSUE = f"""
SELECT b.*, (SELECT count(*) FROM articles a WHERE a.bulletin_id = b.id AND a.part = '{ARTICLE}') AS articles,
    coalesce((SELECT a.title FROM articles a WHERE a.bulletin_id = b.id AND a.part = '{ARTICLE}' ORDER BY a.position LIMIT 1), '') AS first_title
FROM bulletins b
"""
_LINE = "SELECT a.id, a.bulletin_id, a.position, a.part, a.section, a.title, a.date, a.place FROM articles a"
_YEARS = f"""
SELECT b.year, count(*) FROM articles a JOIN bulletins b ON b.id = a.bulletin_id
WHERE a.{SEARCHABLE} AND b.year IS NOT NULL GROUP BY 1 ORDER BY 1 DESC
"""
_SECTIONS = f"""
SELECT section, count(*) FROM articles WHERE {SEARCHABLE} AND section <> '' GROUP BY 1 ORDER BY 2 DESC, 1
"""
_BATCH = 500


def stats(database: Database) -> Stats:
    """Counts of everything."""
    with database.read() as connection:
        return Stats(
            bulletins=_count(connection, "SELECT count(*) FROM bulletins"),
            articles=_count(connection, f"SELECT count(*) FROM articles WHERE {SEARCHABLE}"),
            mentions=_count(connection, "SELECT count(*) FROM mentions"),
            entities=dict(_pairs(connection, "SELECT kind, count(*) FROM entities GROUP BY 1 ORDER BY 2 DESC, 1")),
            relations=dict(_pairs(connection, "SELECT kind, count(*) FROM relations GROUP BY 1 ORDER BY 2 DESC, 1")),
            years=_pairs(connection, _YEARS),
            sections=_pairs(connection, _SECTIONS),
        )


def issue_count(database: Database) -> int:
    """How many issues there are."""
    with database.read() as connection:
        return _count(connection, "SELECT count(*) FROM bulletins")


def issues(database: Database, *, offset: int = 0, limit: int = 20) -> list[Issue]:
    """Issues, newest first; those without a date last."""
    with database.read() as connection:
        rows = connection.execute(
            f"{_ISSUE} ORDER BY b.date DESC, b.issue_no DESC, b.id LIMIT ? OFFSET ?", (limit, offset)
        )
        return [_issue(row) for row in rows]


def issue(database: Database, bulletin_id: str) -> Issue | None:
    """One issue; its parts are read with `articles`."""
    with database.read() as connection:
        row = connection.execute(f"{_ISSUE} WHERE b.id = ?", (bulletin_id,)).fetchone()
        return _issue(row) if row else None


def reading(database: Database, bulletin_id: str) -> Reading | None:
    """How the file of an issue was read."""
    with database.read() as connection:
        row = connection.execute("SELECT * FROM readings WHERE bulletin_id = ?", (bulletin_id,)).fetchone()
        if row is None:
            return None
        text = zlib.decompress(row["text"]).decode("utf-8", "surrogatepass")
        pages, confidence, steps = (tuple(json.loads(row[name])) for name in ("pages", "confidence", "steps"))
        return Reading(text, row["form"], pages, confidence, steps)


def issue_with_content(database: Database, sha256: str) -> str | None:
    """Id of the issue that was read from a file with this SHA-256."""
    with database.read() as connection:
        row = connection.execute("SELECT id FROM bulletins WHERE sha256 = ?", (sha256,)).fetchone()
        return row["id"] if row else None


def originals(database: Database) -> list[tuple[str, str]]:
    """(sha256, source name) of all issues, in the order of their ids."""
    return outdated(database, "")


def outdated(database: Database, extractor: str) -> list[tuple[str, str]]:
    """Those of `originals` that another version of the extractor has read."""
    with database.read() as connection:
        query = "SELECT sha256, source_name FROM bulletins WHERE extractor <> ? ORDER BY id"
        return [(row["sha256"], row["source_name"]) for row in connection.execute(query, (extractor,))]


def articles(database: Database, bulletin_id: str) -> tuple[Article, ...]:
    """All parts of an issue in printed order, masthead and colophon included."""
    with database.read() as connection:
        rows = connection.execute("SELECT * FROM articles WHERE bulletin_id = ? ORDER BY position", (bulletin_id,))
        return tuple(_article(row) for row in rows)


def article(database: Database, article_id: str) -> Article | None:
    """One part, of any kind."""
    with database.read() as connection:
        row = connection.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
        return _article(row) if row else None


def article_line(database: Database, article_id: str) -> ArticleLine | None:
    """One part, of any kind, without its text but with the place it is about."""
    with database.read() as connection:
        row = connection.execute(f"{_LINE} WHERE a.id = ?", (article_id,)).fetchone()
        return ArticleLine(**dict(row)) if row else None


def article_lines(database: Database, ids: Iterable[str]) -> dict[str, ArticleLine]:
    """Id → line of those that are there."""
    with database.read() as connection:
        rows = connection.execute(f"{_LINE} WHERE a.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
        return {row["id"]: ArticleLine(**dict(row)) for row in rows}


def articles_of(database: Database, ids: Iterable[str]) -> dict[str, Article]:
    """Id → part, of any kind, of those that are there."""
    with database.read() as connection:
        rows = connection.execute("SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
        return {row["id"]: _article(row) for row in rows}


def issues_of(database: Database, ids: Iterable[str]) -> dict[str, Issue]:
    """Id → issue of those that are there."""
    with database.read() as connection:
        rows = connection.execute(f"{_ISSUE} WHERE b.id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),))
        return {row["id"]: _issue(row) for row in rows}


def article_titled(database: Database, title: str) -> ArticleLine | None:
    """The oldest article with this title, compared without white space and width of marks."""
    with database.read() as connection:
        rows = connection.execute(
            f"{_LINE} WHERE a.{SEARCHABLE} AND substr(a.title, 1, 2) = ? ORDER BY a.date, a.id", (title[:2],)
        )
        wanted = comparable(title)
        return next((ArticleLine(**dict(row)) for row in rows if comparable(row["title"]) == wanted), None)


def neighbours(database: Database, article_id: str) -> tuple[ArticleLine | None, ArticleLine | None]:
    """The searchable parts before and after this one in its issue."""
    query = f"{_LINE} JOIN articles here ON here.bulletin_id = a.bulletin_id WHERE here.id = ? AND a.{SEARCHABLE}"
    with database.read() as connection:
        before, after = (
            connection.execute(f"{query} AND {side} LIMIT 1", (article_id,)).fetchone()
            for side in (
                "a.position < here.position ORDER BY a.position DESC",
                "a.position > here.position ORDER BY a.position",
            )
        )
        return (ArticleLine(**dict(before)) if before else None, ArticleLine(**dict(after)) if after else None)


def texts(database: Database, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Id → (title, body) of those that are there."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT id, title, text, body_start FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {row["id"]: (row["title"], row["text"][row["body_start"] :]) for row in rows}


def parts(database: Database, ids: Iterable[str] | None = None) -> Iterator[PartRow]:
    """All searchable parts, or those among `ids`, in the order of ids; read in batches."""
    wanted = searchable_ids(database) if ids is None else sorted(set(ids))
    for start in range(0, len(wanted), _BATCH):
        yield from _parts(database, wanted[start : start + _BATCH])


def searchable_ids(database: Database) -> list[str]:
    """Ids of all articles and editor's notes that are searched, sorted: of several versions of a story its reading text."""
    with database.read() as connection:
        return [row["id"] for row in connection.execute(f"SELECT id FROM articles WHERE {SEARCHABLE} AND {READING} ORDER BY id")]


def _count(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _pairs(connection: sqlite3.Connection, query: str) -> tuple[tuple[Any, int], ...]:
    return tuple((row[0], row[1]) for row in connection.execute(query))


def _parts(database: Database, ids: list[str]) -> list[PartRow]:
    listed = "(SELECT value FROM json_each(:ids))"
    with database.read() as connection:
        named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in connection.execute(
            "SELECT DISTINCT p.article_id, r.kind, r.entity_id FROM appearances p JOIN refs r ON r.id = p.ref_id"
            f" WHERE r.entity_id IS NOT NULL AND p.article_id IN {listed} ORDER BY r.entity_id",
            {"ids": json.dumps(ids)},
        ):
            named[row["article_id"], row["kind"]].append(row["entity_id"])
        for row in connection.execute(
            "SELECT DISTINCT article_id, json_extract(attrs, '$.form') AS forms FROM relations"
            f" WHERE kind = :kind AND article_id IN {listed}",
            {"ids": json.dumps(ids), "kind": ENDORSED},
        ):
            named[row["article_id"], ENDORSED].extend((row["forms"] or "").split("、"))
        rows = connection.execute(
            "SELECT a.*, b.year, b.issue_no FROM articles a JOIN bulletins b ON b.id = a.bulletin_id"
            f" WHERE a.{SEARCHABLE} AND a.{READING} AND a.id IN {listed} ORDER BY a.id",
            {"ids": json.dumps(ids)},
        )
        return [_part(row, named) for row in rows]


def _part(row: sqlite3.Row, named: dict[tuple[str, str], list[str]]) -> PartRow:
    def of(*kinds: str) -> tuple[str, ...]:
        return tuple(sorted({found for kind in kinds for found in named.get((row["id"], kind), ())}))

    return PartRow(
        id=row["id"], bulletin_id=row["bulletin_id"], position=row["position"], section=row["section"],
        title=row["title"], body=row["text"][row["body_start"] :], date=row["date"], year=row["year"],
        place=row["place"], persons=of(PERSON), offices=of(OFFICE), documents=of(DOCUMENT, AGREEMENT),
        acts=tuple(form for form in of(ENDORSED) if form), issue_no=row["issue_no"],
    )  # fmt: skip


def _issue(row: sqlite3.Row) -> Issue:
    values = dict(row)
    del values["extractor"]
    values["recipients"] = tuple(Recipients(mode, tuple(names)) for mode, names in json.loads(row["recipients"]))
    return Issue(**values)


def _article(row: sqlite3.Row) -> Article:
    values = dict(row)
    del values["place"]
    values["origins"] = tuple(map(tuple, json.loads(row["origins"])))
    values["mended"] = tuple(map(tuple, json.loads(row["mended"])))
    return Article(**values)
