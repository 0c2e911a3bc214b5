"""What is marked in a document that was found: the strings of the query, as this document prints them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import fold
from index.cutter import Cutter
from index.highlight import pattern_of
from index.names import Names
from index.parser import NAMED
from index.query import Chunk, Facet, Fuzzy, Near, Node, Pattern, chunks, leaves
from index.ranking import ALIAS, WORDS


@dataclass(frozen=True, slots=True)
class Needles:
    """What to mark, by how a document was found, and what differs from document to document."""

    exact: tuple[str, ...]
    alias: tuple[str, ...]
    words: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    surfaces: Mapping[str, Collection[str]]

    def of(self, doc: str, matched: str, texts: Sequence[str]) -> list[str]:
        """The needles for one document, given how it `matched` and its title and body."""
        fixed = {WORDS: self.words, ALIAS: self.alias}.get(matched, self.exact)
        wild = [found[0] for pattern in self.patterns for text in texts for found in pattern.finditer(fold(text))]
        return [*fixed, *self.surfaces.get(doc, ()), *dict.fromkeys(wild)]


def needles(node: Node, cutter: Cutter, names: Names, ids: Sequence[str], expand: bool) -> Needles:
    """What is marked in the documents `ids`, which a query has found."""
    wanted = leaves(node)
    loose = [chunk for chunk in chunks(node) if not chunk.quoted]
    exact = [text for leaf in wanted for text in shown(leaf)]
    exact += [name for leaf in wanted if isinstance(leaf, Fuzzy) for name in names.alike(leaf.text)]
    alias = exact + [name for chunk in loose if expand for known in names.known(chunk.text) for name in known.names]
    words = alias + [part.text for chunk in loose for part in cutter.parts(chunk.text)]
    patterns = tuple(pattern_of(leaf.text) for leaf in wanted if isinstance(leaf, Pattern))
    return Needles(tuple(exact), tuple(alias), tuple(words), patterns, _surfaces(node, names, ids))


def shown(leaf: object) -> tuple[str, ...]:
    """The strings of a leaf that are marked as they stand."""
    match leaf:
        case Chunk(text) | Fuzzy(text):
            return (text,)
        case Near(parts):
            return tuple(part for part in parts if isinstance(part, str))
        case _:
            return ()


def _surfaces(node: Node, names: Names, ids: Sequence[str]) -> dict[str, list[str]]:
    """Document → the strings by which it names what a field of the query asks for."""
    inner = [part for leaf in leaves(node) if isinstance(leaf, Near) for part in leaf.parts if isinstance(part, Facet)]
    found: dict[str, list[str]] = {}
    for facet in (*inner, *(leaf for leaf in leaves(node) if isinstance(leaf, Facet) and leaf.name in NAMED)):
        values = None if facet.value == "*" else names.values(facet.name, facet.value)
        for doc, strings in names.surfaces(facet.name, values, ids).items():
            found.setdefault(doc, []).extend(strings)
    return found
