"""Dated sentences: which sentence of an article tells of whom what happened when.

The date of a sentence is that of the fact it states, else the last one printed before the name, else the first in the
sentence. A fact may carry its date over from the sentence before (7月16日召开会议。陈建春主持。).
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from graph import patterns, times
from graph.model import CANDIDATE, Extraction, Ref, Relation, Source
from graph.ontology import POSSIBLY_SAME, POST
from graph.patterns import Span
from graph.times import When

_STANDING = {POST, POSSIBLY_SAME, "belongs_to", "part_of", "reported_by", "distributed_to"}
"""Relations that hold on a day without happening on it."""
_SINCE = re.compile(r"以来|至今|以后|[前之]前")
_TO = re.compile(r"\s*(?:至|到|—+|－|-|–|~|～)\s*")
_HEAD = re.compile(r"(?:^|[，。；：！？、（“\s于在])$")
_AHEAD = datetime.timedelta(days=3)
"""A web page may be posted a little before the day it speaks of."""


@dataclass(frozen=True, slots=True)
class Dated:
    """`text[start:end]` tells something of `ref` that happened on `date`."""

    ref: Ref
    start: int
    end: int
    date: str
    """ISO, partial where the text is; `--07-16` if the year is unknown; '' where only a wording (近日) is printed."""
    until: str
    """The last day (month, year) of a range, else ''."""
    wording: str
    """The date as printed."""


def find(source: Source, extraction: Extraction) -> list[Dated]:
    """What `source` tells with a date, of everybody that is named there or an end of a fact; in the order of the text.

    A title counts for those of whom its text does not tell the same day. Mastheads and colophons tell nothing.
    """
    if source.part in ("masthead", "colophon"):
        return []
    reader = _Reader(source)
    found: dict[tuple[Ref, int, str], Dated] = {}
    for dated in (*reader.facts(extraction), *reader.mentions(extraction)):
        found.setdefault((dated.ref, dated.start, dated.date), dated)
    told = {(one.ref, one.date) for one in found.values() if one.start >= source.body_start}
    kept = [one for one in found.values() if one.start >= source.body_start or (one.ref, one.date) not in told]
    return sorted(kept, key=lambda one: (one.start, one.date, one.ref.kind, one.ref.name, one.ref.scope))


class _Reader:
    """The sentences of one article and the dates in them."""

    def __init__(self, source: Source) -> None:
        self._text = patterns.wide(source.text)
        self._source = source
        self._sentences = patterns.sentences(self._text)
        titles = patterns.book_titles(self._text)
        self._dates: defaultdict[Span, list[When]] = defaultdict(list)
        for when in self._merged(times.find(self._text, source.date)):
            sentence = patterns.at(self._sentences, when.start)
            if sentence and not when.listed and patterns.at(titles, when.start) is None and self._happened(when) and (when.whole or self._stands_alone(when)):
                self._dates[sentence].append(when)
        self._seen: set[tuple[Ref, int]] = set()

    def facts(self, extraction: Extraction) -> Iterator[Dated]:
        """What facts say; the sentences that they date are dated for their ends."""
        for fact in extraction.relations:
            span = self._told_in(fact) if fact.date and fact.date_text and fact.kind not in _STANDING and not fact.implied else None
            if span is None:
                continue
            when = self._printed(span, fact)
            for ref in (fact.subject, fact.object):
                self._seen.add((ref, span.start))
                yield Dated(ref, span.start, span.end, *(when or (fact.date, "", fact.date_text)))

    def _printed(self, span: Span, fact: Relation) -> tuple[str, str, str] | None:
        """The date of a fact as its sentence prints it. A sentence with a date of its own (2019年) takes none from before it."""
        dates = [when for sentence in self._between(span) for when in self._dates[sentence] if when.date]
        same = [when for when in dates if when.date == fact.date]
        if not dates:
            return None
        when = same[0] if same else _nearest(dates, fact.start)
        return when.date, when.until, self._source.text[when.start : when.end]

    def mentions(self, extraction: Extraction) -> Iterator[Dated]:
        """What sentences with a date tell of those they name, where no fact says it."""
        for mention in extraction.mentions:
            sentence = patterns.at(self._sentences, mention.start)
            dates = self._dates.get(sentence) if sentence else None
            if not sentence or not dates or mention.ref.kind == CANDIDATE:
                continue
            span = self._trimmed(sentence)
            if (mention.ref, span.start) not in self._seen:
                when = _nearest(dates, mention.start)
                yield Dated(mention.ref, span.start, span.end, when.date, when.until, self._source.text[when.start : when.end])

    def _told_in(self, fact: Relation) -> Span | None:
        """The sentences that a fact's quotation stands in."""
        first, last = patterns.at(self._sentences, fact.start), patterns.at(self._sentences, fact.end - 1)
        return self._trimmed(Span(first.start, last.end)) if first and last else None

    def _between(self, span: Span) -> list[Span]:
        return [sentence for sentence in self._sentences if sentence.end > span.start and sentence.start < span.end]

    def _trimmed(self, span: Span) -> Span:
        printed = self._text[span.start : span.end]
        return Span(span.start + len(printed) - len(printed.lstrip()), span.end - len(printed) + len(printed.rstrip()))

    def _merged(self, dates: list[When]) -> Iterator[When]:
        """Two partial dates with 至 between them (2010年至2011年) are one period."""
        held: When | None = None
        for when in dates:
            if held and _TO.fullmatch(self._text, held.end, when.start) and not held.whole and not when.until and held.date < when.date:
                held = When(held.start, when.end, held.date, when.date)
                continue
            if held:
                yield held
            held = when
        if held:
            yield held

    def _stands_alone(self, when: When) -> bool:
        """Whether less than a day says when: a wording (近日), a day of an unknown year, else only at the head of a clause or
        behind 于. 总结2019年工作 speaks of that year's work, and so does a title (2020年半年工作总结会)."""
        if when.start < self._source.body_start:
            return False
        return when.vague or when.date.startswith("--") or bool(_HEAD.search(self._text, max(0, when.start - 3), when.start))

    def _happened(self, when: When) -> bool:
        """Not what something is counted from (2016年以来), nor what is planned: a day after the article's own."""
        if _SINCE.match(self._text, when.end):
            return False
        told = self._source.date
        if len(told) == 10 and when.whole and not when.date.startswith("--"):
            told = (datetime.date.fromisoformat(told) + _AHEAD).isoformat()
        shared = min(len(told), len(when.date))
        return when.date.startswith("--") or when.date[:shared] <= told[:shared]


def _nearest(dates: list[When], position: int) -> When:
    """The last date before a name, else the first after it; a wording (近日) only where nothing better is printed."""
    known = [when for when in dates if when.date] or dates
    before = [when for when in known if when.start <= position]
    return before[-1] if before else known[0]
