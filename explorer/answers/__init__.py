"""Reading: every question a page, the JSON interface or a command asks is answered here, once.

Answers are plain frozen data. Whoever shows them formats; nobody else calls the store, the index
and the network in a row.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

from explorer.answers import chronicle as chronicles
from explorer.answers import concordance as concordances
from explorer.answers import coverage as coverages
from explorer.answers import picture as pictures
from explorer.answers import dossier, exporting, ledger_filters, ledger_page, ledger_reading, meant, places, reading, source, walk
from explorer.answers.chronicle import Chronicle, Entry
from explorer.answers.citing import Source
from explorer.answers.concordance import Concordance
from explorer.answers.coverage import SeriesCoverage
from explorer.answers.dossier import Dossier
from explorer.answers.found import Asking, Finder, SearchPage
from explorer.answers.ledger import Ledger
from explorer.answers.ledger_page import Entry as ActEntry
from explorer.answers.ledger_page import LedgerPage
from explorer.answers.meant import Suggestion
from explorer.answers.source import SourcePage
from explorer.answers.naming import StoredNames
from explorer.answers.network_export import Outward
from explorer.answers.places import PlacePage
from explorer.answers.reading import ArticlePage, Home, IssueList, IssuePage
from explorer.answers.drawn import Looking, Picture
from explorer.answers.walk import Route
from explorer.config import Config
from explorer.errors import AmbiguousName, NotFound, QueryError, WorkspaceDamaged
from explorer.store import entities, queries, state
from explorer.store import network as networks
from explorer.store.rows import Match, Stats
from explorer.workspace import Workspace
from graph.gazetteer import Gazetteer
from graph import measures as measure
from graph.measures import Measures
from graph.network import Network
from graph.scope import EVERYTHING, Scope
from index.analysis import fold
from index.errors import IndexMissing
from index.search import Searcher

_MEASURES = 20
"""Scopes whose measures are kept."""


class Answers:
    """All questions to one workspace. Safe to share between threads; close it in the end.

    The network and the searcher belong to a revision of the store: when another process has
    written, the next question opens new ones.
    """

    def __init__(self, workspace: Workspace, config: Config) -> None:
        self.store = workspace.store()
        self.config = config
        self.gazetteer = Gazetteer()
        self.workspace = workspace
        self._lock = threading.Lock()
        self._network: tuple[int, Network] | None = None
        self._outward: tuple[int, Outward] | None = None
        self._coverage: tuple[int, tuple[SeriesCoverage, ...]] | None = None
        self._ledger: tuple[int, Ledger] | None = None
        self._measures: tuple[Network, dict[Scope, Measures]] | None = None
        self._searcher: Searcher | None = None

    def stats(self) -> Stats:
        """What is in the workspace."""
        return queries.stats(self.store)

    def home(self) -> Home:
        """The front page: counts, newest issues, most connected people and offices."""
        return reading.home(self.store, self.network())

    def issues(self, page: int = 1) -> IssueList:
        """All issues, newest first, twenty on a page."""
        return reading.issue_list(self.store, page)

    def issue(self, issue_id: str) -> IssuePage:
        """One issue with its parts. Raises NotFound."""
        return reading.issue_page(self.store, issue_id)

    def article(
        self, article_id: str, quote: tuple[int, int] | None = None, query: str = "", *, fact: str = ""
    ) -> ArticlePage:
        """One article, its names linked. Marked are the `quote` (offsets), or the sentence of a `fact` (its id), and
        what `query` finds. Raises NotFound."""
        return reading.article_page(self.store, self.gazetteer, self.searcher(), article_id, quote, query, fact)

    def search(
        self, query: str, filters: Mapping[str, Sequence[str]] | None = None, *, sort: str = "relevance", page: int = 1,
        size: int | None = None, expand: bool = True, group: str = "",
    ) -> SearchPage:  # fmt: skip
        """What `query` finds within `filters`; a name finds its other names too, if `expand`. Raises QueryError."""
        self._check(query)
        return self._finder().search(Asking(query, filters or {}, sort, page, size or self.config.page_size, expand, group))

    def concordance(
        self, query: str, filters: Mapping[str, Sequence[str]] | None = None, *, sort: str = "newest", page: int = 1,
        size: int = concordances.PAGE, expand: bool = True,
    ) -> Concordance:  # fmt: skip
        """Every place that prints what `query` asks for, one a line. Raises QueryError."""
        self._check(query)
        asking = Asking(query, filters or {}, sort, page, expand=expand)
        return concordances.concordance(self.store, self.searcher(), asking, size=size)

    def sources(
        self, query: str, filters: Mapping[str, Sequence[str]] | None = None, *, sort: str = "relevance", size: int = 1_000,
        expand: bool = True,
    ) -> list[Source]:  # fmt: skip
        """The hits of a search as sources to cite, in order. Raises QueryError."""
        self._check(query)
        return exporting.sources(self.store, self._finder().ids(Asking(query, filters or {}, sort, size=size, expand=expand)))

    def source(self, article_id: str) -> Source:
        """One article as a source to cite. Raises NotFound."""
        found = exporting.sources(self.store, [article_id])
        if not found:
            raise NotFound("没有这篇文章", place=article_id[:40])
        return found[0]

    def source_page(self, issue_id: str) -> SourcePage:
        """The source of an issue beside what was read from it. Raises NotFound."""
        return source.source_page(self.store, issue_id)

    def coverage(self) -> tuple[SeriesCoverage, ...]:
        """Which issues of each series are held and which are missing."""
        now = state.revision(self.store)
        with self._lock:
            if self._coverage is None or self._coverage[0] != now:
                self._coverage = (now, coverages.coverage(self.store))
            return self._coverage[1]

    def place(self, code: str = "", of: str = places.ARTICLES, year: int | None = None) -> PlacePage:
        """What is told of a division and of those below it, by year or by the months of a year. Raises NotFound."""
        return places.place_page(self.store, self.gazetteer, self.coverage(), code, of, year)

    def suggest(self, text: str, limit: int = 10) -> list[Suggestion]:
        """What the letters typed so far may mean: entities first, then articles by their title."""
        return meant.suggestions(self.store, text[:60], limit)

    def entity(self, entity_id: str) -> Dossier:
        """Everything known of one entity. Raises NotFound."""
        return dossier.dossier(self.store, self.network(), self.gazetteer, entity_id)

    def picture(self, entity_id: str) -> Picture:
        """The neighbourhood of an entity. Raises NotFound."""
        return self.look(Looking((entity_id,), most=self.config.picture_nodes))

    def look(self, looking: Looking) -> Picture:
        """A part of the network, as it is asked for. Raises NotFound."""
        return pictures.picture(self.network(), looking)

    def named_in_hits(self, query: str, filters: Mapping[str, Sequence[str]] | None = None, *, expand: bool = True, most: int = 40) -> list[str]:
        """Ids of the entities that the best hits of a search name most often. Raises QueryError."""
        self._check(query)
        hits = self._finder().ids(Asking(query, filters or {}, size=pictures.HITS, expand=expand))
        return [entity_id for entity_id, _ in networks.named_in(self.store, hits, pictures.DRAWN, most)]

    def measures(self, scope: Scope = EVERYTHING) -> Measures:
        """Who is best connected over the relations of a scope."""
        network = self.network()
        with self._lock:
            if self._measures is None or self._measures[0] is not network:
                self._measures = (network, {})
            kept = self._measures[1]
        found = kept.get(scope)
        if found is None:
            found = measure.measures(network, scope)
            with self._lock:
                if len(kept) >= _MEASURES:
                    kept.clear()
                kept[scope] = found
        return found

    def path(self, start: str, goal: str, scope: Scope = EVERYTHING) -> Route:
        """The few best ways from one entity to another, by name or id, over the relations of a scope. Raises NotFound,
        AmbiguousName."""
        return walk.route(self.network(), self.named(start), self.named(goal), self.config.path_hops, scope)

    def chronicle(self, entity_id: str, other: str = "", year: str | None = None, page: int = 1) -> Chronicle:
        """The dated sentences on an entity, or on it and an `other` (ids), by date. Raises NotFound."""
        return chronicles.chronicle(self.store, entity_id, other, year, page)

    def chronicle_entries(self, entity_id: str, other: str = "", year: str | None = None) -> Iterator[Entry]:
        """All entries of the same, for a file."""
        return chronicles.entries(self.store, entity_id, other, year)

    def outward(self) -> Outward:
        """The network of the present revision, to be counted and taken out."""
        now = state.revision(self.store)
        with self._lock:
            if self._outward is None or self._outward[0] != now:
                self._outward = (now, Outward(self.store))
            return self._outward[1]

    def acts(self, given: Mapping[str, Sequence[str]], *, sort: str = "newest", page: int = 1, view: str = ledger_page.ROWS) -> LedgerPage:
        """The ledger of acts of endorsement, narrowed to what is `given` (see ledger_filters.NAMES). Raises QueryError, NotFound."""
        now = self.ledger()
        filters = ledger_filters.filters(self.store, self.gazetteer, now, given)
        return ledger_page.ledger_page(self.store, self.gazetteer, now, filters, sort, page, view)

    def act_entries(self, filters: Mapping[str, tuple[str, ...]], sort: str = "newest") -> Iterator[ActEntry]:
        """All rows that pass the filters of a page, for a file."""
        return ledger_page.every_entry(self.store, self.ledger(), filters, sort)

    def ledger(self) -> Ledger:
        """All acts of the present revision, to be counted."""
        now = state.revision(self.store)
        with self._lock:
            if self._ledger is None or self._ledger[0] != now:
                self._ledger = (now, ledger_reading.read(self.store, self.gazetteer))
            return self._ledger[1]

    def find(self, name: str, kind: str | None = None, limit: int = 20) -> list[Match]:
        """Entities that bear a name, or whose name begins so; 陳建春 finds 陈建春."""
        return entities.find(self.store, name, kind=kind, limit=limit) or entities.find(
            self.store, fold(name), kind=kind, limit=limit
        )

    def named(self, name: str) -> Match:
        """The one entity that an id or a name means. Raises NotFound, or AmbiguousName with the choices."""
        entity = entities.entity(self.store, name)
        if entity:
            return Match(entity.id, entity.kind, entity.name, entity.place, entity.name, True)
        matches = self.find(name)
        exact = [match for match in matches if match.exact] or matches
        if not exact:
            raise NotFound("没有这个名称或编号", place=name)
        if len(exact) > 1:
            choices = "；".join(f"{match.name}（{match.id}）" for match in exact[:8])
            raise AmbiguousName(f"有 {len(exact)} 个同名或相近的条目：{choices}", place=name)
        return exact[0]

    def network(self) -> Network:
        """The network of the present revision."""
        now = state.revision(self.store)
        with self._lock:
            if self._network is None or self._network[0] != now:
                self._network = (now, walk.network(self.store))
            return self._network[1]

    def searcher(self) -> Searcher:
        """The full-text searcher; it follows new revisions of the index by itself. Raises WorkspaceDamaged."""
        with self._lock:
            if self._searcher is None:
                try:
                    self._searcher = Searcher(
                        self.workspace.fulltext, lambda ids: queries.texts(self.store, ids), state.index_words(self.store),
                        StoredNames(self.store, self.gazetteer),
                    )  # fmt: skip
                except IndexMissing as error:
                    raise WorkspaceDamaged(f"全文索引不可用（{error}）") from error
            return self._searcher

    def _finder(self) -> Finder:
        return Finder(self.store, self.searcher(), self.gazetteer, StoredNames(self.store, self.gazetteer))

    def _check(self, query: str) -> None:
        if len(query) > self.config.max_query_chars:
            raise QueryError(f"检索式超过 {self.config.max_query_chars} 个字符", position=self.config.max_query_chars, place=query[:30] + "…")

    def close(self) -> None:
        """Frees the index's files."""
        with self._lock:
            if self._searcher:
                self._searcher.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
