"""How many articles tell of which division, by year or month; and of those, how many tell of an act of endorsement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.store.database import Database
from explorer.store.queries import READING, SEARCHABLE
from explorer.store.rows import EntityLine
from graph.model import OFFICE
from graph.ontology import ENDORSED

_ACT = "r.article_id = a.id AND r.kind = :kind"
_FORM = f"{_ACT} AND (instr('、' || json_extract(r.attrs, '$.form') || '、', '、' || :form || '、') > 0)"


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Articles about one division (those below it not counted) in one period: a year, or a month (2020-07)."""

    place: str
    period: str
    articles: int


def counts(database: Database, below: str, *, year: int | None = None, form: str | None = None) -> list[PlaceCount]:
    """Articles about each division whose code begins with `below`, by year; by month if a `year` is given.

    `form`: only those that tell of such an act of endorsement; '' is any. What is counted is what a search with these filters finds.
    """
    acts = "" if form is None else f" AND EXISTS (SELECT 1 FROM relations r WHERE {_FORM if form else _ACT})"
    period, within = ("CAST(b.year AS TEXT)", "b.year IS NOT NULL") if year is None else ("substr(a.date, 1, 7)", "b.year = :year AND length(a.date) = 10")
    query = (
        f"SELECT a.place, {period} AS period, count(*) AS articles FROM articles a JOIN bulletins b ON b.id = a.bulletin_id"
        f" WHERE a.{SEARCHABLE} AND a.{READING} AND a.place >= :low AND a.place < :high AND {within}{acts} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    with database.read() as connection:
        rows = connection.execute(query, {"low": below or "0", "high": below + ":", "year": year, "kind": ENDORSED, "form": form})
        return [PlaceCount(*row) for row in rows]


def offices(database: Database, place: str, limit: int) -> list[EntityLine]:
    """The offices of a division that most articles name; `relations` is the number of those articles."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT e.id, e.kind, e.name, e.place, e.inferred, count(DISTINCT p.article_id) AS relations FROM entities e"
            " JOIN refs r ON r.entity_id = e.id JOIN appearances p ON p.ref_id = r.id WHERE e.kind = ? AND e.place = ?"
            " GROUP BY e.id ORDER BY relations DESC, e.name, e.id LIMIT ?",
            (OFFICE, place, limit),
        )
        return [EntityLine(**{**row, "inferred": bool(row["inferred"])}) for row in map(dict, rows)]


def years(database: Database) -> Sequence[int]:
    """The years that issues are held of, in order."""
    with database.read() as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT year FROM bulletins WHERE year IS NOT NULL ORDER BY year")]
