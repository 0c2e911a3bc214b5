"""Search results as they are shown: hits with marks, facets with the names of what they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.errors import QueryError
from explorer.store import entities, queries
from explorer.store.database import Database
from explorer.store.rows import ArticleLine
from graph.gazetteer import Gazetteer
from index.errors import QueryFault
from index.search import Hit, Searcher

FACET_LABELS = {"year": "年份", "section": "栏目", "place": "地区", "person": "人物", "office": "机构", "document": "文件", "act": "批示肯定", "issue": "期次", "month": "月份"}
SHOWN = ("year", "section", "act", "place", "person", "office")
"""Facets with a list on the page; the others have one only when they are filtered by."""
MATCH_LABELS = {"exact-title": "标题原文", "exact-body": "正文原文", "alias": "其他名称", "words": "按词匹配", "all": ""}
SORT_LABELS = {"relevance": "相关度", "newest": "日期从新到旧", "oldest": "日期从旧到新", "issue": "期次从新到旧"}
FAULTS = {
    "long": "检索式太长", "terms": "检索词太多，最多 32 个", "bracket": "括号不成对", "operand": "此处缺少检索词", "deep": "括号套得太深",
    "field": "字段名后缺少内容", "wildcards": "一个词里通配符太多，最多 6 个", "distance": "邻近距离最大为 200",
    "date": "日期应写作 2020、2020-07、2020-07-16 或 2020-01..2020-06",
}
"""QueryFault.code → what is wrong."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `marked` if it is (part of) a match."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class HitLine:
    """One hit: pieces of its title, snippets as lists of pieces, and how it matched."""

    article: ArticleLine
    issue_label: str
    title: tuple[Piece, ...]
    snippets: tuple[tuple[Piece, ...], ...]
    matched: str
    matched_label: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, how many hits have it, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet with its values, the chosen ones first."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of an answer. `filters` holds what was asked for, as given."""

    query: str
    total: int
    hits: tuple[HitLine, ...]
    facets: tuple[Facet, ...]
    filters: Mapping[str, Sequence[str]]
    sort: str
    page: int
    pages: int


def search(
    store: Database, searcher: Searcher, gazetteer: Gazetteer, query: str, filters: dict[str, Sequence[str]], *,
    sort: str, page: int, size: int, limit: int,
) -> SearchPage:  # fmt: skip
    """One page of hits. Raises QueryError with the place the query cannot be read at."""
    filters = {name: tuple(dict.fromkeys(values)) for name, values in filters.items() if values}
    _check(query, filters, sort, page, limit)
    try:
        results = searcher.search(query, filters=filters, sort=sort, page=page, size=size)
    except QueryFault as error:
        reason = FAULTS.get(error.code, "检索式无法理解")
        raise QueryError(reason, position=error.position, place=around(query, error.position)) from error
    lines = {line.id: line for hit in results.hits if (line := queries.article_line(store, hit.id))}
    texts = queries.texts(store, list(lines))
    hits = tuple(_hit(store, lines[hit.id], hit, texts[hit.id][0]) for hit in results.hits if hit.id in lines)
    facets = tuple(_facet(store, gazetteer, name, results.facets.get(name, []), filters.get(name, ())) for name in dict.fromkeys((*SHOWN, *filters)))
    pages = max(1, -(-results.total // size))
    return SearchPage(query, results.total, hits, facets, filters, sort, page, pages)


def _check(query: str, filters: Mapping[str, Sequence[str]], sort: str, page: int, limit: int) -> None:
    if len(query) > limit:
        raise QueryError(f"检索式超过 {limit} 个字符", position=limit, place=query[:30] + "…")
    if not 1 <= page <= 10_000:
        raise QueryError("页码超出范围")
    if sort not in SORT_LABELS:
        raise QueryError("没有这种排序", place=sort[:30])
    unknown = sorted(set(filters) - set(FACET_LABELS))
    if unknown:
        raise QueryError(f"没有这个筛选项：{unknown[0][:30]}")
    if sum(len(values) for values in filters.values()) > 50 or any(len(v) > 200 for values in filters.values() for v in values):
        raise QueryError("筛选条件过多或过长")


def around(query: str, position: int) -> str:
    """The query with ▸ before the character at which it cannot be read; of a long one what stands around it."""
    start, end = max(0, position - 30), position + 30
    return ("…" if start else "") + query[start:position] + "▸" + query[position:end] + ("…" if end < len(query) else "")


def pieces(text: str, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The text cut at its marks; marks are half-open offsets in order and do not overlap."""
    parts, last = [], 0
    for start, end in marks:
        parts += [Piece(text[last:start], False), Piece(text[start:end], True)]
        last = end
    parts.append(Piece(text[last:], False))
    return tuple(part for part in parts if part.text)


def issue_label(issue: object) -> str:
    """How an issue is called: 第18期（总第850期）, with the year where there is no running total."""
    number, total, year = (getattr(issue, name) for name in ("issue_no", "total_no", "year"))
    if number is None:
        return ""
    return f"{f'{year}年' if year else ''}第{number}期" + (f"（总第{total}期）" if total else "")


def _hit(store: Database, line: ArticleLine, hit: Hit, title: str) -> HitLine:
    issue = queries.issue(store, line.bulletin_id)
    snippets = tuple(pieces(snippet.text, snippet.marks) for snippet in hit.snippets)
    return HitLine(line, issue_label(issue) if issue else "", pieces(title, hit.title_marks), snippets, hit.matched, MATCH_LABELS[hit.matched])


def _facet(store: Database, gazetteer: Gazetteer, name: str, counts: Sequence[tuple[str, int]], chosen: Sequence[str]) -> Facet:
    present = dict(counts)
    order = [*chosen, *(value for value in present if value not in chosen)]
    values = tuple(
        FacetValue(value, label(store, gazetteer, name, value), present.get(value, 0), value in chosen) for value in order
    )
    return Facet(name, FACET_LABELS[name], values)


def label(store: Database, gazetteer: Gazetteer, name: str, value: str) -> str:
    """The words for a facet's value: a person's or office's name, a place's full name."""
    if name in ("person", "office", "document"):
        entity = entities.entity(store, value)
        return entity.name if entity else value
    if name == "place" and value in gazetteer.by_code:
        return gazetteer.by_code[value].name
    if name == "issue":
        issue = queries.issue(store, value)
        return (issue_label(issue) or issue.date) if issue else value
    return f"{value}年" if name == "year" else value
