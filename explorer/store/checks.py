"""What must hold in the store whatever happened; each check gives what is wrong, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.store.database import Database

_MENTIONS = """
SELECT m.article_id AS id, m.start, m.surface AS printed FROM mentions m JOIN articles a ON a.id = m.article_id
WHERE substr(a.text, m.start + 1, m.stop - m.start) <> m.surface LIMIT 20
"""
_RELATIONS = """
SELECT r.article_id AS id, r.start, r.quote AS printed FROM relations r JOIN articles a ON a.id = r.article_id
WHERE substr(a.text, r.start + 1, r.stop - r.start) <> r.quote LIMIT 20
"""
_EMPTY = "SELECT id FROM bulletins b WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.bulletin_id = b.id) ORDER BY id LIMIT 20"


def evidence(database: Database) -> Iterator[str]:
    """Names and quotes that are not where their offsets say."""
    with database.read() as connection:
        for query in (_MENTIONS, _RELATIONS):
            for row in connection.execute(query):
                yield f"{row['id']} 第 {row['start']} 字处不是“{row['printed'][:20]}”"


def texts(database: Database) -> Iterator[str]:
    """Articles that do not say what they said when they were stored: the disk has changed a character that SQLite does not watch over."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT a.id FROM articles a JOIN digests d ON d.article_id = a.id"
            " WHERE d.digest <> digest_of(a.section, a.title, a.text, a.attribution, a.date, a.issuer) ORDER BY a.id LIMIT 20"
        )
        yield from (f"{row['id']} 的文字与存入时不同" for row in rows)


def issues(database: Database) -> Iterator[str]:
    """Issues that were half written."""
    with database.read() as connection:
        yield from (f"{row['id']} 没有文章" for row in connection.execute(_EMPTY))
