"""What people have decided about entities, put on top of what resolution made of all names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.corrections.facts import APPLIED, IDLE
from graph.corrections.model import ALIAS, DISTINCT, MERGE, OF_ENTITIES, RENAME, SPLIT, UNALIAS, Correction, Passage, Who
from graph.model import Entity, Ref
from graph.patterns import plain_name
from graph.resolve import SET_APART, Usage, identity

ORPHANED = "orphaned"
"""Whom or what a correction is about is not here (any more)."""

Find = Callable[[Passage, str], Sequence[Ref]]
"""Passage and kind → who of that kind is named there in what is read now."""


@dataclass(slots=True)
class Settled:
    """The entity of each ref; which ids are others now; the state of each correction of an entity, by its id; pairs of ids that are
    not the same."""

    entities: dict[Ref, Entity]
    moved: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    distinct: set[tuple[str, str]] = field(default_factory=set)


def settle(resolved: Mapping[Ref, Entity], usages: Iterable[Usage], corrections: Iterable[Correction], find: Find) -> Settled:
    """All corrections of entities applied, in their order."""
    state = _State(resolved, usages, find)
    for one in corrections:
        if one.what in OF_ENTITIES:
            state.settled.states[one.id] = _STEPS[one.what](state, one)
    return state.settled


class _State:
    """Entities by id and refs by entity, as they are after the corrections so far."""

    def __init__(self, resolved: Mapping[Ref, Entity], usages: Iterable[Usage], find: Find) -> None:
        self.settled = Settled(dict(resolved))
        self._find = find
        self.refs: defaultdict[str, set[Ref]] = defaultdict(set)
        self.known: dict[str, Entity] = {}
        self.surfaces: defaultdict[Ref, set[str]] = defaultdict(set)
        for ref, entity in resolved.items():
            self.refs[entity.id].add(ref)
            self.known[entity.id] = entity
        for usage in usages:
            if usage.surface:
                self.surfaces[usage.ref].add(plain_name(usage.surface).strip("《》"))

    def locate(self, who: Who) -> Entity | None:
        """The entity meant: by its id, else by the passages that named it when somebody decided."""
        entity = self.known.get(self.moved(who.id))
        if entity and entity.kind == who.kind and _goes_by(entity, who.name):
            return entity
        return next((self.settled.entities[ref] for ref in self.seen(who) if ref in self.settled.entities), None)

    def seen(self, who: Who) -> list[Ref]:
        """The refs that now stand where the entity was named."""
        return [ref for passage in who.seen for ref in self._find(passage, who.kind)]

    def moved(self, entity_id: str) -> str:
        while entity_id in self.settled.moved:
            entity_id = self.settled.moved[entity_id]
        return entity_id

    def put(self, entity: Entity, refs: Iterable[Ref] = ()) -> None:
        """The entity as it is now, and refs that are it from now on."""
        for ref in list(refs):
            before = self.settled.entities.get(ref)
            if before:
                self.refs[before.id].discard(ref)
            self.refs[entity.id].add(ref)
        self.known[entity.id] = entity
        self.settled.entities.update(dict.fromkeys(self.refs[entity.id], entity))


def _merge(state: _State, one: Correction) -> str:
    """Those that are gone leave their names behind as other names of the one that stays."""
    found = [state.locate(who) for who in one.entities]
    kept, others = found[0], [entity for entity in found[1:] if entity]
    if kept is None or not others:
        return ORPHANED
    others = [entity for entity in others if entity.id != kept.id]
    for other in others:
        names = {*kept.aliases, *other.aliases, other.name} - {kept.name}
        kept = replace(kept, aliases=tuple(sorted(names)), place=kept.place or other.place)
        state.put(kept, state.refs[other.id])
        state.known.pop(other.id, None)
        state.settled.moved[other.id] = kept.id
    return APPLIED if others else IDLE


def _split(state: _State, one: Correction) -> str:
    """What `graph.corrections.facts` set apart is a namesake, or the second entity where the correction names one."""
    scope = (SET_APART + one.id,)
    apart = [ref for ref in state.settled.entities if ref.scope == scope]
    if not apart:
        return ORPHANED
    target = state.locate(one.entities[1]) if len(one.entities) > 1 else None
    if target:
        for ref in apart:
            state.known.pop(state.settled.entities[ref].id, None)
        state.put(target, apart)
    elif one.value:
        state.put(replace(state.settled.entities[apart[0]], name=one.value), apart)
    return APPLIED


def _rename(state: _State, one: Correction) -> str:
    entity = state.locate(one.entities[0])
    if entity is None:
        return ORPHANED
    names = {*entity.aliases, entity.name} - {one.value}
    state.put(replace(entity, name=one.value, aliases=tuple(sorted(names)), inferred=False))
    return APPLIED


def _alias(state: _State, one: Correction) -> str:
    """Another name; where it is printed without a place of its own it means this entity."""
    entity = state.locate(one.entities[0])
    if entity is None:
        return ORPHANED
    meant = [
        ref for ref, now in state.settled.entities.items()
        if now.id != entity.id and ref.kind == entity.kind and ref.name == one.value and (not ref.scope or now.place == entity.place)
    ]  # fmt: skip
    emptied = {state.settled.entities[ref].id for ref in meant}
    state.put(replace(entity, aliases=tuple(sorted({*entity.aliases, one.value} - {entity.name}))), meant)
    for gone in emptied:
        if not state.refs[gone]:
            state.known.pop(gone, None)
            state.settled.moved[gone] = entity.id
    return APPLIED


def _unalias(state: _State, one: Correction) -> str:
    """Not a name of it: who is only called so is another."""
    entity = state.locate(one.entities[0])
    if entity is None:
        return ORPHANED
    if one.value not in entity.aliases:
        return IDLE
    so_called = {ref for ref in state.refs[entity.id] if state.surfaces[ref] == {one.value}}
    state.put(replace(entity, aliases=tuple(name for name in entity.aliases if name != one.value)))
    if so_called and so_called != state.refs[entity.id]:
        state.put(Entity(identity((entity.kind, one.value, SET_APART + one.id)), entity.kind, one.value, entity.place), so_called)
    return APPLIED


def _distinct(state: _State, one: Correction) -> str:
    """Two, whatever resolution makes of them: what was seen of the second is set apart if they have become one."""
    first, second = (state.locate(who) for who in one.entities[:2])
    if first is None or second is None:
        return ORPHANED
    if first.id == second.id:
        apart = [ref for ref in state.seen(one.entities[1]) if ref in state.refs[first.id]]
        if not apart or set(apart) == state.refs[first.id]:
            return ORPHANED
        second = replace(first, id=identity((first.kind, one.entities[1].name, SET_APART + one.id)), name=one.entities[1].name, aliases=())
        state.put(second, apart)
    low, high = sorted((first.id, second.id))
    state.settled.distinct.add((low, high))
    return APPLIED


_STEPS: dict[str, Callable[[_State, Correction], str]] = {
    MERGE: _merge, SPLIT: _split, RENAME: _rename, ALIAS: _alias, UNALIAS: _unalias, DISTINCT: _distinct,
}  # fmt: skip


def _goes_by(entity: Entity, name: str) -> bool:
    return plain_name(name) in {plain_name(known) for known in (entity.name, *entity.aliases)}
