"""What a searcher answers, and how a hit is dressed: marks and snippets are cut from the stored text, whichever engine found it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.errors import QueryFault
from index.highlight import Snippet, Span, marks, snippets
from index.needles import Needles, shown
from index.query import Node, leaves
from index.ranking import ALIAS, SORTS, WORDS

MAX_SIZE = 1_000  # hits on one page
FACET_SIZE = 20  # values of a facet, unless asked otherwise


@dataclass(frozen=True, slots=True)
class Hit:
    """`matched` is one of MATCHED; `score` is BM25F, comparable within one answer and one `matched` only.

    `printed`: what is marked, as it is printed, each once.
    """

    id: str
    score: float
    matched: str
    title_marks: list[Span]
    snippets: list[Snippet]
    printed: list[str]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total`, `facets` and `months` (YYYY-MM with its number, in order) are over all of them.

    `terms` are the strings of the query, to echo. `at_least`: there may be more hits than are counted, because not all candidates
    were looked through (the cluster's engine; the embedded one always looks through all).
    """

    total: int
    hits: list[Hit]
    facets: dict[str, list[tuple[str, int]]]
    page: int
    size: int
    terms: list[str]
    months: list[tuple[str, int]] = field(default_factory=list)
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a document prints what was asked for: the ranges in its title and in its body."""

    id: str
    title: str
    body: str
    in_title: list[Span]
    in_body: list[Span]


def check_page(sort: str, page: int, size: int, facet_sizes: Iterable[int]) -> None:
    """QueryFault if there is no such order, or a number is out of its bounds."""
    if sort not in SORTS:
        raise QueryFault(f"sort is one of {', '.join(SORTS)}")
    if page < 1 or not 1 <= size <= MAX_SIZE or min(facet_sizes, default=0) < 0:
        raise QueryFault(f"page counts from 1, size goes from 1 to {MAX_SIZE:,}, the size of a facet from 0")


def echoed(node: Node) -> list[str]:
    """The strings of a query."""
    return [text for leaf in leaves(node) for text in shown(leaf)]


def hits(found: Sequence[tuple[str, float, str]], texts: Mapping[str, tuple[str, str]], wanted: Needles) -> list[Hit]:
    """Of (id, score, matched), in their order. A document that the store has deleted and the index not yet has no text."""
    return [_hit(*row, texts.get(row[0], ("", "")), wanted.of(row[0], row[2], texts.get(row[0], ()))) for row in found]


def passages(found: Sequence[tuple[str, str]], texts: Mapping[str, tuple[str, str]], wanted: Needles) -> list[Passage]:
    """Of (id, matched), in their order."""
    told = []
    for doc, matched in found:
        title, body = texts.get(doc, ("", ""))
        strings = wanted.of(doc, matched, (title, body))
        told.append(Passage(doc, title, body, marks(title, strings), marks(body, strings)))
    return told


def marked_in(doc: str, texts: tuple[str, str], wanted: Needles) -> list[str]:
    """What to mark in one document: names where it prints them, else words."""
    named = wanted.of(doc, ALIAS, texts)
    return named if any(marks(text, named) for text in texts) else wanted.of(doc, WORDS, texts)


def _hit(doc_id: str, score: float, matched: str, texts: tuple[str, str], strings: list[str]) -> Hit:
    title, body = texts
    in_title, cut = marks(title, strings), snippets(body, strings)
    printed = [title[a:b] for a, b in in_title] + [piece.text[a:b] for piece in cut for a, b in piece.marks]
    return Hit(doc_id, score, matched, in_title, cut, list(dict.fromkeys(printed)))
