"""The query language: chunks parted by white space, all wanted; "…", “…”, 「…」 and 『…』 are exact phrases.

The parser gives a small tree. Or, Not and fields are to become further nodes: `index/matching.py` gives each node
a set of documents, so a new node is one more case there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from index.analysis import fold, visible
from index.errors import QueryFault

MAX_CHARACTERS = 1_000
MAX_TERMS = 32

# A closing curly quote opens too: it is what the hand types when the input method has lost count.
_CLOSING = {'"': '"', "＂": "＂", "“": "”", "”": "”", "「": "」", "『": "』"}


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query: all documents, to browse."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A string that is wanted; `quoted`: as printed and not otherwise. `position`: where it begins in the query."""

    text: str
    quoted: bool
    position: int


@dataclass(frozen=True, slots=True)
class And:
    """Everything that all the parts find."""

    parts: tuple["Node", ...]


Node = Everything | Chunk | And


def parse(query: str) -> Node:
    """The tree of a query. QueryFault, with the place, if it is longer than what is answered."""
    if len(query) > MAX_CHARACTERS:
        raise QueryFault(f"the query is longer than {MAX_CHARACTERS:,} characters", MAX_CHARACTERS)
    parts = tuple(_chunks(query))
    if len(parts) > MAX_TERMS:
        raise QueryFault(f"the query has more than {MAX_TERMS} terms", parts[MAX_TERMS].position)
    if not parts:
        return Everything()
    return parts[0] if len(parts) == 1 else And(parts)


def chunks(node: Node) -> tuple[Chunk, ...]:
    """The wanted strings of a tree, in the order of the query."""
    match node:
        case Chunk():
            return (node,)
        case And(parts):
            return tuple(chunk for part in parts for chunk in chunks(part))
        case Everything():
            return ()


def _chunks(query: str) -> Iterator[Chunk]:
    """A chunk that nothing is left of after folding (blanks, controls, a stray quote) is passed over."""
    for start, end, quoted in _spans(query):
        text = visible(query[start:end]).strip()
        if fold(text):
            yield Chunk(text, quoted, start)


def _spans(query: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, quoted) of each chunk. A quote without its partner runs to the end of the query."""
    at = 0
    while at < len(query):
        closing = _CLOSING.get(query[at])
        if closing:
            end = query.find(closing, at + 1)
            end = len(query) if end < 0 else end
            yield at + 1, end, True
            at = end + 1
        elif query[at].isspace():
            at += 1
        else:
            end = _end_of_word(query, at)
            yield at, end, False
            at = end


def _end_of_word(query: str, at: int) -> int:
    while at < len(query) and not query[at].isspace() and query[at] not in _CLOSING:
        at += 1
    return at
