"""The network taken out: a part of it, counted, and written in the formats of other programs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from explorer.answers import walk
from explorer.answers.facets import issue_label
from explorer.answers.tabular import csv_chunks
from explorer.errors import NotFound
from explorer.store import corrected, network, queries
from explorer.store.database import Database
from explorer.store.network import Observation
from graph.errors import UnknownNode
from graph.export import WRITERS
from graph.export.part import Columns, Part, Tie, Wanted
from graph.export.rows import EdgeRow, NodeRow
from graph.model import PERSON
from graph.network import Edge, Node
from graph.ontology import BY_NAME, POSSIBLY_SAME

FORMATS = (*WRITERS, "csv")
_RULE = "name.same"
_NODES = ("id", "label", "kind", "place", "aliases", "inferred", "address")
_EDGES = ("source", "target", "type", "id", "label", "kind", "date", "confidence", "implied", "decided")
_EVIDENCE = ("edge", "quote", "wording", "article", "title", "told", "issue", "start", "end", "rule", "confidence", "address")
_SPREADSHEET = {"id": "Id", "label": "Label", "source": "Source", "target": "Target", "type": "Type"}
"""Headers that Gephi's spreadsheet import knows."""
_BATCH, _CHUNK = 500, 1 << 16
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an entity and a fact are read; both give '' for a file that is read without the site."""

    entity: Callable[[str], str]
    fact: Callable[[str, str], str]
    """Of an article's id and a fact's."""


NOWHERE = Addresses(lambda entity: "", lambda article, fact: "")


@dataclass(frozen=True, slots=True)
class Count:
    """How large a part is, and the kinds of relation there are in the whole, the commonest first."""

    nodes: int
    edges: int
    kinds: tuple[str, ...]


class Outward:
    """The network of one revision, ready for parts of it to be chosen. Building it reads all relations once, without words."""

    def __init__(self, store: Database) -> None:
        self._store = store
        self._same = {edge.id: edge for edge in _namesakes(store)}
        self._columns = Columns(network.entity_ids(store), self._ties())

    def count(self, wanted: Wanted) -> Count:
        """Raises NotFound for an unknown centre."""
        part = self._choose(wanted)
        return Count(len(part.nodes), len(part.edges), self._columns.kinds)

    def write(self, wanted: Wanted, form: str, title: str, addresses: Addresses = NOWHERE) -> Iterator[bytes]:
        """The file in pieces, in one of FORMATS. Raises NotFound for an unknown centre, before the first piece."""
        part = self._choose(wanted)
        nodes, edges = lambda: self._nodes(part, addresses), lambda: self._edges(part, addresses)  # noqa: E731
        if form == "csv":
            return _archive(nodes, edges)
        return _chunks(piece.encode("utf-8", "replace") for piece in WRITERS[form](title, nodes(), edges()))

    def _choose(self, wanted: Wanted) -> Part:
        try:
            return self._columns.choose(wanted)
        except UnknownNode as error:
            raise NotFound("没有这个条目", place=wanted.centre[:40]) from error

    def _ties(self) -> Iterator[Tie]:
        yield from network.ties(self._store)
        for edge in self._same.values():
            yield Tie(edge.id, edge.kind, edge.source, edge.target, "", edge.confidence)

    def _nodes(self, part: Part, addresses: Addresses) -> Iterator[NodeRow]:
        for row in network.known(self._store, self._columns.node_ids(part)):
            yield NodeRow(row.id, row.kind, row.name, row.place, "、".join(row.aliases), row.inferred, addresses.entity(row.id))

    def _edges(self, part: Part, addresses: Addresses) -> Iterator[EdgeRow]:
        """The observations, then the namesakes, each with the fact that tells best who one of them is."""
        ids = list(self._columns.edge_ids(part))
        yield from self._rows((id for id in ids if id not in self._same), addresses)
        same = [self._same[id] for id in ids if id in self._same]
        while same:
            some, same = same[:_BATCH], same[_BATCH:]
            told = {row.id: row for row in self._rows((edge.fact for edge in some), addresses)}
            for edge in some:
                if edge.fact in told:
                    yield replace(
                        told[edge.fact], id=edge.id, kind=edge.kind, label=BY_NAME[edge.kind].label, source=edge.source, target=edge.target,
                        date="", wording="", rule=_RULE, confidence=edge.confidence, implied=True, decided=False,
                    )  # fmt: skip

    def _rows(self, ids: Iterator[str], addresses: Addresses) -> Iterator[EdgeRow]:
        issues: dict[str, str] = {}
        for batch in network.observations(self._store, ids):
            new = {row.bulletin_id for row in batch if row.bulletin_id not in issues}
            issues.update((id, issue.heading + issue_label(issue)) for id, issue in queries.issues_of(self._store, new).items())
            for row in batch:
                yield _row(row, issues.get(row.bulletin_id, ""), addresses.fact(row.article_id, row.id))


def _row(row: Observation, issue: str, address: str) -> EdgeRow:
    label = row.detail or (BY_NAME[row.kind].label if row.kind in BY_NAME else row.kind)
    return EdgeRow(
        id=row.id, kind=row.kind, label=label, source=row.source, target=row.target, date=row.date, wording=row.wording, quote=row.quote,
        article=row.article_id, title=row.title, told=row.told, issue=issue, start=row.start, end=row.end, rule=row.rule,
        confidence=row.confidence, implied=row.implied, decided=row.decided, address=address,
    )  # fmt: skip


def _namesakes(store: Database) -> Sequence[Edge]:
    """The edges between people of one name that the pages show too."""
    named = network.namesakes(store, PERSON)
    rows = network.touching(store, [id for id, _ in named])
    facts = [Edge(row.id, row.kind, row.source, row.target, row.date, row.article_id, "", row.confidence, row.implied, "") for row in rows]
    return [edge for edge in walk.possibly_same([Node(id, PERSON, name) for id, name in named], facts, corrected.pairs(store)) if edge.kind == POSSIBLY_SAME]


def _chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Few large pieces in place of many small ones."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= _CHUNK:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _archive(nodes: Callable[[], Iterator[NodeRow]], edges: Callable[[], Iterator[EdgeRow]]) -> Iterator[bytes]:
    """nodes.csv, edges.csv, evidence.csv in a ZIP, given away as it is packed; the edges are read twice rather than held."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows, columns in (
            ("nodes.csv", (asdict(node) for node in nodes()), _NODES),
            ("edges.csv", ({**asdict(edge), "type": "Directed"} for edge in edges()), _EDGES),
            ("evidence.csv", ({**asdict(edge), "edge": edge.id} for edge in edges()), _EVIDENCE),
        ):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as part:
                part.write(b"\xef\xbb\xbf")
                for piece in csv_chunks(rows, [(column, _SPREADSHEET.get(column, column)) for column in columns]):
                    part.write(piece.encode("utf-8", "replace"))
                    yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken; a ZIP can be written to it because it never goes back."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        data = bytes(self._held)
        self._held.clear()
        return data


def title_of(wanted: Wanted, centre: str) -> str:
    """What a file says of itself: whose part it is, and what it was narrowed to."""
    parts = [f"{centre}（{wanted.hops} 步以内）" if centre else "全部关系", *(BY_NAME[kind].label for kind in wanted.kinds if kind in BY_NAME)]
    span = f"{wanted.first or '…'} 至 {wanted.last or '…'}" if wanted.first or wanted.last else ""
    return "，".join([*parts, *([span] if span else []), *([f"可信度不低于 {wanted.confidence:g}"] if wanted.confidence else [])])

