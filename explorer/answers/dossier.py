"""Everything known of one entity, grouped as the page shows it; each line carries its facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explorer.errors import NotFound
from explorer.store import entities, queries
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Fact, Named
from graph.gazetteer import Gazetteer
from graph.model import ISSUE, Entity
from graph.network import Network, Node
from graph.ontology import BY_NAME, ENDORSED, POST

_RELATED = 12


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post as observed: who (or where), which title, from the first day seen to the last."""

    title: str
    other: Named
    first: str
    last: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of endorsement, with what the ontology declares of it taken out of `attrs`."""

    fact: Fact
    form: str
    post: str
    words: str
    points: tuple[str, ...]
    about: str
    issue: str
    what: str
    generic: bool


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
    namesakes: tuple[Entity, ...]
    """Entities of the kind that bear the same name; only place and `attrs` tell them apart."""
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
    same = [m.id for m in entities.find(store, entity.name, kind=entity.kind) if m.exact and m.id != entity_id and m.name == entity.name]
    return Dossier(
        entity, tuple(entities.aliases(store, entity_id)), _place(gazetteer, entity.place),
        _posts(out, entity_id), _posts(back, entity_id), _acts(out), _acts(back),
        _groups(out, entity_id, lambda kind: BY_NAME[kind].label) + _groups(back, entity_id, lambda kind: BY_NAME[kind].label_back),
        _related(network, entity_id), tuple(filter(None, (entities.entity(store, other) for other in same))), tuple(entities.articles_naming(store, entity_id)),
        _printed_in(store, entity, facts),
    )  # fmt: skip


def _place(gazetteer: Gazetteer, code: str) -> tuple[tuple[str, str], ...]:
    return tuple((step, gazetteer.by_code[step].name) for step in gazetteer.path(code))


def _posts(facts: Sequence[Fact], entity_id: str) -> tuple[PostLine, ...]:
    """Observations of one title at one body in one line; newest first."""
    lines: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.kind == POST:
            lines.setdefault((str(fact.attrs.get("title", "")), fact.other(entity_id).id or ""), []).append(fact)
    made = []
    for (title, _), group in lines.items():
        dates = sorted(fact.date for fact in group if fact.date)
        made.append(PostLine(title, group[0].other(entity_id), dates[0] if dates else "", dates[-1] if dates else "", tuple(group)))
    return tuple(sorted(made, key=lambda line: (line.last, line.first), reverse=True))


def _acts(facts: Sequence[Fact]) -> tuple[ActLine, ...]:
    return tuple(_act(fact) for fact in facts if fact.kind == ENDORSED)


def _act(fact: Fact) -> ActLine:
    text = {name: str(fact.attrs.get(name) or "") for name in ("form", "post", "words", "about", "issue", "what")}
    points = fact.attrs.get("points")
    return ActLine(
        fact, points=tuple(map(str, points)) if isinstance(points, list) else (), generic=bool(fact.attrs.get("generic")), **text
    )


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
