"""Issues and articles as they are read: the text in pieces, each name a link, quotes and hits marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from explorer.answers.facets import issue_label
from explorer.answers.source import page_of
from explorer.errors import NotFound, SearchUnavailable
from explorer.fulltext import Fulltext
from explorer.model import ARTICLE, COLOPHON, MASTHEAD, Article
from explorer.store import acts, entities, queries, versions
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Fact, Issue, MentionRow, Named, Stats
from graph.gazetteer import Gazetteer
from graph.measures import most_connected
from graph.model import CANDIDATE, ISSUE, OFFICE, PERSON
from graph.network import Network, Node
from index.errors import QueryFault
from index.highlight import marks

PAGE = 20
ALIKE = 5
"""Articles like this one, beside it."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What is counted over everything. `people` and `offices` come with the number of entities they are linked to."""

    stats: Stats
    people: tuple[tuple[Node, int], ...]
    offices: tuple[tuple[Node, int], ...]
    acts_by_year: tuple[tuple[int, int], ...]
    acts_by_form: tuple[tuple[str, int], ...]
    """Acts of endorsement; one of several forms counts in each."""


@dataclass(frozen=True, slots=True)
class Home(Overview):
    """The front page: all of that, and the newest issues, each with its label."""

    issues: tuple[tuple[Issue, str], ...]


@dataclass(frozen=True, slots=True)
class IssueList:
    """One page of issues, each with its label."""

    issues: tuple[tuple[Issue, str], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class IssuePage:
    """An issue with its parts; `entity` is the issue as a node of the network, if its number is known."""

    issue: Issue
    label: str
    masthead: Article | None
    articles: tuple[Article, ...]
    colophon: Article | None
    entity: Named | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters of one kind: plain, a name (`entity`), quoted, found, or put back."""

    text: str
    entity: Named | None
    quoted: bool
    found: bool
    mended: bool


@dataclass(frozen=True, slots=True)
class Version:
    """Another text of the same story, and the issue or page it stands in."""

    line: ArticleLine
    issue: Issue
    issue_label: str
    is_reading: bool
    """Whether it is the reading text: the one with facts, that is searched."""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article to read. `title` and `paragraphs` are lists of runs."""

    article: Article
    issue: Issue
    issue_label: str
    place: str
    title: tuple[Run, ...]
    paragraphs: tuple[tuple[Run, ...], ...]
    names: tuple[tuple[str, tuple[Named, ...]], ...]
    """Kind → the entities named, in the order of their first mention."""
    candidates: tuple[str, ...]
    """Names that nothing in the article supports: perhaps people, no entities."""
    facts: tuple[Fact, ...]
    before: ArticleLine | None
    after: ArticleLine | None
    alike: tuple[ArticleLine, ...]
    """Articles on the same matter, the most alike first."""
    quote: str
    query: str
    source_page: int | None
    """The page of the source on which the quotation begins; None where the source has one page."""
    versions: tuple[Version, ...] = ()
    """The same story from other files, its reading text first unless that is this one."""


def overview(store: Database, network: Network) -> Overview:
    """Counts, the ten most connected people and offices, acts by year and by form."""
    return Overview(queries.stats(store), tuple(most_connected(network, PERSON, 10)), tuple(most_connected(network, OFFICE, 10)), *acts.totals(store))


def home(store: Database, counted: Overview) -> Home:
    """The front page as of now; what is counted may be a little older."""
    issues = tuple((issue, issue_label(issue)) for issue in queries.issues(store, limit=6))
    return Home(*(getattr(counted, field.name) for field in fields(counted)), issues)


def issue_list(store: Database, page: int) -> IssueList:
    """Issues, newest first. A page beyond the last is NotFound."""
    pages = max(1, -(-queries.issue_count(store) // PAGE))
    if not 1 <= page <= pages:
        raise NotFound("没有这一页", place=str(page))
    rows = queries.issues(store, offset=(page - 1) * PAGE, limit=PAGE)
    return IssueList(tuple((issue, issue_label(issue)) for issue in rows), page, pages)


def issue_page(store: Database, issue_id: str) -> IssuePage:
    """One issue. Raises NotFound."""
    issue = queries.issue(store, issue_id)
    if issue is None:
        raise NotFound("没有这一期", place=issue_id[:40])
    parts = queries.articles(store, issue_id)
    by_part = {part.part: part for part in parts}
    masthead = by_part.get(MASTHEAD)
    facts = entities.relations_of_article(store, masthead.id) if masthead else []
    own = [end for fact in facts for end in (fact.subject, fact.object) if end.kind == ISSUE]
    shown = tuple(part for part in parts if part.part not in (MASTHEAD, COLOPHON))
    return IssuePage(issue, issue_label(issue), masthead, shown, by_part.get(COLOPHON), own[0] if own else None)


def article_page(
    store: Database, gazetteer: Gazetteer, searcher: Fulltext | None, article_id: str, quote: tuple[int, int] | None, query: str, fact_id: str = ""
) -> ArticlePage:
    """One article. An offset outside the text, or a fact that is not of this article, marks nothing; without a searcher, or one that
    does not answer, no hits and no like articles are shown. Raises NotFound."""
    article = queries.article(store, article_id)
    line = queries.article_line(store, article_id)
    issue = queries.issue(store, article.bulletin_id) if article else None
    if article is None or issue is None or line is None:
        raise NotFound("没有这篇文章", place=article_id[:40])
    mentions, facts = entities.mentions(store, article_id), tuple(entities.relations_of_article(store, article_id))
    quote = quote or next(((fact.start, fact.end) for fact in facts if fact.id == fact_id), None)
    span = quote if quote and 0 <= quote[0] < quote[1] <= len(article.text) else None
    before, after = queries.neighbours(store, article_id)
    like = _like(searcher, article_id)
    alike = queries.article_lines(store, like)
    runs = _Runs(article, mentions, span, _hits(searcher, article, query))
    title = runs.between(0, max(0, article.body_start - 1)) if article.part == ARTICLE else (Run(article.title, None, False, False, False),)
    return ArticlePage(
        article, issue, issue_label(issue), gazetteer.by_code[line.place].name if line.place in gazetteer.by_code else "",
        title, runs.paragraphs(article.body_start), _names(mentions),
        tuple(dict.fromkeys(m.entity.name for m in mentions if m.entity.kind == CANDIDATE)), facts,
        before, after, tuple(alike[id] for id in like if id in alike), article.text[slice(*span)] if span else "", query,
        _source_page(store, article, span), _versions(store, article_id),
    )  # fmt: skip


def _versions(store: Database, article_id: str) -> tuple[Version, ...]:
    reading, ids = versions.others(store, article_id)
    lines = queries.article_lines(store, ids)
    issues = queries.issues_of(store, {line.bulletin_id for line in lines.values()})
    found = [(lines[id], issues[lines[id].bulletin_id]) for id in ids if id in lines]
    return tuple(Version(line, issue, issue_label(issue), line.id == reading) for line, issue in found)


def _source_page(store: Database, article: Article, span: tuple[int, int] | None) -> int | None:
    reading = queries.reading(store, article.bulletin_id) if span else None
    return page_of(reading, article, span[0]) if reading and span else None


def _like(searcher: Fulltext | None, article_id: str) -> list[str]:
    try:
        return searcher.similar(article_id, ALIKE) if searcher else []
    except SearchUnavailable:
        return []


def _hits(searcher: Fulltext | None, article: Article, query: str) -> list[tuple[int, int]]:
    """What the query finds in the text; nothing if it cannot be read: the article is shown all the same."""
    try:
        return marks(article.text, searcher.strings(query, article.id)) if query and searcher else []
    except (QueryFault, SearchUnavailable):
        return []


class _Runs:
    """Cuts a text wherever a name, the quote, a hit or a put-back sign begins or ends."""

    def __init__(self, article: Article, mentions: Sequence[MentionRow], quote: tuple[int, int] | None, hits: Sequence[tuple[int, int]]) -> None:
        self.text = article.text
        self.names = _outermost(mentions)
        self.quotes = [quote] if quote else []
        self.hits = list(hits)
        self.mended = list(article.mended)
        spans = [(m.start, m.end) for m in self.names] + self.quotes + self.hits + self.mended
        self.cuts = sorted({offset for span in spans for offset in span})

    def paragraphs(self, start: int) -> tuple[tuple[Run, ...], ...]:
        """The lines from `start` on."""
        found, at = [], start
        for line in self.text[start:].split("\n"):
            if line.strip():
                found.append(self.between(at, at + len(line)))
            at += len(line) + 1
        return tuple(found)

    def between(self, start: int, end: int) -> tuple[Run, ...]:
        """The runs of one stretch."""
        edges = [start, *(cut for cut in self.cuts if start < cut < end), end]
        return tuple(self._run(a, b) for a, b in zip(edges, edges[1:]) if a < b)

    def _run(self, start: int, end: int) -> Run:
        named = next((m.entity for m in self.names if m.start <= start and end <= m.end), None)
        inside = lambda spans: any(a <= start and end <= b for a, b in spans)  # noqa: E731
        return Run(self.text[start:end], named, inside(self.quotes), inside(self.hits), inside(self.mended))


def _outermost(mentions: Sequence[MentionRow]) -> list[MentionRow]:
    """Of mentions that overlap the longer one is linked; the store gives them longest first."""
    kept: list[MentionRow] = []
    for mention in mentions:
        if mention.entity.id and not any(k.start < mention.end and mention.start < k.end for k in kept):
            kept.append(mention)
    return kept


def _names(mentions: Sequence[MentionRow]) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    kinds: dict[str, dict[str, Named]] = {}
    for mention in mentions:
        if mention.entity.id:
            kinds.setdefault(mention.entity.kind, {}).setdefault(mention.entity.id, mention.entity)
    order = ("person", "office", "document", "agreement", "issue", "event", "work", "group")
    return tuple((kind, tuple(kinds[kind].values())) for kind in order if kind in kinds)
