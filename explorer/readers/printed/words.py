"""Words with their places on a sheet; where only the places tell, the blanks and double dashes of a line are had from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from explorer.text import CJK

_HAN = re.compile(rf"[{CJK}]")
_DASH = 2.45
"""Distance, in characters, of the neighbours of a dash from which on it is a double one: 3 for ——, 2 for —."""
_BLANK = 1.65
"""Distance of two neighbours from which on there is a blank between them; justified lines are spread to 1.3 at most."""


@dataclass(frozen=True)
class Word:
    """A run of characters: the corners of its box from top left clockwise, its slope, and for each character how sure it is.

    `places` are the middles of the characters, from the left; empty where they are not known. `em`: the width of a full
    character in a file that says it; the characters are then known too, blanks among them. 0 for what an engine read.
    """

    corners: tuple[tuple[float, float], ...]
    slope: float
    text: str
    scores: tuple[float, ...]
    places: tuple[float, ...] = ()
    em: float = 0.0
    blank: bool = False
    """Whether a blank is set behind it."""

    @cached_property
    def left(self) -> float:
        return min(x for x, _ in self.corners)

    @cached_property
    def right(self) -> float:
        return max(x for x, _ in self.corners)

    @cached_property
    def top(self) -> float:
        return min(y for _, y in self.corners)

    @cached_property
    def bottom(self) -> float:
        return max(y for _, y in self.corners)

    @cached_property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @cached_property
    def pitch(self) -> float:
        """The usual distance of two Chinese characters; 0 where there are too few to tell."""
        if self.em:
            return self.em
        pairs = zip(self.text, self.text[1:], self.places, self.places[1:], strict=False)
        steps = [b - a for one, other, a, b in pairs if _HAN.match(one) and _HAN.match(other)]
        usual = median(steps) if len(steps) >= 2 else 0.0
        near = [step for step in steps if 0.7 * usual < step < 1.4 * usual]
        return sum(near) / len(near) if near else 0.0  # the median alone goes by the engine's steps of a sixth

    def moved(self, move: Callable[[float, float], tuple[float, float]]) -> Word:
        """With other corners; the characters go along."""
        corners = tuple(move(x, y) for x, y in self.corners)
        places = tuple(move(x, self.middle)[0] for x in self.places)
        return Word(corners, 0.0, self.text, self.scores, places, self.em, self.blank)


@dataclass(frozen=True, slots=True)
class Cell:
    """A character with its middle and how sure it is; `place` is None where it is not known."""

    text: str
    place: float | None
    score: float


def cells(row: list[Word], size: float) -> list[Cell]:
    """The characters of a line; a blank between words that stand apart, but not in a title whose characters all do."""
    found: list[Cell] = []
    spaced = len(row) > 2 and all(len(word.text) == 1 for word in row)
    for at, word in enumerate(row):
        if at and not spaced and word.left - row[at - 1].right > 0.4 * size:
            found.append(Cell(" ", None, 1.0))
        places = word.places or (None,) * len(word.text)
        found += [Cell(*cell) for cell in zip(word.text, places, word.scores, strict=True)]
    return found


def spelled(chars: list[Cell], *, exact: bool = False) -> str:
    """The text of a line, with the blanks and the double dashes that its measures show.

    The measure is the usual distance in the line itself, so that a title spread over its width has no blanks.
    """
    if exact:
        return "".join(cell.text for cell in chars).strip()
    steps = [b.place - a.place for a, b in zip(chars, chars[1:], strict=False) if _both_han(a, b)]
    size = median(steps) if len(steps) >= 3 else None
    parts: list[str] = []
    for at, cell in enumerate(chars):
        before, after = chars[at - 1] if at else None, chars[at + 1] if at + 1 < len(chars) else None
        if size and before and _both_han(before, cell) and cell.place - before.place > _BLANK * size:  # type: ignore[operator]
            parts.append(" ")
        parts.append("——" if cell.text in "—─" and _is_double(before, cell, after, size) else cell.text)
    return "".join(parts).strip()


def _both_han(one: Cell, other: Cell) -> bool:
    return one.place is not None and other.place is not None and bool(_HAN.match(one.text) and _HAN.match(other.text))


def _is_double(before: Cell | None, dash: Cell, after: Cell | None, size: float | None) -> bool:
    """Whether a dash is as wide as two: measured by its neighbours; at the start of a line it introduces a subtitle."""
    if any(near and near.text in "—─" for near in (before, after)):
        return False
    if after is None or after.text.isdigit():
        return False
    if before is None:
        return True
    known = size and before.place is not None and after.place is not None
    return bool(known and after.place - before.place > _DASH * size)  # type: ignore[operator]


def letters(chars: list[Cell], sure: float) -> str:
    """The characters less sure than `sure`, each with its neighbours; '' if there are none. Signs do not count."""
    unclear = [at for at, cell in enumerate(chars) if cell.score < sure and cell.text.isalnum()]
    pieces: list[list[int]] = []
    for at in unclear:
        if pieces and at - pieces[-1][1] <= 4:
            pieces[-1][1] = at
        else:
            pieces.append([at, at])
    shown = ("".join(cell.text for cell in chars[max(0, a - 2) : b + 3]).strip() for a, b in pieces)
    return "、".join(f"“{text}”" for text in shown)
