"""The document as the cluster has it: tokens made here and joined by blanks, values, and no text.

    words                      the words of the title, TITLE_WEIGHT times, and of the body: BM25 over them is BM25F with one length
    title_words, body_words    which words: for `title:` and `body:`
    title_pairs, body_pairs    every two adjacent characters, in their order: a string of n characters is a phrase of n - 1 pairs

A token never holds a blank: folding takes them all out. `_source` is off: what is shown is cut from the stored text.
"""

import hashlib
import json
import unicodedata
from functools import cache
from importlib.metadata import version
from typing import Any

from index.analysis import ANALYSIS_VERSION, fold
from index.cutter import Cutter
from index.fields import cleaned, facet_values
from index.opensearch.address import Address
from index.ranking import TITLE_WEIGHT, B, K1
from index.schema import FACETS, MONTH, SCHEMA_VERSION, IndexDoc

ID, DAY, ORDER, ISSUE = "id", "day", "order", "issue_number"
WORDS, TITLE_WORDS, BODY_WORDS, TITLE_PAIRS, BODY_PAIRS = "words", "title_words", "body_words", "title_pairs", "body_pairs"
DEEPEST = 10_000  # hits of one answer: the cluster's own bound

_TEXT = {"type": "text", "analyzer": "whitespace", "norms": False}
_NUMBER = {"type": "integer"}


def mapping() -> dict[str, Any]:
    """The fields. A field that is not here is refused."""
    fields: dict[str, Any] = {
        ID: {"type": "keyword", "index": False}, DAY: _NUMBER, ORDER: _NUMBER | {"index": False}, ISSUE: {"type": "long", "index": False},
        WORDS: _TEXT | {"norms": True, "index_options": "freqs", "similarity": "ours"},
        TITLE_WORDS: _TEXT | {"index_options": "docs"}, BODY_WORDS: _TEXT | {"index_options": "docs"},
        TITLE_PAIRS: _TEXT | {"index_options": "positions"}, BODY_PAIRS: _TEXT | {"index_options": "positions"},
    }  # fmt: skip
    fields |= {name: {"type": "keyword", "norms": False} for name in (*FACETS, MONTH)}
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": fields}


def settings(address: Address) -> dict[str, Any]:
    """Of a new index; it has no replicas until it is filled, and shows what came in when it is told to."""
    return {
        "number_of_shards": address.shards, "number_of_replicas": 0, "refresh_interval": "-1", "max_result_window": DEEPEST,
        "max_inner_result_window": DEEPEST, "similarity": {"ours": {"type": "BM25", "k1": K1, "b": B}},
    }  # fmt: skip


def replicas(address: Address) -> dict[str, Any]:
    """The setting of a full index: so many as asked for, or one where there is a node for it."""
    if address.replicas is None:
        return {"auto_expand_replicas": "0-1"}
    return {"number_of_replicas": address.replicas}


@cache
def fingerprint() -> str:
    """Changes when an index written before could answer otherwise."""
    parts = [SCHEMA_VERSION, ANALYSIS_VERSION, unicodedata.unidata_version, json.dumps(mapping()), K1, B, TITLE_WEIGHT]
    parts += [version(name) for name in ("jieba", "opencc")]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def document(doc: IndexDoc, cutter: Cutter) -> str:
    """One document, as JSON."""
    title, body = cutter.terms(doc.title), cutter.terms(doc.body)
    fields = {
        ID: cleaned(doc.id), DAY: int(doc.date.replace("-", "")) if doc.date else None, ORDER: doc.order, ISSUE: doc.number,
        WORDS: " ".join(title * int(TITLE_WEIGHT) + body), TITLE_WORDS: " ".join(title), BODY_WORDS: " ".join(body),
        TITLE_PAIRS: in_pairs(fold(doc.title)), BODY_PAIRS: in_pairs(fold(doc.body)),
        MONTH: doc.date[:7] or None, **{name: values for name in FACETS if (values := facet_values(doc, name))},
    }  # fmt: skip
    return json.dumps(fields, ensure_ascii=False)


def in_pairs(folded: str) -> str:
    """Every two adjacent characters, and the last one alone, in their order."""
    return " ".join([folded[at : at + 2] for at in range(len(folded))])
