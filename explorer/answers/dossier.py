"""Everything known of one entity, grouped as the page shows it; each line carries its facts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explorer.answers import acts, tenure
from explorer.answers.acts import ActLine
from explorer.answers.tenure import PostLine
from explorer.errors import NotFound
from explorer.store import entities, queries
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Fact, Named
from graph.gazetteer import Gazetteer
from graph.model import ISSUE, OFFICE, PERSON, Entity
from graph.network import Network, Node
from graph.ontology import BY_NAME, ENDORSED, POST
from graph.resolve import is_full_name

_RELATED = 12


@dataclass(frozen=True, slots=True)
class NameLine:
    """A full name of an office, from the first day it is printed to the last."""

    name: str
    first: str
    last: str
    count: int


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another entity of the same name; for two people a sentence on each, by which one may judge."""

    entity: Entity
    own: Fact | None = None
    other: Fact | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one kind seen from one side: `label` reads from this entity to the other."""

    label: str
    lines: tuple[tuple[Named, tuple[Fact, ...]], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A page on one entity. Dates of posts are those of the observations: what was in office when, as printed."""

    entity: Entity
    names: tuple[tuple[str, int], ...]
    place: tuple[tuple[str, str], ...]
    """(code, name) from the province down."""
    posts: tuple[PostLine, ...]
    holders: tuple[PostLine, ...]
    acts_done: tuple[ActLine, ...]
    acts_received: tuple[ActLine, ...]
    groups: tuple[Group, ...]
    related: tuple[tuple[Node, int], ...]
    renamings: tuple[NameLine, ...]
    """The full names of an office in the order they come up; one name alone is no chain."""
    namesakes: tuple[Namesake, ...]
    """Entities of the kind that bear the same name; of people it may be the same one."""
    articles: tuple[ArticleLine, ...]
    printed_in: ArticleLine | None
    """For an issue: a part of it that is here. For an article cited by its title: that article."""


def dossier(store: Database, network: Network, gazetteer: Gazetteer, entity_id: str) -> Dossier:
    """Raises NotFound."""
    entity = entities.entity(store, entity_id)
    if entity is None:
        raise NotFound("没有这个条目", place=entity_id[:40])
    facts = entities.relations_of_entity(store, entity_id)
    out = [fact for fact in facts if fact.outgoing(entity_id)]
    back = [fact for fact in facts if not fact.outgoing(entity_id)]
    of = functools.cache(functools.partial(entities.relations_of_entity, store))
    return Dossier(
        entity, tuple(entities.aliases(store, entity_id)), _place(gazetteer, entity.place),
        tenure.lines(out, entity_id, of), tenure.lines(back, entity_id, of), acts.lines(store, out), acts.lines(store, back),
        _groups(out, entity_id, lambda kind: BY_NAME[kind].label) + _groups(back, entity_id, lambda kind: BY_NAME[kind].label_back),
        _related(network, entity_id), _renamings(store, entity), _namesakes(store, entity, facts), tuple(entities.articles_naming(store, entity_id)),
        _printed_in(store, entity, facts),
    )  # fmt: skip


def _place(gazetteer: Gazetteer, code: str) -> tuple[tuple[str, str], ...]:
    return tuple((step, gazetteer.by_code[step].name) for step in gazetteer.path(code))


def _renamings(store: Database, entity: Entity) -> tuple[NameLine, ...]:
    """The formal names of an office over time. Short forms (省志办) are no names of their own."""
    if entity.kind != OFFICE:
        return ()
    lines = [NameLine(*row) for row in entities.forms_by_date(store, entity.id) if is_full_name(row[0])]
    lines.sort(key=lambda line: (line.first, line.last, line.name))
    return tuple(lines) if len(lines) > 1 else ()


def _namesakes(store: Database, entity: Entity, facts: Sequence[Fact]) -> tuple[Namesake, ...]:
    """For two people the best sentence on each: a post tells most."""
    same = [m.id for m in entities.find(store, entity.name, kind=entity.kind) if m.exact and m.id != entity.id and m.name == entity.name]
    others = [other for other_id in same if (other := entities.entity(store, other_id))]
    if entity.kind != PERSON:
        return tuple(map(Namesake, others))
    return tuple(Namesake(other, _telling(facts), _telling(entities.relations_of_entity(store, other.id))) for other in others)


def _telling(facts: Sequence[Fact]) -> Fact | None:
    return min(facts, key=lambda fact: (fact.kind != POST, fact.implied, -fact.confidence, fact.id), default=None)


def _groups(facts: Sequence[Fact], entity_id: str, label: Callable[[str], str]) -> tuple[Group, ...]:
    """The other relations, by kind in the ontology's order, one line for each entity at the other end."""
    groups = []
    for kind in BY_NAME:
        lines: dict[str, list[Fact]] = {}
        for fact in facts:
            if fact.kind == kind and kind not in (POST, ENDORSED):
                other = fact.other(entity_id)
                lines.setdefault(other.id or other.name, []).append(fact)
        if lines:
            groups.append(Group(label(kind), tuple((group[0].other(entity_id), tuple(group)) for group in lines.values())))
    return tuple(groups)


def _related(network: Network, entity_id: str) -> tuple[tuple[Node, int], ...]:
    """The nearest entities, with the number of facts that link them."""
    near = network.neighbourhood(entity_id, _RELATED + 1).nodes
    linked = [(node, len(network.edges_between(entity_id, node.id))) for node in near if node.id != entity_id]
    return tuple((node, count) for node, count in linked if count)[:_RELATED]


def _printed_in(store: Database, entity: Entity, facts: Sequence[Fact]) -> ArticleLine | None:
    """The stub of a cited issue or article is filled once that issue is in the workspace."""
    if entity.kind == ISSUE:
        own = next((fact for fact in facts if fact.article_id.endswith("-0")), None)
        return queries.article_line(store, own.article_id) if own else None
    return queries.article_titled(store, entity.name)
