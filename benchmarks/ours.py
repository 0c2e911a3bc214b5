"""Our index, as the application uses it, and the parts of an answer one by one.

The parts are what `Searcher.search` is made of: whoever changes it changes them here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.corpus import Corpus, Feed, TextStore
from benchmarks.questions import Question
from index import analysis
from index.parser import parse
from index.schema import MONTH
from index.ranking import MATCHED, NEWEST, RELEVANCE
from index.scoring import count_facet, ordered
from index.search import Searcher, _scores
from index.snapshot import Postings
from index.writer import build

COUNTED = ("year", "section", "place", "person", "office")
SIZE = 10  # hits of an answer
VALUES = 20  # values of a facet

Found = tuple[str, float, str]
"""The id of a hit, its score, and how it matched."""


class Ours:
    """The searcher of this project."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self._corpus, self._folder = corpus, folder

    def build(self, feed: Feed) -> None:
        """Through our own writer, which gets the words ready-made."""
        build(self._folder, self._corpus.cutter.follow(feed), self._corpus.cutter)

    def open(self) -> None:
        """A searcher, its columns read."""
        self._searcher.count()

    def cool(self) -> None:
        """Empties the memory of postings and of what was made of them. Folded texts too."""
        with self._searcher._revisions.newest() as snapshot:  # no public way: a user has no need to forget
            snapshot.forget()
        analysis._remembered.cache_clear()

    def answer(self, question: Question) -> list[str]:
        """Hits with snippets, facets and months."""
        results = self._searcher.search(question.text, size=SIZE, facets=COUNTED)
        assert len(results.months) >= min(results.total, 1)
        return [hit.id for hit in results.hits]

    def known(self, words: Sequence[str]) -> list[str]:
        """The ids of the best five for words that are all wanted."""
        return [hit.id for hit in self._searcher.search(" ".join(words), size=5).hits]

    def top(self, question: Question) -> list[Found]:
        """The best ten."""
        return self._best(question, RELEVANCE, {})

    def newest(self, question: Question) -> list[Found]:
        """The newest ten within a section."""
        return self._best(question, NEWEST, {"section": [question.section]})

    def facets(self, question: Question) -> dict[str, list[tuple[str, int]]]:
        """Facets and months over all hits."""
        with self._searcher._revisions.newest() as snapshot:
            found, _ = self._searcher._found(parse(question.text), None, snapshot, True)
            return {name: count_facet(snapshot.facets[name], found, snapshot.size if name == MONTH else VALUES) for name in (*COUNTED, MONTH)}

    def snippets(self, question: Question, found: list[Found]) -> list[str]:
        """Of hits that were found before."""
        hits = self._searcher._hits(found, parse(question.text), self._corpus.cutter, True)
        return [piece.text for hit in hits for piece in hit.snippets]

    @cached_property
    def _texts(self) -> TextStore:
        return TextStore(self._corpus.texts)

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self._folder, self._texts, self._corpus.cutter)

    def _best(self, question: Question, sort: str, filters: Mapping[str, Sequence[str]]) -> list[Found]:
        node = parse(question.text)
        with self._searcher._revisions.newest() as snapshot:
            found, tiers = self._searcher._found(node, filters, snapshot, True)
            scores = _scores(node, snapshot, sort)
            numbers = ordered(snapshot, found, sort, tiers, scores, SIZE)
            return [(snapshot.ids[n], float(scores[n]), MATCHED[tiers[n]]) for n in numbers]
