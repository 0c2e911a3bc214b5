"""What can be computed over the network, in one scope, or over a part of it: who has most ties, who stands between, who belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links import Reals
from graph.network import Neighbourhood, Network, Node
from graph.scope import EVERYTHING, Scope

SEED = 20200720
"""Any fixed number: the same part of the network always falls into the same communities."""

CORE = 300
"""Betweenness and communities are computed among so many of the best connected: over 100,000 they take minutes."""

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """One node's measures. `between` is a share of all shortest ways, `community` counts from 1, the largest first."""

    node: Node
    degree: int
    pagerank: float
    between: float
    community: int


@dataclass(frozen=True, slots=True)
class Measures:
    """The best connected, by PageRank; `nodes` and `pairs` say how large the scope is, `core` among how many the last two count."""

    rows: tuple[Measured, ...]
    nodes: int
    pairs: int
    core: int
    communities: int


def most_connected(network: Network, kind: str, limit: int) -> list[tuple[Node, int]]:
    """The `limit` nodes of one kind with the most distinct neighbours, most first, then by name and id."""
    degree = network.view().degree.tolist()
    counted = [(node, degree[at]) for at, node in enumerate(network.nodes()) if node.kind == kind]
    least = sorted((count for _, count in counted), reverse=True)[:limit][-1:] or [0]
    best = [row for row in counted if row[1] >= least[0]]
    return sorted(best, key=lambda row: (-row[1], row[0].name, row[0].id))[:limit]


def measures(network: Network, scope: Scope = EVERYTHING, core: int = CORE) -> Measures:
    """Degree and PageRank over all relations of the scope; betweenness and communities among the `core` of it."""
    view, nodes = network.view(scope), list(network.nodes())
    rank, degree = view.rank, view.degree
    best = [int(at) for at in np.lexsort((np.arange(len(nodes)), -rank)) if degree[at]][:core]
    part = network.part([nodes[at].id for at in best], scope)
    between, groups = betweenness(linked(part)), communities(part)
    rows = tuple(
        Measured(nodes[at], int(degree[at]), float(rank[at]), float(between[turn]), groups[nodes[at].id]) for turn, at in enumerate(best)
    )
    return Measures(rows, int((degree > 0).sum()), int((view.strength > 0).sum() // 2), len(best), max(groups.values(), default=0))


def linked(part: Neighbourhood) -> NDArray[np.bool_]:
    """Which of the nodes of a part are linked, as a table."""
    at = {node.id: number for number, node in enumerate(part.nodes)}
    table = np.zeros((len(at), len(at)), dtype=bool)
    for edge in part.edges:
        table[at[edge.source], at[edge.target]] = table[at[edge.target], at[edge.source]] = True
    return table


def betweenness(table: NDArray[np.bool_]) -> Reals:
    """Share of the shortest ways between all others that lead over each node (Brandes 2001, from all nodes at once)."""
    count, ties = len(table), table.astype(np.float64)
    layers, ways = _layers(ties)
    owed = np.zeros((count, count))
    for near, far in reversed(list(zip(layers, layers[1:], strict=False))):
        share = np.where(far, (1 + owed) / np.maximum(ways, 1), 0)
        owed += np.where(near, (share @ ties) * ways, 0)
    np.fill_diagonal(owed, 0)
    pairs = (count - 1) * (count - 2)
    return owed.sum(axis=0) / pairs if pairs > 0 else np.zeros(count)


def _layers(ties: Table) -> tuple[list[NDArray[np.bool_]], Table]:
    """For each start (a row) the nodes 0, 1, 2 … steps away; and the number of shortest ways to each node."""
    count = len(ties)
    front = np.eye(count, dtype=bool)
    seen, ways, layers = front.copy(), np.eye(count), [front]
    while front.any():
        reached = np.where(front, ways, 0) @ ties
        front = (reached > 0) & ~seen
        ways += np.where(front, reached, 0)
        seen |= front
        layers.append(front)
    return layers, ways


def communities(part: Neighbourhood) -> dict[str, int]:
    """Id → number of its community, the largest first (Louvain, Blondel and others 2008, as NetworkX has it)."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(node.id for node in part.nodes))
    for edge in part.edges:
        weight = graph.get_edge_data(edge.source, edge.target, {"weight": 0.0})["weight"]
        graph.add_edge(edge.source, edge.target, weight=weight + 1 / edge.distance)
    found: Sequence[set[str]] = nx.community.louvain_communities(graph, seed=SEED) if len(graph) else []
    ranked = sorted(found, key=lambda group: (-len(group), min(group)))
    return {node_id: number for number, group in enumerate(ranked, 1) for node_id in group}
