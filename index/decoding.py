"""Postings out of Whoosh into arrays, block by block: the matcher's own way, posting by posting, is thirty times slower."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching import Matcher
from whoosh.matching.wrappers import FilterMatcher

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


def decode(matcher: Matcher) -> tuple[Numbers, Floats]:
    """Document numbers of one segment, ascending, and the weight of each; deleted documents may be among them."""
    if isinstance(matcher, FilterMatcher):  # leaves out deleted documents one by one; the caller does it at once
        matcher = matcher.child
    blocks = list(_blocks(matcher) if isinstance(matcher, W3LeafMatcher) else _one_by_one(matcher))
    if not blocks:
        return np.zeros(0, np.int64), np.zeros(0, np.float64)
    return np.concatenate([ids for ids, _ in blocks]), np.concatenate([weights for _, weights in blocks])


def _blocks(matcher: W3LeafMatcher) -> Iterator[tuple[Numbers, Floats]]:
    """What the pinned release keeps in a block: differences of ids, and weights (None: all 1; a number: all the same)."""
    while matcher.is_active():
        matcher._read_data()
        ids = np.cumsum(np.asarray(matcher._data[0], np.int64))
        weights = matcher._data[1]
        yield ids, np.full(len(ids), 1.0 if weights is None else weights) if weights is None or isinstance(weights, float) else np.asarray(weights, np.float64)
        matcher._next_block()


def _one_by_one(matcher: Matcher) -> Iterator[tuple[Numbers, Floats]]:
    rows = []
    while matcher.is_active():
        rows.append((matcher.id(), matcher.weight()))
        matcher.next()
    if rows:
        yield np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows], np.float64)
