"""Which documents a query finds, and how: printed in the title, printed somewhere, by another name, or only as words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Self

import numpy as np

from index.analysis import fold
from index.fields import BODY_WORDS, TITLE_WORDS
from index.highlight import are_near, pattern_of
from index.names import Names
from index.printed import Texts, TextSource, printed, verified
from index.query import BODY, TITLE, And, Chunk, Dates, Everything, Facet, Fuzzy, Near, Node, Not, Or, Pattern, asks_text
from index.columns import Mask
from index.snapshot import Snapshot

__all__ = ["Asked", "Matches", "TextSource", "evaluate"]

ALL, WORDS, ALIAS, EXACT_BODY, EXACT_TITLE = MATCHED = ("all", "words", "alias", "exact-body", "exact-title")
"""How a document was found, by tier, the best last; ALL: the query is empty."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Four sets of documents, each within the next: exact in the title, exact anywhere, by another name, at all."""

    in_title: Mask
    exact: Mask
    alias: Mask
    found: Mask

    @classmethod
    def all_of(cls, mask: Mask) -> Self:
        """Found without saying how: a filter does not change how the rest of the query matched."""
        return cls(mask, mask, mask, mask)

    def __and__(self, other: Self) -> "Matches":
        return Matches(self.in_title & other.in_title, self.exact & other.exact, self.alias & other.alias, self.found & other.found)

    def __or__(self, other: Self) -> "Matches":
        return Matches(self.in_title | other.in_title, self.exact | other.exact, self.alias | other.alias, self.found | other.found)

    def tiers(self) -> np.ndarray:
        """4 exact in the title, 3 exact, 2 by another name, 1 found by words, 0 not found."""
        return self.in_title.astype(np.int8) + self.exact + self.alias + self.found


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query is asked of: a revision, the texts, whoever knows names; `expand`: other names count too."""

    snapshot: Snapshot
    source: TextSource
    names: Names
    expand: bool = True

    @property
    def texts(self) -> Texts:
        """The revision with its texts."""
        return Texts(self.snapshot, self.source)


def evaluate(node: Node, asked: Asked) -> Matches:
    """The documents of a query's tree."""
    snapshot = asked.snapshot
    match node:
        case Everything():
            nothing = np.zeros(snapshot.size, np.bool_)
            return Matches(nothing, nothing, nothing, snapshot.live)
        case And(parts):
            return reduce(Matches.__and__, (evaluate(part, asked) for part in parts))
        case Or(parts):
            return reduce(Matches.__or__, (_plainly(part, asked) for part in parts))
        case Not(part):
            return Matches.all_of(snapshot.live & ~evaluate(part, asked).found)
        case Chunk():
            return _chunk(node, asked)
        case Near():
            return _near(node, asked)
        case Pattern():
            return _pattern(node, asked)
        case Fuzzy(text):
            return reduce(Matches.__or__, (_exactly(*printed(fold(name), node.field, asked.texts)) for name in (text, *asked.names.alike(text))))
        case Facet("post", value):
            return Matches.all_of(snapshot.live & _in_post(value, asked))
        case Facet(name, value):
            values = None if value == "*" else asked.names.values(name, value)
            return Matches.all_of(snapshot.live & snapshot.valued("issue" if name == "total" else name, values))
        case Dates(first, last):
            return Matches.all_of(snapshot.live & snapshot.dated(first, last))


def _plainly(part: Node, asked: Asked) -> Matches:
    """A side of an OR that only filters finds its documents, but does not say that anything is printed."""
    matches = evaluate(part, asked)
    nothing = np.zeros(asked.snapshot.size, np.bool_)
    return matches if asks_text(part) else Matches(nothing, nothing, nothing, matches.found)


def _exactly(in_title: Mask, exact: Mask) -> Matches:
    return Matches(in_title, exact, exact, exact)


def _chunk(chunk: Chunk, asked: Asked) -> Matches:
    in_title, exact = printed(fold(chunk.text), chunk.field, asked.texts)
    if chunk.quoted:
        return _exactly(in_title, exact)
    alias = exact | _otherwise_called(chunk, asked) if asked.expand else exact
    return Matches(in_title, exact, alias, alias | _by_words(chunk, asked))


def _otherwise_called(chunk: Chunk, asked: Asked) -> Mask:
    """Documents that name the same thing in any way; within a field, those that print one of its names there."""
    mask = np.zeros(asked.snapshot.size, np.bool_)
    for known in asked.names.known(chunk.text):
        if not chunk.field:
            mask |= asked.snapshot.live & asked.snapshot.valued(known.facet, (known.value,))
        for name in known.names if chunk.field else ():
            mask |= printed(fold(name), chunk.field, asked.texts)[1]
    return mask


def _by_words(chunk: Chunk, asked: Asked) -> Mask:
    """Documents with all the words, in title or body; what is no word of the dictionary must be printed."""
    snapshot, masks = asked.snapshot, []
    fields = {TITLE: (TITLE_WORDS,), BODY: (BODY_WORDS,)}.get(chunk.field, (TITLE_WORDS, BODY_WORDS))
    for part in snapshot.cutter.parts(chunk.text):
        if part.is_word:
            masks.append(snapshot.cached_mask(("word", fields, part.text), lambda word=part.text: _holding(word, fields, snapshot)))
        else:
            masks.append(printed(fold(part.text), chunk.field, asked.texts)[1])
    return reduce(np.logical_and, masks) if masks else np.zeros(snapshot.size, np.bool_)


def _holding(word: str, fields: Sequence[str], snapshot: Snapshot) -> Mask:
    return reduce(np.logical_or, (snapshot.mask(snapshot.postings(field, word).numbers) for field in fields))


def _pattern(node: Pattern, asked: Asked) -> Matches:
    wanted = pattern_of(node.text)
    pieces = [piece for piece in fold(node.text).replace("?", "*").split("*") if piece]
    return _exactly(*verified(pieces, node.field, asked.texts, None, lambda doc, text: wanted.search(fold(text)) is not None))


def _near(node: Near, asked: Asked) -> Matches:
    strings = [fold(part) for part in node.parts if isinstance(part, str)]
    named = [part for part in node.parts if isinstance(part, Facet)]
    values = [None if part.value == "*" else asked.names.values(part.name, part.value) for part in named]
    within = reduce(np.logical_and, (asked.snapshot.valued(part.name, wanted) for part, wanted in zip(named, values)), asked.snapshot.live)

    def check(doc: str, text: str) -> bool:
        slots = [[string] for string in strings]
        slots += [list(asked.names.surfaces(part.name, wanted, [doc]).get(doc, ())) for part, wanted in zip(named, values)]
        return are_near(text, slots, node.distance)

    return _exactly(*verified(strings, node.field, asked.texts, within, check))


def _in_post(post: str, asked: Asked) -> Mask:
    mask = np.zeros(asked.snapshot.size, np.bool_)
    for term in asked.names.holders(post):
        mask |= asked.snapshot.valued("person", (term.person,)) & asked.snapshot.dated(term.first, term.last)
    return mask
