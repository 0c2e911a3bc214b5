"""Everything known of one entity, grouped as the page shows it; each line carries its facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.answers import acts, axis, tenure, versions
from explorer.answers.acts import ActLine
from explorer.answers.axis import Axis
from explorer.answers.tenure import PostLine
from explorer.answers.versions import Comparison
from explorer.errors import NotFound
from explorer.store import briefs, corrected, entities, queries
from explorer.store.briefs import Brief
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Fact, Named
from graph.gazetteer import Gazetteer
from graph.model import ISSUE, OFFICE, PERSON, Entity
from graph.network import Network, Node
from graph.ontology import BY_NAME, ENDORSED, POST
from graph.resolve import is_full_name

_RELATED = 12
LINES, OTHERS, TOLD = 20, 8, 2
"""Most lines of a section, most others of a kind of relation, most facts of a line; the rest is on pages of its own."""


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
class GroupLine:
    """One entity at the other end, with the newest facts of `count` that say so."""

    other: Named
    facts: tuple[Fact, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are of what the page shows the newest of."""

    posts: int
    holders: int
    acts_done: int
    acts_received: int
    articles: int
    frames: int


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one kind seen from one side: `label` reads from this entity to the other, which is the subject if `back`.

    The first lines of `total`.
    """

    label: str
    kind: str
    back: bool
    lines: tuple[GroupLine, ...]
    total: int


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
    frames: tuple[ArticleLine, ...]
    """Mastheads and the like that name it."""
    printed_in: ArticleLine | None
    """For an issue: a part of it that is here. For an article cited by its title: that article."""
    axis: Axis
    reports: tuple[tuple[int, int], ...]
    """(year, articles sent to a bulletin in it) of an office."""
    together: tuple[tuple[int, ...], tuple[tuple[Named, tuple[int, ...]], ...]]
    """Years, and the offices that a person has most to do with, each with its facts a year."""
    compared: Comparison | None
    """Agreements or documents of the same title side by side, where there are several."""
    totals: Totals


def dossier(store: Database, network: Network, gazetteer: Gazetteer, entity_id: str) -> Dossier:
    """Raises NotFound."""
    entity = entities.entity(store, entity_id)
    if entity is None:
        raise NotFound("没有这个条目", place=entity_id[:40])
    said = briefs.briefs(store, entity_id)
    out, back = [brief for brief in said if brief.out], [brief for brief in said if not brief.out]
    own = Named(entity.id, entity.kind, entity.name)
    posts, holders = tenure.held(out), tenure.held(back)
    counts = entities.articles_counted(store, entity_id)
    return Dossier(
        entity, tuple(entities.aliases(store, entity_id)), _place(gazetteer, entity.place),
        tenure.lines(store, own, posts[:LINES]), tenure.lines(store, own, holders[:LINES]), _acts(store, out), _acts(store, back),
        _groups(store, said), _related(network, entity_id), _renamings(store, entity), _namesakes(store, entity, said),
        tuple(entities.articles_naming(store, entity_id, limit=LINES, framing=False)),
        tuple(entities.articles_naming(store, entity_id, limit=LINES, framing=True)), _printed_in(store, entity, said),
        axis.axis(store, said, posts if entity.kind == PERSON else holders),
        axis.by_year(brief for brief in back if brief.kind == "reported_by") if entity.kind == OFFICE else (),
        axis.together(said) if entity.kind == PERSON else ((), ()), versions.compare(store, entity),
        Totals(len(posts), len(holders), _endorsing(out), _endorsing(back), *counts),
    )  # fmt: skip


def _acts(store: Database, said: Iterable[Brief]) -> tuple[ActLine, ...]:
    chosen = [brief.id for brief in said if brief.kind == ENDORSED][:LINES]
    whole = entities.relations(store, chosen)
    return acts.lines(store, [whole[one] for one in chosen if one in whole])


def _endorsing(said: Iterable[Brief]) -> int:
    return sum(brief.kind == ENDORSED for brief in said)


def _place(gazetteer: Gazetteer, code: str) -> tuple[tuple[str, str], ...]:
    return tuple((step, gazetteer.by_code[step].name) for step in gazetteer.path(code))


def _renamings(store: Database, entity: Entity) -> tuple[NameLine, ...]:
    """The formal names of an office over time. Short forms (省志办) are no names of their own."""
    if entity.kind != OFFICE:
        return ()
    lines = [NameLine(*row) for row in entities.forms_by_date(store, entity.id) if is_full_name(row[0])]
    lines.sort(key=lambda line: (line.first, line.last, line.name))
    return tuple(lines) if len(lines) > 1 else ()


def _namesakes(store: Database, entity: Entity, said: Sequence[Brief]) -> tuple[Namesake, ...]:
    """For two people the best sentence on each: a post tells most."""
    apart = {entity.id, *corrected.distinct_from(store, entity.id)}
    same = [m.id for m in entities.find(store, entity.name, kind=entity.kind) if m.exact and m.id not in apart and m.name == entity.name]
    others = [other for other_id in same if (other := entities.entity(store, other_id))]
    if entity.kind != PERSON:
        return tuple(map(Namesake, others))
    own = _whole(store, said) if others else None
    return tuple(Namesake(other, own, telling(store, other.id)) for other in others)


def telling(store: Database, entity_id: str) -> Fact | None:
    """The fact that tells most of somebody."""
    return _whole(store, briefs.briefs(store, entity_id))


def _whole(store: Database, said: Iterable[Brief]) -> Fact | None:
    best = min(said, key=lambda brief: (brief.kind != POST, brief.implied, -brief.confidence, brief.id), default=None)
    return entities.relations(store, [best.id]).get(best.id) if best else None


def _groups(store: Database, said: Iterable[Brief]) -> tuple[Group, ...]:
    """The other relations, by side, then by kind in the ontology's order, one line for each entity at the other end."""
    found: dict[tuple[bool, str], dict[str, list[Brief]]] = {}
    for brief in said:
        if brief.kind in BY_NAME and brief.kind not in (POST, ENDORSED):
            found.setdefault((not brief.out, brief.kind), {}).setdefault(brief.end, []).append(brief)
    order = list(BY_NAME)
    chosen = {key: list(found[key].values())[:OTHERS] for key in sorted(found, key=lambda key: (key[0], order.index(key[1])))}
    whole = entities.relations(store, [brief.id for lines in chosen.values() for line in lines for brief in line[:TOLD]])
    return tuple(
        Group(
            label(kind, back), kind, back,
            tuple(GroupLine(line[0].other, tuple(whole[b.id] for b in line[:TOLD] if b.id in whole), len(line)) for line in lines), len(found[back, kind]),
        )
        for (back, kind), lines in chosen.items()
    )  # fmt: skip


def label(kind: str, back: bool) -> str:
    """How a kind of relation reads from the object to the subject (`back`), or from the subject on."""
    return BY_NAME[kind].label_back if back else BY_NAME[kind].label


def _related(network: Network, entity_id: str) -> tuple[tuple[Node, int], ...]:
    """The nearest entities, with the number of facts that link them."""
    near = network.neighbourhood(entity_id, _RELATED + 1).nodes
    linked = [(node, len(network.edges_between(entity_id, node.id))) for node in near if node.id != entity_id]
    return tuple((node, count) for node, count in linked if count)[:_RELATED]


def _printed_in(store: Database, entity: Entity, said: Sequence[Brief]) -> ArticleLine | None:
    """The stub of a cited issue or article is filled once that issue is in the workspace."""
    if entity.kind == ISSUE:
        own = next((brief.article for brief in said if brief.article.endswith("-0")), None)
        return queries.article_line(store, own) if own else None
    return queries.article_titled(store, entity.name)
