"""One article being read: what each family of rules finds, for the next family to use."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph import patterns, times
from graph.context import Context
from graph.lexicon import Lexicon
from graph.model import Mention, Ref, Relation, Source
from graph.patterns import Span
from graph.recognise import Token


@dataclass(frozen=True, slots=True)
class OfficeHit:
    """An office named at `text[start:end]`; `root` is the body it is a unit of (itself if it is none)."""

    start: int
    end: int
    ref: Ref
    root: Ref
    rule: str
    confidence: float

    @property
    def code(self) -> str:
        """Code of its place, '' if it has none."""
        return self.root.scope[0] if len(self.root.scope) > 1 else ""

    @property
    def field(self) -> str:
        """Its class (志, 党委, 政府…), '' for an office known by name alone."""
        return self.root.scope[1] if len(self.root.scope) > 1 else ""


@dataclass(frozen=True, slots=True)
class Town:
    """A township named at `text[start:end]`, in the county of that code."""

    start: int
    end: int
    name: str
    county: str


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person named at `text[start:end]`."""

    start: int
    end: int
    name: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A 《…》 (or an agreement without it) at `text[start:end]`."""

    start: int
    end: int
    ref: Ref


@dataclass(frozen=True, slots=True)
class PostHit:
    """A post held by `person`, written at `text[start:end]` (posts and name)."""

    person: str
    title: str
    surface: str
    office: Ref
    host: Ref
    start: int
    end: int
    rule: str
    confidence: float
    former: bool = False


_BACK = re.compile(r"\s*(?:在?此前|在此之前|早在|早些时候|之前)")
"""How a paragraph opens that looks back."""


def _start(item: Token | OfficeHit | times.When) -> int:
    return item.start


@dataclass(slots=True)
class Reading:
    """The working state of one extraction. Lists are in text order."""

    source: Source
    siblings: Sequence[Source]
    lexicon: Lexicon
    context: Context
    tokens: list[Token]
    sentences: list[Span]
    paragraphs: list[Span]
    dates: list[times.When]
    """Those inside 《…》 are not among them, nor the further days of a list."""
    listed: list[times.When]
    """The further days of a list (12月30日、31日): each belongs to what is paired with it."""
    titles: list[Span]
    towns: list[Town] = field(default_factory=list)
    offices: list[OfficeHit] = field(default_factory=list)
    people: list[PersonHit] = field(default_factory=list)
    candidates: list[PersonHit] = field(default_factory=list)
    """What may be a name, with nothing to support it."""
    documents: list[DocumentHit] = field(default_factory=list)
    posts: list[PostHit] = field(default_factory=list)
    refs: dict[str, Ref] = field(default_factory=dict)
    """Name of a person in this article → ref, once the posts are known."""
    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    text: str = ""
    """The source's text with full-width marks (, is ，): same length, same offsets, one form for all rules."""

    def in_title(self, position: int) -> bool:
        """Whether `position` is inside a 《…》."""
        return patterns.at(self.titles, position) is not None

    def title_at(self, position: int) -> Span | None:
        """The 《…》 that holds `position`."""
        return patterns.at(self.titles, position)

    def offices_in(self, start: int, end: int) -> list[OfficeHit]:
        """The offices named between two offsets, outermost only, outside 《…》."""
        inside = [hit for hit in patterns.between(self.offices, start, end) if not self.in_title(hit.start)]
        return [hit for hit in inside if not any(o is not hit and o.start <= hit.start and hit.end <= o.end for o in inside)]

    def people_in(self, start: int, end: int) -> list[PersonHit]:
        """The people named between two offsets."""
        return patterns.between(self.people, start, end)

    def tokens_near(self, position: int) -> list[Token]:
        """The recogniser's tokens that begin at most a few characters before `position`, or at it."""
        return self.tokens[bisect_left(self.tokens, position - 12, key=_start) : bisect_right(self.tokens, position, key=_start)]

    def tokens_within(self, start: int, end: int) -> list[Token]:
        """The recogniser's tokens that lie between two offsets."""
        return patterns.between(self.tokens, start, end)

    def office_before(self, position: int, field: str = "") -> OfficeHit | None:
        """The last office named before `position`, of one class if given."""
        for hit in reversed(self.offices[: bisect_left(self.offices, position, key=_start)]):
            if hit.end <= position and (not field or hit.field == field):
                return hit
        return None

    def date_at(self, position: int) -> times.When | None:
        """The date a statement at `position` happened on.

        The last whole day before it in its sentence, else the next one in it (宋开慧于7月16日…), else
        the last recent one in the article (a report goes on about the day it opens with). A title
        speaks of the first whole day of the article.
        """
        if position < self.source.body_start:
            return next((when for when in self.dates if when.whole), None)
        here = bisect_right(self.dates, position, key=_start)
        sentence = patterns.at(self.sentences, position) or Span(position, position)
        near = self.dates[bisect_left(self.dates, sentence.start, key=_start) : here]
        later = [when for when in self.dates[here : here + 8] if when.whole and when.start < sentence.end]
        in_sentence = [when for when in near if when.whole] or [when for when in near if when.vague] or later[:1]
        if in_sentence:
            return in_sentence[-1]
        days = (when for when in reversed(self.dates[:here]) if when.whole and times.is_recent(when, self.source.date) and not self._before_that(when, position))
        first = next((when for when in self.dates[:here] if when.whole), None)
        return next(days, None) or first or (near[-1] if near else None)

    def _before_that(self, when: times.When, position: int) -> bool:
        """此前的5月13日…: the days of a paragraph that looks back are not those of the next one."""
        told = patterns.at(self.paragraphs, when.start)
        return told is not None and position >= told.end and bool(_BACK.match(self.text, told.start, told.end))

    def day_in_sentence(self, position: int) -> str:
        """ISO date of the last whole day printed before `position` in the same sentence, else ''."""
        when, sentence = self.date_at(position), patterns.at(self.sentences, position)
        inside = when and sentence and when.start >= sentence.start and len(when.date) == 10
        return when.date if inside else ""  # type: ignore[union-attr]

    def printed(self, start: int, end: int) -> str:
        """The source's own characters."""
        return self.source.text[start:end]

    def relate(self, kind: str, subject: Ref, object_: Ref, start: int, end: int, *, rule: str, confidence: float,
               date: str | None = None, implied: bool = False, **attrs: object) -> None:
        """Record a relation said by `text[start:end]`; the date is that of the place unless given."""
        when = self.date_at(start) or self.date_at(max(start, end - 1))
        self.relations.append(
            Relation(
                kind=kind, subject=subject, object=object_, source_id=self.source.id, start=start, end=end,
                quote=self.printed(start, end), date=when.date if date is None and when else date or "",
                date_text=self.printed(when.start, when.end) if when else "",
                attrs={key: value for key, value in attrs.items() if value not in (None, "", (), [])},
                rule=rule, confidence=confidence, implied=implied,
            )
        )  # fmt: skip

    def rename(self, refs: dict[Ref, Ref]) -> None:
        """Put other refs in place of these, in all that is recorded so far."""
        self.mentions = [replace(m, ref=refs.get(m.ref, m.ref)) for m in self.mentions]
        self.relations = [replace(r, subject=refs.get(r.subject, r.subject), object=refs.get(r.object, r.object)) for r in self.relations]

    def mention(self, ref: Ref, start: int, end: int, rule: str, confidence: float) -> None:
        """Record that `text[start:end]` names `ref`."""
        self.mentions.append(Mention(self.source.id, start, end, self.printed(start, end), ref, rule, confidence))
