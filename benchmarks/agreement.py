"""Two engines asked the same: 500 queries with every operator of the query language over generated articles.

    python -m benchmarks.agreement --articles 3000

Starts an OpenSearch server and prints where the answers differ (nowhere, by the contract) and how much the order by relevance does.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import mean

from benchmarks.bulletins import Article, articles
from benchmarks.servers import running
from index.analysis import fold
from index.cutter import Cutter
from index.engine import Searching, engine
from index.names import Known, Term
from index.results import Results
from index.schema import FACETS, IndexDoc

SIZE = 1_000  # hits that are compared one by one: all, in a corpus of a few thousand but for the commonest words
BEST = 10
_SORTS = ("relevance", "newest", "oldest", "issue")
_SIGNS = set("\"“”「」『』＂()（）*?~～:：")


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its filters and its order; `kind` names the operators in it."""

    kind: str
    query: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "relevance"


@dataclass(frozen=True, slots=True)
class Difference:
    """Between two answers: how many hits the first has, what is not the same, the share of the best ten that both have, and Kendall's tau of
    the first fifty."""

    total: int
    wrong: tuple[str, ...]
    overlap: float
    tau: float


class Register:
    """The people of the articles, as index.names.Names: who prints a name is known by it."""

    def __init__(self, found: Sequence[Article]) -> None:
        self._ids: dict[str, str] = {}
        self._printed: dict[str, dict[str, str]] = {}
        for article in found:
            own = dict(zip(article.doc.facets["person"], article.people)) if len(article.doc.facets["person"]) == len(article.people) else {}
            self._printed[article.doc.id] = own
            self._ids |= {name: person for person, name in own.items()}
        self.people = sorted(self._ids)

    def values(self, facet: str, text: str) -> Collection[str]:
        """The id of a person, else the value itself."""
        return [self._ids[text]] if facet == "person" and text in self._ids else [text]

    def known(self, text: str) -> Sequence[Known]:
        """A person of this name."""
        return [Known("person", self._ids[text], (text,))] if text in self._ids else []

    def alike(self, text: str) -> Collection[str]:
        """Names of the same length with one other character; a few."""
        near = [name for name in self.people if len(name) == len(text) and sum(map(str.__ne__, name, text)) == 1]
        return near[:5]

    def holders(self, post: str) -> Sequence[Term]:
        """Two people, one after the other, in any post."""
        chosen = random.Random(post).sample(self.people, 2)
        return [Term(self._ids[chosen[0]], 20150101, 20191231), Term(self._ids[chosen[1]], 20200101, 20991231)]

    def surfaces(self, facet: str, values: Collection[str] | None, ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """The names that a document prints."""
        if facet != "person":
            return {}
        return {doc: [name for person, name in self._printed.get(doc, {}).items() if values is None or person in values] for doc in ids}


def questions(docs: Sequence[IndexDoc], register: Register, cutter: Cutter, count: int, seed: int) -> list[Question]:
    """So many, every kind as often as the others; the same for the same seed."""
    asking = _Asking(docs, register, cutter, random.Random(seed))
    kinds: list[Callable[[], str]] = [
        asking.word, asking.words, asking.string, asking.scrambled, asking.character, asking.name, asking.either, asking.denied, asking.nested,
        asking.titled, asking.bodied, asking.near, asking.near_name, asking.wild, asking.fuzzy, asking.facet, asking.post, asking.dated,
        asking.numbered, asking.everything,
    ]  # fmt: skip
    made = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        made.append(asking.question(kind))
    return made


class _Asking:
    """Queries made of what the documents print and are filed under."""

    def __init__(self, docs: Sequence[IndexDoc], register: Register, cutter: Cutter, rng: random.Random) -> None:
        self._docs, self._register, self._cutter, self._rng = docs, register, cutter, rng

    def question(self, kind: Callable[[], str]) -> Question:
        """A third of them with filters, half of them by relevance."""
        filters = self.filters() if self._rng.random() < 1 / 3 else {}
        return Question(kind.__name__, kind(), filters, self._rng.choice(_SORTS[1:]) if self._rng.random() < 1 / 2 else _SORTS[0])

    def word(self) -> str:
        words = [word for word in self._cutter.terms(self._text()) if len(word) > 1]
        return self._rng.choice(words)

    def words(self) -> str:
        return " ".join(self.word() for _ in range(self._rng.randint(2, 3)))

    def string(self) -> str:
        return f'"{self._piece(1, 20)}"'

    def scrambled(self) -> str:
        piece = self._piece(2, 8)
        return "".join(self._rng.sample(piece, len(piece)))

    def character(self) -> str:
        return self._piece(1, 1)

    def name(self) -> str:
        return self._rng.choice(self._register.people)

    def either(self) -> str:
        return f"{self.word()} OR {self.string()} OR {self.facet()}"

    def denied(self) -> str:
        return f"{self.word()} NOT {self._rng.choice((self.word, self.string, self.wild, self.near, self.facet))()}"

    def nested(self) -> str:
        return f"({self.words()} OR ({self.string()} NOT {self.word()})) AND NOT ({self.name()} OR {self.dated()})"

    def titled(self) -> str:
        return f"标题:{self._rng.choice((self.word, self.string, self.name))()}"

    def bodied(self) -> str:
        return f"正文:({self.words()} OR {self.wild()})"

    def near(self) -> str:
        return f'"{self.word()} {self.word()}"~{self._rng.choice((3, 20, 100, 200))}'

    def near_name(self) -> str:
        return f'"{self.word()} 人物:{self._rng.choice(("*", self.name()))}"~{self._rng.choice((10, 60))}'

    def wild(self) -> str:
        piece = self._piece(4, 9)
        at = self._rng.randrange(1, len(piece) - 1)
        sign = self._rng.choice("*?")
        return piece[:at] + sign + (piece[at + 1 :] if sign == "?" else piece[at + self._rng.randint(0, 1) :])

    def fuzzy(self) -> str:
        name = self.name()
        at = self._rng.randrange(len(name))
        return f"{name[:at]}{self._rng.choice('王明华')}{name[at + 1 :]}~"

    def facet(self) -> str:
        name = self._rng.choice(("section", "place", "person", "office", "act"))
        return f"{name}:{self._rng.choice(('*', *self._values(name)))}"

    def post(self) -> str:
        return f"职务:{self.word()}"

    def dated(self) -> str:
        day = next(doc.date for doc in self._rng.sample(self._docs, len(self._docs)) if doc.date)
        return self._rng.choice((f"日期:{day}", f"日期:{day[:7]}..", f"日期:..{day[:4]}", f"年份:{day[:4]}"))

    def numbered(self) -> str:
        return f"期:{self._values('issue')[0]} OR {self.word()} {self.character()}"

    def everything(self) -> str:
        return ""

    def filters(self) -> dict[str, list[str]]:
        """One or two facets, one or two values each."""
        names = self._rng.sample([*FACETS, "month"], self._rng.randint(1, 2))
        return {name: list({self._values(name)[0] for _ in range(self._rng.randint(1, 2))}) for name in names}

    def _values(self, name: str) -> list[str]:
        if name == "month":
            return [next(doc.date[:7] for doc in self._rng.sample(self._docs, len(self._docs)) if doc.date)]
        while True:
            values = self._rng.choice(self._docs).facets.get(name, ())
            if values:
                return [self._rng.choice(values)]

    def _text(self) -> str:
        doc = self._rng.choice(self._docs)
        return doc.body if self._rng.random() < 0.8 and doc.body else doc.title

    def _piece(self, least: int, most: int) -> str:
        """A printed string without signs of the query language."""
        while True:
            text = self._text()
            start = self._rng.randrange(len(text))
            piece = text[start : start + self._rng.randint(least, most)].strip()
            if len(fold(piece)) >= least and not set(piece) & _SIGNS and not piece.isspace() and " " not in piece:
                return piece


def ask(searcher: Searching, question: Question) -> Results:
    """The first thousand hits, all facets in full."""
    sizes = dict.fromkeys(FACETS, 50)
    return searcher.search(question.query, filters=question.filters, sort=question.sort, size=SIZE, facet_sizes=sizes)


def compare(question: Question, one: Results, other: Results) -> Difference:
    """Everything but the scores must be the same; the order too, but by relevance."""
    wrong = [name for name in ("total", "facets", "months", "terms") if getattr(one, name) != getattr(other, name)]
    ours, theirs = [hit.id for hit in one.hits], [hit.id for hit in other.hits]
    if one.total <= SIZE:
        dressed = [{hit.id: (hit.matched, hit.title_marks, hit.snippets, hit.printed) for hit in results.hits} for results in (one, other)]
        if dressed[0] != dressed[1]:
            wrong.append("hits")
    if [hit.matched for hit in one.hits] != [hit.matched for hit in other.hits]:
        wrong.append("tiers")
    if question.sort != "relevance" and ours != theirs:
        wrong.append("order")
    best = min(BEST, len(ours))
    overlap = len(set(ours[:best]) & set(theirs[:best])) / best if best else 1.0
    return Difference(one.total, tuple(wrong), overlap, _tau(ours[:50], theirs))


def _tau(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Kendall's tau: 1 for the same order, 0 for none in common."""
    place = {doc: at for at, doc in enumerate(theirs)}
    pairs = list(combinations([place[doc] for doc in ours if doc in place], 2))
    return sum(1 if a < b else -1 for a, b in pairs) / len(pairs) if pairs else 1.0


def summary(found: Sequence[tuple[Question, Difference]]) -> list[str]:
    """What there is to say, a line each."""
    wrong = [(question, difference.wrong) for question, difference in found if difference.wrong]
    some = sum(difference.total > 0 for _, difference in found)
    lines = [f"{len(found)} queries, {some} of them with hits; {len(wrong)} answers differ"]
    lines += [f"  {question}: {', '.join(parts)}" for question, parts in wrong[:20]]
    ranked = [(question, difference) for question, difference in found if question.sort == "relevance"]
    for kind in [None, *sorted({question.kind for question, _ in ranked})]:
        of = [difference for question, difference in ranked if kind in (None, question.kind)]
        lines.append(f"{kind or 'all'}: best ten {mean(one.overlap for one in of):.3f}, tau {mean(one.tau for one in of):.3f} ({len(of)})")
    return lines


def main() -> None:
    """Prints it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--shards", type=int, default=1)
    options = parser.parse_args()
    made = list(articles(options.articles, 17))
    docs, register, cutter = [article.doc for article in made], Register(made), Cutter()
    texts = {doc.id: (doc.title, doc.body) for doc in docs}
    with running(1, "1g") as servers, tempfile.TemporaryDirectory() as folder:
        engines = [engine(Path(folder) / "a"), engine(Path(folder) / "b", f"{servers.url}/agreement?shards={options.shards}")]
        asked = questions(docs, register, cutter, options.queries, 23)
        answers = []
        for one in engines:
            one.build(docs, cutter)
            searcher = one.searcher(lambda ids: {doc: texts[doc] for doc in ids}, cutter, register)
            answers.append([ask(searcher, question) for question in asked])
            searcher.close()
        print("\n".join(summary([(question, compare(question, *pair)) for question, *pair in zip(asked, *answers)])))


if __name__ == "__main__":
    main()
