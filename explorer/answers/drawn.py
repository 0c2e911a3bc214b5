"""A picture of the network as data: what it is asked to show, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass

from graph.network import Edge, Node
from graph.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to a picture: open (by a `kind` of relation, or all), hide, or pin at (x, y)."""

    what: str
    id: str
    kind: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class Looking:
    """What a picture is asked to show. The same always gives the same picture, and a step more moves nothing."""

    starts: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    scope: Scope = EVERYTHING
    at: int = 0
    """The one year that is looked at; 0 for all. What is not of it keeps its place and is not drawn."""
    size: str = "same"
    colour: str = "kind"
    focus: str = ""
    most: int = 40
    alone: bool = False
    """The starts without their neighbours: the entities of a search."""

    @property
    def hidden(self) -> tuple[str, ...]:
        """Ids of what was hidden."""
        return tuple(dict.fromkeys(step.id for step in self.steps if step.what == "hide"))

    @property
    def pinned(self) -> dict[str, tuple[int, int]]:
        """Id → place of what was pinned, where it was last."""
        return {step.id: (step.x, step.y) for step in self.steps if step.what == "pin"}


@dataclass(frozen=True, slots=True)
class Dot:
    """A node of the picture. `hidden`: how many neighbours are not shown. `tier`: how far the picture may be made smaller with
    its label still drawn. `on`: there is something of it in the year looked at."""

    node: Node
    x: int
    y: int
    hidden: int
    centre: bool
    label: str
    degree: int
    scale: float
    community: int
    tier: int
    pinned: bool
    on: bool


@dataclass(frozen=True, slots=True)
class Line:
    """All edges between two dots: ends, what they say, and the edge whose sentence is opened."""

    x1: int
    y1: int
    x2: int
    y2: int
    source: Node
    target: Node
    label: str
    edge: Edge
    count: int
    years: tuple[int, ...]
    on: bool


@dataclass(frozen=True, slots=True)
class Focus:
    """The node looked at more closely: by which relation it can be expanded, with how many each, and its lines."""

    dot: Dot
    hidden: dict[str, int]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of the network on paper that reaches from (left, top) by `width` × `height` pixels. `left_out` counts neighbours of
    what was asked for that are not shown; `put_away` is what a person hid; `years` counts the edges of each."""

    centre: Node
    left: int
    top: int
    width: int
    height: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    left_out: int
    put_away: tuple[Node, ...]
    years: tuple[tuple[int, int], ...]
    focus: Focus | None
