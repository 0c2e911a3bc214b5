"""Automatic numbering of DOCX: what Word prints before a paragraph (一、（一）1.) but does not keep in its text.

ECMA-376 part 1, 17.9: a paragraph, or its style, names a list (numId) and a level; the list points to a definition whose levels
say how the number is written (numFmt) and what stands around it (lvlText, in which %1 is the number of the first level).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from explorer.readers.office.numerals import LARGEST, number_in
from explorer.readers.office.package import attribute, child, children

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LEVELS = 9


@dataclass(slots=True)
class Level:
    """How the numbers of one level are written."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    """Whether all numbers are written in digits."""


@dataclass(slots=True)
class List:
    """A list; those of one definition count on together."""

    definition: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)
    """Levels that begin anew, at that number, where the list is used first."""


class Counter:
    """Counts through the paragraphs of a document in their order."""

    def __init__(self, lists: dict[str, List]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}

    def __bool__(self) -> bool:
        return bool(self._lists)

    def next(self, number: str, depth: int) -> str:
        """What is printed before the next paragraph of a list on a level, '' for nothing."""
        found = self._lists.get(number)
        if found is None or depth not in found.levels:
            return ""
        counts = self._counts.setdefault(found.definition, [None] * _LEVELS)
        level = found.levels[depth]
        if depth in found.restarts:
            counts[depth] = found.restarts.pop(depth)
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return _written(found.levels, level, counts)


class Numbering:
    """The numbers of a DOCX file."""

    def __init__(self, numbering: Element | None, styles: Callable[[], Element | None]) -> None:
        """`styles` is asked only where a paragraph has a style and there are lists: it is the largest part of many a file."""
        definitions = {attribute(item, "abstractNumId"): _levels(item) for item in children(numbering, "abstractNum")}
        self._counter = Counter({attribute(item, "numId"): _list(item, definitions) for item in children(numbering, "num")})
        self._read_styles = styles

    def label(self, properties: Element | None) -> str:
        """What is printed before the paragraph with these properties (w:pPr), '' for nothing; counts one on."""
        return self._counter.next(*self._place(properties)) if self._counter and properties is not None else ""

    @cached_property
    def _styles(self) -> dict[str, Element]:
        return {attribute(item, "styleId"): item for item in children(self._read_styles(), "style")}

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """List and level of a paragraph: its own, else those of its style or of a style that one is based on."""
        number, depth = "", ""
        style = _value(child(properties, "pStyle"))
        for _ in range(10):
            given = child(properties, "numPr")
            number = number or _value(child(given, "numId"))
            depth = depth or _value(child(given, "ilvl"))
            if number or not style or style not in self._styles:
                break
            properties = child(self._styles[style], "pPr")
            style = _value(child(self._styles[style], "basedOn"))
        return number, min(_whole(depth, 0), _LEVELS - 1)


def _levels(definition: Element) -> dict[int, Level]:
    return {_depth(item): _level(item) for item in children(definition, "lvl")}


def _depth(item: Element) -> int:
    return min(_whole(attribute(item, "ilvl"), 0), _LEVELS - 1)


def _level(item: Element) -> Level:
    return Level(
        form=_value(child(item, "numFmt"), "decimal"),
        text=_value(child(item, "lvlText"))[:100],
        start=_whole(_value(child(item, "start")), 1),
        legal=child(item, "isLgl") is not None,
    )


def _list(item: Element, definitions: dict[str, dict[int, Level]]) -> List:
    name = _value(child(item, "abstractNumId"))
    found = List(name, dict(definitions.get(name, {})))
    for override in children(item, "lvlOverride"):
        found.levels.update({_depth(override): _level(level) for level in children(override, "lvl")})
        start = child(override, "startOverride")
        if start is not None:
            found.restarts[_depth(override)] = _whole(_value(start), 1)
    return found


def _written(levels: dict[int, Level], level: Level, counts: list[int | None]) -> str:
    if level.form in ("bullet", "none"):  # bullets are signs of a symbol font, they say nothing
        return ""
    text = level.text
    for depth, other in levels.items():
        count = counts[depth]
        number = other.start if count is None else count
        text = text.replace(f"%{depth + 1}", number_in("decimal" if level.legal else other.form, number))
    return text.strip()


def _value(element: Element | None, default: str = "") -> str:
    return attribute(element, "val", default) if element is not None else default


def _whole(text: str, default: int) -> int:
    return min(int(text), LARGEST) if text.isascii() and text.isdigit() and len(text) < 10 else default
