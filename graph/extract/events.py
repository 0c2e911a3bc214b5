"""Meetings, trainings, ceremonies: name, day, organiser, and who spoke, presided, attended."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.extract import subjects
from graph.extract.reading import OfficeHit, PersonHit, Reading
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
_BARE = ("会", "会议", "了会议", "大会", "一次会", "座谈会", "汇报会", "活动", "仪式", "培训班", "讲座")
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("presided", re.compile(r"主持(?!工作|人为|完成)")),
    ("spoke_at", re.compile(r"(?:作|做)(?:了)?[^，。；]{0,10}?(?:讲话|致辞|发言|动员(?!会)|部署)|讲话|致[^，。；]{0,4}[辞词]|发了?言(?!稿|人)")),
    ("reported_at", re.compile(r"(?<!工)作(?:了)?[^，。；听取]{0,6}汇报|汇报了?(?!会|后|中|材料|提纲)")),
    ("accompanied", re.compile(r"陪同")),
    ("", re.compile(r"总结(?!会|讲话)|安排(?!部署)|传达|解读|授课|宣读|签字|签约|揭牌|通报(?!表扬)|捐赠|讲解|牵头|负责(?!人)")),
    ("attended", re.compile(r"出席|参加(?!工作|单位)|到会(?!议)|列席|参会|到场(?!的)|与会(?![领者人专代同嘉])")),
)
_HEARD = re.compile(r"听取了?(?P<of>[^。；]{0,100}?)汇报")
_LISTED = re.compile(r"(?:出席|参加|到会|到场|列席)[^，。；]{0,14}?的?(?:有|还有)|主持人(?:为|是)")
_ALL = re.compile(r"(?:分别|先后|共同|相继|依次|等)[^，。；]{0,24}$")
_ALSO = re.compile(r"(?:并|，并|、)[^，。；]{0,8}$")


@dataclass(frozen=True, slots=True)
class _Event:
    """An event named at `position`."""

    position: int
    ref: Ref
    printed: str


def find(reading: Reading) -> None:
    """Record the events of the article and who took part."""
    events = _merged(reading, sorted(_named(reading), key=lambda event: event.position))
    for sentence in reading.sentences:
        if sentence.start >= reading.source.body_start:
            _roles(reading, sentence, events)


def _named(reading: Reading) -> list[_Event]:
    """The events that are called by a name, with their organisers."""
    found = []
    for match in (*_EVENT.finditer(reading.text), *_HELD.finditer(reading.text)):
        start, end = _trimmed(reading, *match.span("name"))
        if start < end and not reading.in_title(end - 1):
            ref, organiser = _ref(reading, min(match.start(), start), start, end)
            reading.mention(ref, start, end, "event.held", 0.85)
            if organiser:
                quote = (organiser.start, end) if organiser.start < start else (match.start(), end)
                reading.relate("organized", organiser.ref, ref, *quote, rule="event.held", confidence=0.9)
            found.append(_Event(start, ref, plain_name(reading.text[start:end])))
    return found


def _merged(reading: Reading, events: list[_Event]) -> list[_Event]:
    """One event named twice, once with more words (省地方志办全省工作会 and 全省工作会), is one."""
    longest: dict[Ref, Ref] = {}
    for event in events:
        same = [e.ref for e in events if e.ref.scope == event.ref.scope and e.printed.endswith(event.printed)]
        longest[event.ref] = max(same, key=lambda ref: (len(ref.name), ref.name))
    reading.rename(longest)
    return [replace(event, ref=longest[event.ref]) for event in events]


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


def _event_at(reading: Reading, sentence: Span, events: list[_Event]) -> Ref:
    """The event a participant is named at: the last one named up to here, else what the article is about."""
    before = [event for event in events if event.position < sentence.end and event.position >= reading.source.body_start] or events
    if before:
        return before[-1].ref
    return Ref(EVENT, plain_name(reading.source.title), (reading.context.home, _first_day(reading) or reading.source.date[:4]))


def _roles(reading: Reading, sentence: Span, events: list[_Event]) -> None:
    """Each verb takes the people before it that no earlier verb has taken; 并讲话 shares those of the verb before.

    A verb that is no role (授课) takes its people too, so that the next one does not.
    """
    text, taken = reading.text, sentence.start
    last: list[PersonHit] = []
    listed = _LISTED.search(text, sentence.start, sentence.end)
    if listed and not reading.in_title(listed.start()):
        kind = "presided" if listed[0].startswith("主持") else "attended"
        here = subjects.acting(reading, listed.end(), sentence.end)
        here = here[:1] if kind == "presided" else here
        for hit in here:
            _take(reading, kind, hit, _event_at(reading, sentence, events), listed.start(), hit.end)
            taken = hit.end
    told = _reporting(reading, sentence, events)
    found = sorted((m.start(), m.end(), kind) for kind, p in _ROLES for m in p.finditer(text, sentence.start, sentence.end))
    for start, end, kind in found:
        if reading.in_title(start) or start < taken or any(a <= start < b for a, b in told):
            continue
        here = subjects.acting(reading, taken, start)
        if here:
            everybody = kind == "attended" or _ALL.search(text, here[-1].end, start)
            last = here if everybody else subjects.group(reading, taken, start)
        elif not (last and (_ALSO.search(text, taken, start) or start - taken <= 12)) or _another(reading, taken, start):
            continue
        days = _paired(reading, sentence, last, start)
        for number, hit in enumerate(last if kind else ()):
            first = max(subjects.start_of(reading, hit), sentence.start)
            _take(reading, kind, hit, _event_at(reading, sentence, events), first, end, days[number] if days else None)
        if kind == "attended":
            _offices(reading, sentence, last, start, end, _event_at(reading, sentence, events))
        taken = end


def _reporting(reading: Reading, sentence: Span, events: list[_Event]) -> list[tuple[int, int]]:
    """听取X、Y关于…的汇报: those between report, whoever stands before listens. Gives the extents."""
    found = list(_HEARD.finditer(reading.text, sentence.start, sentence.end))
    for match in found:
        for hit in subjects.acting(reading, match.start("of"), match.end("of")):
            _take(reading, "reported_at", hit, _event_at(reading, sentence, events), match.start(), match.end())
    return [match.span() for match in found]


def _paired(reading: Reading, sentence: Span, people: list[PersonHit], verb: int) -> list[str]:
    """A、B分别主持12月30日、31日的会议: each has a day of his own; [] unless as many days as people are named."""
    if len(people) < 2 or not re.search(r"分别[^，。；]{0,4}$", reading.text[people[-1].end : verb]):
        return []
    named = sorted((*reading.dates, *reading.listed), key=lambda when: when.start)
    days = [when.date for when in named if verb <= when.start < sentence.end and when.whole]
    return days if len(days) == len(people) else []


def _another(reading: Reading, start: int, end: int) -> bool:
    """Whether somebody else has come in: an office or unnamed people (县档案局、县财政局负责人作了发言)."""
    return bool(reading.offices_in(start, end)) or bool(re.search(r"负责人|代表|专家|大家|人员|领导", reading.text[start:end]))


def _offices(reading: Reading, sentence: Span, last: list[PersonHit], start: int, end: int, event: Ref) -> None:
    """…及办机关各处、四川年鉴社全体干部参加: offices named behind the people attend too."""
    for office in reading.offices_in(last[-1].end, start) if last else ():
        reading.relate("attended", office.ref, event, sentence.start, end, rule="event.office", confidence=0.8)


def _take(reading: Reading, kind: str, hit: PersonHit, event: Ref, start: int, end: int, day: str | None = None) -> None:
    reading.relate(kind, reading.refs[hit.name], event, start, max(end, hit.end), rule=f"event.{kind}", confidence=0.96, date=day)
    if kind in ("presided", "spoke_at"):
        reading.relate("attended", reading.refs[hit.name], event, start, max(end, hit.end), rule="event.implied", confidence=0.8, date=day, implied=True)
