"""Refs to entities: which local names are one person, one office, one document.

The result is a function of the set of usages alone: order of reading, of files and of runs does not
matter. A person is never merged on the name alone: two refs are one when they share a place or an
office, directly or by a third that shares with both.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from graph.model import AGREEMENT, CANDIDATE, DOCUMENT, ISSUE, OFFICE, PERSON, Entity, Ref
from graph.patterns import plain_name

_FORMAL_END = re.compile(r"(?:办公室|中心|研究室|委员会|政府|馆|局|学会|协会)$")
SET_APART = "§"
"""Begins a scope that is not of the text: a person decided that these refs are one entity of its own."""
_APART = 180
"""Days between two signings of one title from which on they are two agreements: a text is signed by
its parties within months, and revised after years."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How often a ref is printed as `surface` ('' and 0 where it is only implied)."""

    ref: Ref
    surface: str
    count: int


def resolve(usages: Iterable[Usage]) -> dict[Ref, Entity]:
    """The entity of each ref; a candidate has none."""
    printed: dict[Ref, Counter[str]] = defaultdict(Counter)
    for usage in usages:
        if usage.ref.kind == CANDIDATE:
            continue
        printed[usage.ref][plain_name(usage.surface).strip("《》")] += usage.count
    groups: dict[tuple[str, ...], list[Ref]] = defaultdict(list)
    keys = _person_keys(printed) | _agreement_keys(printed)
    for ref in sorted(printed, key=lambda ref: (ref.kind, ref.name, ref.scope)):
        groups[keys.get(ref) or _key(ref)].append(ref)
    result: dict[Ref, Entity] = {}
    hosts: dict[tuple[str, ...], Entity] = {}
    for key, refs in sorted(groups.items(), key=lambda item: (len(item[0]), item[0])):  # hosts before their units
        hosts[key] = entity = _entity(key, refs, printed, hosts)
        result.update(dict.fromkeys(refs, entity))
    return result


def placed(resolved: Mapping[Ref, Entity], place_of: Callable[[str], str]) -> dict[Ref, Entity]:
    """The same, in which an office of a kind that is not known by its place has the place that its name begins with.

    `place_of`: the code for a name, '' if it tells none (Gazetteer.beginning).
    """
    without = {one.id: one for one in resolved.values() if one.kind == OFFICE and not one.place}
    known = {one.id: replace(one, place=place_of(one.name)) for one in without.values()}
    return {ref: known.get(one.id, one) for ref, one in resolved.items()}


def is_full_name(name: str) -> bool:
    """Whether an office's name is written in full, with its place: 绵阳市地方志办公室, not 绵阳市志办 or 市地方志办公室."""
    return bool(_FORMAL_END.search(name.rstrip("）").rpartition("（")[0] or name)) and name[0] not in "省市州县区旗本"


def is_set_apart(ref: Ref) -> bool:
    """Whether a correction has made the ref one of an entity of its own."""
    return bool(ref.scope) and ref.scope[0].startswith(SET_APART)


def _key(ref: Ref) -> tuple[str, ...]:
    """What identifies an entity whose ref says enough by itself."""
    bare = re.sub(r"\s", "", plain_name(ref.name))
    if ref.kind == OFFICE:
        return (OFFICE, *ref.scope) if ref.scope else (OFFICE, bare)
    if ref.kind == ISSUE:
        return (ISSUE, *ref.scope)
    return (ref.kind, bare, *(() if ref.kind == DOCUMENT else ref.scope))


def _person_keys(printed: dict[Ref, Counter[str]]) -> dict[Ref, tuple[str, ...]]:
    """Refs of one name joined where they share a scope; a ref with none joins if there is only one to join."""
    names: dict[str, list[Ref]] = defaultdict(list)
    for ref in printed:
        if ref.kind == PERSON:
            names[ref.name].append(ref)
    keys = {}
    for name, refs in names.items():
        clusters = _clusters([set(ref.scope) for ref in refs if ref.scope and not is_set_apart(ref)])
        for ref in refs:
            if is_set_apart(ref):
                keys[ref] = (PERSON, name, ref.scope[0])
                continue
            own = next((c for c in clusters if c & set(ref.scope)), None) or (clusters[0] if len(clusters) == 1 else set())
            keys[ref] = (PERSON, name, min(own, key=lambda scope: (len(scope), scope), default=""))
    return keys


def _clusters(scopes: list[set[str]]) -> list[set[str]]:
    clusters: list[set[str]] = []
    for scope in scopes:
        merged = set(scope)
        for cluster in [c for c in clusters if c & scope]:
            merged |= cluster
            clusters.remove(cluster)
        clusters.append(merged)
    return clusters


def _agreement_keys(printed: dict[Ref, Counter[str]]) -> dict[Ref, tuple[str, ...]]:
    """One title signed on days far apart is several agreements; an undated mention means the last before it,
    and before all of them the first, which it announces."""
    titles: dict[str, list[Ref]] = defaultdict(list)
    for ref in printed:
        if ref.kind == AGREEMENT:
            titles[re.sub(r"\s", "", ref.name)].append(ref)
    keys = {}
    for title, refs in titles.items():
        versions = _versions({ref.scope[0] for ref in refs if ref.scope and ref.scope[0]})
        for ref in refs:
            if len(ref.scope) == 3:  # a title that any agreement may bear: known by its article
                keys[ref] = (AGREEMENT, title, ref.scope[0], ref.scope[2])
                continue
            day, source = (*ref.scope, "", "")[:2]
            known = [version for version in versions if version <= (day or source)]
            keys[ref] = (AGREEMENT, title, known[-1] if known else versions[0] if versions else "")
    return keys


def _versions(days: set[str]) -> list[str]:
    versions: list[str] = []
    for day in sorted(days):
        apart = not versions or datetime.date.fromisoformat(day) - datetime.date.fromisoformat(versions[-1])
        if apart is True or apart > datetime.timedelta(days=_APART):
            versions.append(day)
    return versions


def _entity(key: tuple[str, ...], refs: list[Ref], printed: dict[Ref, Counter[str]], hosts: dict[tuple[str, ...], Entity]) -> Entity:
    kind = refs[0].kind
    surfaces: Counter[str] = Counter()
    for ref in refs:
        surfaces.update({s: n for s, n in printed[ref].items() if s})
    name, inferred = _name(key, refs, surfaces, hosts)
    head = refs[0].scope[0].split("/")[0] if kind == OFFICE and len(refs[0].scope) > 1 else ""
    place = head if head.isdigit() else _place(key)
    aliases = tuple(sorted(s for s in surfaces if s != name and len(s) > 1 and not _only_place(s, refs)))
    attrs = {"signed": key[2]} if kind == AGREEMENT and key[2] else {}
    return Entity(identity(key), kind, name, place, inferred, aliases, attrs)


def identity(key: tuple[str, ...]) -> str:
    """A short id that depends on the key alone: first letter of the kind and ten hexadecimal digits."""
    return f"{key[0][0]}-{hashlib.sha256('|'.join(key).encode()).hexdigest()[:10]}"


def _place(key: tuple[str, ...]) -> str:
    scope = key[2] if key[0] == PERSON and len(key) > 2 else ""
    head = scope.split("/")[0]
    return head if head.isdigit() else ""


def _only_place(surface: str, refs: list[Ref]) -> bool:
    """In 康定市、雅江县地方志办公室 the mention of the first office is its place alone: no name of it."""
    return refs[0].kind == OFFICE and surface[-1] in "省市州县区旗盟"


def _name(key: tuple[str, ...], refs: list[Ref], surfaces: Counter[str], hosts: dict[tuple[str, ...], Entity]) -> tuple[str, bool]:
    """The name shown, and whether it is printed nowhere."""
    if key[0] != OFFICE or len(key) < 3:
        return min((ref.name for ref in refs), key=lambda name: (-len(name), name)), False
    if len(key) == 4:
        host = hosts.get(key[:3])
        name = (host.name if host else refs[0].name.removesuffix(key[3])) + key[3]
        return name, name not in surfaces
    return _office_name(refs, surfaces)


def _office_name(refs: list[Ref], surfaces: Counter[str]) -> tuple[str, bool]:
    """A formal name if the kind has one (all refs agree on it), else the fullest that is printed with its place."""
    completed = sorted({ref.name for ref in refs})
    head = completed[0][:2]
    if len(completed) == 1 and completed[0].startswith(("中共", "中国人民政治协商")) or re.search(r"(?:人民政府|常务委员会)$", completed[0]):
        return completed[0], completed[0] not in surfaces
    whole = [s for s in surfaces if s.startswith(head) and not _only_place(s, refs) and "简称" not in s]
    if whole:
        return min(whole, key=lambda s: (not _FORMAL_END.search(s), -surfaces[s], -len(s), s)), False
    return min(completed, key=lambda s: (not _FORMAL_END.search(s), -len(s), s)), True
