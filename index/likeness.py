"""Documents like another: those that share its rarest frequent words, as in Lucene's MoreLikeThis."""

from collections import Counter

import numpy as np

from index.fields import BODY_WORDS
from index.scoring import bm25f
from index.snapshot import Snapshot

_TERMS = 25  # words that stand for a document
_SHARED = 3  # of which a like one has at least so many
_COMMON = 0.5  # share of all documents in which a word says nothing


def similar(snapshot: Snapshot, doc_id: str, text: str, size: int) -> list[str]:
    """Ids of the documents most like the one of this id and text, the most alike first."""
    terms = _telling(snapshot, text)
    shared = np.zeros(snapshot.size, np.int64)
    for term in terms:
        shared[snapshot.postings(BODY_WORDS, term).numbers] += 1
    scores = np.where(snapshot.live & (shared >= min(_SHARED, len(terms))), bm25f(snapshot, terms), 0.0)
    order = np.lexsort((snapshot.columns.id_ranks, -scores))
    return [snapshot.ids[n] for n in order[: size + 1] if scores[n] > 0 and snapshot.ids[n] != doc_id][:size]


def _telling(snapshot: Snapshot, text: str) -> list[str]:
    """The words of a text that tell it from others: by frequency times idf."""
    weights = {}
    for term, frequency in Counter(snapshot.cutter.terms(text)).items():
        holders = snapshot.frequency(BODY_WORDS, term)
        if len(term) > 1 and 1 < holders <= max(2, _COMMON * snapshot.count):
            weights[term] = frequency * np.log(1 + snapshot.count / holders)
    return sorted(weights, key=lambda term: (-weights[term], term))[:_TERMS]
