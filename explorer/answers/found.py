"""Search results as they are shown: hits with marks, how each matched, facets, and what else might be meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from explorer.answers.facets import FACET_LABELS, SHOWN, Facet, FacetValue, Histogram, facets, histogram, issue_label, labelled
from explorer.answers.meant import instead
from explorer.errors import QueryError
from explorer.fulltext import Fulltext
from explorer.store import queries
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Issue
from graph.gazetteer import Gazetteer
from index.errors import QueryFault
from index.names import Names
from index.results import Hit, Results

MATCH_LABELS = {"exact-title": "标题原文", "exact-body": "正文原文", "alias": "其他名称", "words": "按词匹配", "all": ""}
SORT_LABELS = {"relevance": "相关度", "newest": "日期从新到旧", "oldest": "日期从旧到新", "issue": "期次从新到旧"}
GROUP_LABELS = {"person": "按人物", "office": "按机构"}
FAULTS = {
    "long": "检索式太长", "terms": "检索词太多，最多 32 个", "bracket": "括号不成对", "operand": "此处缺少检索词", "deep": "括号套得太深",
    "field": "字段名后缺少内容", "wildcards": "一个词里通配符太多，最多 6 个", "distance": "邻近距离最大为 200",
    "date": "日期应写作 2020、2020-07、2020-07-16 或 2020-01..2020-06",
}
"""QueryFault.code → what is wrong."""

_GROUPS, _IN_GROUP = 12, 3
_PRINTED = 3
"""Printed forms that the line on a hit names."""
_PLACES = 4_000
"""More than there are divisions: the tree of places is counted whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `marked` if it is (part of) a match."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class HitLine:
    """One hit: pieces of its title, snippets as lists of pieces, and how it matched.

    `printed`: forms in which it prints what was asked for, where they are not those that were typed.
    """

    article: ArticleLine
    issue_label: str
    title: tuple[Piece, ...]
    snippets: tuple[tuple[Piece, ...], ...]
    matched: str
    matched_label: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The hits that name one person or office: how many, and the first few."""

    value: FacetValue
    hits: tuple[HitLine, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A search, as it is asked for: an address can hold it."""

    query: str
    filters: Mapping[str, Sequence[str]]
    sort: str = "relevance"
    page: int = 1
    size: int = 10
    expand: bool = True
    group: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of an answer. `filters` holds what was asked for, as given; `instead` a query that would find something; `at_least`: there
    may be more than `total`, because not all candidates were looked through."""

    query: str
    total: int
    hits: tuple[HitLine, ...]
    facets: tuple[Facet, ...]
    filters: Mapping[str, Sequence[str]]
    sort: str
    page: int
    pages: int
    expand: bool
    group: str
    histogram: Histogram
    groups: tuple[Group, ...] = ()
    instead: str = ""
    at_least: bool = False


class Finder:
    """Asks the index and dresses its answer with what the store knows."""

    def __init__(self, store: Database, searcher: Fulltext, gazetteer: Gazetteer, names: Names) -> None:
        self._store, self._searcher, self._gazetteer, self._names = store, searcher, gazetteer, names

    def search(self, asking: Asking) -> SearchPage:
        """One page of hits. Raises QueryError with the place the query cannot be read at."""
        asking = checked(asking)
        results = self._ask(asking)
        shown = facets(self._store, self._gazetteer, results.facets, asking.filters)
        other = instead(self._searcher, self._names, asking.query) if not results.total and not asking.filters else ""
        return SearchPage(
            asking.query, results.total, self._lines(results.hits, results.terms), shown, asking.filters, asking.sort, asking.page,
            max(1, -(-results.total // asking.size)), asking.expand, asking.group,
            histogram(results.facets, results.months, asking.filters), self._groups(asking, results), other, results.at_least,
        )  # fmt: skip

    def ids(self, asking: Asking) -> list[str]:
        """The ids of a page of hits, in order. Raises QueryError."""
        return [hit.id for hit in self._ask(checked(asking)).hits]

    def _ask(self, asking: Asking) -> Results:
        with reported(asking.query):
            return self._searcher.search(
                asking.query, filters=asking.filters, sort=asking.sort, page=asking.page, size=asking.size,
                facets=tuple(dict.fromkeys((*SHOWN, "year", *(name for name in asking.filters if name != "month")))),
                facet_sizes={"place": _PLACES, "year": 200}, expand=asking.expand,
            )  # fmt: skip

    def _groups(self, asking: Asking, results: Results) -> tuple[Group, ...]:
        if not asking.group:
            return ()
        counts = dict(results.facets[asking.group][:_GROUPS])
        labels = labelled(self._store, self._gazetteer, {asking.group: counts})
        groups = []
        for value, count in counts.items():
            inner = replace(asking, filters={**asking.filters, asking.group: (value,)}, page=1, size=_IN_GROUP)
            hits = self._ask(inner)
            groups.append(Group(FacetValue(value, labels[asking.group, value], count, False), self._lines(hits.hits, hits.terms)))
        return tuple(groups)

    def _lines(self, hits: Sequence[Hit], terms: Sequence[str]) -> tuple[HitLine, ...]:
        """The hits that the store still has."""
        ids = [hit.id for hit in hits]
        lines, texts = queries.article_lines(self._store, ids), queries.texts(self._store, ids)
        issues = queries.issues_of(self._store, {line.bulletin_id for line in lines.values()})
        return tuple(_line(lines[hit.id], issues.get(lines[hit.id].bulletin_id), hit, texts[hit.id][0], terms) for hit in hits if hit.id in lines)


class reported:
    """Within the block a fault of the query is a QueryError that shows its place."""

    def __init__(self, query: str) -> None:
        self._query = query

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, QueryFault):
            reason = FAULTS.get(error.code, "检索式无法理解")
            raise QueryError(reason, position=error.position, place=around(self._query, error.position)) from error


def checked(asking: Asking) -> Asking:
    """The same without empty filters. Raises QueryError on what cannot be asked for."""
    filters = {name: tuple(dict.fromkeys(values)) for name, values in asking.filters.items() if values}
    if not 1 <= asking.page <= 10_000:
        raise QueryError("页码超出范围")
    if asking.sort not in SORT_LABELS:
        raise QueryError("没有这种排序", place=asking.sort[:30])
    if asking.group and asking.group not in GROUP_LABELS:
        raise QueryError("没有这种分组", place=asking.group[:30])
    unknown = sorted(set(filters) - set(FACET_LABELS))
    if unknown:
        raise QueryError(f"没有这个筛选项：{unknown[0][:30]}")
    if sum(len(values) for values in filters.values()) > 50 or any(len(v) > 200 for values in filters.values() for v in values):
        raise QueryError("筛选条件过多或过长")
    return replace(asking, filters=filters)


def around(query: str, position: int) -> str:
    """The query with ▸ before the character at which it cannot be read; of a long one what stands around it."""
    start, end = max(0, position - 30), position + 30
    return ("…" if start else "") + query[start:position] + "▸" + query[position:end] + ("…" if end < len(query) else "")


def pieces(text: str, marks: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """The text cut at its marks; marks are half-open offsets in order and do not overlap."""
    parts, last = [], 0
    for start, end in marks:
        parts += [Piece(text[last:start], False), Piece(text[start:end], True)]
        last = end
    parts.append(Piece(text[last:], False))
    return tuple(part for part in parts if part.text)


def _line(line: ArticleLine, issue: Issue | None, hit: Hit, title: str, terms: Sequence[str]) -> HitLine:
    typed = {_joined(term) for term in terms}
    other = [form for form in dict.fromkeys(map(_joined, hit.printed)) if form not in typed]
    snippets = tuple(pieces(snippet.text, snippet.marks) for snippet in hit.snippets)
    return HitLine(
        line, issue_label(issue) if issue else "", pieces(title, hit.title_marks), snippets, hit.matched, MATCH_LABELS[hit.matched],
        tuple(other[:_PRINTED]) if hit.matched != "all" else (),
    )  # fmt: skip


def _joined(text: str) -> str:
    return "".join(text.split())
