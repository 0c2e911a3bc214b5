"""What can be computed over the network as a whole, or over a part of it, with NetworkX."""

from __future__ import annotations

import heapq
import math

import networkx as nx

from graph.errors import UnknownNode
from graph.network import Neighbourhood, Network, Node

SEED = 20200720
"""Any fixed number: the same part of the network always looks the same."""

FORCES_MOST = 499
"""From 500 nodes on NetworkX computes forces with SciPy, which we do without; the spiral stands then."""

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def most_connected(network: Network, kind: str, limit: int) -> list[tuple[Node, int]]:
    """The `limit` nodes of one kind with the most distinct neighbours, most first, then by name and id."""
    counted = ((node, network.degree(node.id)) for node in network.nodes(kind))
    return heapq.nsmallest(limit, counted, key=lambda row: (-row[1], row[0].name, row[0].id))


def spring(neighbourhood: Neighbourhood, centre: str) -> dict[str, tuple[float, float]]:
    """Positions around `centre`, which stays at (0, 0); raise UnknownNode if it is not shown.

    Fruchterman and Reingold 1991, as NetworkX has it, started from a spiral with the strongest
    neighbours inside instead of from random places.
    """
    ids = [node.id for node in neighbourhood.nodes]
    if centre not in ids:
        raise UnknownNode(centre)
    graph = nx.Graph()
    graph.add_nodes_from(ids)
    graph.add_edges_from((edge.source, edge.target) for edge in neighbourhood.edges)
    places = _spiral([centre, *(node_id for node_id in ids if node_id != centre)])
    if 1 < len(ids) <= FORCES_MOST:
        places = nx.spring_layout(graph, pos=places, fixed=[centre], seed=SEED)
    return {node_id: (float(x), float(y)) for node_id, (x, y) in places.items()}


def _spiral(ids: list[str]) -> dict[str, tuple[float, float]]:
    """Sunflower seeds (Vogel 1979): evenly spread, the first in the middle, none on top of another."""
    places = {}
    for rank, node_id in enumerate(ids):
        radius, angle = math.sqrt(rank / len(ids)), rank * GOLDEN_ANGLE
        places[node_id] = (radius * math.cos(angle), radius * math.sin(angle))
    return places
