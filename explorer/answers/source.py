"""The source of an issue beside what was read from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explorer.answers.facets import issue_label
from explorer.errors import NotFound
from explorer.model import ARTICLE, Article, Reading
from explorer.store import queries
from explorer.store.database import Database
from explorer.store.rows import Issue
from explorer.text import MENDED

_DIM = 0.9
"""A page read by OCR less surely than this deserves a look."""
_LONG_TITLE, _SHORT_BODY = 60, 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the source's characters: taken into the text of an issue's part, or left out (furniture of the page)."""

    text: str
    taken: bool


@dataclass(frozen=True, slots=True)
class SourceLeaf:
    """One page of the source; `confidence` is None where its characters are certain."""

    number: int
    stretches: tuple[Stretch, ...]
    confidence: float | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """An issue's source, page by page, its parts, and what a person should look at."""

    issue: Issue
    label: str
    form: str
    steps: tuple[str, ...]
    leaves: tuple[SourceLeaf, ...]
    parts: tuple[Article, ...]
    doubts: tuple[str, ...]


def source_page(store: Database, issue_id: str) -> SourcePage:
    """Raises NotFound for an issue that is not here, or whose source was not kept by the version that read it."""
    issue, reading = queries.issue(store, issue_id), queries.reading(store, issue_id)
    if issue is None or reading is None:
        raise NotFound("没有这一期的原文", place=issue_id[:40])
    parts = queries.articles(store, issue_id)
    return SourcePage(issue, issue_label(issue), reading.form, reading.steps, tuple(_leaves(reading, parts)), parts, tuple(doubts(issue.date, parts, reading)))


def page_of(reading: Reading, article: Article, offset: int) -> int | None:
    """The page of the source, from 1, on which a character of an article stands; None where the source has one page or the
    character was put back."""
    if len(reading.pages) < 2:
        return None
    at = next((origin + offset - start for start, origin, length in article.origins if start <= offset < start + length and origin != MENDED), None)
    return None if at is None else bisect_right(reading.pages, at)


def doubts(date: str, parts: Sequence[Article], reading: Reading) -> Iterator[str]:
    """What a person should look at."""
    if not date:
        yield "没有读出日期"
    for number, sure in enumerate(reading.confidence, 1):
        if sure < _DIM:
            yield f"第 {number} 页识别可信度只有 {sure:.2f}"
    for article in parts:
        if article.part == ARTICLE:
            yield from _doubts_of(article)


def _doubts_of(article: Article) -> Iterator[str]:
    if len(article.title) > _LONG_TITLE:
        yield f"题名过长，可能并入了正文：{article.title[:30]}…"
    if len(article.body) < _SHORT_BODY:
        yield f"正文过短：{article.title[:30]}"
    if article.mended:
        yield f"补出了原文脱漏的 {len(article.mended)} 个字：{article.title[:30]}"


def _leaves(reading: Reading, parts: Sequence[Article]) -> Iterator[SourceLeaf]:
    taken = sorted((origin, origin + length) for part in parts for _, origin, length in part.origins if origin != MENDED)
    ends = [*reading.pages[1:], len(reading.text)]
    for number, (start, end) in enumerate(zip(reading.pages, ends), 1):
        sure = reading.confidence[number - 1] if reading.confidence else None
        yield SourceLeaf(number, tuple(_stretches(reading.text, start, end, taken)), sure)


def _stretches(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """White space between what was taken belongs to it."""
    at = start
    for first, last in taken:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if text[at:first].strip():
            yield Stretch(text[at:first], False)
        elif at < first:
            yield Stretch(text[at:first], True)
        yield Stretch(text[first:last], True)
        at = last
    if at < end:
        yield Stretch(text[at:end], not text[at:end].strip())

