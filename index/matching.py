"""Which documents a query finds, and how: printed in the title, printed somewhere, or only as words.

Exactness: the documents that have every pair of adjacent characters, then the texts themselves are asked. One or
two characters need no asking, their postings are exact already.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Self

import numpy as np

from index.analysis import fold, pairs
from index.fields import BODY_PAIRS, BODY_WORDS, TITLE_PAIRS, TITLE_WORDS
from index.highlight import is_printed
from index.query import And, Chunk, Everything, Node
from index.snapshot import Mask, Numbers, Postings, Snapshot

TextSource = Callable[[Sequence[str]], Mapping[str, tuple[str, str]]]
"""Ids to (title, body); an id that the store does not know is left out."""

_BATCH = 500  # texts asked for at once: memory stays flat
_FEW = 16  # candidates: reading their texts is cheaper than further postings


@dataclass(frozen=True, slots=True)
class Matches:
    """Three sets of documents, each within the next: exact in the title, exact anywhere, found at all."""

    in_title: Mask
    exact: Mask
    found: Mask

    def __and__(self, other: Self) -> "Matches":
        return Matches(self.in_title & other.in_title, self.exact & other.exact, self.found & other.found)

    def tiers(self) -> np.ndarray:
        """3 exact in the title, 2 exact, 1 found by words, 0 not found."""
        return self.in_title.astype(np.int64) + self.exact + self.found


def evaluate(node: Node, snapshot: Snapshot, texts: TextSource) -> Matches:
    """The documents of a query's tree."""
    match node:
        case Everything():
            nothing = np.zeros(snapshot.size, np.bool_)
            return Matches(nothing, nothing, snapshot.live)
        case Chunk():
            return _chunk(node, snapshot, texts)
        case And(parts):
            return reduce(Matches.__and__, (evaluate(part, snapshot, texts) for part in parts))


def _chunk(chunk: Chunk, snapshot: Snapshot, texts: TextSource) -> Matches:
    in_title, exact = _printed(fold(chunk.text), snapshot, texts)
    found = exact if chunk.quoted else exact | _by_words(chunk.text, snapshot, texts)
    return Matches(in_title, exact, found)


def _by_words(text: str, snapshot: Snapshot, texts: TextSource) -> Mask:
    """Documents with all the words, in title or body; what is no word of the dictionary must be printed."""
    masks = []
    for part in snapshot.cutter.parts(text):
        if part.is_word:
            fields = (TITLE_WORDS, BODY_WORDS)
            masks.append(snapshot.mask(_union([snapshot.postings(field, part.text) for field in fields])))
        else:
            masks.append(_printed(fold(part.text), snapshot, texts)[1])
    return reduce(np.logical_and, masks) if masks else np.zeros(snapshot.size, np.bool_)


def _printed(needle: str, snapshot: Snapshot, texts: TextSource) -> tuple[Mask, Mask]:
    """(in the title, in title or body) for a folded needle; a needle never crosses from one to the other."""
    title = snapshot.mask(_exact(TITLE_PAIRS, needle, snapshot, texts).numbers)
    body = snapshot.mask(_exact(BODY_PAIRS, needle, snapshot, texts).numbers)
    return title, title | body


def _exact(field: str, needle: str, snapshot: Snapshot, texts: TextSource) -> Postings:
    if len(needle) == 1:
        return snapshot.with_prefix(field, needle)
    if len(needle) == 2:
        return snapshot.postings(field, needle)
    return snapshot.cached((field, needle, "printed"), lambda: _verified(field, needle, snapshot, texts))


def _verified(field: str, needle: str, snapshot: Snapshot, texts: TextSource) -> Postings:
    which = 0 if field == TITLE_PAIRS else 1
    candidates = _candidates(field, needle, snapshot)
    printed: list[int] = []
    for start in range(0, len(candidates), _BATCH):
        batch = candidates[start : start + _BATCH]
        stored = texts([snapshot.ids[number] for number in batch])
        for number in batch:
            text = stored.get(snapshot.ids[number])
            if text is not None and is_printed(text[which], needle):
                printed.append(int(number))
    return Postings(np.array(printed, np.int64), np.ones(len(printed), np.float64))


def _candidates(field: str, needle: str, snapshot: Snapshot) -> Numbers:
    """Documents with all pairs of the needle, rarest first, until only a few are left."""
    wanted = pairs(needle) - {needle[-1]}  # the last character alone is a term only where a text ends
    by_rarity = sorted(wanted, key=lambda pair: (snapshot.frequency(field, pair), pair))
    numbers = snapshot.postings(field, by_rarity[0]).numbers
    for pair in by_rarity[1:]:
        if len(numbers) <= _FEW:
            break
        numbers = np.intersect1d(numbers, snapshot.postings(field, pair).numbers, assume_unique=True)
    return numbers


def _union(several: Sequence[Postings]) -> Numbers:
    return np.unique(np.concatenate([postings.numbers for postings in several]))
