"""What the pipeline found in each article, in the terms of the gold."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.evaluate.gold import ROLES, bare
from explorer.evaluate.names import whole
from explorer.model import ARTICLE, MASTHEAD, Article
from explorer.store import entities, queries
from explorer.store.database import Database
from explorer.store.rows import Fact, MentionRow, Named
from explorer.text import comparable
from graph.gazetteer import Gazetteer
from graph.model import AGREEMENT, DOCUMENT, EVENT, OFFICE, PERSON
from graph.ontology import ENDORSED, POST


@dataclass(frozen=True, slots=True)
class Name:
    """An entity as found: the name shown, and every form that names it."""

    shown: str
    forms: frozenset[str]

    def is_(self, gold: str) -> bool:
        """Whether a gold name means this entity."""
        return gold == self.shown or gold in self.forms


@dataclass(frozen=True, slots=True)
class Sure:
    """One fact or mention with the confidence that is shown for it; `value` is that of the list of its kind."""

    kind: str
    confidence: float
    rule: str
    value: tuple[Name, ...] | tuple[object, ...]


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """The facts of one article."""

    title: str
    section: str
    attribution: str
    date: str
    people: dict[str, Name]
    posts: list[tuple[Name, str, Name]]
    offices: dict[str, Name]
    documents: dict[str, Name]
    agreements: dict[str, Name]
    events: dict[str, Name]
    roles: list[tuple[Name, str, str]]
    acts: list[tuple[Name, str, str, Name]]
    """(who, how, date, whom or what)"""
    sure: tuple[Sure, ...] = ()
    """Posts, roles and endorsements; mentions of people and offices."""


def articles(store: Database, gazetteer: Gazetteer) -> list[FoundArticle]:
    """All articles of the workspace, in printed order."""
    names = _Names(store, gazetteer)
    found = []
    for issue in queries.issues(store, limit=1000):
        parts = queries.articles(store, issue.id)
        head = [f for part in parts if part.part == MASTHEAD for f in entities.relations_of_article(store, part.id)]
        for article in parts:
            if article.part == ARTICLE:
                reported = [f for f in head if f.kind == "reported_by" and comparable(f.subject.name) == comparable(article.title)]
                found.append(_article(names, article, issue.date, reported))
    return found


class _Names:
    """Entities of one workspace as names."""

    def __init__(self, store: Database, gazetteer: Gazetteer) -> None:
        self.store, self._gazetteer = store, gazetteer

    def of(self, named: Named) -> Name:
        """The name shown and all forms; those of an office with the place written in full too."""
        forms = [surface for surface, _ in entities.aliases(self.store, named.id)] + entities.completed(self.store, named.id) if named.id else []
        forms = [bare(form) for form in (named.name, *forms)]
        if named.kind == OFFICE:
            forms += [whole(form, self._gazetteer) for form in forms]
        return Name(forms[0], frozenset(forms))


def _article(names: _Names, article: Article, date: str, reported: list[Fact]) -> FoundArticle:
    """`reported`: who sent the article in, where the head of the page says so. An office that a post belongs to
    counts as named, though 常务副市长 prints no 人民政府."""
    article_id, title, section, attribution = article.id, article.title, article.section, article.attribution
    facts = [fact for fact in entities.relations_of_article(names.store, article_id) if not fact.implied]
    mentioned: dict[str, dict[str, Name]] = {}
    mentions = entities.mentions(names.store, article_id)
    for mention in mentions:
        if mention.entity.id:
            mentioned.setdefault(mention.entity.kind, {})[mention.entity.id] = names.of(mention.entity)
    offices = mentioned.get(OFFICE, {})
    for fact in (*facts, *reported):
        if fact.kind in (POST, "reported_by") and fact.object.kind == OFFICE and fact.object.id:
            offices.setdefault(fact.object.id, names.of(fact.object))
    return FoundArticle(
        bare(title), section, bare(attribution), date,
        mentioned.get(PERSON, {}), [_post(names, f) for f in facts if f.kind == POST], offices,
        mentioned.get(DOCUMENT, {}), mentioned.get(AGREEMENT, {}), mentioned.get(EVENT, {}),
        [(names.of(f.subject), ROLES[f.kind], f.date) for f in facts if f.kind in ROLES and f.subject.kind == PERSON],
        [(names.of(f.subject), str(f.attrs["form"]), f.date, target) for f in facts if f.kind == ENDORSED for target in _targets(names, f)],
        (*(_sure(names, f) for f in facts if f.kind in (POST, ENDORSED, *ROLES) and f.subject.kind == PERSON), *_sure_names(names, mentions)),
    )  # fmt: skip


def _sure(names: _Names, fact: Fact) -> Sure:
    who = names.of(fact.subject)
    if fact.kind == POST:
        return Sure("posts", fact.confidence, fact.rule, (who, comparable(str(fact.attrs["title"])), names.of(fact.object)))
    if fact.kind == ENDORSED:
        return Sure("endorsements", fact.confidence, fact.rule, (who, str(fact.attrs["form"]), fact.date))
    return Sure("roles", fact.confidence, fact.rule, (who, ROLES[fact.kind], fact.date))


def _sure_names(names: _Names, mentions: list[MentionRow]) -> list[Sure]:
    kinds = {PERSON: "people", OFFICE: "offices"}
    return [Sure(kinds[m.entity.kind], m.confidence, m.rule, (names.of(m.entity),)) for m in mentions if m.entity.id and m.entity.kind in kinds]


def _targets(names: _Names, fact: Fact) -> list[Name]:
    """Whom or what: the office or work, the paper that the act is written on, and the topic as printed."""
    printed = (bare(str(fact.attrs[key])) for key in ("about", "what") if fact.attrs.get(key))
    return [names.of(fact.object), *(Name(name, frozenset((name,))) for name in printed)]


def _post(names: _Names, fact: Fact) -> tuple[Name, str, Name]:
    return names.of(fact.subject), comparable(str(fact.attrs["title"])), names.of(fact.object)
