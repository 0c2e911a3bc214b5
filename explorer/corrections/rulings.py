"""The corrections in force, made ready for a run of the writer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from explorer.corrections.log import Log
from explorer.model import Article
from explorer.store import corrected, knowledge, queries
from explorer.store.database import Connection, Database
from graph.corrections.facts import Located, refs_at, revise
from graph.corrections.locate import locate
from graph.corrections.model import Correction, Passage, active
from graph.corrections.naming import Settled, settle
from graph.model import Entity, Extraction, Ref
from graph.resolve import Usage


class Rulings:
    """What a log says of each article and of all entities."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.active = active(log.entries)
        self._by_file: defaultdict[str, list[tuple[int, Correction, Passage]]] = defaultdict(list)
        self._by_title: defaultdict[str, list[tuple[int, Correction, Passage]]] = defaultdict(list)
        for at, one in enumerate(self.active):
            for place in one.places:
                self._by_file[place.sha256].append((at, one, place))
                if place.title:
                    self._by_title[place.title].append((at, one, place))

    def write(self, connection: Connection, sha256: str, article: Article, found: Extraction) -> None:
        """Stores the facts of an article that has none yet, as corrected."""
        located = self._located(sha256, article)
        if not located:
            knowledge.write_extraction(connection, article, found)
            return
        revised, states = revise(found, article.text, located)
        corrected.write(connection, article, found, revised, states)

    def _located(self, sha256: str, article: Article) -> list[Located]:
        """Which corrections have a place in the article, in the order of the log."""
        known = [(at, one, place, True) for at, one, place in self._by_file.get(sha256, ())]
        known += [(at, one, place, False) for at, one, place in self._by_title.get(article.title, ()) if place.sha256 != sha256]
        found = []
        for at, one, place, same_file in known:
            if place.title and place.title != article.title and same_file and not _alone(article, place):
                continue
            span = locate(article.text, place, same_file=same_file)
            if span:
                found.append((at, span, one))
        return [Located(one, *span) for _, span, one in sorted(found, key=lambda item: item[:2])]

    def settle(self, connection: Connection, store: Database, resolved: dict[Ref, Entity], usages: Iterable[Usage]) -> dict[Ref, Entity]:
        """The entities of all refs, as corrected; writes which ids are others now, and what became of each correction."""
        done = settle(resolved, usages, self.active, lambda place, kind: _named_at(connection, store, place, kind)) if self.active else Settled(resolved)
        corrected.write_naming(connection, done.moved, done.states, done.distinct)
        corrected.mark_applied(connection, self.log.digest)
        return done.entities

    def places(self, entries: Sequence[Correction] | None = None) -> list[Passage]:
        """The passages of these entries of the log (None: of all), and of those that they take back."""
        wanted = {one.id for one in (self.log.entries if entries is None else entries)}
        for one in reversed(self.log.entries):  # what an UNDO takes back stands before it
            if one.id in wanted:
                wanted.add(one.of)
        return [place for one in self.log.entries if one.id in wanted for place in one.places]


def rewrite(store: Database, rulings: Rulings, articles: Iterable[str]) -> set[str]:
    """Makes the facts of these articles anew from what the machine found in them; the ids of those that are there."""
    files = corrected.files_of(store, articles)
    for article_id, article in queries.articles_of(store, sorted(files)).items():
        with store.write() as connection:
            rulings.write(connection, files[article_id], article, corrected.clear(connection, article_id))
    return set(files)


def _alone(article: Article, place: Passage) -> bool:
    """Whether the words are so many that they are known without the title, which may be read otherwise now."""
    return len(place.quote) + len(place.before) + len(place.after) > 40 and locate(article.text, place, same_file=False) is not None


def _named_at(connection: Connection, store: Database, place: Passage, kind: str) -> list[Ref]:
    found: list[Ref] = []
    files = corrected.files_of(store, corrected.articles_with(store, [place]))
    for article_id, article in sorted(queries.articles_of(store, sorted(files)).items()):
        same_file = files[article_id] == place.sha256
        span = locate(article.text, place, same_file=same_file) if same_file or article.title == place.title else None
        if span:
            found += refs_at(corrected.read_found(connection, article_id), *span, kind)
    return found
