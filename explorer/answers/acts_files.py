"""The ledger of acts as a file: CSV, Excel. Its words are Chinese, as what it tells is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from tempfile import TemporaryFile
from typing import IO

from explorer.answers.ledger_page import Entry
from explorer.answers.tabular import csv_chunks
from explorer.store.rows import Fact
from graph.confidence import band

COLUMNS = (
    ("date", "日期"), ("date_text", "原文日期"), ("leader", "领导"), ("leader_id", "领导编号"), ("post", "职务"), ("form", "方式"),
    ("target", "对象"), ("target_id", "对象编号"), ("what", "所及"), ("words", "批语"), ("points", "要求"), ("on", "就此批示而作"),
    ("about", "批于文章"), ("issue", "批于期次"), ("days", "距刊发天数"), ("told_in", "刊于期次"), ("told", "刊发日期"), ("title", "题名"),
    ("article", "文章编号"), ("quote", "原句"), ("band", "可信度"), ("confidence", "可信度数值"), ("implied", "推断"), ("decided", "人工核定"), ("address", "地址"),
)  # fmt: skip

_BANDS = {"high": "高", "middle": "中", "low": "低"}
_WIDTHS = {"date": 11, "leader": 12, "post": 24, "target": 28, "words": 48, "points": 48, "about": 36, "issue": 36, "title": 36, "quote": 60}
_LONGEST = 32_767
"""Characters that a cell of Excel holds."""
_LINKS = 65_530
"""Links that a sheet of Excel holds."""
_CHUNK = 1 << 16

Address = Callable[[Fact], str]


def nowhere(fact: Fact) -> str:
    """For a file that is read without the site."""
    return ""


def as_rows(entries: Iterable[Entry], address: Address = nowhere) -> Iterator[str]:
    """CSV in pieces, a row an act; the byte order mark is the caller's matter."""
    return csv_chunks((_row(entry, address) for entry in entries), COLUMNS)


def as_xlsx(entries: Iterable[Entry], address: Address = nowhere) -> Iterator[bytes]:
    """A workbook in pieces: a header that stays and filters, a row an act, each with a link to its sentence.

    All text is written as text, so that nothing printed in a bulletin is ever computed.
    """
    with TemporaryFile() as file:
        _workbook(file, entries, address)
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _workbook(file: IO[bytes], entries: Iterable[Entry], address: Address) -> None:
    import xlsxwriter

    # Rows leave memory as they are written: a ledger may have some ten thousand.
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("批示与肯定")
        bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
        for at, (name, _) in enumerate(COLUMNS):
            sheet.set_column(at, at, _WIDTHS.get(name, 12))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [header for _, header in COLUMNS], bold)
        last = 0
        for last, entry in enumerate(entries, 1):
            _write(sheet, last, _row(entry, address), wrapped)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)


def _write(sheet: object, number: int, row: Mapping[str, object], wrapped: object) -> None:
    for at, (name, _) in enumerate(COLUMNS):
        value = row[name]
        if isinstance(value, (int, float)):
            sheet.write_number(number, at, value, wrapped)  # type: ignore[attr-defined]
        elif value and name == "address" and number <= _LINKS:
            sheet.write_url(number, at, _text(value))  # type: ignore[attr-defined]
        elif value:
            sheet.write_string(number, at, _text(value), wrapped)  # type: ignore[attr-defined]


def _text(value: object) -> str:
    """What a cell can hold; half a surrogate pair cannot be written at all."""
    return str(value).encode("utf-8", "replace").decode("utf-8")[:_LONGEST]


def _row(entry: Entry, address: Address) -> dict[str, object]:
    act, fact = entry.act, entry.act.fact
    return {
        "date": fact.date, "date_text": fact.date_text, "leader": fact.subject.name, "leader_id": fact.subject.id, "post": act.post, "form": act.form,
        "target": fact.object.name, "target_id": fact.object.id, "what": act.what, "words": act.words, "points": "\n".join(act.points), "on": act.on,
        "about": act.about, "issue": act.issue, "days": act.days, "told_in": entry.told_in, "told": fact.article_date, "title": fact.article_title,
        "article": fact.article_id, "quote": fact.quote, "band": _BANDS[band(fact.confidence)], "confidence": round(fact.confidence, 2),
        "implied": "是" if fact.implied else "", "decided": "是" if fact.decided else "", "address": address(fact),
    }  # fmt: skip
