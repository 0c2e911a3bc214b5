"""What the engines are asked: words by how many documents have them, two and three of them, and printed phrases."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from benchmarks.corpus import Corpus, Cut
from index.cutter import Cutter

COMMON, MIDDLING, RARE, AND, OR, PHRASE = KINDS = ("very common word", "middling word", "rare word", "2 AND", "3 OR", "phrase")
SHARES = {COMMON: (0.2, 1.0), MIDDLING: (0.01, 0.1), RARE: (0.0005, 0.005)}
"""Between which shares of the documents a word of a class is found."""

_SAMPLE = 20_000  # documents that the shares are counted in
_CLAUSE = re.compile(r"[^，。《》（）()\s]{6,}")


@dataclass(frozen=True, slots=True)
class Question:
    """`strings` are joined as the kind says; `section` is the filter where one is wanted."""

    kind: str
    strings: tuple[str, ...]
    section: str

    @property
    def text(self) -> str:
        """As a user types it, for our searcher and for Whoosh's parser."""
        if self.kind == PHRASE:
            return f'"{self.strings[0]}"'
        return (" OR " if self.kind == OR else " ").join(self.strings)


def questions(corpus: Corpus, each: int, seed: int) -> dict[str, list[Question]]:
    """So many of each kind; the same for the same seed."""
    rng = random.Random(seed + 2)
    rows = list(islice(corpus.cuts(), _SAMPLE))
    shares = Counter(word for row in rows for word in {*row.title.split(" "), *row.body.split(" ")} if len(word) > 1 and not word.isascii())
    pools = {kind: _within(shares, len(rows), *bounds) for kind, bounds in SHARES.items()}
    sections = [row.doc.facets["section"][0] for row in rows]
    phrases, at = _Phrases(rows, corpus.cutter, rng), rng.sample
    draws = {
        COMMON: lambda: at(pools[COMMON], 1), MIDDLING: lambda: at(pools[MIDDLING], 1), RARE: lambda: at(pools[RARE], 1),
        AND: lambda: at(pools[COMMON], 1) + at(pools[MIDDLING], 1), OR: lambda: at(pools[MIDDLING], 3), PHRASE: lambda: [phrases.draw()],
    }  # fmt: skip
    return {kind: [Question(kind, tuple(draw()), rng.choice(sections)) for _ in range(each)] for kind, draw in draws.items()}


def _within(counts: Counter[str], documents: int, least: float, most: float) -> list[str]:
    return sorted(word for word, count in counts.items() if max(2, least * documents) <= count <= most * documents)


class _Phrases:
    """Strings of four to eight characters out of the texts that begin and end where words do."""

    def __init__(self, rows: list[Cut], cutter: Cutter, rng: random.Random) -> None:
        self._rows, self._cutter, self._rng = rows, cutter, rng

    def draw(self) -> str:
        """One that the cutter cuts alone as it does in the text: engines that know words only can find it too."""
        while True:
            row = self._rng.choice(self._rows)
            clause = self._rng.choice(_CLAUSE.findall(row.doc.body))
            start = self._rng.randint(0, len(clause) - 4)
            phrase = clause[start : start + self._rng.randint(4, 8)]
            terms = self._cutter.terms(phrase)
            if len(terms) > 1 and f" {' '.join(terms)} " in f" {row.body} ":
                return phrase
