"""What the network is made of, and what it answers with: nodes, observations, neighbourhoods, paths. Plain, frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from graph.ontology import BY_NAME, ENDORSED
from graph.scope import year_of

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
    told: str = ""
    """The date of the article that says so; it stands in where `date` has no year."""
    decided: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Of an act of endorsement: 批示, 肯定, …; it may have several."""
        return tuple(self.label_detail.split("、")) if self.kind == ENDORSED and self.label_detail else ()

    @property
    def year(self) -> int:
        """When it was, as far as known; 0 if it is not."""
        return year_of(self.date) or year_of(self.told)

    @property
    def distance(self) -> float:
        """Length of the edge in a path search, from the ontology."""
        known = BY_NAME.get(self.kind)
        return known.distance if known else UNKNOWN_DISTANCE


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of the network to look at: the centre or centres first, then their neighbours, strongest first."""

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
