"""Corrections as data, and as lines of JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from graph.errors import BadCorrection
from graph.model import KINDS, Ref
from graph.ontology import BY_NAME

MERGE, SPLIT, RENAME, ALIAS, UNALIAS, DISTINCT = "merge", "split", "rename", "alias", "unalias", "distinct"
ACCEPT, REJECT, ADD, DATE, UNDO = "accept", "reject", "add", "date", "undo"
OF_ENTITIES = (MERGE, SPLIT, RENAME, ALIAS, UNALIAS, DISTINCT)
OF_FACTS = (ACCEPT, REJECT, ADD, DATE)
WHAT = (*OF_ENTITIES, *OF_FACTS, UNDO)
NAMED = "mention"
"""The kind of a claim that some words name somebody; the other kinds are those of the ontology."""

_MOST = 2_000
"""Characters of any text in a correction."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in a document: the file they were read in, the title of the article, and what stands around them there."""

    sha256: str
    title: str
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """An entity as it was when somebody decided: should its id be gone, the passages that name it tell which one it is."""

    id: str
    kind: str
    name: str
    seen: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact: that words name somebody (kind NAMED, without an object), or a relation; said by its passage."""

    kind: str
    subject: Ref
    object: Ref | None
    passage: Passage
    date: str = ""
    date_text: str = ""
    attrs: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def detail(self) -> str:
        """What tells two facts of one kind between the same two apart: the form of an act, the title of a post."""
        return str(self.attrs.get("form") or self.attrs.get("title") or "")


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the log.

    `entities`: MERGE the one that stays and those that become it; SPLIT the one divided, and the one that its passages mean if that
    is known; DISTINCT the two; else the one. `passages` of a SPLIT name the one that is split off. `value`: a name or a date.
    `of`: what an UNDO takes back.
    """

    at: str
    by: str
    what: str
    why: str = ""
    entities: tuple[Who, ...] = ()
    claim: Claim | None = None
    passages: tuple[Passage, ...] = ()
    value: str = ""
    of: str = ""

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that follow from all the rest: the same entry is known as such wherever it comes from."""
        return hashlib.sha256(dumps(self).encode()).hexdigest()[:16]

    @property
    def places(self) -> tuple[Passage, ...]:
        """The passages whose facts it changes."""
        return (self.claim.passage,) if self.claim else self.passages


def active(log: Iterable[Correction]) -> list[Correction]:
    """Those in force, in the order of the log: an UNDO takes back one, or an UNDO."""
    log = list(log)
    undone: set[str] = set()
    for one in reversed(log):
        if one.what == UNDO and one.id not in undone:
            undone.add(one.of)
    return [one for one in log if one.what != UNDO and one.id not in undone]


def dumps(one: Correction) -> str:
    """One line of JSON, the same for equal entries; what is empty is left out."""
    return json.dumps(_plain(one), ensure_ascii=False, sort_keys=True)


def loads(line: str) -> Correction:
    """An entry from its line. Raises BadCorrection."""
    try:
        found = _entry(json.loads(line))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadCorrection(f"不是更正记录（{type(error).__name__}）") from error
    _examine(found)
    return found


def _plain(value: Any) -> Any:
    if hasattr(value, "__slots__"):
        pairs = ((name, _plain(getattr(value, name))) for name in value.__slots__)
        return {name: plain for name, plain in pairs if plain not in ("", [], {}, None)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def _entry(row: Mapping[str, Any]) -> Correction:
    claim = row.get("claim")
    return Correction(
        str(row["at"]), str(row["by"]), str(row["what"]), str(row.get("why", "")),
        tuple(Who(str(w["id"]), str(w["kind"]), str(w["name"]), _passages(w.get("seen"))) for w in row.get("entities", ())),
        _claim(claim) if claim else None, _passages(row.get("passages")), str(row.get("value", "")), str(row.get("of", "")),
    )  # fmt: skip


def _passages(rows: Any) -> tuple[Passage, ...]:
    return tuple(Passage(*(str(row.get(name, "")) for name in Passage.__slots__)) for row in rows or ())


def _claim(row: Mapping[str, Any]) -> Claim:
    passage = _passages([row["passage"]])[0]
    attrs = {str(name): value for name, value in row.get("attrs", {}).items()}
    return Claim(str(row["kind"]), _ref(row["subject"]), _ref(row.get("object")), passage, str(row.get("date", "")), str(row.get("date_text", "")), attrs)  # type: ignore[arg-type]


def _ref(row: Any) -> Ref | None:
    return Ref(str(row["kind"]), str(row["name"]), tuple(map(str, row.get("scope", ())))) if row else None


def _examine(one: Correction) -> None:
    """Raises BadCorrection for what no program of ours has written."""
    if one.what not in WHAT or len(dumps(one)) > 100 * _MOST:
        raise BadCorrection("不认识这种更正")
    least = {MERGE: 2, DISTINCT: 2, UNDO: 0}.get(one.what, 1 if one.what in OF_ENTITIES else 0)
    if len(one.entities) < least or one.what in OF_FACTS and one.claim is None or one.what == UNDO and not one.of or one.what == SPLIT and not one.passages:
        raise BadCorrection("更正记录不完整")
    claim = one.claim
    if claim and (claim.subject.kind not in KINDS or claim.kind != NAMED and (claim.kind not in BY_NAME or claim.object is None or claim.object.kind not in KINDS)):
        raise BadCorrection("更正记录中的关系不认识")
    if any(who.kind not in KINDS for who in one.entities) or len({who.kind for who in one.entities}) > 1:
        raise BadCorrection("更正记录中的条目不同类")
    if any(not place.quote or len(place.quote) > _MOST for place in one.places):
        raise BadCorrection("更正记录没有引文")
