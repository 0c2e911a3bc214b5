"""The network as it is walked: made from the store, and the way between two."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass

from explorer.store import corrected, entities
from explorer.store.database import Database
from explorer.store.rows import Match
from graph.model import PERSON
from graph.network import Edge, Network, Node, Path
from graph.ontology import BY_NAME, POSSIBLY_SAME, POST
from graph.scope import EVERYTHING, Scope

_COMMON = 6
"""More namesakes than this are listed on their pages alone."""


@dataclass(frozen=True, slots=True)
class Route:
    """The ways from `start` to `goal`, the best first; none means: no path worth reading."""

    start: Match
    goal: Match
    paths: tuple[Path, ...]
    scope: Scope = EVERYTHING


def network(store: Database) -> Network:
    """The network of all relations between two entities."""
    nodes = [Node(entity.id, entity.kind, entity.name) for entity in entities.entities(store)]
    edges = [
        Edge(
            link.id, link.kind, link.subject, link.object, link.date, link.article_id, link.quote,
            link.confidence, link.implied, link.form or link.title, told=link.told, decided=link.decided,
        )
        for link in entities.links(store)
    ]  # fmt: skip
    return Network(nodes, [*edges, *possibly_same(nodes, edges, corrected.pairs(store))])


def possibly_same(nodes: list[Node], edges: list[Edge], apart: Collection[tuple[str, str]] = ()) -> list[Edge]:
    """People of one name whom nothing yet shows to be one, or two; `apart` are pairs of ids of whom somebody said that they are two.
    A name that many bear (李静) links nobody."""
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
        if (a, b) not in apart
    ]  # fmt: skip


def edge_label(edge: Edge) -> str:
    """What an edge says in one word: 批示, 党组书记, else the name of the relation."""
    return edge.label_detail or BY_NAME[edge.kind].label


def route(net: Network, start: Match, goal: Match, hops: int, scope: Scope = EVERYTHING) -> Route:
    """The few best paths over the relations of a scope; the empty tuple says that none is worth reading."""
    return Route(start, goal, tuple(net.paths(start.id, goal.id, hops, scope=scope)), scope)
