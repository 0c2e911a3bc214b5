"""Choosing a part of the network: all edges as columns, so that a choice among 300,000 takes milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from graph.errors import UnknownNode

if TYPE_CHECKING:
    import numpy as np

_NO_DATE = -1
MOST_HOPS = 4


@dataclass(frozen=True, slots=True)
class Tie:
    """What an edge is chosen by. `date` is ISO, perhaps partial, or ''."""

    id: str
    kind: str
    source: str
    target: str
    date: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part: edges of these `kinds` (all if none is named), from `first` to `last` (ISO, perhaps partial; '' is open), of this
    confidence at least; around `centre` up to `hops` away, or everywhere."""

    kinds: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    confidence: float = 0.0
    centre: str = ""
    hops: int = 1

    @property
    def whole(self) -> bool:
        """Whether it is all there is, entities without any relation among it."""
        return not (self.kinds or self.first or self.last or self.confidence or self.centre)


@dataclass(frozen=True, slots=True)
class Part:
    """What was chosen, as positions in the columns."""

    nodes: np.ndarray
    edges: np.ndarray


class Columns:
    """Nodes in the order they were given, edges by id. An edge of a node with itself is left out, as on every page."""

    def __init__(self, nodes: Sequence[str], ties: Iterable[Tie]) -> None:
        """Raises UnknownNode if an edge ends at none of `nodes`."""
        import numpy as np

        self.nodes = tuple(nodes)
        self._at = {node: at for at, node in enumerate(self.nodes)}
        self._kinds: dict[str, int] = {}
        rows = sorted(self._row(tie) for tie in ties if tie.source != tie.target)
        self._ids = np.array([row[0] for row in rows], dtype="S")
        self._table = np.array([row[1:6] for row in rows], dtype=np.int64).reshape(-1, 5)
        self._confidence = np.array([row[6] for row in rows], dtype=np.float64)

    def __len__(self) -> int:
        """Number of edges."""
        return len(self._ids)

    def choose(self, wanted: Wanted) -> Part:
        """The part; raises UnknownNode if its centre is not in the network. Its edges are all those among its nodes."""
        import numpy as np

        kept = self._fitting(wanted)
        if wanted.whole:
            return Part(np.arange(len(self.nodes)), np.flatnonzero(kept))
        sources, targets = self._table[:, 0], self._table[:, 1]
        reached = np.zeros(len(self.nodes), dtype=bool)
        if not wanted.centre:
            reached[sources[kept]] = reached[targets[kept]] = True
            return Part(np.flatnonzero(reached), np.flatnonzero(kept))
        if wanted.centre not in self._at:
            raise UnknownNode(wanted.centre)
        reached[self._at[wanted.centre]] = True
        for _ in range(wanted.hops):
            beside = kept & (reached[sources] | reached[targets])
            reached[sources[beside]] = reached[targets[beside]] = True
        return Part(np.flatnonzero(reached), np.flatnonzero(kept & reached[sources] & reached[targets]))

    def node_ids(self, part: Part) -> Iterator[str]:
        """Ids of the nodes of a part."""
        return (self.nodes[at] for at in part.nodes.tolist())

    def edge_ids(self, part: Part) -> Iterator[str]:
        """Ids of the edges of a part."""
        return (self._ids[at].decode() for at in part.edges.tolist())

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the edges, the commonest first."""
        import numpy as np

        counts = np.bincount(self._table[:, 2], minlength=len(self._kinds))
        return tuple(sorted(self._kinds, key=lambda kind: (-counts[self._kinds[kind]], kind)))

    def _row(self, tie: Tie) -> tuple[str, int, int, int, int, int, float]:
        if tie.source not in self._at or tie.target not in self._at:
            raise UnknownNode(f"edge {tie.id} links {tie.source} and {tie.target}: not both are nodes")
        kind = self._kinds.setdefault(tie.kind, len(self._kinds))
        return (tie.id, self._at[tie.source], self._at[tie.target], kind, *_bounds(tie.date), tie.confidence)

    def _fitting(self, wanted: Wanted) -> np.ndarray:
        """A mask: a partial date fits if any day of it does."""
        import numpy as np

        kept = np.ones(len(self), dtype=bool)
        if wanted.kinds:
            kept &= np.isin(self._table[:, 2], [self._kinds[kind] for kind in wanted.kinds if kind in self._kinds])
        if wanted.first:
            kept &= self._table[:, 4] >= _bounds(wanted.first)[0]
        if wanted.last:
            kept &= (self._table[:, 3] <= _bounds(wanted.last)[1]) & (self._table[:, 3] != _NO_DATE)
        return kept & (self._confidence >= wanted.confidence)


@lru_cache(maxsize=10_000)
def _bounds(date: str) -> tuple[int, int]:
    """The first and the last day that an ISO date may mean, as yyyymmdd."""
    if not date or date.startswith("--"):
        return _NO_DATE, _NO_DATE
    year, *rest = (int(part) for part in date.split("-"))
    first, last = (*rest, 0, 0), (*rest, 99, 99)
    return year * 10_000 + first[0] * 100 + first[1], year * 10_000 + last[0] * 100 + last[1]
