"""Meetings, trainings, ceremonies: name, day, organiser. Who took part is read in roles.py."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.extract.reading import OfficeHit, Reading
from graph.model import EVENT, Ref
from graph.patterns import Span, at, plain_name

_KIND = (
    r"会议|大会|座谈会|总结会|推进会|研讨会|评审会|审查会|汇报会|启动会|动员会|交流会|报告会|发布会|培训会|现场会|调度会|年会|例会|"
    r"培训班|研修班|仪式|论坛|讲座|首发式|首发仪式|活动|会"
)
_EVENT = re.compile(
    rf"(?:召开|举行|举办|召集|主办|承办|开展|组织开展|启动)了?(?P<name>[^，。；、！？\n]{{1,40}}?(?:{_KIND})(?:暨[^，。；、]{{2,30}}?会)?)(?=[，。；、\n（(]|$|并)"
)
_HELD = re.compile(
    rf"(?P<name>[^，。；！？\n]{{2,40}}?(?:{_KIND}))(?:于[^，。；]{{2,12}})?(?:在[^，。；]{{2,20}}?)?(?:召开|举行|举办|开班|开(?=[，。；\n]|$))(?=[，。；\n]|$|[^，。；]{{0,16}}(?:出席|参加))"
)
_PLAIN = re.compile(r"(?:举办|举行)了?(?P<name>培训班|研修班|论坛|讲座|首发式)(?=[，。；、\n]|$)")
"""Known by the office alone that holds it. A 座谈会 without any other word is part of a visit."""
_BARE = ("会", "会议", "了会议", "大会", "一次会", "座谈会", "汇报会", "活动", "仪式", "培训班", "讲座")


@dataclass(frozen=True, slots=True)
class Event:
    """An event named at `position`."""

    position: int
    ref: Ref
    printed: str


def find(reading: Reading) -> list[Event]:
    """Record the events of the article that are called by a name, with their organisers; gives them in text order."""
    return _merged(reading, sorted(_named(reading), key=lambda event: event.position))


def _merged(reading: Reading, events: list[Event]) -> list[Event]:
    """One event named twice, once with more words (省地方志办全省工作会 and 全省工作会), is one."""
    longest: dict[Ref, Ref] = {}
    for event in events:
        same = [e.ref for e in events if e.ref.scope == event.ref.scope and e.printed.endswith(event.printed)]
        longest[event.ref] = max(same, key=lambda ref: (len(ref.name), ref.name))
    reading.rename(longest)
    return [replace(event, ref=longest[event.ref]) for event in events]


def _named(reading: Reading) -> list[Event]:
    """The events that are called by a name, with their organisers."""
    found = []
    for match in (*_EVENT.finditer(reading.text), *_HELD.finditer(reading.text)):
        start, end = _trimmed(reading, *match.span("name"))
        if start < end and not reading.in_title(end - 1):
            found.append(_event(reading, match.start(), start, end))
    for match in _PLAIN.finditer(reading.text):
        if not reading.in_title(match.start()) and any(office.end == match.start() for office in reading.offices):
            found.append(_event(reading, match.start(), *match.span("name")))
    return found


def _event(reading: Reading, said: int, start: int, end: int) -> Event:
    """Record the event that `start:end` names; the words that say so begin at `said`."""
    ref, organiser = _ref(reading, min(said, start), start, end)
    reading.mention(ref, start, end, "event.held", 0.85)
    if organiser:
        quote = (organiser.start, end) if organiser.start < start else (said, end)
        reading.relate("organized", organiser.ref, ref, *quote, rule="event.held", confidence=0.9)
    return Event(start, ref, plain_name(reading.text[start:end]))


def _trimmed(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """An event's name without the date or the acting office before it; empty if it is no name."""
    for when in reading.dates:
        if start <= when.start < end and when.end < end and reading.text[when.end : when.end + 1] in "，上下午":
            start = when.end
    text = reading.text[start:end]
    lead = re.match(r"(?:近日|日前|当天|当日|上午|下午|会上)?，?", text)
    start += lead.end() if lead else 0
    text = reading.text[start:end]
    place = next((p for p in (*reading.towns, *reversed(reading.context.places)) if p.start >= start and p.end < end and reading.text[p.end] in "《“"), None)
    if place and all(any(q.start <= i < q.end for q in (*reading.towns, *reading.context.places)) for i in range(start, place.end)):
        start = place.end  # 古蔺县太平镇《…》首发仪式: where it is held is no part of its name
        text = reading.text[start:end]
    bad = reading.people_in(start, end) or text in _BARE or text.count("《") != text.count("》") or text.count("“") != text.count("”")
    return (start, start) if bad or re.match(r"[了出]|第[一二三四]届?$", text) else (start, end)


def _ref(reading: Reading, verb: int, start: int, end: int) -> tuple[Ref, OfficeHit | None]:
    """An event is known by its name with its organiser, its place and day."""
    sentence = at(reading.sentences, verb)
    before = reading.offices_in(sentence.start, verb) if sentence else []
    organiser = before[-1] if before and verb - before[-1].end <= 12 else None
    name = plain_name(reading.text[start:end])
    if organiser and not any(place.start == start for place in reading.context.places):
        name = plain_name(reading.text[organiser.start : organiser.end]) + name
    when = reading.date_at(verb)
    day = when.date if when and len(when.date) == 10 else _first_day(reading)
    return Ref(EVENT, name, (reading.context.home, day or reading.source.date[:4])), organiser


def _first_day(reading: Reading) -> str:
    """A title names no day: the first whole date of the body is the event's."""
    return next((when.date for when in reading.dates if len(when.date) == 10), "")


def of_sentence(reading: Reading, sentence: Span, events: list[Event]) -> Ref:
    """The event a participant is named at: the last one named up to here, else what the article is about."""
    before = [event for event in events if event.position < sentence.end and event.position >= reading.source.body_start] or events
    if before:
        return before[-1].ref
    return Ref(EVENT, plain_name(reading.source.title), (reading.context.home, _first_day(reading) or reading.source.date[:4]))
