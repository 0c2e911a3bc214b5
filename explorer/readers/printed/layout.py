"""From sheets to pages of text: running heads and page numbers out, paragraphs in one.

Lines run on by the rules of Chinese type setting: the next word would not have fitted, and
the next line is not indented.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from explorer.readers.printed.columns import Line, lines
from explorer.readers.printed.words import Word
from explorer.text import comparable

_EDGE = 0.12
"""Share of a sheet's height, above and below, in which running heads and page numbers stand (GB/T 9704: 37 and 35 of 297 mm)."""
_PAGE_NUMBER = re.compile(r"[\s—–\-─一·.~]*(?:第?\s*\d{1,4}\s*页?|第?\d{1,4}页?[/共,，]*\d{1,4}页?)[\s—–\-─一·.~]*")
_REACH = 2
"""Sheets on each side among which a head is looked for again: left and right pages may have different ones."""
_HEAD = re.compile(r"【[^】]{1,12}】?$")
_ALIKE = 1.17
"""A title (小二, 18 pt, or more) is an eighth wider than the text (三号, 16 pt); justified lines differ by 1.13 at most."""
_OPENING, _CLOSING = "《〈（“‘【(", "，。、；：？！》〉）”’】)"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its words, wherever they stand on it."""

    width: float
    height: float
    words: list[Word]
    failed: bool = False
    """Whether the engine could not read it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as text, and how sure it is."""

    text: str
    confidence: float
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Leaf:
    lines: list[Line]
    height: float
    confidence: float
    failed: bool


def pages(sheets: Iterable[Sheet]) -> Iterator[Page]:
    """Each sheet as text, in order, when the two behind it have been seen."""
    window: deque[tuple[int, _Leaf]] = deque(maxlen=2 * _REACH + 1)
    waiting = 0
    for number, sheet in enumerate(sheets):
        window.append((number, _leaf(sheet)))
        if number >= _REACH:
            yield from _finished(window, waiting)
            waiting += 1
    while any(number == waiting for number, _ in window):
        yield from _finished(window, waiting)
        waiting += 1


def _finished(window: deque[tuple[int, _Leaf]], wanted: int) -> Iterator[Page]:
    """The page with the number `wanted`, its edges known by its neighbours."""
    leaf = next(leaf for number, leaf in window if number == wanted)
    kept = _without_edges(window, wanted)
    behind = _without_edges(window, wanted + 1) if any(number == wanted + 1 for number, _ in window) else []
    parts = [line.text + (_joint(line, after) if _runs_on(line, after) else "\n") for line, after in zip(kept, [*kept[1:], *behind[:1]], strict=False)]
    parts += [line.text + "\n" for line in kept[len(parts) :]]
    notes = tuple(f"第{at}行不清楚：{line.unclear}" for at, line in enumerate(leaf.lines, 1) if line.unclear)
    yield Page("".join(parts), leaf.confidence, ("无法识别",) if leaf.failed else notes)


def _without_edges(window: deque[tuple[int, _Leaf]], wanted: int) -> list[Line]:
    """The lines of a page, without its number and without what its neighbours have at the same place.

    The head of the first page stays: it may be the only place where the series and the number of the issue stand.
    """
    leaf = next(leaf for number, leaf in window if number == wanted)
    others = [other for number, other in window if 0 < abs(number - wanted) <= _REACH]
    kept = []
    for line in leaf.lines:
        top, bottom = line.middle < leaf.height * _EDGE, line.middle > leaf.height * (1 - _EDGE)
        number = (top or bottom) and _PAGE_NUMBER.fullmatch(line.text)
        again = (top and wanted or bottom) and any(_same(line, leaf, there, other) for other in others for there in _edges(other))
        if not number and not again:
            kept.append(line)
    return kept


def _edges(leaf: _Leaf) -> list[Line]:
    return [line for line in leaf.lines if not leaf.height * _EDGE < line.middle < leaf.height * (1 - _EDGE)]


def _same(line: Line, leaf: _Leaf, there: Line, other: _Leaf) -> bool:
    """Whether two pages bear the same words, but for numbers, at the same height and of the same size."""
    level = abs(line.middle / leaf.height - there.middle / other.height) < 0.02
    return level and abs(line.size - there.size) < line.size * 0.25 and _key(line.text) == _key(there.text)


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", comparable(text))


def _leaf(sheet: Sheet) -> _Leaf:
    words = sheet.words
    scores = [score for word in words for score in word.scores]
    sure = sum(scores) / len(scores) if scores else 0.0 if sheet.failed else 1.0  # an empty page is surely so
    return _Leaf(lines(words), max(sheet.height, 1.0), sure, sheet.failed)


def _runs_on(line: Line, after: Line) -> bool:
    """Whether the paragraph of a line goes on in the one that follows, perhaps in the next column or on the next page."""
    if max(line.size, after.size) > _ALIKE * min(line.size, after.size) or not line.text or not after.text or _HEAD.match(after.text):
        return False
    if line.column == after.column and not 0 < after.middle - line.middle < 1.5 * line.pitch and after.middle > line.middle:
        return False
    if line.left - line.margins[0] > 3 * line.size or after.left - after.margins[0] > 1.2 * line.size:
        return False
    return line.margins[1] - line.right < _needed(after.text) * line.size


def _joint(line: Line, after: Line) -> str:
    """What stands between two lines of a paragraph: a blank at which the line was broken, or one between words of letters."""
    words = line.text[-1:].isascii() and line.text[-1:].isalpha() and after.text[:1].isascii() and after.text[:1].isalpha()
    return " " if line.blank or words else ""


def _needed(text: str) -> float:
    """The width, in characters, of what could not be parted from the start of a line, and a little for the setting."""
    match = re.match(rf"[{_OPENING}]*(?:[\d.,%A-Za-z]+|.)[{_CLOSING}]*", text)
    return sum(0.55 if char.isascii() else 1.0 for char in match[0]) + 0.6 if match else 0.6
