"""The network as it is walked: the picture around an entity, and the way between two."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from explorer.errors import NotFound
from explorer.store import entities
from explorer.store.database import Database
from explorer.store.rows import Match
from graph import layout
from graph.errors import UnknownNode
from graph.model import PERSON
from graph.network import Edge, Network, Node, Path
from graph.ontology import BY_NAME, POSSIBLY_SAME, POST

_COMMON = 6
"""More namesakes than this are listed on their pages alone."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A node of the picture: place of its centre, and how many neighbours are not shown."""

    node: Node
    x: float
    y: float
    hidden: int
    centre: bool
    label: str
    """The name, shortened to fit."""


@dataclass(frozen=True, slots=True)
class Line:
    """All edges between two dots: ends, what they say, and the edge whose sentence is opened."""

    x1: float
    y1: float
    x2: float
    y2: float
    source: Node
    target: Node
    label: str
    edge: Edge
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A neighbourhood on a canvas of `width` × `height` pixels. `left_out` counts neighbours not shown."""

    centre: Node
    width: int
    height: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Route:
    """The ways from `start` to `goal`, the best first; none means: no path worth reading."""

    start: Match
    goal: Match
    paths: tuple[Path, ...]


def network(store: Database) -> Network:
    """The network of all relations between two entities."""
    nodes = [Node(entity.id, entity.kind, entity.name) for entity in entities.entities(store)]
    edges = [
        Edge(
            link.id, link.kind, link.subject, link.object, link.date, link.article_id, link.quote,
            link.confidence, link.implied, link.form or link.title,
        )
        for link in entities.links(store)
    ]  # fmt: skip
    return Network(nodes, [*edges, *possibly_same(nodes, edges)])


def possibly_same(nodes: list[Node], edges: list[Edge]) -> list[Edge]:
    """People of one name whom nothing yet shows to be one, or two. A name that many bear (李静) links nobody."""
    telling: dict[str, Edge] = {}
    for edge in sorted(edges, key=lambda edge: (edge.kind != POST, edge.implied, -edge.confidence, edge.id)):
        for end in (edge.source, edge.target):
            telling.setdefault(end, edge)
    named: dict[str, list[str]] = {}
    for node in nodes:
        if node.kind == PERSON and node.id in telling:
            named.setdefault(node.name, []).append(node.id)
    return [
        Edge(
            f"same-{a}-{b}", POSSIBLY_SAME, a, b, "", telling[b].article_id, telling[b].quote, 0.3, True, "", telling[b].id
        )
        for alike in named.values() if len(alike) <= _COMMON for a, b in itertools.combinations(sorted(alike), 2)
    ]  # fmt: skip


def edge_label(edge: Edge) -> str:
    """What an edge says in one word: 批示, 党组书记, else the name of the relation."""
    return edge.label_detail or BY_NAME[edge.kind].label


def picture(net: Network, entity_id: str, limit: int, width: int, height: int) -> Picture:
    """Raises NotFound."""
    try:
        around = net.neighbourhood(entity_id, limit)
    except UnknownNode as error:
        raise NotFound("没有这个条目", place=entity_id[:40]) from error
    spots = layout.place(around, entity_id, width, height)
    nodes = {node.id: node for node in around.nodes}
    dots = tuple(
        Dot(node, *spots[node.id], around.hidden.get(node.id, 0), node.id == entity_id, layout.label(node.name)) for node in around.nodes
    )
    return Picture(nodes[entity_id], width, height, dots, _lines(around.edges, nodes, spots), around.left_out)


def _lines(edges: tuple[Edge, ...], nodes: dict[str, Node], spots: dict[str, tuple[float, float]]) -> tuple[Line, ...]:
    """One line a pair: five posts between two dots are one line that says so."""
    pairs: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        if edge.source != edge.target:
            pairs.setdefault((min(edge.source, edge.target), max(edge.source, edge.target)), []).append(edge)
    lines = []
    for group in pairs.values():
        best = min(group, key=lambda edge: (edge.implied, edge.distance, -edge.confidence, edge.id))
        labels = list(dict.fromkeys(edge_label(edge) for edge in group if not edge.implied)) or [edge_label(best)]
        lines.append(Line(*spots[best.source], *spots[best.target], nodes[best.source], nodes[best.target], "、".join(labels[:3]), best, len(group)))
    return tuple(lines)


def route(net: Network, start: Match, goal: Match, hops: int) -> Route:
    """The few best paths; the empty tuple says that none is worth reading."""
    return Route(start, goal, tuple(net.paths(start.id, goal.id, hops)))
