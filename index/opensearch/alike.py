"""Documents like another: those that share its rarest frequent words, chosen by the cluster (Lucene's MoreLikeThis)."""

from index.cutter import Cutter
from index.opensearch.mapping import WORDS
from index.opensearch.pages import View, found, order_of, rows
from index.opensearch.queries import EVERYTHING, with_ids
from index.ranking import RELEVANCE

_TERMS = 25  # words that stand for a document
_SHARED = 3  # of which a like one has at least so many
_COMMON = 0.5  # share of all documents in which a word says nothing
_MOST_WORDS = 10_000  # of a text that are looked at


def similar(view: View, cutter: Cutter, doc_id: str, text: str, size: int) -> list[str]:
    """Ids of the documents most like the one of this id and text, the most alike first."""
    count = view.ask({"query": EVERYTHING.body(), "size": 0, "track_total_hits": True})["hits"]["total"]["value"]
    like = {
        "fields": [WORDS], "like": " ".join(cutter.terms(text)[:_MOST_WORDS]), "min_term_freq": 1, "min_doc_freq": 2, "min_word_length": 2,
        "max_doc_freq": max(2, int(_COMMON * count)), "max_query_terms": _TERMS, "minimum_should_match": str(_SHARED),
    }  # fmt: skip
    query = {"bool": {"must": [{"more_like_this": like}], "must_not": [with_ids([doc_id]).body()]}}
    answer = view.ask({"query": query, "track_total_hits": False, **rows(size, order_of(RELEVANCE))})
    return [found(row).id for row in answer["hits"]["hits"]]
