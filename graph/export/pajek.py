"""Pajek's .net: vertices by number, arcs with their fields as pairs of a name and a value, as NetworkX and igraph read them.

Pajek has no escapes: a quotation mark in a label becomes ”, a backslash ＼, a line break a blank. It knows a vertex by its label
in many readers, so of vertices that share a name all but the first carry their id behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.export.rows import EDGE_FIELDS, EdgeRow, NodeRow, clean

_MARKS = str.maketrans({'"': "”", "\\": "＼"})


def pajek(title: str, nodes: Iterable[NodeRow], edges: Iterable[EdgeRow]) -> Iterator[str]:
    """The file in pieces. The number of vertices comes first, so their labels are held in memory."""
    numbers: dict[str, int] = {}
    labels: dict[str, None] = {}
    for node in nodes:
        numbers[node.id] = len(numbers) + 1
        labels[_unused(node, labels)] = None
    yield f"*Network {_quoted(title)}\n*Vertices {len(numbers)}\n"
    for number, label in enumerate(labels, 1):
        yield f"{number} {_quoted(label)}\n"
    yield "*Arcs\n"
    for edge in edges:
        pairs = " ".join(f"{name} {_quoted(str(getattr(edge, name)))}" for name, _ in (("id", ""), *EDGE_FIELDS) if getattr(edge, name) != "")
        yield f"{numbers[edge.source]} {numbers[edge.target]} 1 l {_quoted(edge.label)} {pairs}\n"


def _unused(node: NodeRow, labels: dict[str, None]) -> str:
    label = _plain(node.label) or node.id
    while label in labels:
        label = f"{label} [{_plain(node.id)}]"
    return label


def _quoted(text: str) -> str:
    return f'"{_plain(text)}"'


def _plain(text: str) -> str:
    if not text.isprintable() or "  " in text:
        text = re.sub(r"\s+", " ", clean(text))
    return text.strip().translate(_MARKS)
