"""What a page of an OFD file draws, as lines of print.

Places are in millimetres from the top left corner of the page; a character stands at its object's boundary, moved by the object's
matrix (CTM) and by the steps of its text code (GB/T 33190-2016).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from explorer.errors import FileTooLarge, UnreadableFile
from explorer.readers.office.package import Package, attribute, child, children, local
from explorer.text import width

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NESTED = 16
_MOST, _UNIT = 4_000_000, 100
"""Characters and elements drawn in all: some thousand pages of small print; and how many of them a unit counts for."""
_SAME_LINE, _SAME_PLACE = 0.5, 0.25
"""Of the size of type: how far base lines of one line differ, and characters drawn twice to look bold."""
_GAP, _COLUMN = 0.45, 1.5
"""From this gap on there is a space, or a tab. Justified lines are spread by less than half a character."""
_SLANT = 0.2
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Piece(NamedTuple):
    """Text without a gap; sorted by line, then by place."""

    y: float
    x: float
    text: str
    size: float
    end: float


class Page(NamedTuple):
    """Where a page stands, and what it may refer to: templates and drawing units by their numbers."""

    location: str
    templates: dict[str, str]
    units: dict[str, Element]


class Pen:
    """Follows what a page draws, and counts it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left = _MOST
        self._used: set[str] = set()
        self.slanted = 0

    def lines(self, page: Page) -> list[str]:
        """The lines of a page; none of a page that is not there."""
        pieces: list[_Piece] = []
        if page.location in self._used:
            raise UnreadableFile("OFD 反复引用同一页面", remedy="请重新下载或导出该文件。")
        if page.location:
            self._used.add(page.location)
            root = self._package.tree(page.location)
            for reference in children(root, "Template"):
                template = page.templates.get(attribute(reference, "TemplateID"), "")
                if template and template not in self._used:
                    self._used.add(template)
                    self._layers(self._package.tree(template), page.units, pieces)
            resources = [self._package.resolve(page.location, words(item)) for item in children(root, "PageRes")]
            self._layers(root, page.units | units_of(self._package, resources) if resources else page.units, pieces)
        return _set_in_lines(pieces)

    def _layers(self, root: Element, units: dict[str, Element], pieces: list[_Piece]) -> None:
        for layer in children(child(root, "Content"), "Layer"):
            self._draw(layer, units, _IDENTITY, 0, pieces)

    def _draw(self, block: Element, units: dict[str, Element], matrix: _Matrix, depth: int, pieces: list[_Piece]) -> None:
        for item in block if depth < _NESTED else ():
            self._spend(1)
            name = local(item)
            if attribute(item, "Visible").strip().lower() == "false":
                continue
            if name == "TextObject":
                self._text(item, _moved(matrix, item), pieces)
            elif name == "PageBlock":
                self._draw(item, units, matrix, depth + 1, pieces)
            elif name == "CompositeObject":
                self._spend(_UNIT)
                content = child(units.get(attribute(item, "ResourceID")), "Content")
                if content is not None:
                    self._draw(content, units, _moved(matrix, item), depth + 1, pieces)

    def _text(self, item: Element, matrix: _Matrix, pieces: list[_Piece]) -> None:
        a, b, c, d, e, f = matrix
        if abs(b) > _SLANT * abs(a) or abs(c) > _SLANT * abs(d):
            self.slanted += 1
            return
        size = _number(attribute(item, "Size"), 0.0)
        x = y = 0.0
        for code in children(item, "TextCode"):
            text = (code.text or "").strip("\r\n\t")
            self._spend(len(text))
            x, y = _number(attribute(code, "X"), x), _number(attribute(code, "Y"), y)
            for start, down, piece, end in _cut(text, size, attribute(code, "DeltaX"), attribute(code, "DeltaY")):
                left, right, base = x + start, x + end, y + down
                place = b * left + d * base + f, a * left + c * base + e
                pieces.append(_Piece(*place, piece, size * abs(a), a * right + c * base + e))

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise FileTooLarge("OFD 页面内容过多", remedy="请拆分该文件后重试。")


def _moved(outer: _Matrix, item: Element) -> _Matrix:
    """Coordinates of an object as those of the page: its matrix, its boundary, then what it lies in."""
    a, b, c, d, e, f = _numbers(attribute(item, "CTM"), 6) or _IDENTITY
    left, top, *_ = _numbers(attribute(item, "Boundary"), 4) or (0.0, 0.0)
    g, h, i, j, k, m = outer
    e, f = e + left, f + top
    return (g * a + i * b, h * a + j * b, g * c + i * d, h * c + j * d, g * e + i * f + k, h * e + j * f + m)


def _cut(text: str, size: float, across: str, down: str) -> Iterator[tuple[float, float, str, float]]:
    """Text in pieces where steps leave a gap or change the line: start, depth, piece, end. Where no step is given it runs on."""
    if not text or not across.strip() and not down.strip():
        yield from [(0.0, 0.0, text, width(text) * size)] if text else ()
        return
    wide = [width(sign) * size for sign in text]
    rights = _steps(across, len(text) - 1) if across.strip() else wide[:-1]
    first, start, x, y = 0, 0.0, 0.0, 0.0
    for n, (right, below) in enumerate(zip(rights, _steps(down, len(text) - 1), strict=True)):
        if below or right - wide[n] > _GAP * size or right < 0:
            yield start, y, text[first : n + 1], x + wide[n]
            first, start, y = n + 1, x + right, y + below
        x += right
    yield start, y, text[first:], x + wide[-1]


def _steps(deltas: str, count: int) -> list[float]:
    """A list of steps, in which `g 3 2.5` is short for 2.5 three times; never more than `count`, filled up with 0."""
    found: list[float] = []
    words = iter(deltas.split())
    for word in words:
        times = int(_number(next(words, ""), 0.0)) if word == "g" else 1
        value = _number(next(words, ""), 0.0) if word == "g" else _number(word, 0.0)
        found += [value] * max(0, min(times, count - len(found)))
        if len(found) >= count:
            break
    return found[:count] + [0.0] * (count - len(found))


def _set_in_lines(pieces: list[_Piece]) -> list[str]:
    """Text by line and place."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces):
        if lines and piece.y - lines[-1][0].y <= _SAME_LINE * max(min(piece.size, lines[-1][0].size), 1.0):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [text for line in lines if (text := _joined(sorted(line, key=lambda piece: piece.x)).strip())]


def _joined(line: list[_Piece]) -> str:
    out = [line[0].text]
    before = line[0]
    for piece in line[1:]:
        size = max(min(piece.size, before.size), 0.1)
        if piece.text == before.text and abs(piece.x - before.x) < _SAME_PLACE * size:
            continue
        gap = (piece.x - before.end) / size
        out += ["\t" if gap > _COLUMN else " " if gap > _GAP and piece.text[0] != " " != before.text[-1] else "", piece.text]
        before = piece
    return "".join(out)


def units_of(package: Package, paths: list[str]) -> dict[str, Element]:
    """Drawings with a number that pages use (CompositeGraphicUnit)."""
    found: dict[str, Element] = {}
    for path in filter(None, dict.fromkeys(paths)):
        for unit in children(child(package.tree(path), "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            found.setdefault(attribute(unit, "ID"), unit)
    return found


def words(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _number(text: str, default: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) < 1e7 else default


def _numbers(text: str, count: int) -> tuple[float, ...]:
    """That many numbers, or none: an attribute may be missing or broken."""
    words = text.split(maxsplit=count)[:count]
    return tuple(_number(word, 0.0) for word in words) if len(words) == count else ()
