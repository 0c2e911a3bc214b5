"""What the reads return. Plain, frozen data; an id that may be None is that of an unresolved name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.model import Recipients


ALL = 1_000_000_000
"""More rows than any table has: a limit that is none."""


@dataclass(frozen=True, slots=True)
class Stats:
    """What is in the store. Mappings and pairs are in the order they are shown in."""

    bulletins: int
    articles: int
    """Articles and editor's notes; not mastheads and colophons."""
    mentions: int
    entities: Mapping[str, int]
    """Kind → number, the most first; so for relations."""
    relations: Mapping[str, int]
    years: tuple[tuple[int, int], ...]
    """(year, articles), newest first; articles without a year are left out."""
    sections: tuple[tuple[str, int], ...]
    """(section, articles), the most first."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One bulletin, flat. `year` is that of the number, else of the date."""

    id: str
    sha256: str
    source_name: str
    series: str
    issue_no: int | None
    total_no: int | None
    year: int | None
    issuer: str
    date: str
    date_source: str
    printed: str
    posted: str
    contributor: str
    author: str
    disclosure: str
    recipients: tuple[Recipients, ...]
    printer: str
    colophon_date: str
    copies: int | None
    articles: int
    """Number of articles, editor's notes not counted."""
    first_title: str
    """Title of the first article, '' if there is none."""

    @property
    def heading(self) -> str:
        """What the issue is called, without its number: its series, else who issued or sent it, else its first title."""
        return self.series or self.issuer or self.contributor or self.first_title or self.source_name


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as one line of a list."""

    id: str
    bulletin_id: str
    position: int
    part: str
    section: str
    title: str
    date: str
    place: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A searchable part with what it is filtered by: all that the full-text index takes in."""

    id: str
    bulletin_id: str
    position: int
    section: str
    title: str
    body: str
    date: str
    year: int | None
    place: str
    persons: tuple[str, ...]
    offices: tuple[str, ...]
    documents: tuple[str, ...]
    """Entity ids, sorted; documents and agreements together."""
    acts: tuple[str, ...]
    """Forms of the acts of endorsement that it tells of, sorted."""
    issue_no: int | None


@dataclass(frozen=True, slots=True)
class Named:
    """One end of a relation: the entity, or the local name when it is unresolved."""

    id: str | None
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    """`text[start:end] == surface` of the article names `entity`."""

    start: int
    end: int
    surface: str
    entity: Named
    rule: str
    confidence: float
    decided: str = ""
    """As in `Fact`."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One relation with both its ends and the place that says so."""

    id: str
    kind: str
    subject: Named
    object: Named
    article_id: str
    article_title: str
    article_date: str
    bulletin_id: str
    start: int
    end: int
    quote: str
    date: str
    date_text: str
    attrs: Mapping[str, object]
    rule: str
    confidence: float
    implied: bool
    decided: str = ""
    """The correction by which somebody accepted, changed or added it; '' for what the machine found."""

    def outgoing(self, entity_id: str) -> bool:
        """Whether the entity is the subject."""
        return self.subject.id == entity_id

    def other(self, entity_id: str) -> Named:
        """The end that is not the entity."""
        return self.object if self.outgoing(entity_id) else self.subject


@dataclass(frozen=True, slots=True)
class EntityLine:
    """An entity as one line of a list; `relations` counts the distinct relations it is an end of."""

    id: str
    kind: str
    name: str
    place: str
    inferred: bool
    relations: int


@dataclass(frozen=True, slots=True)
class Match:
    """An entity found by a name: `exact`, or by the beginning of `surface`."""

    id: str
    kind: str
    name: str
    place: str
    surface: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One relation for the network; both ends are entities. `form` and `title` are '' where they do not apply; `told` is the
    date of the article."""

    id: str
    kind: str
    subject: str
    object: str
    date: str
    article_id: str
    quote: str
    confidence: float
    implied: bool
    form: str
    title: str
    told: str
    decided: str
    """As in `Fact`."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entity that bears a name, and the forms that it is printed in, the commonest first."""

    id: str
    kind: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """An article found by its title."""

    id: str
    title: str
    date: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A person seen in a post on a day, as an article of the day `told` says; `office` is None if it is not resolved."""

    person: str
    office: str | None
    title: str
    date: str
    told: str
    office_name: str
