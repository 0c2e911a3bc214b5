"""Synthetic bulletins: seeded, as many as wanted, with what each article says kept beside it.

Places are the real divisions of one province. People, townships and works are made up as the corpus grows, people
by a Pitman–Yor process in each office: a few are named again and again, new ones never stop coming. Clauses, words
of the genre, offices and counties are chosen with Zipf weights; rarer words come from jieba's dictionary.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate, product
from pathlib import Path
from typing import Generic, TypeVar

from benchmarks import officialese as stock
from graph.gazetteer import Division, Gazetteer
from index.schema import IndexDoc

PROVINCE = "51"  # 四川
ISSUE = 12  # articles an issue
YEARS = range(2011, 2027)
SHORTEST, LONGEST = 300, 900  # characters of a body
_GROWTH = 0.6  # how the number of people grows with the mentions of an office, as a power
_PER_CANDIDATE = 20  # articles looked at for each known item: most facts are in more than one


PERSON_ACT, OFFICE_WORK, PLACE_TOPIC = "person + act", "office + document", "place + topic"

T = TypeVar("T")
Key = tuple[str, str, str]
"""Kind, one string, another string."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a post in an office."""

    id: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document and the facts that it prints, as they are printed; `done`: who is said to do what."""

    doc: IndexDoc
    done: tuple[tuple[str, str], ...]
    people: tuple[str, ...]
    acts: tuple[str, ...]
    offices: tuple[str, ...]
    works: tuple[str, ...]
    places: tuple[str, ...]
    topics: tuple[str, ...]

    @property
    def printed(self) -> list[Key]:
        """Every two facts that it prints both of."""
        pairs = {PERSON_ACT: (self.people, self.acts), OFFICE_WORK: (self.offices, self.works), PLACE_TOPIC: (self.places, self.topics)}
        return [(kind, *pair) for kind, (left, right) in pairs.items() for pair in product(left, right)]

    @property
    def told(self) -> list[Key]:
        """Those that a reader may look for: somebody with what he did. A short name may be part of another's."""
        return [key for key in self.printed if key[0] != PERSON_ACT or key[1:] in self.done and len(key[1]) > 2]


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A query of two strings and the one article that prints both."""

    kind: str
    words: tuple[str, str]
    id: str


class Bank(Generic[T]):
    """Values chosen by weight; without weights by rank, as Zipf has it."""

    def __init__(self, values: Sequence[T], weights: Sequence[float] | None = None, *, flat: float = 2.7) -> None:
        """`flat`: what is added to a rank; the more, the nearer the weights of the first ones."""
        self._values = values
        self._sums = list(accumulate(weights or (1 / (rank + flat) for rank in range(len(values)))))

    def draw(self, rng: random.Random) -> T:
        """One value."""
        return rng.choices(self._values, cum_weights=self._sums)[0]


def articles(count: int, seed: int) -> Iterator[Article]:
    """So many articles; the same for the same seed, and the first of a longer run are those of a shorter one."""
    world = _World(random.Random(seed))
    for number in range(count):
        yield world.article(number)


def known_items(count: int, seed: int, wanted: int = 200) -> list[KnownItem]:
    """Queries whose two facts are printed together in one article of the corpus only; the kinds in turn."""
    rng = random.Random(seed + 1)
    sample = set(rng.sample(range(count), min(count, wanted * _PER_CANDIDATE)))
    candidates = {key: article.doc.id for number, article in enumerate(articles(count, seed)) if number in sample for key in article.told}
    seen = Counter(key for article in articles(count, seed) for key in article.printed if key in candidates)
    single = [key for key, times in seen.items() if times == 1]
    rng.shuffle(single)
    kinds = sorted({kind for kind, _, _ in single})
    share = {kind: math.ceil((wanted - at) / len(kinds)) for at, kind in enumerate(kinds)}
    chosen = [key for kind in kinds for key in _one_an_article(single, kind, candidates)[: share[kind]]]
    return [KnownItem(kind, (left, right), candidates[kind, left, right]) for kind, left, right in chosen]


def _one_an_article(keys: list[Key], kind: str, owner: dict[Key, str]) -> list[Key]:
    return list({owner[key]: key for key in keys if key[0] == kind}.values())


class _World:
    """Everything that the articles have in common; it grows as they are written."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        divisions = [d for code, d in Gazetteer().by_code.items() if code.startswith(PROVINCE) and code != PROVINCE]
        rng.shuffle(divisions)
        self._path = Gazetteer().path
        self._places = Bank(divisions, flat=10)
        self._units = Bank(list(enumerate(stock.OFFICE_UNITS)))
        self._clauses, self._sections = Bank(stock.CLAUSES, flat=25), Bank(stock.SECTIONS)
        self._posts, self._acts = Bank(stock.POSTS), Bank(stock.ACTS)
        self._works = Bank(stock.WORK_KINDS)
        self._subjects, self._aspects = Bank(stock.TOPIC_SUBJECTS), Bank(stock.TOPIC_ASPECTS)
        self._surnames, self._given = Bank(_surnames()), Bank(tuple(dict.fromkeys(stock.GIVEN)), flat=40)
        self._staff: dict[str, tuple[list[Person], list[Person]]] = {}  # office → its people, and one entry a mention
        self._people = 0
        self._issue = (0, "")
        self._fill = self._fillers()

    def article(self, number: int) -> Article:
        """The next article; `number` tells its issue and its place in it."""
        if number % ISSUE == 0:
            self._issue = number // ISSUE + 1, f"{self.rng.choice(YEARS)}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
        cast = _Cast(self)
        body = self._body(cast)
        title = cast.written(self.rng.choice(stock.TITLES))
        issue, date = self._issue
        facets = {
            "year": (date[:4],), "section": (self._sections.draw(self.rng),), "place": self._path(cast.place.code), "issue": (f"{date[:4]}-{issue}",),
            "person": tuple(p.id for p in cast.people), "office": tuple(cast.offices), "document": tuple(cast.works), "act": tuple(cast.acts),
        }  # fmt: skip
        doc = IndexDoc(f"a{number:07}-{issue:06}", title, body, date, number % ISSUE, facets, issue)
        names, printed = tuple(p.name for p in cast.people), f"{title}{body}"
        facts = (names, stock.ACTS, cast.offices.values(), cast.works, (cast.place.name,), cast.topics)
        return Article(doc, tuple(dict.fromkeys(cast.done)), *(tuple(fact for fact in dict.fromkeys(group) if fact in printed) for group in facts))

    def filler(self, slot: str) -> str:
        """Something for a slot that is no fact."""
        return self._fill[slot]()

    def place(self) -> Division:
        """A city or a county."""
        return self._places.draw(self.rng)

    def office(self, place: Division) -> tuple[str, str]:
        """(id, name) of an office of a place."""
        number, unit = self._units.draw(self.rng)
        return f"office-{place.code}-{number}", f"{place.name}{unit}"

    def person(self, office: str) -> Person:
        """Somebody of an office: the more often named, the likelier again, or somebody new."""
        known, mentions = self._staff.setdefault(office, ([], []))
        if self.rng.random() * (1 + len(mentions)) < 1 + _GROWTH * len(known):
            self._people += 1
            given = "".join(self._given.draw(self.rng) for _ in range(self.rng.choice((1, 2, 2, 2))))
            known.append(Person(f"person-{self._people:06}", self._surnames.draw(self.rng) + given, self._posts.draw(self.rng)))
            mentions.append(known[-1])
        else:
            mentions.append(self.rng.choice(mentions))
        return mentions[-1]

    def act(self) -> str:
        """What somebody does."""
        return self._acts.draw(self.rng)

    def topic(self) -> str:
        """What it is about."""
        return self._subjects.draw(self.rng) + self._aspects.draw(self.rng)

    def work(self, place: Division) -> str:
        """The title of a book, in its marks."""
        made = self._works.draw(self.rng).format(place=place.name, town=self.filler("town"), year=self.rng.choice(YEARS) - 1)
        return f"《{made}》"

    def _body(self, cast: _Cast) -> str:
        rng = self.rng
        target = rng.triangular(SHORTEST + 10, LONGEST, LONGEST)
        sentences = [cast.written(rng.choice(stock.FACTS[kind])) for kind in ("act", "work", "topic", *cast.more)]
        length = sum(len(sentence) + 1 for sentence in sentences)
        while length < target - 15:
            clauses = [cast.written(self._clauses.draw(rng)) for _ in range(rng.choice((1, 2, 2, 3)))]
            sentence = "，".join(clauses)
            if length + len(sentence) + 1 > LONGEST:
                break
            sentences.insert(rng.randint(1, len(sentences)), sentence)
            length += len(sentence) + 1
        return "。".join(sentences)[: LONGEST - 1] + "。"

    def _fillers(self) -> dict[str, Callable[[], str]]:
        rng = self.rng
        rare, nouns, verbs, adjectives = Bank(*_dictionary()), Bank(stock.NOUNS, flat=8), Bank(stock.VERBS, flat=8), Bank(stock.ADJECTIVES)
        return {
            "noun": lambda: nouns.draw(rng), "verb": lambda: verbs.draw(rng), "adj": lambda: adjectives.draw(rng), "word": lambda: rare.draw(rng),
            "n": lambda: str(int(rng.lognormvariate(3, 1.5)) + 1), "pct": lambda: f"{rng.randint(300, 1000) / 10}%",
            "day": lambda: f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日", "year": lambda: f"{rng.choice(YEARS)}年",
            "town": lambda: rng.choice(stock.TOWN) + rng.choice(stock.TOWN) + rng.choice(stock.TOWN_SIGNS),
        }  # fmt: skip


class _Cast:
    """Who and what one article is about. It fills the slots of a template: facts from here, the rest from the world."""

    def __init__(self, world: _World) -> None:
        self._world, self._rng = world, world.rng
        rng = world.rng
        self.place = world.place()
        self.offices = dict(world.office(self.place) for _ in range(rng.choice((1, 1, 2, 3))))
        self.people = list({p.id: p for office in self.offices for _ in range(rng.choice((1, 1, 2))) for p in [world.person(office)]}.values())
        self.works = list(dict.fromkeys(world.work(self.place) for _ in range(rng.choice((1, 1, 2)))))
        self.topics = list(dict.fromkeys(world.topic() for _ in range(rng.choice((1, 1, 2)))))
        self.acts = list(dict.fromkeys(world.act() for _ in range(rng.choice((1, 2)))))
        self.more = ("act",) * (len(self.people) - 1) + ("work",) * (len(self.works) - 1)
        self.done: list[tuple[str, str]] = []
        self._speaker = self.people[0]

    def written(self, template: str) -> str:
        """The template with its slots filled; name and post are one person's."""
        self._speaker = self._rng.choice(self.people)
        return template.format_map(self)

    def __getitem__(self, slot: str) -> str:
        choose = self._rng.choice
        match slot:
            case "name":
                return self._speaker.name
            case "post":
                return self._speaker.post
            case "person":
                return self._speaker.post + self._speaker.name
            case "place":
                return self.place.name
            case "office":
                return choose(list(self.offices.values()))
            case "work" | "topic":
                return choose(self.works if slot == "work" else self.topics)
            case "act":
                self.done.append((self._speaker.name, choose(self.acts)))
                return self.done[-1][1]
        return self._world.filler(slot)


def _surnames() -> list[str]:
    text = (resources.files("graph") / "data" / "surnames.txt").read_text("utf-8")
    return [name for line in text.splitlines() if not line.startswith("#") for name in line.split()]


@cache
def _dictionary() -> tuple[list[str], list[float]]:
    """Nouns of jieba's dictionary, two to four characters, and weights that grow slower than their frequencies."""
    import jieba

    rows = (line.split() for line in (Path(jieba.__file__).with_name("dict.txt")).read_text("utf-8").splitlines())
    nouns = [(row[0], float(row[1]) ** 0.75) for row in rows if len(row) == 3 and row[2] in ("n", "vn") and 2 <= len(row[0]) <= 4]
    return [noun for noun, _ in nouns], [weight for _, weight in nouns]
