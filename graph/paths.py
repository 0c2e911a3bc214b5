"""The search for paths: which ways from one entity to another are worth reading, the most telling first.

It works on one tie, of the shortest distance, for each linked pair; what the ties say is the network's matter.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

import numpy as np

from graph.links import Numbers, Reals, View

WORTH = 12.0
"""Cost of the dearest path still worth reading. Over ties of the usual distance, 1.2, that is two hops over
a hub of three thousand neighbours, three over two hubs of thirty, or four over three of seven. Beyond
that a path only says that both ends belong to the same administration, which links any two names."""

_EXACT = 1e-9
_SPARSE = 6
"""How much dearer it is to follow a pair from one of a few nodes than to add up all pairs in a row."""


class Ties:
    """The network as a path search sees it, in one scope: pairs that a path may run over, sorted by node and neighbour."""

    def __init__(self, view: View, names: Sequence[tuple[str, str]]) -> None:
        """`names`: name and id of each node, by which paths of one cost are ordered."""
        there = np.isfinite(view.tie)
        rows, self._near, self._tie = view.links.pairs[there, 0], view.links.pairs[there, 1].astype(np.int32), view.tie[there]
        self._first, self._names = np.searchsorted(rows, np.arange(len(names) + 1)), names
        turned = view.links.turned[there[view.links.turned]]
        self._turned = (np.cumsum(there) - 1)[turned]  # where the pair stands that leads back
        self._pull = np.log(np.maximum(np.diff(self._first), 1))
        self._cost = self._tie * (1 + (self._pull[rows] + self._pull[self._near]) / 2)
        self._filled = np.flatnonzero(np.diff(self._first))
        self._begin = self._first[self._filled]

    def telling(self, a: int, b: int, hops: int, count: int) -> list[tuple[float, list[int]]]:
        """The `count` cheapest loopless paths worth reading, of at most `hops` steps, with their cost; those of one cost by name."""
        cost = self._between(a, b)
        to_come = self._to_come(cost, b, a, hops)
        found = self._cheapest(cost, to_come, a, b, count) if np.isfinite(to_come[-1][a]) else []
        return sorted(found, key=lambda path: (path[0], [self._names[node] for node in path[1]]))

    def _between(self, a: int, b: int) -> Reals:
        """Of each pair: its distance, more the more its ends are hubs. The two asked for are no hubs themselves."""
        cost, pull = self._cost.copy(), self._pull.copy()
        pull[[a, b]] = 0
        for end in (a, b):
            own = slice(self._first[end], self._first[end + 1])
            cost[own] = self._tie[own] * (1 + pull[self._near[own]] / 2)
            cost[self._turned[own]] = cost[own]
        return cost

    def _to_come(self, cost: Reals, goal: int, start: int, hops: int) -> list[Reals]:
        """For 0, 1 … `hops` steps, the least cost to the goal (Bellman and Ford, a layer a step)."""
        layer = np.full(len(self._names), np.inf)
        layer[goal] = 0
        layers, changed = [layer], np.array([goal])
        for _ in range(hops):
            before = layers[-1]
            changed = changed[changed != start]  # no path leads through its own end
            best = self._layer(before, changed, cost)
            best[best > WORTH + _EXACT] = np.inf
            layers.append(best)
            changed = np.flatnonzero(best < before)
        return layers

    def _layer(self, before: Reals, changed: Numbers, cost: Reals) -> Reals:
        """One step more: from the few that have just changed, or from all at once where that is quicker."""
        best, sizes = before.copy(), self._first[changed + 1] - self._first[changed]
        total = int(sizes.sum())
        if total * _SPARSE < len(cost):
            at = np.repeat(self._first[changed] - np.cumsum(sizes) + sizes, sizes) + np.arange(total)
            np.minimum.at(best, self._near[at], np.repeat(before[changed], sizes) + cost[at])
        else:
            source = np.full_like(before, np.inf)
            source[changed] = before[changed]
            through = np.minimum.reduceat(cost + source[self._near], self._begin)
            best[self._filled] = np.minimum(best[self._filled], through)
        return best

    def _cheapest(self, cost: Reals, to_come: list[Reals], start: int, goal: int, count: int) -> list[tuple[float, list[int]]]:
        """A* (Hart, Nilsson, Raphael 1968), led by the exact cost of what is still to come."""
        hops = len(to_come) - 1
        found: list[tuple[float, list[int]]] = []
        queue: list[tuple[float, list[tuple[str, str]], list[int], float]] = [(0.0, [self._names[start]], [start], 0.0)]
        while queue and len(found) < count:
            estimate, path, ids, spent = heapq.heappop(queue)
            if ids[-1] == goal:
                found.append((estimate, ids))
            elif len(ids) <= hops:
                for other, total, whole in self._onward(ids[-1], spent, cost, to_come[hops - len(ids)]):
                    if other not in ids:
                        heapq.heappush(queue, (whole, [*path, self._names[other]], [*ids, other], total))
        return found

    def _onward(self, node: int, spent: float, cost: Reals, ahead: Reals) -> list[tuple[int, float, float]]:
        """Where a path may go from a node and still be worth reading: the next, the cost so far, the least cost of the whole."""
        own = slice(self._first[node], self._first[node + 1])
        others, totals = self._near[own], spent + cost[own]
        whole = totals + ahead[others]
        worth = np.flatnonzero(whole <= WORTH + _EXACT)
        return [
            (other, total, round(estimate, 6))
            for other, total, estimate in zip(others[worth].tolist(), totals[worth].tolist(), whole[worth].tolist(), strict=True)
            if math.isfinite(estimate)
        ]
