"""Arithmetic on whole arrays: BM25F, filters, facet counts, the order of hits.

BM25F after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.5:
the fields' frequencies are weighted and normalised by length, summed, and saturated once. The idf is the one with
1 added inside the logarithm, so that a very common word never counts against a document.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from index.errors import QueryFault
from index.fields import BODY_WORDS, TITLE_WORDS
from index.snapshot import FacetColumn, Floats, Mask, Numbers, Snapshot

K1 = 1.2  # saturation
B = 0.75  # how much a long field counts less
FIELD_WEIGHTS = {TITLE_WORDS: 3.0, BODY_WORDS: 1.0}

RELEVANCE, NEWEST, OLDEST, ISSUE = "relevance", "newest", "oldest", "issue"
SORTS = (RELEVANCE, NEWEST, OLDEST, ISSUE)


def bm25f(snapshot: Snapshot, terms: Iterable[str]) -> Floats:
    """The score of every document for the distinct terms; 0 where none occurs."""
    scores = np.zeros(snapshot.size, np.float64)
    for term in dict.fromkeys(terms):
        frequency = _field_frequency(snapshot, term)
        holders = int(np.count_nonzero(frequency))
        idf = np.log(1 + (snapshot.count - holders + 0.5) / (holders + 0.5)) if holders else 0.0
        scores += idf * frequency * (K1 + 1) / (frequency + K1)
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


def count_facet(column: FacetColumn, hits: Mask, size: int) -> list[tuple[str, int]]:
    """The `size` commonest values among the hits with their counts; equal counts in the order of the values."""
    counts = np.bincount(column.codes[hits[column.documents]], minlength=len(column.values))
    best = np.lexsort((np.arange(len(counts)), -counts))[:size]
    return [(column.values[code], int(counts[code])) for code in best if counts[code]]


def ordered(snapshot: Snapshot, hits: Mask, sort: str, tiers: Numbers, scores: Floats) -> Numbers:
    """The hits' document numbers, first one first. Undated ones are last by date; the id settles what is left."""
    numbers = np.flatnonzero(hits)
    dates = snapshot.dates[numbers]
    keys: list[np.ndarray] = [snapshot.id_ranks[numbers], snapshot.orders[numbers]]  # the last key counts most
    if sort == OLDEST:
        keys += [dates, dates == 0]
    else:
        keys += [-dates]
    if sort == ISSUE:
        keys += [-snapshot.numbers[numbers]]
    if sort == RELEVANCE:
        keys += [-scores[numbers], -tiers[numbers]]
    return numbers[np.lexsort(keys)]


def _field_frequency(snapshot: Snapshot, term: str) -> Floats:
    total = np.zeros(snapshot.size, np.float64)
    for field, weight in FIELD_WEIGHTS.items():
        postings = snapshot.postings(field, term)
        lengths = snapshot.lengths[field]
        norm = 1 - B + B * lengths[postings.numbers] / max(lengths.sum() / max(snapshot.size, 1), 1.0)
        total[postings.numbers] += weight * postings.frequencies / norm
    return total

