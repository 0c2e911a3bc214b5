"""The network, or a part of it, in the file formats of other programs.

Each writer takes nodes and edges one by one and gives its file in pieces: no format needs the whole in memory, save Pajek the
numbers of its nodes. NetworkX's own writers hold the whole file as a tree; it reads these files back in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from graph.export.cypher import cypher
from graph.export.gexf import gexf
from graph.export.graphml import graphml
from graph.export.jsonld import jsonld
from graph.export.pajek import pajek
from graph.export.rows import EdgeRow, NodeRow

Writer = Callable[[str, Iterable[NodeRow], Iterable[EdgeRow]], Iterator[str]]

WRITERS: Mapping[str, Writer] = {"graphml": graphml, "gexf": gexf, "pajek": pajek, "jsonld": jsonld, "cypher": cypher}
"""Name of a format → title, nodes, edges → pieces of the file. All are UTF-8. An edge may not end at a node
that is not given."""
