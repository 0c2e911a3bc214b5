"""What extraction makes: mentions and facts of one source, each tied to the characters that say so.

Extraction names an entity by a `Ref`: what can be known from one article. Resolution (resolve.py)
maps all refs of a workspace to entities; only there two refs become one person or one office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

PERSON, OFFICE, DOCUMENT, AGREEMENT, ISSUE, EVENT = "person", "office", "document", "agreement", "issue", "event"
WORK, GROUP, CANDIDATE = "work", "group", "candidate"
KINDS = (PERSON, OFFICE, DOCUMENT, AGREEMENT, ISSUE, EVENT, WORK, GROUP, CANDIDATE)
"""Kinds of entity. An ISSUE is one number of a bulletin; an EVENT a meeting, visit, training or ceremony;
a WORK what was praised where no office is named (全市史志工作); a GROUP an unnamed body of people
(省领导). These two belong to one article and are never merged. A CANDIDATE may be a person's name, but
nothing in the article supports it: it is shown as such and becomes no entity."""


class Source(Protocol):
    """Anything to extract from. `text` begins with the title and a line break where there is a title."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def body_start(self) -> int: ...
    @property
    def attribution(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def part(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Ref:
    """A local name of an entity.

    `name` is the name as completed by the article's context; `scope` holds what tells namesakes
    apart: for a person places and offices, for a keyed office `(place code, class[, unit])`, for an
    agreement or issue its date or number.
    """

    kind: str
    name: str
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` of the source names `ref`."""

    source_id: str
    start: int
    end: int
    surface: str
    ref: Ref
    rule: str
    confidence: float
    decided: str = ""
    """'' for what the machine found; else the correction of a person that accepted, changed or added it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One observation: subject –kind→ object, said by `text[start:end]` of the source.

    `date` is ISO, possibly partial (2020, 2020-07), or ''; `date_text` is the printed wording.
    `attrs` holds what the kind declares in ontology.py, as JSON values. `implied` marks what
    follows from the text without being printed.
    """

    kind: str
    subject: Ref
    object: Ref
    source_id: str
    start: int
    end: int
    quote: str
    date: str = ""
    date_text: str = ""
    attrs: Mapping[str, object] = field(default_factory=dict)
    rule: str = ""
    confidence: float = 1.0
    implied: bool = False
    decided: str = ""
    """As in `Mention`."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one source says."""

    source_id: str
    place: str
    """Code of the division the source is about, '' if unknown."""
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, office, document…: `id` is the same wherever the same evidence is read."""

    id: str
    kind: str
    name: str
    place: str = ""
    inferred: bool = False
    """The name is printed nowhere: it was completed from a short form."""
    aliases: tuple[str, ...] = ()
    attrs: Mapping[str, object] = field(default_factory=dict)
