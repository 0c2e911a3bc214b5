"""Scores on whole arrays, against Whoosh's own scorer on the same index, with the same idf."""

import numpy as np
import pytest
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from index import layout
from index.fields import BODY_WORDS
from index.scoring import B, K1, bm25f


class SameIdf(BM25F):
    """Whoosh's BM25F with the idf that does not go below zero."""

    def idf(self, searcher, fieldname, text):
        count, holders = searcher.doc_count_all(), searcher.doc_frequency(fieldname, text)
        return float(np.log(1 + (count - holders + 0.5) / (holders + 0.5)))


@pytest.fixture(scope="module")
def corpus():
    from benchmarks.bulletins import articles

    return [article.doc for article in articles(400, 11)]


@pytest.mark.parametrize("words", [["年鉴"], ["会议", "资料"], ["年鉴", "编纂", "地方志"], ["工作", "收集", "会议", "要求"]])
def test_the_same_scores_as_whoosh(embedded_library_of, corpus, doc, words):
    library = embedded_library_of(*(doc(one.id, "", one.body) for one in corpus))
    index = layout.open_generation(library.directory, layout.read_current(library.directory))
    with index.searcher(weighting=SameIdf(B=B, K1=K1)) as searcher:
        query = Or([Term(BODY_WORDS, word) for word in words])
        expected = {hit.docnum: hit.score for hit in searcher.search(query, limit=None)}
    with library.searcher._revisions.newest() as snapshot:
        scores = bm25f(snapshot, words)
    assert len(expected) > 20 and set(np.flatnonzero(scores)) == set(expected)
    # Whoosh means the exact lengths of fields, and scores with lengths kept in a byte; we do both with the latter.
    assert [scores[n] for n in expected] == pytest.approx(list(expected.values()), rel=0.02)
    best = sorted(expected, key=lambda n: -expected[n])[:10]
    assert len(set(best) & set(np.argsort(-scores)[:10])) >= 9
