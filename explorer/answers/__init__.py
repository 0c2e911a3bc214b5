"""Reading: every question a page, the JSON interface or a command asks is answered here, once.

Answers are plain frozen data. Whoever shows them formats; nobody else calls the store, the index
and the network in a row.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Self
from weakref import WeakKeyDictionary

from explorer.answers import chronicle as chronicles
from explorer.answers import concordance as concordances
from explorer.answers import coverage as coverages
from explorer.answers import health as healths
from explorer.answers import listing as listings
from explorer.answers import picture as pictures
from explorer.answers import dossier, doubts, exporting, ledger_filters, ledger_page, ledger_reading, meant, places, reading, source, walk
from explorer.answers.chronicle import Chronicle, Entry
from explorer.answers.citing import Source
from explorer.answers.concordance import Concordance
from explorer.answers.coverage import SeriesCoverage
from explorer.answers.dossier import Dossier
from explorer.answers.doubts import Doubt, LogPage
from explorer.answers.facets import issue_label
from explorer.answers.found import Asking, Finder, SearchPage
from explorer.answers.health import Health
from explorer.answers.kept import Kept, Recent
from explorer.answers.ledger import Ledger
from explorer.answers.ledger_page import Entry as ActEntry
from explorer.answers.ledger_page import LedgerPage
from explorer.answers.listing import Listing
from explorer.answers.meant import Suggestion
from explorer.answers.source import SourcePage
from explorer.answers.naming import StoredNames
from explorer.answers.network_export import Outward
from explorer.answers.places import PlacePage
from explorer.answers.reading import ArticlePage, Home, IssueList, IssuePage
from explorer.answers.drawn import Looking, Picture
from explorer.answers.walk import Route
from explorer.config import Config
from explorer.errors import AmbiguousName, JianbaoError, NotFound, QueryError, SearchUnavailable
from explorer.fulltext import Fulltext, index_of
from explorer.store import corrected, entities, queries, state
from explorer.store import doubts as waiting
from explorer.store import network as networks
from explorer.store.rows import ArticleLine, Fact, Issue, Match, Stats
from explorer.workspace import Workspace
from graph.gazetteer import Gazetteer
from graph import measures as measure
from graph.measures import Measures
from graph.network import Network
from graph.patterns import sentences
from graph.scope import EVERYTHING, Scope
from index.analysis import fold

_MEASURES = 20
"""Scopes whose measures are kept."""


class Answers:
    """All questions to one workspace. Safe to share between threads; close it in the end.

    When another process has written, the next question sees it; what takes long to build may for some seconds be that of the
    state before (kept.py).
    """

    def __init__(self, workspace: Workspace, config: Config) -> None:
        self.store = workspace.store()
        self.config = config
        self.gazetteer = Gazetteer()
        self.workspace = workspace
        self._lock = threading.Lock()
        self._network = Kept(lambda: walk.network(self.store))
        self._overview = Kept(lambda: reading.overview(self.store, self.network()))
        self._outward = Kept(lambda: Outward(self.store))
        self._coverage = Kept(lambda: coverages.coverage(self.store))
        self._ledger = Kept(lambda: ledger_reading.read(self.store, self.gazetteer))
        self._doubts = Kept(lambda: waiting.counts(self.store))
        self._dossiers: Recent[Dossier] = Recent(100)
        self._places: Recent[PlacePage] = Recent(200)
        self._suggested: Recent[list[Suggestion]] = Recent(1_000)
        self._measures: WeakKeyDictionary[Network, dict[Scope, Measures]] = WeakKeyDictionary()  # an old network is not kept alive
        self._searcher: Fulltext | None = None

    def stats(self) -> Stats:
        """What is in the workspace."""
        return queries.stats(self.store)

    def home(self) -> Home:
        """The front page: counts, newest issues, most connected people and offices."""
        return reading.home(self.store, self._overview.at(self._settled()))

    def issues(self, page: int = 1) -> IssueList:
        """All issues, newest first, twenty on a page."""
        return reading.issue_list(self.store, page)

    def issue(self, issue_id: str) -> IssuePage:
        """One issue with its parts. Raises NotFound."""
        return reading.issue_page(self.store, issue_id)

    def issues_of(self, ids: Sequence[str]) -> list[tuple[Issue, str]]:
        """Those of these issues that are here, each with its label, in this order."""
        found = queries.issues_of(self.store, ids)
        return [(found[one], issue_label(found[one])) for one in ids if one in found]

    def issue_of_content(self, sha256: str) -> str | None:
        """Id of the issue that was read from a file with this content."""
        return queries.issue_with_content(self.store, sha256)

    def article(
        self, article_id: str, quote: tuple[int, int] | None = None, query: str = "", *, fact: str = ""
    ) -> ArticlePage:
        """One article, its names linked. Marked are the `quote` (offsets), or the sentence of a `fact` (its id), and
        what `query` finds. Raises NotFound."""
        try:
            searcher = self.searcher()
        except SearchUnavailable:
            searcher = None  # what is stored can be read all the same
        return reading.article_page(self.store, self.gazetteer, searcher, article_id, quote, query, fact)

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
        return self._coverage.at(self._settled())

    def place(self, code: str = "", of: str = places.ARTICLES, year: int | None = None) -> PlacePage:
        """What is told of a division and of those below it, by year or by the months of a year. Raises NotFound."""
        asked = (code, of, year)
        return self._places.of(self._settled(), asked, lambda: places.place_page(self.store, self.gazetteer, self.coverage(), *asked))

    def suggest(self, text: str, limit: int = 10) -> list[Suggestion]:
        """What the letters typed so far may mean: entities first, then articles by their title."""
        asked = (text[:60], limit)
        return self._suggested.of(state.linked(self.store), asked, lambda: meant.suggestions(self.store, *asked))

    def entity(self, entity_id: str) -> Dossier:
        """Everything known of one entity. Raises NotFound."""
        found = partial(dossier.dossier, self.store, self._network_with(entity_id), self.gazetteer, entity_id)
        return self._dossiers.of(state.linked(self.store), entity_id, found)

    def listing(self, entity_id: str, of: str, back: bool = False, page: int = 1) -> Listing:
        """The facts of one kind, or the articles, of an entity, page by page (see listing.KINDS). Raises NotFound."""
        return listings.listing(self.store, entity_id, of, back, page)

    def picture(self, entity_id: str) -> Picture:
        """The neighbourhood of an entity. Raises NotFound."""
        return self.look(Looking((entity_id,), most=self.config.picture_nodes))

    def look(self, looking: Looking) -> Picture:
        """A part of the network, as it is asked for. Raises NotFound."""
        return pictures.picture(self._network_with(*looking.starts), looking)

    def named_in_hits(self, query: str, filters: Mapping[str, Sequence[str]] | None = None, *, expand: bool = True, most: int = 40) -> list[str]:
        """Ids of the entities that the best hits of a search name most often. Raises QueryError."""
        self._check(query)
        hits = self._finder().ids(Asking(query, filters or {}, size=pictures.HITS, expand=expand))
        return [entity_id for entity_id, _ in networks.named_in(self.store, hits, pictures.DRAWN, most)]

    def measures(self, scope: Scope = EVERYTHING) -> Measures:
        """Who is best connected over the relations of a scope."""
        network = self.network()
        with self._lock:
            kept = self._measures.setdefault(network, {})
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
        ends = self.named(start), self.named(goal)
        return walk.route(self._network_with(*(end.id for end in ends)), *ends, self.config.path_hops, scope)

    def chronicle(self, entity_id: str, other: str = "", year: str | None = None, page: int = 1) -> Chronicle:
        """The dated sentences on an entity, or on it and an `other` (ids), by date. Raises NotFound."""
        return chronicles.chronicle(self.store, entity_id, other, year, page)

    def chronicle_entries(self, entity_id: str, other: str = "", year: str | None = None) -> Iterator[Entry]:
        """All entries of the same, for a file."""
        return chronicles.entries(self.store, entity_id, other, year)

    def outward(self) -> Outward:
        """The network of the present revision, to be counted and taken out."""
        return self._outward.at(state.linked(self.store))

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
        return self._ledger.at(state.linked(self.store))

    def find(self, name: str, kind: str | None = None, limit: int = 20) -> list[Match]:
        """Entities that bear a name, or whose name begins so; 陳建春 finds 陈建春."""
        return entities.find(self.store, name, kind=kind, limit=limit) or entities.find(
            self.store, fold(name), kind=kind, limit=limit
        )

    def meant(self, query: str) -> list[Match]:
        """The entities that a query names, or the documents and agreements of which it is short for the title; a few."""
        return self.find(query, limit=meant.MOST) or meant.in_short(self.store, query)

    def named(self, name: str) -> Match:
        """The one entity that an id or a name means. Raises NotFound, or AmbiguousName with the choices."""
        entity = entities.entity(self.store, corrected.now(self.store, name))
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

    def doubt(self, kind: str, position: int) -> Doubt:
        """What stands at a position of the queue of doubtful facts of a kind."""
        return doubts.doubt(self.store, self._doubts.at(self._settled()), kind, position)

    def log_page(self, page: int) -> LogPage:
        """Corrections, newest first, and what became of each."""
        return doubts.log_page(self.workspace, page)

    def naming(self, entity_id: str) -> list[ArticleLine]:
        """The newest articles that name an entity, 200 at most."""
        return entities.articles_naming(self.store, entity_id, limit=200)

    def fact(self, fact_id: str) -> Fact:
        """One relation. Raises NotFound."""
        found = entities.relations(self.store, [fact_id]).get(fact_id)
        if found is None:
            raise NotFound("没有这条关系", place=fact_id[:40])
        return found

    def sentences(self, article_id: str) -> list[tuple[int, int, str]]:
        """(start, end, text) of each sentence of an article. Raises NotFound."""
        article = queries.article(self.store, article_id)
        if article is None:
            raise NotFound("没有这篇文章", place=article_id[:40])
        return [(span.start, span.end, article.text[span.start : span.end]) for span in sentences(article.text)]

    def moved(self, ids: Iterable[str]) -> dict[str, str]:
        """Of these ids, those that are others now since they were merged, with what they are."""
        return corrected.moved(self.store, ids)

    def network(self) -> Network:
        """The network as the names were last resolved; that of the state before while a large one is built anew."""
        return self._network.at(state.linked(self.store))

    def _network_with(self, *ids: str) -> Network:
        """The network; the newest, however long it takes, if the one at hand does not know these entities yet."""
        network = self.network()
        return network if all(one in network for one in ids) else self._network.newest(state.linked(self.store))

    def searcher(self) -> Fulltext:
        """The full-text searcher; it follows new revisions of the index by itself. Raises WorkspaceDamaged, SearchUnavailable."""
        with self._lock:
            if self._searcher is None:
                index, texts = index_of(self.workspace, self.config), lambda ids: queries.texts(self.store, ids)
                self._searcher = Fulltext(index, texts, state.index_words(self.store), StoredNames(self.store, self.gazetteer))
            return self._searcher

    def ready(self) -> int:
        """The revision of the store. Raises WorkspaceError if it cannot be read."""
        return healths.ready(self.workspace)

    def health(self) -> Health:
        """Figures for those who watch the server. Raises WorkspaceError."""
        return healths.health(self.workspace)

    def warm(self) -> None:
        """Opens what the first reader would wait for. What is wrong with it is told to those who ask, not here."""
        try:
            self.home()
            self.search("地方志")
        except JianbaoError:
            return

    def _settled(self) -> int:
        """The state as of which is counted: that of the last linking, so that not each issue that comes in begins all counts anew; before
        the first one, when all is quick, the present one."""
        return state.linked(self.store) or -state.revision(self.store)

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
