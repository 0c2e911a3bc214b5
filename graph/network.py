"""The network of all facts: who stands next to whom, and how two are linked.

Every observation is an edge of its own, with its quote; a second, simple graph with one tie for
each linked pair serves the search for paths (paths.py).
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

from graph.errors import UnknownNode
from graph.ontology import BY_NAME
from graph.paths import Ties

DISTRIBUTED = "distributed_to"
"""To stand on the same mailing list links nobody: no path runs over it."""

UNKNOWN_DISTANCE = 3.0
"""Length of a relation the ontology does not name: as far as the weakest one it does."""

@dataclass(frozen=True, slots=True)
class Node:
    """An entity as the network sees it; `kind` is one of graph.model.KINDS."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One observation, source –kind→ target, with the sentence that says so."""

    id: str
    kind: str
    source: str
    target: str
    date: str
    article_id: str
    quote: str
    confidence: float
    implied: bool
    label_detail: str
    fact: str = ""
    """The fact whose sentence it opens, where that is another one's: two namesakes are linked by no sentence."""

    @property
    def distance(self) -> float:
        """Length of the edge in a path search, from the ontology."""
        known = BY_NAME.get(self.kind)
        return known.distance if known else UNKNOWN_DISTANCE


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of the network to look at: the centre first, then its neighbours, strongest first."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    hidden: dict[str, int]
    """For each node shown, how many of its own neighbours are not."""
    left_out: int
    """How many nodes within the depth asked for are not shown."""


@dataclass(frozen=True, slots=True)
class Step:
    """One hop. `forward`: `edge` points from `source` to `target`, so its label reads this way."""

    source: Node
    target: Node
    forward: bool
    edge: Edge
    others: int
    """How many more observations link the same two, mailing lists aside."""


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one entity to another; the lower the cost, the more it tells."""

    steps: tuple[Step, ...]
    cost: float


class Network:
    """Entities and the observations that link them. Not changed once built."""

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        """Raise UnknownNode if an edge ends at a node that is not among `nodes`."""
        self.graph = nx.MultiDiGraph()
        self.graph.add_nodes_from((node.id, {"node": node}) for node in nodes)
        for edge in edges:
            if edge.source not in self.graph or edge.target not in self.graph:
                raise UnknownNode(f"edge {edge.id} links {edge.source} and {edge.target}: not both are nodes")
            self.graph.add_edge(edge.source, edge.target, key=edge.id, edge=edge)
        links = ((a, b, edge.distance) for a, b, edge in self.graph.edges(data="edge") if edge.kind != DISTRIBUTED)
        self._ties = Ties({node.id: node.name for node in self.nodes()}, links)

    def node(self, node_id: str) -> Node:
        """The node of this id, or UnknownNode."""
        if node_id not in self.graph:
            raise UnknownNode(node_id)
        return self.graph.nodes[node_id]["node"]

    def nodes(self, kind: str | None = None) -> Iterator[Node]:
        """All nodes, or those of one kind, in no particular order."""
        found = (node for _, node in self.graph.nodes(data="node"))
        return (node for node in found if kind is None or node.kind == kind)

    def degree(self, node_id: str) -> int:
        """Number of distinct neighbours over all relations, in both directions, or UnknownNode."""
        return len(self._neighbours(self.node(node_id).id, None))

    def edges_between(self, a: str, b: str) -> list[Edge]:
        """All observations that link the two, in either direction, best evidence first, or UnknownNode.

        Best is the most telling relation; then printed before implied, sure before unsure, new before old.
        """
        return self._evidence(self.node(a).id, self.node(b).id)

    def neighbourhood(
        self, entity_id: str, limit: int, depth: int = 1, kinds: Collection[str] | None = None
    ) -> Neighbourhood:
        """The entity, its `limit` strongest neighbours, and the edges among them; UnknownNode.

        Strength is the sum of 1/distance over the edges to what is already shown. Neighbours come
        before their own neighbours (`depth` 2), so that whatever is shown hangs together. `kinds`
        names the relations to follow; all are followed if it is None.
        """
        shown, seen = [self.node(entity_id).id], {entity_id}
        ring, whole, rim = [entity_id], {entity_id}, {entity_id}
        for _ in range(depth):
            ring = self._strongest(ring, seen, limit + 1 - len(shown), kinds)
            shown += ring
            seen.update(ring)
            rim = set().union(*(self._neighbours(node_id, kinds) for node_id in rim)) - whole
            whole |= rim
        return Neighbourhood(
            nodes=tuple(self.node(node_id) for node_id in shown),
            edges=tuple(self._edges_among(seen, kinds)),
            hidden={node_id: len(self._neighbours(node_id, kinds) - seen) for node_id in shown},
            left_out=len(whole - seen),
        )

    def paths(self, a: str, b: str, hops: int, count: int = 3) -> list[Path]:
        """The `count` most telling paths of at most `hops` steps, best first; UnknownNode.

        A tie costs its distance; each entity passed on the way adds the logarithm of its number
        of neighbours, times the mean distance of the two ties that meet in it. So two people both
        named with the provincial office are far apart, and a path reads the same from both ends.
        An empty list says that no path is worth reading (see paths.WORTH).
        """
        for end in (a, b):
            self.node(end)
        if a == b or hops < 1 or count < 1:
            return []
        found = self._ties.telling(a, b, hops, count)
        return [Path(tuple(map(self._step, ids, ids[1:])), cost) for cost, ids in found]

    def _neighbours(self, node_id: str, kinds: Collection[str] | None) -> set[str]:
        if kinds is None:
            found = {*self.graph.successors(node_id), *self.graph.predecessors(node_id)}
        else:
            found = {other for other, _ in self._incident(node_id, kinds)}
        return found - {node_id}

    def _incident(self, node_id: str, kinds: Collection[str] | None) -> Iterator[tuple[str, Edge]]:
        for _, other, edge in self.graph.out_edges(node_id, data="edge"):
            if kinds is None or edge.kind in kinds:
                yield other, edge
        for other, _, edge in self.graph.in_edges(node_id, data="edge"):
            if kinds is None or edge.kind in kinds:
                yield other, edge

    def _strongest(
        self, ring: list[str], seen: set[str], room: int, kinds: Collection[str] | None
    ) -> list[str]:
        if room <= 0:
            return []
        weights: defaultdict[str, list[float]] = defaultdict(list)
        for node_id in ring:
            for other, edge in self._incident(node_id, kinds):
                if other not in seen:
                    weights[other].append(1 / edge.distance)
        # fsum does not depend on the order of its terms, so neither does a tie.
        names = self._ties.names
        rank = {other: (-math.fsum(terms), names[other]) for other, terms in weights.items()}
        return heapq.nsmallest(room, rank, key=rank.__getitem__)

    def _edges_among(self, ids: set[str], kinds: Collection[str] | None) -> list[Edge]:
        found = [
            edge
            for source, target, edge in self.graph.out_edges(ids, data="edge")
            if target in ids and target != source and (kinds is None or edge.kind in kinds)
        ]
        return sorted(found, key=lambda edge: (edge.source, edge.target, edge.kind, edge.date, edge.id))

    def _evidence(self, a: str, b: str) -> list[Edge]:
        pairs = {(a, b), (b, a)}
        found = [row["edge"] for pair in pairs for row in (self.graph.get_edge_data(*pair) or {}).values()]
        found.sort(key=lambda edge: edge.id)
        found.sort(key=lambda edge: edge.date, reverse=True)
        return sorted(found, key=lambda edge: (edge.distance, edge.implied, -edge.confidence))

    def _step(self, source: str, target: str) -> Step:
        best, *others = [edge for edge in self._evidence(source, target) if edge.kind != DISTRIBUTED]
        return Step(self.node(source), self.node(target), best.source == source, best, len(others))
