"""What the picture draws: a mark for each kind of entity, told apart by shape as well as by colour."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.answers.walk import Dot, Picture
from graph.layout import GAP, LABEL_HEIGHT, RADIUS, label_box

SHAPES = {
    "person": "M-10 0a10 10 0 1 0 20 0a10 10 0 1 0 -20 0z",
    "office": "M-9 -9h18v18h-18z",
    "document": "M-8 -10h11l5 5v15h-16z",
    "agreement": "M0 -11l11 11l-11 11l-11 -11z",
    "issue": "M-6 -10h12l5 10l-5 10h-12l-5 -10z",
    "event": "M0 -11l11 19h-22z",
    "work": "M-10 -6h20v12h-20z",
    "group": "M-11 -4a7 7 0 0 1 11 -4a7 7 0 0 1 11 4v8h-22z",
}
"""Outlines around (0, 0), within the radius that the layout keeps free."""

LABEL_BASE = RADIUS + GAP + LABEL_HEIGHT - 6
"""From the centre of a mark down to the line its label stands on."""


@dataclass(frozen=True, slots=True)
class Legend:
    """One line of the key: a kind, and how many of it are shown."""

    kind: str
    count: int


def shape(kind: str) -> str:
    """The outline of a kind's mark, as the `d` of an SVG path."""
    return SHAPES.get(kind, SHAPES["work"])


def target(dot: Dot) -> tuple[float, float, float, float]:
    """Left, top, width, height, seen from the centre, of what can be clicked: the mark, its label, what is between."""
    left, _, right, bottom = label_box(dot.node.name, 0, 0)
    half = max(right, -left, RADIUS)
    return -half, -RADIUS, 2 * half, RADIUS + bottom


def legend(picture: Picture) -> tuple[Legend, ...]:
    """The kinds that occur, in the order of the table."""
    counts = {kind: sum(dot.node.kind == kind for dot in picture.dots) for kind in SHAPES}
    return tuple(Legend(kind, count) for kind, count in counts.items() if count)
