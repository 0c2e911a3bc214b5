"""Which documents a query finds, and how: printed in the title, printed somewhere, by another name, or only as words.

The tree is evaluated over sets of any engine (index/sets.py), so that what a query means is said here alone.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Generic, Self

from index.analysis import fold
from index.highlight import are_near, pattern_of
from index.names import Names
from index.query import And, Chunk, Dates, Everything, Facet, Fuzzy, Near, Node, Not, Or, Pattern, asks_text
from index.sets import S, Sets


@dataclass(frozen=True, slots=True)
class Matches(Generic[S]):
    """Four sets of documents, each within the next: exact in the title, exact anywhere, by another name, at all."""

    in_title: S
    exact: S
    alias: S
    found: S

    @classmethod
    def all_of(cls, documents: S) -> Self:
        """Found without saying how: a filter does not change how the rest of the query matched."""
        return cls(documents, documents, documents, documents)

    def __and__(self, other: "Matches[S]") -> "Matches[S]":
        return Matches(self.in_title & other.in_title, self.exact & other.exact, self.alias & other.alias, self.found & other.found)

    def __or__(self, other: "Matches[S]") -> "Matches[S]":
        return Matches(self.in_title | other.in_title, self.exact | other.exact, self.alias | other.alias, self.found | other.found)


@dataclass(frozen=True, slots=True)
class Asked(Generic[S]):
    """What a query is asked of: the sets of a revision, and whoever knows names; `expand`: other names count too."""

    sets: Sets[S]
    names: Names
    expand: bool = True


def evaluate(node: Node, asked: Asked[S]) -> Matches[S]:
    """The documents of a query's tree."""
    sets = asked.sets
    match node:
        case Everything():
            nothing = sets.nothing()
            return Matches(nothing, nothing, nothing, sets.everything())
        case And(parts):
            return reduce(and_, (evaluate(part, asked) for part in parts))
        case Or(parts):
            return reduce(or_, (_plainly(part, asked) for part in parts))
        case Not(part):
            return Matches.all_of(sets.everything() & ~evaluate(part, asked).found)
        case Chunk():
            return _chunk(node, asked)
        case Near():
            return _near(node, asked)
        case Pattern():
            return _pattern(node, asked)
        case Fuzzy(text):
            return reduce(or_, (_exactly(*sets.printed(fold(name), node.field)) for name in (text, *asked.names.alike(text))))
        case Facet("post", value):
            return Matches.all_of(_in_post(value, asked))
        case Facet(name, value):
            values = None if value == "*" else asked.names.values(name, value)
            return Matches.all_of(sets.valued("issue" if name == "total" else name, values))
        case Dates(first, last):
            return Matches.all_of(sets.dated(first, last))


def _plainly(part: Node, asked: Asked[S]) -> Matches[S]:
    """A side of an OR that only filters finds its documents, but does not say that anything is printed."""
    matches, nothing = evaluate(part, asked), asked.sets.nothing()
    return matches if asks_text(part) else Matches(nothing, nothing, nothing, matches.found)


def _exactly(in_title: S, exact: S) -> Matches[S]:
    return Matches(in_title, exact, exact, exact)


def _chunk(chunk: Chunk, asked: Asked[S]) -> Matches[S]:
    in_title, exact = asked.sets.printed(fold(chunk.text), chunk.field)
    if chunk.quoted:
        return _exactly(in_title, exact)
    alias = exact | _otherwise_called(chunk, asked) if asked.expand else exact
    return Matches(in_title, exact, alias, alias | _by_words(chunk, asked))


def _otherwise_called(chunk: Chunk, asked: Asked[S]) -> S:
    """Documents that name the same thing in any way; within a field, those that print one of its names there."""
    found = asked.sets.nothing()
    for known in asked.names.known(chunk.text):
        if not chunk.field:
            found = found | asked.sets.valued(known.facet, (known.value,))
        for name in known.names if chunk.field else ():
            found = found | asked.sets.printed(fold(name), chunk.field)[1]
    return found


def _by_words(chunk: Chunk, asked: Asked[S]) -> S:
    """Documents with all the words, in title or body; what is no word of the dictionary must be printed."""
    sets = asked.sets
    parts = sets.cutter.parts(chunk.text)
    found = [sets.holding(part.text, chunk.field) if part.is_word else sets.printed(fold(part.text), chunk.field)[1] for part in parts]
    return reduce(and_, found) if found else sets.nothing()


def _pattern(node: Pattern, asked: Asked[S]) -> Matches[S]:
    wanted = pattern_of(node.text)
    pieces = [piece for piece in fold(node.text).replace("?", "*").split("*") if piece]
    return _exactly(*asked.sets.verified(pieces, node.field, None, lambda doc, text: wanted.search(fold(text)) is not None))


def _near(node: Near, asked: Asked[S]) -> Matches[S]:
    strings = [fold(part) for part in node.parts if isinstance(part, str)]
    named = [part for part in node.parts if isinstance(part, Facet)]
    values = [None if part.value == "*" else asked.names.values(part.name, part.value) for part in named]
    within = reduce(and_, (asked.sets.valued(part.name, wanted) for part, wanted in zip(named, values)), asked.sets.everything())

    def check(doc: str, text: str) -> bool:
        slots = [[string] for string in strings]
        slots += [list(asked.names.surfaces(part.name, wanted, [doc]).get(doc, ())) for part, wanted in zip(named, values)]
        return are_near(text, slots, node.distance)

    return _exactly(*asked.sets.verified(strings, node.field, within, check))


def _in_post(post: str, asked: Asked[S]) -> S:
    terms = asked.names.holders(post)
    return reduce(or_, (asked.sets.valued("person", (term.person,)) & asked.sets.dated(term.first, term.last) for term in terms), asked.sets.nothing())
