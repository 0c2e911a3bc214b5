"""The network of all facts: who stands next to whom, and how two are linked.

Every observation is an edge of its own, with its quote; who is linked with whom, in which kinds and years,
is asked of columns (links.py), and the search for paths runs over one tie for each pair (paths.py).
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import UnknownNode
from graph.links import Link, Links, Mask, View
from graph.paths import Ties
from graph.pieces import DISTRIBUTED, Edge, Neighbourhood, Node, Path, Step
from graph.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["DISTRIBUTED", "Edge", "Neighbourhood", "Network", "Node", "Path", "Step"]

_SCOPES = 8
"""How many scopes are kept ready; one takes some ten milliseconds and megabytes for 300,000 observations."""


class Network:
    """Entities and the observations that link them. Not changed once built; safe to share between threads."""

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        """Raise UnknownNode if an edge ends at a node that is not among `nodes`."""
        self._nodes = sorted(nodes, key=lambda node: node.id)
        self._at = {node.id: at for at, node in enumerate(self._nodes)}
        self._edges = sorted(edges, key=lambda edge: edge.id)
        self._links = Links(len(self._nodes), [self._link(edge) for edge in self._edges])
        self._own: dict[int, list[Edge]] = {}
        for edge in self._edges:
            if edge.source == edge.target:
                self._own.setdefault(self._at[edge.source], []).append(edge)
        self._names = [(node.name, node.id) for node in self._nodes]
        self._views: dict[Scope, View] = {}
        self._ties: dict[Scope, Ties] = {}
        self._lock = threading.Lock()
        self._tied(EVERYTHING)  # what is asked for most is ready before the first question

    @cached_property
    def graph(self) -> nx.MultiDiGraph:
        """All of it for NetworkX: nodes with `node`, edges by id with `edge`. Built when it is first asked for."""
        import networkx as nx

        graph = nx.MultiDiGraph()
        graph.add_nodes_from((node.id, {"node": node}) for node in self._nodes)
        graph.add_edges_from((edge.source, edge.target, edge.id, {"edge": edge}) for edge in self._edges)
        return graph

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of relation that occur, by name."""
        return self._links.kinds()

    @property
    def choices(self) -> tuple[str, ...]:
        """What one may choose by: kinds that occur, each followed by its forms (`endorsed:批示`)."""
        return tuple(sorted((*self._links.kinds(), *self._links.forms())))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which something is told, in order."""
        return self._links.years

    def __contains__(self, node_id: str) -> bool:
        return node_id in self._at

    def node(self, node_id: str) -> Node:
        """The node of this id, or UnknownNode."""
        return self._nodes[self._number(node_id)]

    def nodes(self, kind: str | None = None) -> Iterator[Node]:
        """All nodes, or those of one kind, by id."""
        return (node for node in self._nodes if kind is None or node.kind == kind)

    def degree(self, node_id: str, scope: Scope = EVERYTHING) -> int:
        """Number of distinct neighbours in both directions, or UnknownNode."""
        return int(self.view(scope).degree[self._number(node_id)])

    def ranks(self, ids: Iterable[str], scope: Scope = EVERYTHING) -> dict[str, float]:
        """Id → PageRank, or UnknownNode."""
        rank = self.view(scope).rank
        return {node_id: float(rank[self._number(node_id)]) for node_id in ids}

    def reaching(self, ids: Iterable[str], shown: Collection[str], scope: Scope = EVERYTHING) -> int:
        """How many neighbours of these are not shown, or UnknownNode."""
        view, found = self.view(scope), self._mask(())
        for node_id in ids:
            found[view.near(self._number(node_id))] = True
        return int((found & ~self._mask(shown)).sum())

    def edges_between(self, a: str, b: str, scope: Scope = EVERYTHING) -> list[Edge]:
        """All observations that link the two, in either direction, best evidence first, or UnknownNode.

        Best is the most telling relation; then printed before implied, sure before unsure, new before old.
        """
        one, other = self._number(a), self._number(b)
        found = self._own.get(one, []) if one == other else [self._edges[at] for at in self._links.between(one, other)]
        return _best_first(edge for edge in found if scope.admits(edge.kind, edge.year, edge.forms))

    def hidden_kinds(self, node_id: str, shown: Collection[str], scope: Scope = EVERYTHING) -> dict[str, int]:
        """Kind of relation → how many neighbours by it are not among `shown`, the most first; UnknownNode."""
        inside = self._mask(other for other in shown if other in self._at)
        counts = self._links.hanging(self._number(node_id), self.view(scope).kept, inside)
        return {kind: count for kind, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))}

    def neighbourhood(
        self, entity_id: str, limit: int, depth: int = 1, kinds: Collection[str] | None = None, scope: Scope = EVERYTHING
    ) -> Neighbourhood:
        """The entity, its `limit` strongest neighbours, and the edges among them; UnknownNode.

        Strength is the sum of 1/distance over the edges to what is already shown. Neighbours come
        before their own neighbours (`depth` 2), so that whatever is shown hangs together. `kinds`
        names the relations to follow; all are followed if it is None.
        """
        scope = scope if kinds is None else Scope(tuple(sorted(kinds)), scope.first, scope.last)
        shown, ring = [entity_id], [entity_id]
        whole = self._mask([entity_id])
        for _ in range(depth):
            ring = self.strongest(ring, shown, limit + 1 - len(shown), scope)
            shown += ring
            whole = self.view(scope).reached(whole)
        return self.part(shown, scope, int(whole.sum()) - len(shown))

    def strongest(self, ring: Sequence[str], shown: Collection[str], room: int, scope: Scope = EVERYTHING) -> list[str]:
        """Ids of the `room` neighbours that hang most strongly on a ring of nodes, without those shown; UnknownNode."""
        numbers = [self._number(node_id) for node_id in ring]
        if room <= 0:
            return []
        pull = self.view(scope).pull(numbers)
        pull[[self._at[node_id] for node_id in shown if node_id in self._at]] = 0
        found = np.flatnonzero(pull > 0)
        if len(found) > room:  # of those as strong as the last one the name decides
            found = found[pull[found] >= np.partition(pull[found], -room)[-room]]
        ranked = sorted(found.tolist(), key=lambda at: (-pull[at], self._names[at]))
        return [self._nodes[at].id for at in ranked[:room]]

    def part(self, ids: Sequence[str], scope: Scope = EVERYTHING, left_out: int = 0) -> Neighbourhood:
        """These nodes with all edges among them; UnknownNode."""
        view, inside = self.view(scope), self._mask(ids)
        numbers = [self._at[node_id] for node_id in ids]
        return Neighbourhood(
            nodes=tuple(self._nodes[at] for at in numbers),
            edges=tuple(self._edges_among(numbers, inside, view)),
            hidden={node_id: int((~inside[view.near(at)]).sum()) for node_id, at in zip(ids, numbers, strict=True)},
            left_out=left_out,
        )

    def paths(self, a: str, b: str, hops: int, count: int = 3, scope: Scope = EVERYTHING) -> list[Path]:
        """The `count` most telling paths of at most `hops` steps, best first; UnknownNode.

        A tie costs its distance; each entity passed on the way adds the logarithm of its number
        of neighbours, times the mean distance of the two ties that meet in it. So two people both
        named with the provincial office are far apart, and a path reads the same from both ends.
        An empty list says that no path is worth reading (see paths.WORTH).
        """
        start, goal = self._number(a), self._number(b)
        if a == b or hops < 1 or count < 1:
            return []
        found = self._tied(scope).telling(start, goal, hops, count)
        ids = [(cost, [self._nodes[at].id for at in way]) for cost, way in found]
        return [Path(tuple(self._step(one, other, scope) for one, other in zip(way, way[1:], strict=False)), cost) for cost, way in ids]

    def view(self, scope: Scope = EVERYTHING) -> View:
        """The columns of a scope; nodes are numbered in the order of their ids."""
        with self._lock:
            if scope not in self._views:
                _make_room(self._views)
                self._views[scope] = self._links.view(scope)
            return self._views[scope]

    def _tied(self, scope: Scope) -> Ties:
        view = self.view(scope)
        with self._lock:
            if scope not in self._ties:
                _make_room(self._ties)
                self._ties[scope] = Ties(view, self._names)
            return self._ties[scope]

    def _number(self, node_id: str) -> int:
        if node_id not in self._at:
            raise UnknownNode(node_id)
        return self._at[node_id]

    def _link(self, edge: Edge) -> Link:
        if edge.source not in self._at or edge.target not in self._at:
            raise UnknownNode(f"edge {edge.id} links {edge.source} and {edge.target}: not both are nodes")
        return Link(self._at[edge.source], self._at[edge.target], edge.kind, edge.year, edge.distance, edge.kind != DISTRIBUTED, edge.forms)

    def _mask(self, ids: Iterable[str]) -> Mask:
        inside = np.zeros(len(self._nodes), dtype=bool)
        inside[[self._number(node_id) for node_id in ids]] = True
        return inside

    def _edges_among(self, numbers: Sequence[int], inside: Mask, view: View) -> list[Edge]:
        found = [self._edges[at] for at in self._links.among(numbers, inside, view.kept)]
        return sorted(found, key=lambda edge: (edge.source, edge.target, edge.kind, edge.date, edge.id))

    def _step(self, source: str, target: str, scope: Scope) -> Step:
        best, *others = [edge for edge in self.edges_between(source, target, scope) if edge.kind != DISTRIBUTED]
        return Step(self.node(source), self.node(target), best.source == source, best, len(others))


def _make_room(kept: dict[Scope, Any]) -> None:
    """Lets the oldest go; that of everything stays."""
    others = [scope for scope in kept if not scope.whole]
    for scope in others[: max(0, len(others) + 2 - _SCOPES)]:
        del kept[scope]


def _best_first(edges: Iterable[Edge]) -> list[Edge]:
    found = sorted(edges, key=lambda edge: edge.id)
    found.sort(key=lambda edge: edge.date, reverse=True)
    return sorted(found, key=lambda edge: (edge.distance, edge.implied, -edge.confidence))
