"""A Cypher script for Neo4j and Memgraph: run again it changes nothing, for it merges by id.

Every value is a quoted string, a number or a truth value; labels and types come from our own closed tables. A string never
shows a backslash before a `u`: some versions resolve \\uXXXX before they look for the end of a string.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from graph.export.rows import EDGE_FIELDS, NODE_FIELDS, EdgeRow, NodeRow, clean

_Row = TypeVar("_Row", NodeRow, EdgeRow)
_BATCH = 500
_RESERVED = {"end": "`end`"}
"""Neo4j takes a key that is a word of the language; others do not."""
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r"[\\'\n\r\t]")


def cypher(title: str, nodes: Iterable[NodeRow], edges: Iterable[EdgeRow]) -> Iterator[str]:
    """The script in pieces, a statement for some hundred rows."""
    yield f"// {' '.join(clean(title).split())}\n"
    yield "CREATE CONSTRAINT jianbao_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n"
    for some_nodes in _batches(nodes):
        for kind, rows in _by_kind(some_nodes).items():
            listed = ",\n".join(_map(row, ("id", "label", *(name for name, _ in NODE_FIELDS))) for row in rows)
            yield f"UNWIND [\n{listed}\n] AS row MERGE (n:Entity {{id: row.id}}) SET n += row, n:{_name(kind.capitalize())};\n"
    for some_edges in _batches(edges):
        for kind, links in _by_kind(some_edges).items():
            listed = ",\n".join(
                f"{{a: {_string(row.source)}, b: {_string(row.target)}, r: {_map(row, ('id', 'label', *(name for name, _ in EDGE_FIELDS)))}}}" for row in links
            )
            yield (
                f"UNWIND [\n{listed}\n] AS row MATCH (a:Entity {{id: row.a}}) MATCH (b:Entity {{id: row.b}})"
                f" MERGE (a)-[r:{_name(kind.upper())} {{id: row.r.id}}]->(b) SET r += row.r;\n"
            )


def _batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _by_kind(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    """A type cannot be a parameter, so each kind is a statement of its own."""
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row)
    return found


def _map(row: NodeRow | EdgeRow, names: Iterable[str]) -> str:
    values = ((name, getattr(row, name)) for name in names)
    return "{" + ", ".join(f"{_RESERVED.get(name, name)}: {_value(value)}" for name, value in values if value != "") + "}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, (int, float)) else _string(str(value))


def _string(text: str) -> str:
    """A literal; behind a backslash that is data a new literal begins."""
    quoted = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], clean(text))
    return "'" + re.sub(r"\\\\(?=[uU])", lambda match: match[0] + "' + '", quoted) + "'"


def _name(word: str) -> str:
    """A label or a type: letters, digits and underscores alone."""
    return re.sub(r"\W", "_", word, flags=re.ASCII) or "_"
