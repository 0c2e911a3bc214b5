"""What the picture draws: a mark for each kind of entity, told apart by shape as well as by colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for

from explorer.answers.drawn import Dot, Picture
from graph.labels import GAP, LABEL_HEIGHT, RADIUS, label_width
from graph.network import Edge

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

COMMUNITY_COLOURS = 8
"""Beyond so many, communities share the colour of the rest."""

PAPER = {
    "person": "#8a3b12", "office": "#1d4f7c", "document": "#2c6638", "agreement": "#693d85", "issue": "#5d564b", "event": "#0d6565",
    "work": "#735600", "group": "#8a2d5a",
}  # fmt: skip
"""Colours of the kinds in a file, which has no style sheet."""


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
    half = max(label_width(dot.label) / 2, RADIUS)
    return -half, -RADIUS, 2 * half, 2 * RADIUS + GAP + LABEL_HEIGHT


def colour(dot: Dot, community: bool) -> str:
    """The class that gives a mark its colour."""
    if not community:
        return f"k-{dot.node.kind}"
    return f"c-{dot.community if dot.community <= COMMUNITY_COLOURS else 0}"


def ink(dot: Dot, community: bool) -> str:
    """The same as a colour, for a file."""
    hues = list(PAPER.values())
    if community:
        return hues[dot.community - 1] if 0 < dot.community <= len(hues) else "#777777"
    return PAPER.get(dot.node.kind, PAPER["work"])


def addresses() -> Callable[[Edge], str]:
    """Where the sentence of an edge is read: one pattern filled in, because a picture has a thousand of them."""
    pattern = url_for("pages.article", article_id="ARTICLE", fact="FACT", _anchor="quote")
    head, _, rest = pattern.partition("ARTICLE")
    middle, _, tail = rest.partition("FACT")
    return lambda edge: f"{head}{quote(edge.article_id, safe='')}{middle}{quote(edge.fact or edge.id, safe='')}{tail}"


def legend(picture: Picture) -> tuple[Legend, ...]:
    """The kinds that occur, in the order of the table."""
    counts = {kind: sum(dot.node.kind == kind for dot in picture.dots) for kind in SHAPES}
    return tuple(Legend(kind, count) for kind, count in counts.items() if count)
