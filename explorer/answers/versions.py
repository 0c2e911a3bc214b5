"""Agreements or documents of one title side by side: who signed, revised and carried out which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.store import corrected, entities
from explorer.store.database import Database
from explorer.store.rows import ArticleLine, Fact, Named
from graph.model import AGREEMENT, DOCUMENT, Entity
from graph.ontology import BY_NAME

_MOST, _TOLD = 4, 5
"""Versions side by side; the oldest ones, and always the one that is asked for."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a cell with the sentence that says so; `own` if only this version has it."""

    named: Named
    fact: Fact
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of relation, as it reads from the version, and a cell for each version."""

    label: str
    cells: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The versions by the day they were signed, and where they are told apart."""

    entities: tuple[Entity, ...]
    rows: tuple[Row, ...]
    articles: tuple[tuple[ArticleLine, ...], ...]
    """Where each is told of, newest first, a few of them."""

    @property
    def signed_apart(self) -> bool:
        """Whether they were signed or revised on different days."""
        return len({entity.attrs.get("signed") for entity in self.entities}) > 1


def compare(store: Database, entity: Entity) -> Comparison | None:
    """The comparison of an agreement or a document with those of its title; None if there are none, or somebody said they are apart."""
    if entity.kind not in (AGREEMENT, DOCUMENT):
        return None
    apart = corrected.distinct_from(store, entity.id)
    same = {m.id for m in entities.find(store, entity.name, kind=entity.kind) if m.exact and m.name == entity.name and m.id not in apart} - {entity.id}
    found = sorted((other for one in same if (other := entities.entity(store, one))), key=_signed)
    chosen = tuple(sorted((entity, *found[: _MOST - 1]), key=_signed))
    if len(chosen) < 2:
        return None
    told = [_told(entities.relations_of_entity(store, one.id), one.id) for one in chosen]
    labels = dict.fromkeys(label for one in told for label in one)
    return Comparison(chosen, tuple(Row(label, tuple(_cell(told, at, label) for at in range(len(chosen)))) for label in labels), tuple(tuple(entities.articles_naming(store, one.id, limit=_TOLD)) for one in chosen))


def _signed(entity: Entity) -> tuple[str, str]:
    return str(entity.attrs.get("signed") or "9"), entity.id


def _told(facts: Sequence[Fact], entity_id: str) -> dict[str, dict[Named, Fact]]:
    """Label → the other ends, each with its first fact; the newest facts come first, so the oldest stays."""
    found: dict[str, dict[Named, Fact]] = {}
    for fact in facts:
        if fact.kind in BY_NAME:
            row = BY_NAME[fact.kind]
            found.setdefault(row.label if fact.outgoing(entity_id) else row.label_back, {})[fact.other(entity_id)] = fact
    return found


def _cell(told: Sequence[Mapping[str, Mapping[Named, Fact]]], at: int, label: str) -> tuple[Item, ...]:
    others = {named for number, one in enumerate(told) if number != at for named in one.get(label, {})}
    return tuple(Item(named, fact, named not in others) for named, fact in told[at].get(label, {}).items())
