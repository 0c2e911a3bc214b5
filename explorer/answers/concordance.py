"""A concordance: every place that prints what was asked for, one a line, keyword in context (KWIC)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.answers.found import Asking, checked, reported
from explorer.errors import QueryError
from explorer.fulltext import Fulltext
from explorer.store import queries
from explorer.store.database import Database
from explorer.store.rows import ArticleLine
from index.analysis import fold
from index.results import Passage

CONTEXT_SORTS = {"newest": "日期从新到旧", "left": "左侧语境", "right": "右侧语境"}
ARTICLES = 1_000
"""Articles that are looked through, the newest ones."""
WIDTH = 24
"""Characters on either side."""
PAGE = 100


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One line: what is printed, and the text on either side, without line breaks. `start` and `end` count in the article's
    stored text."""

    article: ArticleLine
    left: str
    word: str
    right: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Concordance:
    """One page of lines; `articles` is the number of articles they are from; `cut` if there are more that were not read."""

    query: str
    lines: tuple[Occurrence, ...]
    total: int
    articles: int
    cut: bool
    sort: str
    page: int
    pages: int
    filters: dict[str, Sequence[str]]


def concordance(store: Database, searcher: Fulltext, asking: Asking, *, size: int = PAGE) -> Concordance:
    """The lines of a query in the order `asking.sort` (a key of CONTEXT_SORTS). Raises QueryError."""
    order = asking.sort
    if order not in CONTEXT_SORTS:
        raise QueryError("没有这种排序", place=order[:30])
    asking = checked(Asking(asking.query, asking.filters, page=asking.page, expand=asking.expand))
    with reported(asking.query):
        passages = searcher.passages(asking.query, filters=asking.filters, limit=ARTICLES + 1, expand=asking.expand)
    known = queries.article_lines(store, [passage.id for passage in passages[:ARTICLES]])
    lines = [line for passage in passages[:ARTICLES] if passage.id in known for line in _lines(known[passage.id], passage)]
    if order != "newest":
        lines.sort(key=lambda line: _key(line, order))
    shown = tuple(lines[(asking.page - 1) * size : asking.page * size])
    return Concordance(
        asking.query, shown, len(lines), len({line.article.id for line in lines}), len(passages) > ARTICLES, order, asking.page,
        max(1, -(-len(lines) // size)), dict(asking.filters),
    )  # fmt: skip


def _lines(article: ArticleLine, passage: Passage) -> Iterable[Occurrence]:
    offset = len(passage.title) + 1  # a stored text is title, line break, body
    for text, marks, base in ((passage.title, passage.in_title, 0), (passage.body, passage.in_body, offset)):
        for start, end in marks:
            left, right = text[max(0, start - WIDTH) : start], text[end : end + WIDTH]
            yield Occurrence(article, _flat(left), _flat(text[start:end]), _flat(right), base + start, base + end)


def _key(line: Occurrence, order: str) -> tuple[str, str]:
    left, right = fold(line.left)[::-1], fold(line.right)
    return (left, right) if order == "left" else (right, left)


def _flat(text: str) -> str:
    return text.replace("\n", " ")
