"""The search for paths: which ways from one entity to another are worth reading, the most telling first.

It works on one tie, of the shortest distance, for each linked pair; what the ties say is the network's matter.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping

WORTH = 12.0
"""Cost of the dearest path still worth reading. Over ties of the usual distance, 1.2, that is two hops over
a hub of three thousand neighbours, three over two hubs of thirty, or four over three of seven. Beyond
that a path only says that both ends belong to the same administration, which links any two names."""

CEILINGS = (WORTH / 3, WORTH * 2 / 3, WORTH)
"""Most pairs asked for are close: a search under a low ceiling touches a small part of the network."""


class Ties:
    """The network as a path search sees it.

    Plain dicts: NetworkX's own views and k-shortest paths took ten times as long and more.
    """

    def __init__(self, names: Mapping[str, str], links: Iterable[tuple[str, str, float]]) -> None:
        """`names` of all ids; `links` are two ids and a distance, any number of them for one pair."""
        self.names = {node_id: (name, node_id) for node_id, name in names.items()}
        self.near: dict[str, dict[str, float]] = {node_id: {} for node_id in names}
        for a, b, distance in links:
            if a != b:
                self.near[a][b] = self.near[b][a] = min(distance, self.near[a].get(b, math.inf))
        self.pull = {node_id: math.log(max(len(near), 1)) for node_id, near in self.near.items()}

    def telling(self, a: str, b: str, hops: int, count: int) -> list[tuple[float, list[str]]]:
        """The `count` cheapest loopless paths worth reading, of at most `hops` steps, with their cost."""
        found: list[tuple[float, list[str]]] = []
        for ceiling in CEILINGS:
            found = self._between(a, b, hops, count, ceiling)
            if len(found) == count:
                break
        return found

    def _between(self, a: str, b: str, hops: int, count: int, ceiling: float) -> list[tuple[float, list[str]]]:
        """Loopless paths from a to b with their cost, cheapest first, those of one cost by name."""
        # Costs spread from the goal over all its ties: let the busier end be the start.
        turned = len(self.near[b]) > len(self.near[a])
        start, goal = (b, a) if turned else (a, b)
        found = self._cheapest(start, goal, hops, count, ceiling)
        if turned:
            found = [(cost, ids[::-1]) for cost, ids in found]
        return sorted(found, key=lambda path: (path[0], [self.names[node_id] for node_id in path[1]]))

    def _cheapest(
        self, start: str, goal: str, hops: int, count: int, ceiling: float
    ) -> list[tuple[float, list[str]]]:
        """A* (Hart, Nilsson, Raphael 1968), led by the exact cost of what is still to come."""
        pull = {**self.pull, start: 0.0, goal: 0.0}
        to_come = self._to_come(goal, start, hops, ceiling, pull)
        found: list[tuple[float, list[str]]] = []
        queue = [(0.0, [self.names[start]], 0.0)]
        while queue and len(found) < count:
            estimate, path, cost = heapq.heappop(queue)
            ids = [node_id for _, node_id in path]
            if ids[-1] == goal:
                found.append((estimate, ids))
            elif len(ids) <= hops:
                ahead = to_come[hops - len(ids)]
                for other, total in self._onward(ids[-1], cost, pull):
                    if other not in ids and total + ahead.get(other, math.inf) <= ceiling:
                        step = (round(total + ahead[other], 6), [*path, self.names[other]], total)
                        heapq.heappush(queue, step)
        return found

    def _to_come(
        self, goal: str, start: str, hops: int, ceiling: float, pull: dict[str, float]
    ) -> list[dict[str, float]]:
        """For 0, 1 … `hops` steps, the least cost to the goal (Bellman and Ford, a layer a step)."""
        layers = [{goal: 0.0}]
        changed = layers[0]
        for _ in range(hops):
            best, before = dict(layers[-1]), changed
            changed = {}
            for node_id, cost in before.items():
                if node_id != start:  # no path leads through its own end
                    for other, total in self._onward(node_id, cost, pull):
                        if total <= ceiling and total < best.get(other, math.inf):
                            best[other] = changed[other] = total
            layers.append(best)
        return layers

    def _onward(self, node_id: str, cost: float, pull: dict[str, float]) -> Iterator[tuple[str, float]]:
        here = 1 + pull[node_id] / 2
        for other, distance in self.near[node_id].items():
            yield other, cost + distance * (here + pull[other] / 2)
