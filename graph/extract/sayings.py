"""The leader's own words behind 批示：, and lists of demands (一是…二是…)."""

from __future__ import annotations

import re

from graph.extract.reading import Reading
from graph.patterns import HAN, ORDINAL, Span, at

_POINT = re.compile(rf"(?:(?P<n>[{ORDINAL}]{{1,2}})(?:是|要)|[（(]?(?P<m>[{ORDINAL}]{{1,2}})[、）)])")
_WORDS = re.compile(r"[ ]*(?:指出|强调|要求|写道)?[ ]*(?:(?:[是为]|内容[是为])?[：:]|，(?=要求|指出|强调|请(?!示))|(?=“))[ ]*")
_NEXT = re.compile(rf"^(?:(?:(?:19|20)\d\d年)?\d{{1,2}}月\d{{1,2}}日|[（(]|会后|会上|随后|据悉|目前|近日|日前|截至|下一步|接到|收到|{HAN}{{0,6}}(?:同日|次日|随后))")
_LONG = 30
"""A sentence behind a 批示 that is longer than this is not the leader's: they are short."""


def words(reading: Reading, at_: int) -> tuple[int, str]:
    """The leader's own words behind the colon: to the closing quotation mark, or while short sentences follow."""
    text = reading.text
    lead = _WORDS.match(text, at_)
    if not lead:
        return at_, ""
    if text[lead.end() : lead.end() + 1] in "“\"":
        close = re.compile(r"[”\"]").search(text, lead.end() + 1)
        if close:
            return close.end(), reading.printed(lead.end() + 1, close.start())
    line = text.find("\n", lead.end())
    limit = line if line >= 0 else len(text)
    end = lead.end()
    for span in reading.sentences:
        if span.end <= lead.end():
            continue
        first = span.start <= lead.end()
        if span.start >= limit or not first and not _continues(reading, span):
            break
        end = min(span.end, limit)
    return end, reading.printed(lead.end(), end).strip()


def _continues(reading: Reading, span: Span) -> bool:
    """Whether a sentence still belongs to an unquoted 批示: short, and not opened by a date, a person or an office."""
    text = reading.text[span.start : span.end]
    opened = any(h.start == span.start for h in reading.offices) or any(h.start - span.start <= 1 and h.start >= span.start for h in reading.people)
    return len(text) <= _LONG and not _NEXT.match(text) and not opened


def points(reading: Reading, position: int) -> list[str]:
    """一是…二是…: the demands as a list, over the paragraphs that carry them on."""
    points: list[str] = []
    text, paragraph = reading.text, at(reading.paragraphs, position - 1)
    region = text[position : paragraph.end] if paragraph else ""
    for following in reading.paragraphs:
        if paragraph and following.start > paragraph.end and _POINT.match(text, following.start):
            region += "\n" + text[following.start : following.end]
        elif paragraph and following.start > paragraph.end:
            break
    wanted, marks = list(ORDINAL), []
    for match in _POINT.finditer(region):
        if wanted and (match["n"] or match["m"]) == wanted[0]:
            marks.append(match)
            wanted.pop(0)
    for mark, following in zip(marks, [*marks[1:], None]):
        piece = region[mark.end() : following.start() if following else len(region)]
        points.append(re.split(r"\n|[（(][^（）()]{2,30}[）)]\s*$", piece)[0].strip(" ；;。，,"))
    if len(points) > 1 and not any("。" in point for point in points[:-1]):
        points[-1] = points[-1].split("。")[0]
    return [point for point in points if point]
