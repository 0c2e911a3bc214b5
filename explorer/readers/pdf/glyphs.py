"""The characters of a page of a PDF with their places; by pypdfium2 (BSD-3-Clause/Apache-2.0, PDFium in the wheel).

Where a character stands is told by its origin on the base line and the size of its font: its box is that of its ink in some fonts
(一 would be a line of its own).
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import atan2, hypot, isfinite, pi
from statistics import median
from typing import Any

from explorer.errors import FileTooLarge
from explorer.readers.pdf.radicals import meant
from explorer.text import width

_MOST = 200_000
"""Characters of a page; a full page of a newspaper has 15,000."""
_ABOVE, _BELOW = 0.88, 0.12
"""Shares of a character above and below the base line."""
_BESIDE = 0.02
"""Share of a page by which a character may stand outside it, and be seen in part."""

Point = tuple[float, float]
Place = Callable[[float, float], Point]


@dataclass(frozen=True, slots=True)
class Char:
    """A character in its cell; the origin is the upper left corner of the page, the unit a point."""

    text: str
    left: float
    right: float
    base: float
    size: float
    turn: int = 0
    """Quarters of a circle by which it is turned, against the clock; -1 if it stands askew."""

    @property
    def top(self) -> float:
        return self.base - _ABOVE * self.size

    @property
    def bottom(self) -> float:
        return self.base + _BELOW * self.size

    @property
    def middle(self) -> float:
        return self.base - (_ABOVE - _BELOW) / 2 * self.size


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What is printed on a page, turned so that most of its text is upright."""

    chars: list[Char]
    width: float
    height: float
    mended: int = 0
    """How many radicals and compatibility forms were put as the characters they stand for."""


@dataclass(slots=True)
class _Ink:
    """A character as it stands on the page: the corners of its box, its origin, its size, and how it is turned."""

    text: str
    box: tuple[Point, Point]
    origin: Point
    size: float
    turn: int


def glyphs(page: Any) -> Glyphs:
    """The characters of a page (a pypdfium2.PdfPage). What stands askew to the others is a watermark and left out.

    Raises FileTooLarge.
    """
    text = page.get_textpage()
    try:
        found, mended = _found(page, text)
    finally:
        text.close()
    turns = Counter(ink.turn for ink in found if ink.turn >= 0)
    turn = turns.most_common(1)[0][0] if turns else 0
    scale = _scale(found)
    wide, high = page.get_size()
    chars = [_upright(ink, turn, scale, (wide, high)) for ink in found if ink.turn == turn]
    return Glyphs(chars, *((high, wide) if turn % 2 else (wide, high)), mended)


def _found(page: Any, text: Any) -> tuple[list[_Ink], int]:
    """What can be seen on the page. Characters of one glyph (a ligature, a dash of two) are one."""
    if text.count_chars() > _MOST:
        raise FileTooLarge(f"PDF 有一页的文字超过 {_MOST:,} 字", remedy="请核对该文件，或拆分后再收录。")
    found: list[_Ink] = []
    mended = 0
    (wide, high), last = page.get_size(), None
    for ink in _inks(page, text):
        x, y = ink.origin
        if not (-_BESIDE * wide <= x <= (1 + _BESIDE) * wide and -_BESIDE * high <= y <= (1 + _BESIDE) * high):
            continue
        letter = meant(ink.text)
        mended += letter != ink.text and ink.text > "\u2e00"
        ink.text = letter
        if last is not None and ink.box == last.box:
            last.text += letter
            continue
        found.append(ink)
        last = ink
    return found, mended


def _inks(page: Any, text: Any) -> Iterator[_Ink]:
    """All characters in the order of the file, but those that PDFium has put in itself."""
    from pypdfium2 import raw

    place, rotation = _placing(page), page.get_rotation() // 90
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    at_box, at_matrix, at_x, at_y = map(ctypes.byref, (box, matrix, x, y))
    for at in range(text.count_chars()):
        char = _char(raw, text, at)
        if not char or not raw.FPDFText_GetLooseCharBox(text, at, at_box) or not raw.FPDFText_GetMatrix(text, at, at_matrix):
            continue
        raw.FPDFText_GetCharOrigin(text, at, at_x, at_y)
        size = raw.FPDFText_GetFontSize(text, at) * hypot(matrix.c, matrix.d)
        if isfinite(size + x.value + y.value + box.left + box.top + box.right + box.bottom):
            corners = place(box.left, box.top), place(box.right, box.bottom)
            yield _Ink(char, corners, place(x.value, y.value), size, _turn(matrix.a, matrix.b, rotation))


def _char(raw: Any, text: Any, at: int) -> str:
    """The character, U+FFFD where the font does not say what it prints, '' where there is none."""
    code = raw.FPDFText_GetUnicode(text, at)
    if code in (0, 10, 13) or raw.FPDFText_IsGenerated(text, at) == 1:
        return ""
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or raw.FPDFText_HasUnicodeMapError(text, at) == 1:
        return "\ufffd"
    return chr(code)


def _turn(a: float, b: float, rotation: int) -> int:
    """Quarters against the clock, as the page is shown; -1 for what is not near any."""
    quarter = atan2(b, a) / (pi / 2)
    return (round(quarter) - rotation) % 4 if abs(quarter - round(quarter)) <= 0.1 else -1


def _placing(page: Any) -> Place:
    """From the coordinates of the file to those of the page as it is shown: its crop and its rotation are in between."""
    left, bottom, right, top = page.get_cropbox()
    turns: tuple[Place, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return turns[page.get_rotation() // 90 % 4]


def _scale(found: list[_Ink]) -> float:
    """What the sizes of fonts are to be multiplied by: fonts of drawn glyphs (Type 3) may count in any unit."""
    shares = [max(abs(ink.box[0][0] - ink.box[1][0]), abs(ink.box[0][1] - ink.box[1][1])) / ink.size for ink in found if ink.size > 0]
    share = median(shares) if shares else 1.0
    return 1.0 if 0.4 < share < 3 else share


def _upright(ink: _Ink, turn: int, scale: float, size: Point) -> Char:
    """As it stands when the page is turned back by `turn` quarters."""
    (x1, y1), (x2, y2), (x, base) = (_turned(point, turn, size) for point in (*ink.box, ink.origin))
    em = ink.size * scale or abs(y2 - y1) or 1.0
    left, right = min(x1, x2), max(x1, x2)
    if abs(y2 - y1) < 0.6 * em:  # a box of ink
        left = min(left, x) if left - x < em else left
        right = max(right, left + em) if width(ink.text[0]) >= 1 else right
    return Char(ink.text, left, right, base, em, turn)


def _turned(point: Point, turn: int, size: Point) -> Point:
    """A point of a page of this size when the page is turned with the clock by `turn` quarters."""
    (x, y), (wide, high) = point, size
    return ((x, y), (high - y, x), (wide - x, high - y), (y, wide - x))[turn]
