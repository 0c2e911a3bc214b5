"""One reader of articles for all tests, and articles made of a few invented sentences."""

from dataclasses import dataclass

import pytest

from graph.extract import Extractor
from graph.gazetteer import Gazetteer
from graph.lexicon import load
from graph.model import Extraction, Mention, Relation
from graph.resolve import Usage, resolve


@dataclass(frozen=True)
class Paper:
    """A source as extraction sees it."""

    id: str = "a-1"
    title: str = ""
    text: str = ""
    body_start: int = 0
    attribution: str = ""
    issuer: str = "四川省地方志工作办公室"
    date: str = "2021-07-20"
    part: str = "article"


def paper(body: str, title: str = "", attribution: str = "", **more: str) -> Paper:
    """An article; the attribution is printed in brackets behind the body."""
    text = f"{title}\n{body}" if title else body
    if attribution:
        text += f"（{attribution}）"
    return Paper(title=title, text=text, body_start=len(text) - len(text[len(title) + 1 :]) if title else 0, attribution=attribution, **more)


@dataclass(frozen=True)
class Said:
    """What an article says, in words: kinds, names and attributes instead of refs."""

    paper: Paper
    extraction: Extraction

    def mentions(self, *kinds: str) -> list[Mention]:
        return [m for m in self.extraction.mentions if not kinds or m.ref.kind in kinds]

    def names(self, *kinds: str) -> set[str]:
        return {m.ref.name for m in self.mentions(*kinds)}

    def surfaces(self, *kinds: str) -> set[str]:
        return {m.surface for m in self.mentions(*kinds)}

    def office(self, surface: str) -> set[str]:
        """Names of the offices that are printed as `surface`."""
        return {m.ref.name for m in self.mentions("office") if m.surface == surface}

    def keys(self, surface: str) -> set[tuple[str, ...]]:
        return {m.ref.scope for m in self.mentions("office") if m.surface == surface}

    def relations(self, *kinds: str) -> list[Relation]:
        return [r for r in self.extraction.relations if r.kind in kinds]

    def facts(self, *kinds: str) -> set[tuple[str, str, str]]:
        return {(r.subject.name, r.kind, r.object.name) for r in self.relations(*kinds)}

    @property
    def posts(self) -> set[tuple[str, str, str]]:
        return {(r.subject.name, str(r.attrs["title"]), r.object.name) for r in self.relations("holds_post")}

    @property
    def acts(self) -> list[Relation]:
        return [r for r in self.relations("endorsed") if not r.implied]

    @property
    def who(self) -> set[tuple[str, str]]:
        """Who endorsed in which form."""
        return {(r.subject.name, str(r.attrs["form"])) for r in self.acts}


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(load().common_words)


@pytest.fixture(scope="session")
def make():
    return paper


@pytest.fixture(scope="session")
def read(extractor):
    """Reads one invented article: `read(body, title=…, attribution=…, date=…)`."""

    def run(body: str, title: str = "", attribution: str = "", siblings=(), **more: str) -> Said:
        source = paper(body, title, attribution, **more)
        return Said(source, extractor.extract(source, [source, *siblings]))

    return run


@pytest.fixture(scope="session")
def entities():
    """The entities of several articles read together: ref → entity."""

    def run(*said: Said):
        refs = [(m.ref, m.surface) for one in said for m in one.extraction.mentions]
        refs += [(ref, "") for one in said for r in one.extraction.relations for ref in (r.subject, r.object)]
        return resolve(Usage(ref, surface, 1 if surface else 0) for ref, surface in refs)

    return run
