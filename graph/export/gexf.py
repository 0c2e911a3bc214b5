"""GEXF 1.2 (gexf.net): Gephi."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from graph.export.rows import EDGE_FIELDS, NODE_FIELDS, EdgeRow, NodeRow, shown

_SPACE = "http://www.gexf.net/1.2draft"


def gexf(title: str, nodes: Iterable[NodeRow], edges: Iterable[EdgeRow]) -> Iterator[str]:
    """The file in pieces. Observations of the same two are edges of their own (parallel edges)."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{_SPACE}" version="1.2">\n'
    yield f"<meta><description>{escape(shown(title))}</description></meta>\n"
    yield '<graph mode="static" defaultedgetype="directed">\n'
    for owner, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        yield f'<attributes class="{owner}" mode="static">\n'
        for name, kind in fields:
            yield f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node in nodes:
        yield f"<node id={quoteattr(shown(node.id))} label={quoteattr(shown(node.label))}>{_values(node, NODE_FIELDS)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for edge in edges:
        ends = f"id={quoteattr(shown(edge.id))} source={quoteattr(shown(edge.source))} target={quoteattr(shown(edge.target))}"
        yield f"<edge {ends} label={quoteattr(shown(edge.label))}>{_values(edge, EDGE_FIELDS)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(row: NodeRow | EdgeRow, fields: Iterable[tuple[str, str]]) -> str:
    values = ((name, getattr(row, name)) for name, _ in fields)
    return "<attvalues>" + "".join(f'<attvalue for="{name}" value={quoteattr(shown(value))}/>' for name, value in values if value != "") + "</attvalues>"
