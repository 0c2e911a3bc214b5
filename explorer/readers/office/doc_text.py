"""The text of a Word 97–2003 file in its order: pieces put together, with marks told apart, removed text out, numbers in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import TypeVar

from explorer.errors import FileTooLarge
from explorer.readers.base import Limits
from explorer.readers.office.doc_file import CHARACTERS, PARAGRAPHS, Header, changes, pieces, runs
from explorer.readers.office.doc_numbers import counter
from explorer.readers.office.numerals import printed

_T = TypeVar("_T")
CELL, ROW, WITHIN = "\x07", "\x1d", "\x1c"
"""Ends of a cell, of a row and of a paragraph within a cell: the last two are signs of ours, the file has 0x07 and 0x0D for them."""
_DELETED, _HIDDEN = 0x0800, 0x083C
_ROW_END, _IN_TABLE, _NEW_PAGE, _LISTED, _LEVEL = 0x2417, 0x2416, 0x2407, 0x460B, 0x260A
_MARKS = frozenset(map(ord, "\r\x07\x0c\x1c\x1d"))
"""What paragraphs end with."""


class Text:
    """All text of a file. It is kept as UTF-16, because positions count its units."""

    def __init__(self, header: Header, limits: Limits) -> None:
        self._counts = header.counts
        self._gone, self._ends, self._items = _removed(header), _ends(header), _items(header)
        self.removed = 0
        listed: list[tuple[int, tuple[str, int]]] = []
        found: list[bytes] = []
        size = 0
        for first, last, place, width in pieces(header, limits):
            listed += [(size + (end - place) // width - 1, item) for end, item in _between(self._items, place, place + (last - first) * width)]
            size += last - first
            if size * 2 > limits.bytes:
                raise FileTooLarge(f"文字超过 {limits.bytes:,} 字节的上限")
            found.append(self._piece(header.main, place, last - first, width))
        self._units = b"".join(found)
        self._labels = self._numbers(header, listed)

    def _numbers(self, header: Header, listed: list[tuple[int, tuple[str, int]]]) -> list[tuple[int, str]]:
        """Where numbered paragraphs begin, and what is printed there. A paragraph is known by its end: go back to the one before."""
        found = []
        numbers = counter(header)
        units = memoryview(self._units).cast("H") if listed else ()
        for end, (number, depth) in sorted(dict(listed).items()):
            if units[end] not in _MARKS:  # no end of a paragraph: to go back from everywhere would take quadratic time
                continue
            at = end
            while at > 0 and units[at - 1] not in _MARKS:
                at -= 1
            label = numbers.next(number, depth)  # counts empty paragraphs too
            if label and at < end:
                found.append((at, label))
        return found

    def part(self, number: int, first: int = 0, last: int | None = None) -> str:
        """The body (0), the foot notes (1), …: a part of the text, or a stretch of it."""
        start, length = sum(self._counts[:number]), self._counts[number]
        last = length if last is None else min(last, length)
        at, stop = start + first, start + max(last, first)
        parts = []
        for place, label in _between(self._labels, at - 1, stop - 1):
            parts += [self._decoded(at, place), label]
            at = place
        return "".join(_numbered([*parts, self._decoded(at, stop)]))

    def _decoded(self, first: int, last: int) -> str:
        return self._units[2 * first : 2 * last].decode("utf-16-le", "replace").replace("\x00", "")

    def _piece(self, main: bytes, place: int, count: int, width: int) -> bytes:
        """A piece with its removed stretches blank and its marks of tables told apart."""
        raw, stop = main[place : place + count * width], place + count * width
        units = bytearray(raw if width == 2 else raw.decode("cp1252", "replace").encode("utf-16-le"))
        for end, sign in _between(self._ends, place, stop):
            at = 2 * ((end - place) // width - 1)
            if at >= 0 and bytes(units[at : at + 2]) == (b"\x07\x00" if sign == ROW else b"\r\x00"):
                units[at : at + 2] = sign.encode("utf-16-le")
        for end, start in _between(self._gone, place, None):
            if start >= stop:
                break
            a, b = (max(start, place) - place) // width, (min(end, stop) - place) // width
            units[2 * a : 2 * b] = bytes(2 * (b - a))
            self.removed += 1
        return bytes(units)


def _removed(header: Header) -> list[tuple[int, int]]:
    """Stretches that a revision deletes, or that are hidden: end and start, in order, none over another."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for start, end, grpprl in runs(header, CHARACTERS) if _set(grpprl, _DELETED, _HIDDEN)):
        if found and start <= found[-1][0]:
            found[-1] = max(end, found[-1][0]), found[-1][1]
        elif start < end:
            found.append((end, start))
    return found


def _ends(header: Header) -> list[tuple[int, str]]:
    """Where paragraphs of tables end, or pages, and the sign for it: rows end with the mark of a cell, cells hold several lines."""
    found = []
    for start, end, grpprl in runs(header, PARAGRAPHS):
        if _set(grpprl, _NEW_PAGE):
            found.append((start, "\f"))  # in place of the mark of the paragraph before
        if _set(grpprl, _ROW_END):
            found.append((end, ROW))
        elif _set(grpprl, _IN_TABLE):
            found.append((end, WITHIN))
    return sorted(found)


def _items(header: Header) -> list[tuple[int, tuple[str, int]]]:
    """Ends of the paragraphs of lists, with the number and the level of the list."""
    found = []
    for _, end, grpprl in runs(header, PARAGRAPHS):
        change = changes(grpprl) if grpprl else {}
        number = int.from_bytes(change.get(_LISTED, b""), "little")
        if 0 < number < 0x7FF:
            found.append((end, (str(number), min(change.get(_LEVEL, b"\0")[0], 8))))
    return sorted(found)


def _numbered(parts: list[str]) -> Iterator[str]:
    """Text, number, text, …: each number set before what follows."""
    yield parts[0]
    for label, text in zip(parts[1::2], parts[2::2], strict=True):
        yield printed(label, text) if text.strip() else text


def _set(grpprl: bytes, *codes: int) -> bool:
    found = changes(grpprl) if grpprl else {}
    return any(found.get(code, b"")[:1] == b"\1" for code in codes)


def _between(items: list[tuple[int, _T]], first: int, last: int | None) -> Iterator[tuple[int, _T]]:
    """The sorted items whose number is above `first`, and at most `last`."""
    at = bisect_right(items, first, key=itemgetter(0))
    while at < len(items) and (last is None or items[at][0] <= last):
        yield items[at]
        at += 1
