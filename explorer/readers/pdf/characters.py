"""The characters of a page of a PDF with their places, as words; by pypdfium2 (BSD-3-Clause/Apache-2.0, PDFium in the wheel).

Where text stands is taken from the boxes of its characters, never from the order in the file. Text that stands askew to most of the
page is a watermark and left out; a character printed twice in one place is one (programs that have no bold type do that).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import cos, pi, sin
from statistics import median
from typing import Any

from explorer.readers.printed.words import Word
from explorer.text import width

_GAP = 1.1
"""Blank, in characters, from which on what follows is another word: another column or cell, or set apart."""
_LEVEL = 0.5
"""Share of a character's height by which the middles of the characters of one line may differ."""
_ODD = ("\u2e80", "\u2fd5"), ("\uf900", "\ufad9"), ("\ufb00", "\ufb06")
"""Radicals, compatibility forms and ligatures: fonts give them in place of the characters that are meant."""


@dataclass(frozen=True, slots=True)
class Char:
    """A character in its cell; the origin is the upper left corner of the page, the unit a point."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0
    """Quarters of a circle by which it is turned, against the clock; -1 if it stands askew."""

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


def words(page: Any) -> tuple[list[Word], float, float]:
    """The words of a page (a pypdfium2.PdfPage) and its width and height; turned so that most of its text is upright."""
    chars = list(_chars(page))
    width, height = page.get_size()
    turns = Counter(char.turn for char in chars if char.turn >= 0)
    turn = turns.most_common(1)[0][0] if turns else 0
    chars = [_turned(char, turn, width, height) for char in chars if char.turn == turn]
    size = (height, width) if turn % 2 else (width, height)
    return [_word(run) for line in _lines(_once(chars)) for run in _runs(line)], *size


def readable(found: Iterable[Word]) -> float:
    """The share, 0 to 1, of characters that mean something: not those of fonts that do not say what they print; 0 if there are none."""
    text = "".join(word.text for word in found)
    dense = [char for char in text if not char.isspace()]
    odd = sum(unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs") or char == "\ufffd" for char in dense)
    return 1 - odd / len(dense) if dense else 0.0


def _chars(page: Any) -> Iterator[Char]:
    """All characters but those that PDFium has put in itself. Those of one glyph (a ligature, a dash of two) are one."""
    import ctypes

    from pypdfium2 import raw

    text = page.get_textpage()
    place = _placing(page)
    box, last = raw.FS_RECTF(), None
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        char = chr(code) if code < 0x110000 else "\ufffd"
        if char in "\r\n\0" or raw.FPDFText_IsGenerated(text, at) == 1 or not raw.FPDFText_GetLooseCharBox(text, at, ctypes.byref(box)):
            continue
        (x1, y1), (x2, y2) = place(box.left, box.top), place(box.right, box.bottom)
        quarter = (-raw.FPDFText_GetCharAngle(text, at) / (pi / 2)) % 4  # PDFium counts with the clock
        askew = min(quarter % 1, 1 - quarter % 1) > 0.1
        turn = -1 if askew else (round(quarter) - page.get_rotation() // 90) % 4
        made = Char(_meant(char), min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), turn)
        if last is not None and (made.left, made.top, made.right, made.bottom) == (last.left, last.top, last.right, last.bottom):
            last = replace(last, text=last.text + made.text)
            continue
        if last is not None:
            yield last
        last = made
    if last is not None:
        yield last


def _placing(page: Any) -> Any:
    """From the coordinates of the file to those of the page as it is shown: its crop and its rotation are in between."""
    left, bottom, right, top = page.get_cropbox()
    turns = page.get_rotation() // 90 % 4
    return (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )[turns]


def _meant(char: str) -> str:
    """The character that a radical or a compatibility form stands for (NFKC, for these ranges alone)."""
    if any(first <= char <= last for first, last in _ODD):
        return unicodedata.normalize("NFKC", char)
    return " " if char == "\u00a0" else char


def _turned(char: Char, turn: int, width: float, height: float) -> Char:
    """As it stands when the page is turned back by `turn` quarters."""
    if not turn:
        return char
    c, s = round(cos(turn * pi / 2)), round(sin(turn * pi / 2))
    corners = [(x - width / 2, y - height / 2) for x, y in ((char.left, char.top), (char.right, char.bottom))]
    wide, high = (height, width) if turn % 2 else (width, height)
    (x1, y1), (x2, y2) = [(x * c - y * s + wide / 2, x * s + y * c + high / 2) for x, y in corners]
    return Char(char.text, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), turn)


def _once(chars: list[Char]) -> list[Char]:
    """Without what is printed a second time within a fifth of a character."""
    seen: dict[tuple[str, int, int], list[Char]] = {}
    kept = []
    for char in chars:
        unit = max(char.height, 1.0)
        x, y = int(char.left / unit), int(char.top / unit)
        near = (other for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1) for other in seen.get((char.text, i, j), ()))
        if char.text.isspace() or not any(abs(o.left - char.left) < 0.2 * unit and abs(o.top - char.top) < 0.2 * unit for o in near):
            kept.append(char)
            seen.setdefault((char.text, x, y), []).append(char)
    return kept


def _lines(chars: list[Char]) -> Iterator[list[Char]]:
    """Characters that stand side by side, each line from the left."""
    line: list[Char] = []
    for char in sorted(chars, key=lambda char: char.middle):
        if line and char.middle - line[-1].middle > _LEVEL * min(char.height, line[-1].height):
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(char)
    if line:
        yield sorted(line, key=lambda one: one.left)


def _runs(line: list[Char]) -> Iterator[list[Char]]:
    """The words of a line: cut where more than a character is blank. Blanks before a word go."""
    run: list[Char] = []
    for char in line:
        if run and char.left - run[-1].right > _GAP * max(char.height, run[-1].height):
            yield run
            run = []
        if run or not char.text.isspace():
            run.append(char)
    if run:
        yield run


def _word(run: list[Char]) -> Word:
    """A run as a word, without the blanks behind it."""
    blank = run[-1].text.isspace()
    while run[-1].text.isspace():
        run.pop()
    letters = [(letter, char.left + (at + 0.5) * (char.right - char.left) / len(char.text)) for char in run for at, letter in enumerate(char.text)]
    left, right = min(char.left for char in run), max(char.right for char in run)
    top, bottom = min(char.top for char in run), max(char.bottom for char in run)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    text = "".join(letter for letter, _ in letters)
    return Word(corners, 0.0, text, (1.0,) * len(text), tuple(place for _, place in letters), _em(run), blank)


def _em(run: list[Char]) -> float:
    """The width of a full character: that of the Chinese ones, else by their height."""
    full = [char.right - char.left for char in run if width(char.text[0]) >= 1 and len(char.text) == 1]
    return max(median(full) if full else median(char.height for char in run), 1.0)
