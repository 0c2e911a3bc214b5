"""What the pipeline found in each article, in the terms of the gold."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.evaluate.gold import ROLES, bare
from explorer.model import ARTICLE, MASTHEAD, Article
from explorer.store import entities, queries
from explorer.store.database import Database
from explorer.store.rows import Fact, Named
from explorer.text import comparable
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


def articles(store: Database) -> list[FoundArticle]:
    """All articles of the workspace, in printed order."""
    found = []
    for issue in queries.issues(store, limit=1000):
        parts = queries.articles(store, issue.id)
        head = [f for part in parts if part.part == MASTHEAD for f in entities.relations_of_article(store, part.id)]
        for article in parts:
            if article.part == ARTICLE:
                reported = [f for f in head if f.kind == "reported_by" and comparable(f.subject.name) == comparable(article.title)]
                found.append(_article(store, article, issue.date, reported))
    return found


def _article(store: Database, article: Article, date: str, reported: list[Fact]) -> FoundArticle:
    """`reported`: who sent the article in, where the head of the page says so. An office that a post belongs to
    counts as named, though 常务副市长 prints no 人民政府."""
    article_id, title, section, attribution = article.id, article.title, article.section, article.attribution
    facts = [fact for fact in entities.relations_of_article(store, article_id) if not fact.implied]
    mentioned: dict[str, dict[str, Name]] = {}
    for mention in entities.mentions(store, article_id):
        if mention.entity.id:
            mentioned.setdefault(mention.entity.kind, {})[mention.entity.id] = _name(store, mention.entity)
    offices = mentioned.get(OFFICE, {})
    for fact in (*facts, *reported):
        if fact.kind in (POST, "reported_by") and fact.object.kind == OFFICE and fact.object.id:
            offices.setdefault(fact.object.id, _name(store, fact.object))
    return FoundArticle(
        bare(title), section, bare(attribution), date,
        mentioned.get(PERSON, {}), [_post(store, f) for f in facts if f.kind == POST], offices,
        mentioned.get(DOCUMENT, {}), mentioned.get(AGREEMENT, {}), mentioned.get(EVENT, {}),
        [(_name(store, f.subject), ROLES[f.kind], f.date) for f in facts if f.kind in ROLES and f.subject.kind == PERSON],
        [(_name(store, f.subject), str(f.attrs["form"]), f.date, _name(store, f.object)) for f in facts if f.kind == ENDORSED],
    )  # fmt: skip


def _post(store: Database, fact: Fact) -> tuple[Name, str, Name]:
    return _name(store, fact.subject), comparable(str(fact.attrs["title"])), _name(store, fact.object)


def _name(store: Database, named: Named) -> Name:
    forms = [surface for surface, _ in entities.aliases(store, named.id)] + entities.completed(store, named.id) if named.id else []
    return Name(bare(named.name), frozenset(bare(form) for form in forms))
