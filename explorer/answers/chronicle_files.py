"""A chronicle as a file: Markdown, CSV, DOCX. Its words are Chinese, as its sentences are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from explorer.answers.chronicle import MONTH, NO_YEAR, VAGUE, YEAR, Entry
from explorer.answers.docx import Paragraph, document
from explorer.answers.tabular import csv_chunks

_COLUMNS = (
    ("date", "日期"), ("until", "至"), ("exact", "日期精度"), ("wording", "原文日期"), ("quote", "记事"), ("issue", "期次"), ("told", "刊发日期"),
    ("attribution", "供稿单位"), ("title", "题名"), ("article", "文章编号"), ("start", "起"), ("end", "止"), ("address", "地址"),
)  # fmt: skip
_EXACT = {"day": "日", "month": "月", "year": "年", VAGUE: "约略", NO_YEAR: "年份不详"}
_MARKED = re.compile(r"([\\`*_\[\]<>|~&$])")
NOTE = "逐条出自所收录的简报，引用时请以原文为准。同日同文只记一条；只载年、月者列于该年、该月之末；原文只说“近日”等的，列于刊发之日，注“刊”。"

Address = Callable[[str, int, int], str]
"""Where a sentence is read: of an article's id and two offsets; '' where there is no such place."""


def nowhere(article: str, start: int, end: int) -> str:
    """For a file that is read without the site."""
    return ""


def day(entry: Entry) -> str:
    """The date as a chronicle writes it: 7月16日, 9月23日—25日, 是月, 是年, 近日（7月20日刊）."""
    if entry.exact == VAGUE:
        told = entry.sources[0].telling.told
        return f"{entry.wording}（{_written(told)}刊）" if told else entry.wording
    if entry.until and entry.exact in (YEAR, MONTH):
        return entry.wording
    if entry.exact == YEAR:
        return "是年"
    if entry.exact == MONTH:
        return f"{int(entry.date[5:7])}月"
    written = _day(entry.date)
    if entry.until:
        same = entry.until[:7] == entry.date[:7]
        written += "—" + (f"{int(entry.until[8:])}日" if same else _day(entry.until))
    return written + ("（年份不详）" if entry.exact == NO_YEAR else "")


def year(name: str) -> str:
    """The heading of a year."""
    return f"{name}年" if name else "年份不详"


def markdown(title: str, entries: Iterable[Entry], address: Address = nowhere) -> Iterator[str]:
    """Markdown in pieces: headings by year, an item each event; what Markdown or HTML would take for marks is escaped."""
    yield f"# {_plain(title)}\n\n{_plain(NOTE)}\n"
    for name, group in groupby(entries, key=lambda entry: entry.year):
        yield f"\n## {year(name)}\n\n"
        for entry in group:
            yield f"- **{_plain(day(entry))}**　{_plain(entry.quote)}（{'；'.join(_sources(entry, address))}）\n"


def as_rows(entries: Iterable[Entry], address: Address = nowhere) -> Iterator[str]:
    """CSV in pieces: a row for each place that tells an event."""
    rows = (
        {"date": entry.date, "until": entry.until, "exact": _EXACT[entry.exact], "wording": entry.wording, "quote": entry.quote, "issue": told.issue,
         "told": told.telling.told, "attribution": told.telling.attribution, "title": told.telling.title, "article": told.telling.article_id,
         "start": told.telling.start, "end": told.telling.end, "address": address(told.telling.article_id, told.telling.start, told.telling.end)}
        for entry in entries for told in entry.sources
    )  # fmt: skip
    return csv_chunks(rows, _COLUMNS)


def as_docx(title: str, entries: Iterable[Entry], address: Address = nowhere) -> bytes:
    """A document for Word or WPS: title, a heading a year, a paragraph an event; each source links to its sentence."""
    return document(title, _paragraphs(title, entries, address))


def _paragraphs(title: str, entries: Iterable[Entry], address: Address) -> Iterator[Paragraph]:
    yield Paragraph("Title", ((title, False, ""),))
    yield Paragraph("Note", ((NOTE, False, ""),))
    for name, group in groupby(entries, key=lambda entry: entry.year):
        yield Paragraph("Heading1", ((year(name), False, ""),))
        for entry in group:
            yield Paragraph("Normal", ((day(entry), True, ""), (f"　{_one_line(entry.quote)}", False, "")))
            yield Paragraph("Source", tuple(_linked(entry, address)))


def _linked(entry: Entry, address: Address) -> Iterator[tuple[str, bool, str]]:
    for number, told in enumerate(entry.sources):
        place = told.telling
        yield ("；" if number else "", False, "")
        yield (_source(told.issue, place.told, place.attribution, place.title), False, address(place.article_id, place.start, place.end))


def _sources(entry: Entry, address: Address) -> Iterator[str]:
    for told in entry.sources:
        place = told.telling
        name, url = _plain(_source(told.issue, place.told, place.attribution, place.title)), address(place.article_id, place.start, place.end)
        yield f"[{name}](<{url}>)" if url else f"{name}，{place.article_id}"


def _source(issue: str, told: str, attribution: str, title: str) -> str:
    return "，".join(part for part in (issue, told, f"《{_one_line(title)}》" if title else "", attribution) if part)


def _day(date: str) -> str:
    return f"{int(date[-5:-3])}月{int(date[-2:])}日"


def _written(date: str) -> str:
    return _day(date) if len(date) == 10 else date


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _plain(text: str) -> str:
    """Text without meaning to Markdown."""
    return _MARKED.sub(r"\\\1", _one_line(text))
