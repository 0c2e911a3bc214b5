"""GraphML (graphml.graphdrawing.org): yEd, Gephi, Cytoscape, igraph, NetworkX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from graph.export.rows import EDGE_FIELDS, NODE_FIELDS, EdgeRow, NodeRow, shown

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {"string": "string", "boolean": "boolean", "double": "double", "integer": "int"}
_NODE = (("label", "string"), *NODE_FIELDS)
_EDGE = (("label", "string"), *EDGE_FIELDS)


def graphml(title: str, nodes: Iterable[NodeRow], edges: Iterable[EdgeRow]) -> Iterator[str]:
    """The file in pieces; a field that is empty is left out."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_SPACE}">\n'
    for owner, fields in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in fields:
            yield f'<key id="{owner[0]}_{name}" for="{owner}" attr.name="{name}" attr.type="{_TYPES[kind]}"/>\n'
    yield f'<graph id="jianbao" edgedefault="directed">\n<desc>{escape(shown(title))}</desc>\n'
    for node in nodes:
        yield f"<node id={quoteattr(shown(node.id))}>{_data('n', node, _NODE)}</node>\n"
    for edge in edges:
        ends = f"id={quoteattr(shown(edge.id))} source={quoteattr(shown(edge.source))} target={quoteattr(shown(edge.target))}"
        yield f"<edge {ends}>{_data('e', edge, _EDGE)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(owner: str, row: NodeRow | EdgeRow, fields: Iterable[tuple[str, str]]) -> str:
    values = ((name, getattr(row, name)) for name, _ in fields)
    return "".join(f'<data key="{owner}_{name}">{escape(shown(value))}</data>' for name, value in values if value != "")
