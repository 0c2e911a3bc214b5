"""Arithmetic on whole arrays: BM25F, filters, facet counts, the order of hits.

BM25F after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.5:
the fields' frequencies are weighted and normalised by length, summed, and saturated once. The idf is the one with
1 added inside the logarithm, so that a very common word never counts against a document.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from index.errors import QueryFault
from index.fields import BODY_WORDS, TITLE_WORDS
from index.columns import FacetColumn, Hits, Mask
from index.codec import Floats, Numbers
from index.ranking import B, K1, RELEVANCE, TITLE_WEIGHT
from index.snapshot import Postings, Snapshot

FIELD_WEIGHTS = {TITLE_WORDS: TITLE_WEIGHT, BODY_WORDS: 1.0}


def bm25f(snapshot: Snapshot, terms: Iterable[str]) -> Floats:
    """The score of every document for the distinct terms; 0 where none occurs."""
    scores = np.zeros(snapshot.size, np.float32)
    for term in dict.fromkeys(terms):
        held = snapshot.cached(("bm25f", term), lambda term=term: _weights(snapshot, term))
        scores[held.numbers] += held.weights
    return scores


def select(snapshot: Snapshot, filters: Mapping[str, Sequence[str]]) -> Mask:
    """The documents that pass: one of the values within a facet, in every facet named. QueryFault on another name."""
    mask = snapshot.live.copy()
    for name, wanted in filters.items():
        if name not in snapshot.facets:
            raise QueryFault(f"there is no facet {name!r}")
        if wanted:
            mask &= snapshot.valued(name, wanted)
    return mask


def count_facet(column: FacetColumn, hits: Hits, size: int) -> list[tuple[str, int]]:
    """The `size` commonest values among the hits with their counts; equal counts in the order of the values."""
    counts = column.count(hits)
    codes = np.flatnonzero(counts)
    if 0 < size < len(codes):  # of equal counts at the border all stay, and the sort below chooses
        least = np.partition(counts[codes], len(codes) - size)[len(codes) - size]
        codes = codes[counts[codes] >= least]
    best = codes[np.argsort(-counts[codes], kind="stable")][:size]
    return [(column.values[code], int(counts[code])) for code in best]


def ordered(snapshot: Snapshot, hits: Hits, sort: str, tiers: Numbers, scores: Floats, wanted: int | None = None) -> Numbers:
    """The hits' document numbers, first one first, all or the first `wanted`.

    Undated ones are last by date; the id settles what is left.
    """
    numbers = hits.numbers
    if sort != RELEVANCE:
        return numbers[_least(snapshot.places(sort)[numbers], wanted)]
    kept = []
    for tier in range(int(tiers.max(initial=0)), -1, -1):  # mostly the best tier has enough, and the others are not looked at
        even = numbers[tiers[numbers] == tier]
        kept.append(_best(even, scores, snapshot.places(sort), None if wanted is None else wanted - sum(map(len, kept))))
        if wanted is not None and sum(map(len, kept)) >= wanted:
            break
    return np.concatenate(kept) if kept else numbers


def _best(numbers: Numbers, scores: Floats, places: Numbers, wanted: int | None) -> Numbers:
    """Documents by score, equal ones by their place, all or the first `wanted`."""
    relevance = scores[numbers]
    if wanted is not None and 0 < wanted < len(numbers):
        border = np.partition(relevance, len(numbers) - wanted)[len(numbers) - wanted]
        above, even = np.flatnonzero(relevance > border), np.flatnonzero(relevance == border)
        kept = np.concatenate([above, even[_least(places[numbers[even]], wanted - len(above))]])
        numbers, relevance = numbers[kept], relevance[kept]
    return numbers[np.lexsort([places[numbers], -relevance])]


def _least(places: Numbers, wanted: int | None) -> Numbers:
    """The positions of the smallest numbers, in their order, all or the first `wanted`."""
    if wanted is None or wanted >= len(places):
        return np.argsort(places)
    if wanted < 1:
        return np.zeros(0, np.int64)
    first = np.argpartition(places, wanted - 1)[:wanted]
    return first[np.argsort(places[first])]


def _weights(snapshot: Snapshot, term: str) -> Postings:
    """What a term adds to the score of each document that has it."""
    frequency = _field_frequency(snapshot, term)
    numbers = np.flatnonzero(frequency)
    idf = np.log(1 + (snapshot.count - len(numbers) + 0.5) / (len(numbers) + 0.5)) if len(numbers) else 0.0
    held = frequency[numbers]
    return Postings(numbers.astype(np.int32), (idf * held * (K1 + 1) / (held + K1)).astype(np.float32))


def _field_frequency(snapshot: Snapshot, term: str) -> Floats:
    total = np.zeros(snapshot.size, np.float32)
    for field, weight in FIELD_WEIGHTS.items():
        postings = snapshot.postings(field, term)
        norm = 1 - B + B * snapshot.lengths[field][postings.numbers] / snapshot.mean_length(field)
        total[postings.numbers] += weight * (1.0 if postings.weights is None else postings.weights) / norm
    return total
