"""Meetings, trainings, ceremonies: name, day, organiser, and who spoke, presided, attended."""

from __future__ import annotations

import re

from graph.extract import people
from graph.extract.reading import OfficeHit, PersonHit, Reading
from graph.model import EVENT, Ref
from graph.patterns import Span, at, plain_name

_EVENT = re.compile(
    r"(?:召开|举行|举办|召集|主办|承办)了?(?P<name>[^，。；、“”！？\n]{1,40}?(?:"
    r"会议|大会|座谈会|总结会|推进会|研讨会|评审会|审查会|汇报会|启动会|动员会|交流会|报告会|发布会|培训会|现场会|调度会|年会|例会|"
    r"培训班|研修班|仪式|论坛|讲座|首发式|开馆|活动|会)(?:暨[^，。；、]{2,30}?会)?)(?=[，。；、,;\n“”（(]|$|并|，)"
)
_HELD = re.compile(
    r"(?P<name>[^，。；、“”！？\n]{2,40}?(?:会议|大会|座谈会|总结会|推进会|研讨会|评审会|汇报会|培训班|仪式|论坛|会))(?:在[^，。；]{2,20})?(?:召开|举行|举办|开)(?=[，。；\n]|$|[^，。；]{0,16}(?:出席|参加))"
)
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("presided", re.compile(r"主持(?!工作|人为)")),
    ("spoke_at", re.compile(r"讲话|致辞|作(?:了)?[^，。]{0,12}报告|发言|作(?:了)?(?:动员|总结|部署)")),
    ("attended", re.compile(r"参加|出席|到会|列席|参会|到场|陪同")),
)
_REACH = 3
"""Sentences behind the one that names the event in which its participants are named."""


def find(reading: Reading) -> None:
    """Record the events of the article and who took part."""
    events: list[tuple[int, Ref]] = []
    for match in (*_EVENT.finditer(reading.text), *_HELD.finditer(reading.text)):
        start, end = _trimmed(reading, *match.span("name"))
        if start < end and not reading.in_title(start):
            ref, organiser = _named(reading, min(match.start(), start), reading.text[start:end])
            reading.mention(ref, start, end, "event.held", 0.85)
            if organiser:
                quote = (organiser.start, end) if organiser.start < start else (match.start(), end)
                reading.relate("organized", organiser.ref, ref, *quote, rule="event.held", confidence=0.9)
            events.append((match.start(), ref))
    for position, ref in events:
        _participants(reading, position, ref)


def _trimmed(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """An event's name without the date before it; empty if a person or a mere 会议 is in it."""
    for when in reading.dates:
        if start <= when.start < end and when.end < end and reading.text[when.end : when.end + 1] in "，上下午":
            start = when.end
    if start == end or reading.people_in(start, end) or reading.text[start:end] in ("会", "会议", "了会议", "大会"):
        return start, start
    return start, end


def _named(reading: Reading, verb: int, printed: str) -> tuple[Ref, OfficeHit | None]:
    """An event is known by its name with its organiser, its day and its source's year."""
    sentence = at(reading.sentences, verb)
    before = reading.offices_in(sentence.start, verb) if sentence else []
    organiser = before[-1] if before and verb - before[-1].end <= 12 else None
    name = plain_name(printed)
    if organiser and not any(place.start == verb for place in reading.context.places):
        name = plain_name(reading.text[organiser.start : organiser.end]) + name
    when = reading.date_at(verb)
    day = when.date if when and len(when.date) == 10 else _first_date(reading)
    return Ref(EVENT, name, (reading.context.home, day or reading.source.date[:4])), organiser


def _first_date(reading: Reading) -> str:
    """A title names no day: the first whole date of the body is the event's."""
    return next((when.date for when in reading.dates if len(when.date) == 10), "")


def _participants(reading: Reading, position: int, event: Ref) -> None:
    paragraph = at(reading.paragraphs, position)
    if paragraph is None or position < reading.source.body_start:
        return
    behind = [s for s in reading.sentences if s.end > position and s.start < paragraph.end][: _REACH + 1]
    for sentence in behind:
        _roles(reading, sentence, event)


def _roles(reading: Reading, sentence: Span, event: Ref) -> None:
    """Each clause's verb takes the people before it that no earlier verb has taken."""
    text, taken = reading.text, sentence.start
    found = [(m.start(), m.end(), kind) for kind, pattern in _ROLES for m in pattern.finditer(text, sentence.start, sentence.end)]
    for start, end, kind in sorted(found):
        if reading.in_title(start):
            continue
        here = [hit for hit in reading.people_in(taken, start) if not people.is_leader(reading, hit)]
        for hit in here:
            _take(reading, hit, kind, event, start, end, taken)
        if kind == "attended" and here:
            for office in reading.offices_in(here[-1].end, start):
                reading.relate(kind, office.ref, event, sentence.start, end, rule="event.office", confidence=0.8)
        if here:
            taken = end


def _take(reading: Reading, hit: PersonHit, kind: str, event: Ref, start: int, end: int, floor: int) -> None:
    post = next((p for p in reading.posts if p.person == hit.name and p.end == hit.end), None)
    begin = max(floor, post.start) if post else hit.start
    reading.relate(kind, reading.refs[hit.name], event, begin, max(end, hit.end), rule=f"event.{kind}", confidence=0.88)
    if kind != "attended":
        reading.relate("attended", reading.refs[hit.name], event, begin, max(end, hit.end), rule="event.implied", confidence=0.8, implied=True)
