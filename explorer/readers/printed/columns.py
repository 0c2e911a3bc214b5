"""From words on a sheet to lines in reading order. No library: plain geometry.

Reading order is that of an XY-cut (Nagy and Seth 1984) of depth two: a sheet is cut across where something spans it, and
down where a gutter stays free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, inf, sin
from statistics import median

from explorer.readers.printed.words import Word, cells, letters, spelled

_UNCLEAR = 0.6
"""Characters less sure than this are named."""
_TELLING = 6
"""Characters a line must have for their distance to be its own measure: the engine tells places to a sixth of one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, the margins of the column it stands in, the width of a character, and the distance of lines."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    margins: tuple[float, float] = (0.0, 0.0)
    pitch: float = 0.0
    column: int = 0
    unclear: str = ""
    blank: bool = False
    """Whether a blank is set behind its last character, as where a line breaks at one."""


def lines(words: list[Word]) -> list[Line]:
    """The lines of a sheet in reading order, each with the measures of its column."""
    return [line for column, block in enumerate(_blocks(_level(words))) for line in _set(_rows(block), column)]


def _level(words: list[Word]) -> list[Word]:
    """As if the sheet had lain straight: turned back by the slope that its longer words have."""
    slopes = [word.slope for word in words if word.right - word.left > 4 * (word.bottom - word.top)]
    slope = median(slopes) if slopes else 0.0
    if not 0.002 < abs(slope) < 0.2:
        return words
    c, s = cos(slope), sin(slope)
    return [word.moved(lambda x, y: (x * c + y * s, y * c - x * s)) for word in words]


def _blocks(words: list[Word]) -> Iterator[list[Word]]:
    """Columns in reading order; what stands across the gutter divides the columns above it from those below."""
    gutter = _gutter(words)
    if gutter is None:
        yield words
        return
    across = sorted((word for word in words if word.left < gutter < word.right), key=lambda word: word.middle)
    rest = [word for word in words if not word.left < gutter < word.right]
    for head in [*across, None]:
        band = [word for word in rest if head is None or word.middle < head.middle]
        rest = [word for word in rest if not (head is None or word.middle < head.middle)]
        yield from filter(None, ([word for word in band if word.right <= gutter], [word for word in band if word.right > gutter]))
        if head:
            yield [head]


def _gutter(words: list[Word]) -> float | None:
    """Where two columns of text part: free over most of the sheet, with lines on both sides that fill their column."""
    if len(words) < 8:
        return None
    left, right = min(word.left for word in words), max(word.right for word in words)
    best: tuple[int, float] | None = None
    for step in range(61):
        at = left + (right - left) * (0.35 + 0.005 * step)
        across = sum(word.left < at < word.right for word in words)
        if best is None or across < best[0]:
            if across <= len(words) * 0.2 and _columns(words, at, left, right):
                best = (across, at)
    return best[1] if best else None


def _columns(words: list[Word], at: float, left: float, right: float) -> bool:
    """Whether both sides of `at` hold at least three lines, side by side, most of which are as wide as a column."""
    sides = [word for word in words if word.right <= at], [word for word in words if word.left >= at]
    if min(map(len, sides)) < 3:
        return False
    full = [sum(word.right - word.left > 0.7 * width for word in side) for side, width in zip(sides, (at - left, right - at), strict=True)]
    beside = min(max(w.bottom for w in side) for side in sides) - max(min(w.top for w in side) for side in sides)
    return all(count >= 0.5 * len(side) for count, side in zip(full, sides, strict=True)) and beside > 0


def _rows(words: list[Word]) -> Iterator[list[Word]]:
    """Words that stand side by side, from the left: the middle of one lies within the height of the other."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        row = next((row for row in reversed(rows[-3:]) if _beside(row[-1], word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return (sorted(row, key=lambda word: word.left) for row in rows)


def _beside(one: Word, other: Word) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def _set(rows: Iterable[list[Word]], column: int) -> list[Line]:
    """Rows of one column as lines that know its margins: the edges that most of its lines share."""
    rows = list(rows)
    if not rows:
        return []
    sizes = [size for row in rows for word in row if (size := word.pitch)] or [row[0].bottom - row[0].top for row in rows]
    size = max(median(sizes), 1.0)
    left = _edge([row[0].left for row in rows], size, -1)
    right = _edge([max(word.right for word in row) for row in rows], size, 1) if len(rows) > 1 else inf  # a line alone is not full
    steps = [b[0].middle - a[0].middle for a, b in zip(rows, rows[1:], strict=False)]
    pitch = median(steps) if steps else 2 * size
    return [_line(row, size, (left, right), pitch, column) for row in rows]


def _edge(places: list[float], size: float, side: int) -> float:
    """The outermost place that several lines share; of a few lines the outermost."""
    counts = Counter(round(place / size) for place in places)
    shared = [shared_at for shared_at, count in counts.items() if count >= max(2, len(places) * 0.15)]
    if not shared:
        return max(places) if side > 0 else min(places)
    chosen = max(shared) if side > 0 else min(shared)
    return median([place for place in places if round(place / size) == chosen])


def _line(row: list[Word], size: float, margins: tuple[float, float], pitch: float, column: int) -> Line:
    own = median([word.pitch for word in row if word.em or word.pitch and len(word.text) >= _TELLING] or [size])
    chars = cells(row, own)
    unclear = letters(chars, _UNCLEAR)
    middle = median(word.middle for word in row)
    return Line(spelled(chars, exact=row[0].em > 0), row[0].left, max(word.right for word in row), middle, own, margins, pitch, column, unclear, row[-1].blank)
