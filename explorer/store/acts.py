"""Reads about acts of endorsement: each as one flat row to count and sort by, and what dates and names it refers to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from explorer.store.database import Database
from explorer.store.queries import SEARCHABLE
from explorer.text import comparable
from graph.ontology import ENDORSED

# `kind` stands in the query and is no parameter: only so SQLite takes the partial index relations_endorsed.
_ROWS = f"""
SELECT r.id, s.entity_id AS leader_id, s.kind AS leader_kind, coalesce(se.name, s.name) AS leader,
    o.entity_id AS target_id, o.kind AS target_kind, coalesce(oe.name, o.name) AS target,
    coalesce(nullif(oe.place, ''), a.place) AS place, r.date, a.date AS told, r.confidence,
    coalesce(json_extract(r.attrs, '$.form'), '') AS form, coalesce(json_extract(r.attrs, '$.post'), '') AS post,
    coalesce(json_extract(r.attrs, '$.about'), '') AS about, coalesce(json_extract(r.attrs, '$.issue'), '') AS issue
FROM relations r JOIN articles a ON a.id = r.article_id
JOIN refs s ON s.id = r.subject_ref LEFT JOIN entities se ON se.id = s.entity_id
JOIN refs o ON o.id = r.object_ref LEFT JOIN entities oe ON oe.id = o.entity_id
WHERE r.kind = '{ENDORSED}' ORDER BY coalesce(nullif(r.date, ''), a.date) DESC, a.id, r.start, r.id
"""


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act. `place` is that of the office endorsed, else what the article is about; `date` as printed, perhaps partial or '';
    `told` the date of the article; `form` may name several, joined by 、; an id is None for a name that is not resolved."""

    id: str
    leader_id: str | None
    leader_kind: str
    leader: str
    target_id: str | None
    target_kind: str
    target: str
    place: str
    date: str
    told: str
    confidence: float
    form: str
    post: str
    about: str
    issue: str


def rows(database: Database) -> list[ActRow]:
    """All acts, the newest first."""
    with database.read() as connection:
        return [ActRow(*row) for row in connection.execute(_ROWS)]


def totals(database: Database) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[str, int], ...]]:
    """(year, acts) and (form, acts), the most first; one of several forms counts in each."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT substr(coalesce(nullif(r.date, ''), a.date), 1, 4) AS year, coalesce(json_extract(r.attrs, '$.form'), '') AS form, count(*) AS count"
            f" FROM relations r JOIN articles a ON a.id = r.article_id WHERE r.kind = '{ENDORSED}' GROUP BY year, form"
        ).fetchall()
    years: Counter[int] = Counter()
    forms: Counter[str] = Counter()
    for row in rows:
        years.update({int(row["year"]): row["count"]} if row["year"].isdigit() else {})
        forms.update({form: row["count"] for form in row["form"].split("、") if form})
    return tuple(sorted(years.items())), tuple(sorted(forms.items(), key=lambda pair: (-pair[1], pair[0])))


def printed(database: Database, issues: Iterable[str], titles: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Name of an issue, and title of an article, → the date on which it was printed, of those that are in the store."""
    return _issue_dates(database, set(issues) - {""}), _title_dates(database, set(titles) - {""})


def _issue_dates(database: Database, names: Collection[str]) -> dict[str, str]:
    if not names:
        return {}
    with database.read() as connection:
        found = connection.execute(  # CROSS JOIN keeps the order: from the few names to what bears them
            "SELECT n.key, min(a.date) AS date FROM json_each(?) j CROSS JOIN aliases n ON n.key = j.value"
            " CROSS JOIN entities e ON e.id = n.entity_id AND e.kind = 'issue' CROSS JOIN refs r ON r.entity_id = e.id"
            " CROSS JOIN mentions m ON m.ref_id = r.id AND m.rule = 'issue.own' JOIN articles a ON a.id = m.article_id GROUP BY n.key",
            (_list(map(comparable, names)),),
        )
        dates = {row["key"]: row["date"] for row in found if row["date"]}
    return {name: dates[key] for name in names if (key := comparable(name)) in dates}


def _title_dates(database: Database, titles: Collection[str]) -> dict[str, str]:
    """Of several articles with a title the oldest counts; compared without white space and width of marks."""
    if not titles:
        return {}
    wanted = {comparable(title) for title in titles}
    dates: dict[str, str] = {}
    with database.read() as connection:
        found = connection.execute(
            f"SELECT title, date FROM articles WHERE {SEARCHABLE} AND substr(title, 1, 2) IN (SELECT value FROM json_each(?)) ORDER BY date, id",
            (_list({title[:2] for title in titles}),),
        )
        for row in found:
            if (key := comparable(row["title"])) in wanted:
                dates.setdefault(key, row["date"])
    return {title: date for title in titles if (date := dates.get(comparable(title), ""))}


def bearers(database: Database, names: Iterable[str], kind: str) -> dict[str, str]:
    """Name → id of the entity of a kind that bears it, of several that which is printed most often; as `entities.find` has it."""
    names = list(names)
    with database.read() as connection:
        found = connection.execute(
            "SELECT a.key, e.id FROM (SELECT DISTINCT value FROM json_each(?)) j CROSS JOIN aliases a ON a.key = j.value"
            " CROSS JOIN entities e ON e.id = a.entity_id AND e.kind = ? GROUP BY a.key, e.id ORDER BY sum(a.count), e.name DESC, e.id DESC",
            (_list(map(comparable, names)), kind),
        )
        ids = {row["key"]: row["id"] for row in found}  # the last one stays
    return {name: ids[key] for name in names if (key := comparable(name)) in ids}


def completed_to(database: Database, names: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Entities whose names, as their articles' context completes them, are one of these: 县方志办 of an article about 大竹县."""
    with database.read() as connection:
        found = connection.execute(
            "SELECT DISTINCT entity_id FROM refs WHERE kind IN (SELECT value FROM json_each(?)) AND name IN (SELECT value FROM json_each(?))"
            " AND entity_id IS NOT NULL ORDER BY entity_id",
            (_list(kinds), _list(names)),
        )
        return [row["entity_id"] for row in found]


def spelled(database: Database, ids: Iterable[str]) -> dict[str, str]:
    """Id → how its name is spelled in pinyin, to sort by, of those that have one."""
    with database.read() as connection:
        found = connection.execute(
            "SELECT entity_id, min(full) AS full FROM entity_pinyin WHERE entity_id IN (SELECT value FROM json_each(?)) GROUP BY entity_id",
            (_list(ids),),
        )
        return {row["entity_id"]: row["full"] for row in found}


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values))
