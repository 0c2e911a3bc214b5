"""The tree of a query: what is wanted, and how the wants are joined. `index/parser.py` reads it from a string,
`index/matching.py` gives each node its documents."""

from dataclasses import dataclass

TITLE, BODY = "title", "body"
"""Where a string may be asked for; '' is either."""


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query: all documents, to browse."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A string that is wanted; `quoted`: as printed and not otherwise. `position`: where it begins in the query."""

    text: str
    quoted: bool
    position: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """Strings, and names of certain people, offices or documents, printed with at most `distance` characters between
    one and the next, in any order."""

    parts: tuple["str | Facet", ...]
    distance: int
    position: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A string with `*` (up to SPREAD characters) or `?` (one)."""

    text: str
    position: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A name written with one character too many, too few, or wrong."""

    text: str
    position: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """Documents with a value of a facet, as the user calls it (a name, a number); `*` is any value."""

    name: str
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Documents of these days, YYYYMMDD, both included."""

    first: int
    last: int
    position: int


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not find."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Everything that all the parts find."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Everything that any part finds."""

    parts: tuple["Node", ...]


Leaf = Chunk | Near | Pattern | Fuzzy | Facet | Dates
Node = Everything | Leaf | Not | And | Or


def leaves(node: Node, *, denied: bool = False) -> tuple[Leaf, ...]:
    """The leaves of a tree in the order of the query; without those that are denied, unless asked for."""
    match node:
        case And(parts) | Or(parts):
            return tuple(leaf for part in parts for leaf in leaves(part, denied=denied))
        case Not(part):
            return leaves(part, denied=denied) if denied else ()
        case Everything():
            return ()
        case _:
            return (node,)


def asks_text(node: Node) -> bool:
    """Whether a tree wants anything to be printed, and does not only filter."""
    return any(not isinstance(leaf, (Facet, Dates)) for leaf in leaves(node))


def chunks(node: Node) -> tuple[Chunk, ...]:
    """The wanted strings of a tree, in the order of the query."""
    return tuple(leaf for leaf in leaves(node) if isinstance(leaf, Chunk))
