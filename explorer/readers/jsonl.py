"""JSON Lines: articles out of somebody's database, one object a line (https://jsonlines.org).

Keys: `title` and `text` (or `body`, which may be HTML) are needed; `date` (2020-07-20), `section`, `attribution`, `series`, `issue_no`,
`total_no`, `source` (the office or site that published it) and `url` may be given; others are let be.

It is a container: the lines of one issue become one file, in the form the issue would be printed in; a line that belongs to no issue
becomes a page of its own. So the text is parsed, stored and shown like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from explorer.errors import EmptyFile, FileTooLarge, InputError, UnreadableFile
from explorer.readers import plain
from explorer.readers.web import html
from explorer.readers.base import Format, Limits, Member

_KEYS = ("title", "date", "section", "attribution", "series", "source", "url")
_START = re.compile(rb"""(?:\xef\xbb\xbf)?\s*\{\s*"(?:id|title|text|body|date|section|attribution|series|issue_no|total_no|url|source)"\s*:""")
_DATE = re.compile(r"((?:19|20)\d\d)(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_MARKUP = re.compile(r"<(?:p|br|div|span|section)\b[^<>]*>", re.IGNORECASE)
_SERIES = re.compile(r"[\u3400-\u9fff]{3,24}")
_OFFICE = re.compile(r"[\u3400-\u9fff（）()]{4,40}")
_ODD = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')
_TITLE, _SECTION, _LINE = 70, 12, 10_000_000
"""Longest title and section that the parser takes for such, longest line in bytes."""
_REMEDY = "请按说明改正这一行；其余各行不受影响。"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that is right: its number, its values as one line each, and the paragraphs."""

    number: int
    values: dict[str, str]
    numbers: tuple[int | None, int | None]
    paragraphs: list[str]

    @property
    def issue(self) -> tuple[object, ...]:
        """What the lines of one issue have in common; the line alone where it is of none, or would not end visibly in it."""
        of_issue = self.values["series"] or self.numbers[0] or self.values["section"]
        ends = bool(self.values["attribution"]) or self.paragraphs[-1].endswith(("）", ")"))
        common = (self.values["series"], *self.numbers, self.values["date"], self.values["source"])
        return common if of_issue and ends else (self.number,)


def open_(content: bytes, limits: Limits) -> Iterator[Member | InputError]:
    """A file for each issue and each single article, in the order of their first lines.

    A line that is wrong is yielded as the error, with its number as the place. Raises EmptyFile, FileTooLarge, NotText or
    BrokenEncoding (UTF-16 alone; in other encodings the error is of its line).
    """
    lines = plain.decode(content).encode().split(b"\n") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else content.split(b"\n")
    if sum(1 for line in lines if line.strip()) > limits.members:
        raise FileTooLarge(f"超过 {limits.members:,} 行", remedy="请分成几个文件。")
    found: dict[tuple[object, ...], list[_Entry] | InputError] = {}
    for number, line in enumerate(lines, 1):
        if line.strip(b" \t\r\xef\xbb\xbf"):
            _sort(number, line, found)
    if not found:
        raise EmptyFile("文件里没有一行数据")
    return (entry if isinstance(entry, InputError) else _member(entry) for entry in found.values())


def _sort(number: int, line: bytes, found: dict[tuple[object, ...], list[_Entry] | InputError]) -> None:
    try:
        entry = _entry(number, line)
        group = found.setdefault(entry.issue, [])
        assert isinstance(group, list)  # errors are kept under keys of their own
        group.append(entry)
    except InputError as error:
        error.place = f"第 {number} 行"
        found["error", number] = error


def _entry(number: int, line: bytes) -> _Entry:
    """One line, checked; raises UnreadableFile that says what is wrong, BrokenEncoding, FileTooLarge."""
    data = _object(line)
    values = {key: _text(data, key) for key in _KEYS}
    body = data.get("text") or data.get("body")
    if not values["title"] or not isinstance(body, str) or not body.strip():
        raise _wrong("缺少 title 或 text（body），或不是文字")
    if len(values["title"]) > _TITLE or len(values["section"]) > _SECTION:
        raise _wrong(f"title 超过 {_TITLE} 字，或 section 超过 {_SECTION} 字")
    if values["series"] and not _SERIES.fullmatch(values["series"]):
        raise _wrong("series 应为 3 至 24 个汉字，不含期号")
    values["date"] = _day(values["date"])
    return _Entry(number, values, (_number(data, "issue_no"), _number(data, "total_no")), _paragraphs(body))


def _object(line: bytes) -> dict[str, object]:
    if len(line) > _LINE:
        raise FileTooLarge(f"这一行超过 {_LINE:,} 字节", remedy=_REMEDY)
    try:
        data = json.loads(plain.decode(line))
    except (ValueError, RecursionError) as error:  # JSONDecodeError, or a number of too many digits
        raise _wrong("不是有效的 JSON") from error
    if not isinstance(data, dict):
        raise _wrong("不是 JSON 对象（{…}）")
    return data


def _text(data: dict[str, object], key: str) -> str:
    """The value on one line; a number counts as its digits (a date 20200720), null as nothing."""
    value = data.get(key)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _wrong(f"{key} 应为文字")
    return " ".join(_sound(str(value)).split())


def _number(data: dict[str, object], key: str) -> int | None:
    value = data.get(key)
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not re.fullmatch(r"[1-9][0-9]{0,4}", str(value).strip()):
        raise _wrong(f"{key} 应为正整数")
    return int(str(value))


def _day(value: str) -> str:
    """A date as ISO; raises UnreadableFile for what is none."""
    import datetime

    match = _DATE.match(value)
    if not value or match is None:
        if value:
            raise _wrong("date 应为 2020-07-20 这样的日期")
        return ""
    try:
        return datetime.date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5])).isoformat()
    except ValueError as error:
        raise _wrong("date 不是有效的日期") from error


def _paragraphs(body: str) -> list[str]:
    """The lines of a body; one in HTML is read as such."""
    body = _sound(body)
    if _MARKUP.search(body):
        body = html.reading(body.encode(), charset="utf-8", whole=True).text
    found = [line.strip() for line in body.splitlines() if line.strip()]
    if not found:
        raise _wrong("text（body）里没有文字")
    return found


def _sound(text: str) -> str:
    """JSON can spell halves of characters, which no encoding can write."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _wrong(reason: str) -> UnreadableFile:
    return UnreadableFile(reason, remedy=_REMEDY)


def _member(entries: list[_Entry]) -> Member:
    first = entries[0]
    of_issue = first.values["series"] or first.numbers[0] or first.values["section"]
    lines = _issue(entries) if of_issue else _page(first)
    title = first.values["title"] if len(entries) == 1 or not of_issue else lines[0]
    name = f"第{first.number}行 {_ODD.sub(' ', title)[:60].strip()}.txt"
    return Member(name, ("\n".join(lines) + "\n").encode())


def _issue(entries: list[_Entry]) -> list[str]:
    """As it is printed: number, office and date, articles of no section (which would else fall to the one before), sections."""
    section, lines = "", [*_masthead(entries[0])]
    for entry in sorted(entries, key=lambda one: bool(one.values["section"])):
        if entry.values["section"] != section:
            section = entry.values["section"]
            lines += [f"【{section}】"] if section else []
        lines += [entry.values["title"], *_closed(entry)]
    return lines


def _masthead(entry: _Entry) -> Iterator[str]:
    number, total = entry.numbers
    printed = f"第{number}期" + (f"(总第{total}期)" if total else "") if number else ""
    if entry.values["series"] or printed:
        yield entry.values["series"] + printed
    if entry.values["date"]:
        year, month, day = map(int, entry.values["date"].split("-"))
        office = entry.values["source"] if _OFFICE.fullmatch(entry.values["source"]) else ""
        yield f"{office} {year}年{month}月{day}日".strip()


def _page(entry: _Entry) -> list[str]:
    """As a site shows it; the address stands where the breadcrumb would."""
    url, source, date = entry.values["url"], entry.values["source"] or entry.values["attribution"], entry.values["date"]
    posting = " ".join([*([f"来源：{source}"] if source else []), *([f"发布时间：{date}"] if date else [])])
    place = [f"当前位置：{url}"] if url and len(url) <= 150 and " " not in url else []
    return [*place, entry.values["title"], *([posting] if posting else []), *_closed(entry)]


def _closed(entry: _Entry) -> list[str]:
    """The paragraphs with the attribution behind the last one, unless it is there."""
    *others, last = entry.paragraphs
    name = entry.values["attribution"]
    if not name or re.search(rf"[（(]\s*{re.escape(name)}\s*[）)]$", last):
        return entry.paragraphs
    return [*others, f"{last} （{name}）"]


FORMAT = Format("jsonl", (".jsonl", ".ndjson"), lambda content: bool(_START.match(content)), open=open_)
