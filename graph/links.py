"""All observations as columns: for a scope, which pairs are linked and how strongly, in milliseconds.

Nodes are numbers here, given in the order of their ids; network.py knows their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.scope import Scope

DAMPING, PASSES, EXACT = 0.85, 60, 1e-7
"""Of PageRank; it stops earlier once nothing changes by more than `EXACT` in all."""

_FORMS = 62
"""Forms that one number can hold as bits; the ontology knows eight."""

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Link:
    """One observation as a link of two nodes; `passable` if a path may run over it."""

    source: int
    target: int
    kind: str
    year: int
    distance: float
    passable: bool
    forms: tuple[str, ...] = ()


class Links:
    """Each observation twice, once from either end, sorted by node, neighbour and order of the observations."""

    def __init__(self, count: int, links: Sequence[Link]) -> None:
        """`count` nodes; links in an order that does not depend on how they were read. One of a node with itself is passed over."""
        self.count = count
        self._kinds = {kind: code for code, kind in enumerate(sorted({link.kind for link in links}))}
        self._forms = {name: 1 << bit for bit, name in enumerate(sorted({f"{link.kind}:{form}" for link in links for form in link.forms})[:_FORMS])}
        table = np.array(
            [(link.source, link.target, self._kinds[link.kind], link.year, link.passable, self._mark(link)) for link in links], dtype=np.int64
        ).reshape(-1, 6)  # fmt: skip
        order = np.flatnonzero(table[:, 0] != table[:, 1])
        ends = np.concatenate([table[order][:, [0, 1]], table[order][:, [1, 0]]])
        sorting = np.lexsort((np.concatenate([order, order]), ends[:, 1], ends[:, 0]))
        self.ends, self.edge = ends[sorting], np.concatenate([order, order])[sorting]
        self._kind, self._year, self._passable, self._form = (table[self.edge, column] for column in (2, 3, 4, 5))
        self._distance = np.array([link.distance for link in links], dtype=np.float64)[self.edge] if links else np.empty(0)
        new = np.any(np.diff(self.ends, axis=0, prepend=-1) != 0, axis=1) if len(self.ends) else np.empty(0, dtype=bool)
        self.starts = np.flatnonzero(new)
        self.pairs = self.ends[self.starts]
        self.first = np.searchsorted(self.pairs[:, 0], np.arange(count + 1))
        self._rows = np.searchsorted(self.ends[:, 0], np.arange(count + 1))

    @cached_property
    def turned(self) -> Numbers:
        """For each pair, where the pair stands that leads back."""
        return np.lexsort((self.pairs[:, 0], self.pairs[:, 1]))

    def view(self, scope: Scope) -> View:
        """The pairs as a scope sees them."""
        return View(self, self._kept(scope))

    def kinds(self) -> tuple[str, ...]:
        """All kinds of link, by name."""
        return tuple(self._kinds)

    def forms(self) -> tuple[str, ...]:
        """`kind:form` of all links that have a form, by name."""
        return tuple(self._forms)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """All years that some link has."""
        return tuple(int(year) for year in np.unique(self._year) if year)

    def between(self, one: int, other: int) -> list[int]:
        """Positions of the observations that link two nodes."""
        left, right = self._row(one)
        part = self.ends[left:right, 1]
        return self.edge[left + np.searchsorted(part, other) : left + np.searchsorted(part, other + 1)].tolist()

    def among(self, nodes: Sequence[int], inside: Mask, kept: Mask) -> list[int]:
        """Positions of the observations kept that link two of these nodes, each once."""
        found: set[int] = set()
        for node in nodes:
            left, right = self._row(node)
            found.update(self.edge[left:right][kept[left:right] & inside[self.ends[left:right, 1]]].tolist())
        return sorted(found)

    def hanging(self, node: int, kept: Mask, inside: Mask) -> dict[str, int]:
        """Kind → number of neighbours of a node by links of that kind, of those kept, that are not inside."""
        row = slice(*self._row(node))
        there = kept[row] & ~inside[self.ends[row, 1]]
        keys = np.unique(self._kind[row][there] * self.count + self.ends[row, 1][there])
        counts = np.bincount(keys // self.count, minlength=len(self._kinds)) if len(keys) else []
        return {kind: int(count) for kind, count in zip(self._kinds, counts, strict=False) if count}

    def _mark(self, link: Link) -> int:
        """The forms of a link as bits."""
        return sum(self._forms.get(f"{link.kind}:{form}", 0) for form in set(link.forms))

    def _row(self, node: int) -> tuple[int, int]:
        return int(self._rows[node]), int(self._rows[node + 1])

    def _kept(self, scope: Scope) -> Mask:
        kept = np.ones(len(self.edge), dtype=bool)
        if scope.kinds:
            marks = sum(self._forms.get(kind, 0) for kind in scope.kinds)
            kept &= np.isin(self._kind, [self._kinds[kind] for kind in scope.kinds if kind in self._kinds]) | ((self._form & marks) != 0)
        if scope.first or scope.last:
            kept &= (self._year != 0) & (self._year >= scope.first) & (self._year <= (scope.last or 9999))
        return kept

    def _distances(self, kept: Mask) -> tuple[Reals, Reals]:
        return np.where(kept & (self._passable != 0), self._distance, np.inf), np.where(kept, 1 / self._distance, 0.0)


class View:
    """The linked pairs of one scope; every array is in the order of `Links.pairs`."""

    def __init__(self, links: Links, kept: Mask) -> None:
        self.links, self.kept = links, kept
        distance, strength = links._distances(kept)
        some = len(links.starts) > 0
        self.tie = np.minimum.reduceat(distance, links.starts) if some else distance
        """Shortest distance of what a path may run over; infinite if there is nothing."""
        self.strength = np.add.reduceat(strength, links.starts) if some else strength
        """Sum of 1/distance; 0 if the scope knows no link of the two."""

    @cached_property
    def degree(self) -> Numbers:
        """Number of distinct neighbours of each node."""
        return np.bincount(self.links.pairs[self.strength > 0, 0], minlength=self.links.count)

    @cached_property
    def rank(self) -> Reals:
        """PageRank of each node, ties read both ways and weighed by strength (Brin and Page 1998); all together 1, or 0 if nothing is linked."""
        there, count = self.strength > 0, self.links.count
        left, right = (np.ascontiguousarray(self.links.pairs[there, column]) for column in (0, 1))
        some = self.degree > 0
        rank = start = some / max(int(some.sum()), 1)
        given = np.bincount(left, weights=self.strength[there], minlength=count)
        share = DAMPING * self.strength[there] / given[left]
        for _ in range(PASSES):
            before, rank = rank, (1 - DAMPING) * start + np.bincount(right, weights=share * rank[left], minlength=count)
            if np.abs(rank - before).sum() < EXACT:
                break
        return np.round(rank, 12)

    def near(self, node: int) -> Numbers:
        """The neighbours of a node."""
        part = slice(self.links.first[node], self.links.first[node + 1])
        return self.links.pairs[part, 1][self.strength[part] > 0]

    def pull(self, nodes: Sequence[int]) -> Reals:
        """For each node of all, how strongly it hangs on these together."""
        total = np.zeros(self.links.count)
        for node in nodes:
            part = slice(self.links.first[node], self.links.first[node + 1])
            total[self.links.pairs[part, 1]] += self.strength[part]
        return np.round(total, 9)  # the last digits depend on the order of adding

    def reached(self, inside: Mask) -> Mask:
        """Those inside, and all their neighbours."""
        found = inside.copy()
        found[self.links.pairs[inside[self.links.pairs[:, 0]] & (self.strength > 0), 1]] = True
        return found
