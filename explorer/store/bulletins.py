"""Writing an issue and its parts."""

from __future__ import annotations

import json
import sqlite3
import zlib

from explorer.model import ARTICLE, NOTE, Article, Bulletin, Reading
from explorer.pinyin import spellings
from explorer.versions import bands, sketch

_ISSUE = """
INSERT INTO bulletins (
    id, sha256, source_name, series, issue_no, total_no, year, issuer, date, date_source, printed, posted,
    contributor, author, disclosure, recipients, printer, colophon_date, copies, extractor
) VALUES (
    :id, :sha256, :source_name, :series, :issue_no, :total_no, :year, :issuer, :date, :date_source, :printed, :posted,
    :contributor, :author, :disclosure, :recipients, :printer, :colophon_date, :copies, :extractor
)
"""
_ARTICLE = """
INSERT INTO articles (
    id, bulletin_id, position, part, section, title, text, body_start, attribution, date, issuer, origins, mended
) VALUES (
    :id, :bulletin_id, :position, :part, :section, :title, :text, :body_start, :attribution, :date, :issuer,
    :origins, :mended
)
"""


def write_bulletin(connection: sqlite3.Connection, bulletin: Bulletin, extractor: str, reading: Reading | None = None) -> None:
    """Stores the issue and all its parts; an issue of the same id is replaced with all that was derived from it.

    `extractor` is the version that reads it. Names that nothing refers to any more stay until
    `knowledge.sweep`, so that a replaced issue keeps its entities while others are still read.
    """
    delete_bulletin(connection, bulletin.id)
    connection.execute(_ISSUE, _issue_row(bulletin, extractor))
    reading = reading or Reading("", "text")
    connection.execute(
        "INSERT INTO readings (bulletin_id, form, text, pages, confidence, steps) VALUES (?, ?, ?, ?, ?, ?)",
        (
            bulletin.id, reading.form, zlib.compress(reading.text.encode("utf-8", "surrogatepass")), json.dumps(reading.pages),
            json.dumps(reading.confidence), json.dumps(reading.steps, ensure_ascii=False),
        ),
    )  # fmt: skip
    connection.executemany(_ARTICLE, map(_article_row, bulletin.articles))
    connection.execute(
        "INSERT INTO digests (article_id, digest) SELECT id, digest_of(section, title, text, attribution, date, issuer) FROM articles WHERE bulletin_id = ?",
        (bulletin.id,),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO title_pinyin (article_id, full, initials) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(part.id, way.full, way.initials) for part in bulletin.articles if part.part in (ARTICLE, NOTE) for way in spellings(part.title)],
    )
    connection.execute("INSERT INTO uncompared (article_id) SELECT id FROM articles WHERE bulletin_id = ?", (bulletin.id,))
    sketches = [(part.id, made) for part in bulletin.articles if part.part in (ARTICLE, NOTE) and (made := sketch(part.text[part.body_start :]))]
    connection.executemany("INSERT INTO sketches (article_id, sketch) VALUES (?, ?)", sketches)
    keys = [(key, article) for article, made in sketches for key in bands(made)]
    connection.executemany("INSERT INTO bands (key, article_id) VALUES (?, ?) ON CONFLICT DO NOTHING", keys)


def delete_bulletin(connection: sqlite3.Connection, bulletin_id: str) -> bool:
    """Removes the issue and all that was derived from it; False if it was not there."""
    return connection.execute("DELETE FROM bulletins WHERE id = ?", (bulletin_id,)).rowcount > 0


def _issue_row(bulletin: Bulletin, extractor: str) -> dict[str, object]:
    head, foot = bulletin.masthead, bulletin.colophon
    recipients = [[line.mode, list(line.names)] for line in foot.recipients]
    return {
        "id": bulletin.id, "sha256": bulletin.sha256, "source_name": bulletin.source_name,
        "series": head.series, "issue_no": head.issue_no, "total_no": head.total_no, "year": bulletin.year,
        "issuer": head.issuer, "date": bulletin.date, "date_source": bulletin.date_source,
        "printed": head.printed, "posted": head.posted, "contributor": head.contributor, "author": head.author,
        "disclosure": foot.disclosure, "recipients": json.dumps(recipients, ensure_ascii=False),
        "printer": foot.printer, "colophon_date": foot.printed, "copies": foot.copies, "extractor": extractor,
    }  # fmt: skip


def _article_row(article: Article) -> dict[str, object]:
    return {
        "id": article.id, "bulletin_id": article.bulletin_id, "position": article.position, "part": article.part,
        "section": article.section, "title": article.title, "text": article.text, "body_start": article.body_start,
        "attribution": article.attribution, "date": article.date, "issuer": article.issuer,
        "origins": json.dumps(article.origins), "mended": json.dumps(article.mended),
    }  # fmt: skip
