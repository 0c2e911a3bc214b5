"""The characters of a page as words: by where they stand, never by their order in the file.

A character printed twice in one place is one (programs that have no bold type do that).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from statistics import median
from typing import Any

from explorer.readers.pdf.glyphs import Char, glyphs
from explorer.readers.printed.layout import Sheet
from explorer.readers.printed.words import Word
from explorer.text import width

_GAP = 1.1
"""Blank, in characters, from which on what follows is another word: another column or cell, or set apart."""
_BLANK = 0.16
"""Blank, in characters, beyond the usual one of the line, from which on a blank was typed; the least in fonts is 0.2."""
_LEVEL = 0.5
"""Share of a character's height by which the middles of the characters of one line may differ."""


def written(page: Any) -> tuple[Sheet, int]:
    """The words of a page (a pypdfium2.PdfPage), upright, and how many of its characters were mended. Raises FileTooLarge."""
    found = glyphs(page)
    words = [_word(run) for line in _lines(_once(found.chars)) for run in _runs(_spaced(line))]
    return Sheet(found.width, found.height, words), found.mended


def readable(found: Iterable[Word]) -> float:
    """The share, 0 to 1, of characters that mean something: not those of fonts that do not say what they print; 0 if there are none."""
    text = "".join(word.text for word in found)
    dense = [char for char in text if not char.isspace()]
    odd = sum(char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc") for char in dense)
    return 1 - odd / len(dense) if dense else 0.0


def _once(chars: list[Char]) -> list[Char]:
    """Without what is printed a second time within a fifth of a character."""
    seen: dict[tuple[str, int, int], list[Char]] = {}
    kept = []
    for char in chars:
        x, y = int(char.left / char.size), int(char.base / char.size)
        if char.text.isspace() or not any(_same(char, other) for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1) for other in seen.get((char.text, i, j), ())):
            kept.append(char)
            seen.setdefault((char.text, x, y), []).append(char)
    return kept


def _same(one: Char, other: Char) -> bool:
    return abs(one.left - other.left) < 0.2 * one.size and abs(one.base - other.base) < 0.2 * one.size


def _lines(chars: list[Char]) -> Iterator[list[Char]]:
    """Characters that stand side by side, each line from the left."""
    line: list[Char] = []
    for char in sorted(chars, key=lambda char: char.middle):
        if line and char.middle - line[-1].middle > _LEVEL * min(char.size, line[-1].size):
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(char)
    if line:
        yield sorted(line, key=lambda one: one.left)


def _spaced(line: list[Char]) -> Iterator[Char]:
    """A line with the blanks between words of letters that some programs (TeX) leave out of the file.

    None is put between Chinese characters: justified lines spread them, and parts of one line unequally.
    """
    gaps = [after.left - char.right for char, after in pairwise(line) if _letter(char) and _letter(after)]
    least = median(gaps) if len(gaps) > 2 else 0.0
    for char, after in pairwise(line):
        yield char
        if _letter(char) and _letter(after) and least + _BLANK * char.size < after.left - char.right <= _GAP * char.size:
            yield Char(" ", char.right, after.left, char.base, char.size)
    yield line[-1]


def _letter(char: Char) -> bool:
    return char.text[-1].isascii() and char.text[-1].isalpha()


def _runs(line: Iterable[Char]) -> Iterator[list[Char]]:
    """The words of a line: cut where more than a character is blank. Blanks before a word go."""
    run: list[Char] = []
    for char in line:
        if run and char.left - run[-1].right > _GAP * max(char.size, run[-1].size):
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
    """The width of a full character: that of the Chinese ones, else by the size of the font."""
    full = [char.right - char.left for char in run if len(char.text) == 1 and width(char.text) >= 1]
    return max(median(full) if full else median(char.size for char in run), 0.1)
