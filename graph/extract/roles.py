"""Who took part in a meeting, a training, a ceremony: who presided, spoke, reported, accompanied, attended."""

from __future__ import annotations

import re

from graph.extract import days, events, subjects
from graph.extract.reading import PersonHit, Reading
from graph.model import Ref
from graph.patterns import Span, at

_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("presided", re.compile(r"主持(?!工作|人为|完成)")),
    ("spoke_at", re.compile(r"(?:作|做)(?:了)?[^，。；]{0,10}?(?:讲话|致辞|发言|动员(?!会)|部署)|讲话|致[^，。；]{0,4}[辞词]|发了?言(?!稿|人)|表态(?!发言)")),
    ("reported_at", re.compile(r"(?<!工)作(?:了)?[^，。；听取]{0,6}汇报|(?<!听)(?<!取)汇报了?(?!会|后|中|材料|提纲)")),
    ("accompanied", re.compile(r"陪同|随同(?!志)|随行(?!人员|的)")),
    ("", re.compile(r"总结(?!会|讲话)|安排(?!部署)|传达|解读|授课|宣读|签字|签约|揭牌|通报(?!表扬)|捐赠|讲解|牵头|负责(?!人)")),
    ("attended", re.compile(r"出席|参加(?!工作|单位|了?(?:编纂|编写|编辑|撰写))|到会(?!议)|莅会|在主席台就座|列席|参会|到场(?!的)|与会(?![领者人专代同嘉])")),
)
_NOT = re.compile(r"(?:未能|没有|未|不能|无法|不)$")
"""因事未能参加."""
_HEARD = re.compile(r"听取了?(?P<of>[^。；]{0,100}?)汇报")
_LISTED = re.compile(r"(?:出席|参加|到会|到场|列席|陪同)[^，。；]{0,14}?的?(?:有(?!关)|还有|包括)|主持人(?:为|是)")
_ALL = re.compile(r"(?:分别|先后|共同|相继|依次|等)[^，。；]{0,24}$")
_ALSO = re.compile(r"(?:并|，并|、)[^，。；]{0,8}$")


def find(reading: Reading) -> None:
    """Record the events of the article and who took part."""
    named = events.find(reading)
    for sentence in reading.sentences:
        if sentence.start >= reading.source.body_start:
            _roles(reading, sentence, events.of_sentence(reading, sentence, named))


def _roles(reading: Reading, sentence: Span, event: Ref) -> None:
    """Each verb takes the people before it that no earlier verb has taken; 并讲话 shares those of the verb before.

    A verb that is no role (授课) takes its people too, so that the next one does not.
    """
    taken, told = _listed(reading, sentence, event), _reporting(reading, sentence, event)
    last: list[PersonHit] = []
    for start, end, kind in _verbs(reading, sentence):
        if start < taken or any(a <= start < b for a, b in told):
            continue
        here = _subjects(reading, kind, taken, start, last)
        if here is not None:
            last, taken = here, end
            _take_all(reading, sentence, kind, here, event, start, end)


def _verbs(reading: Reading, sentence: Span) -> list[tuple[int, int, str]]:
    found = ((*match.span(), kind) for kind, pattern in _ROLES for match in pattern.finditer(reading.text, sentence.start, sentence.end))
    return sorted(verb for verb in found if not reading.in_title(verb[0]) and not _NOT.search(reading.text, max(sentence.start, verb[0] - 6), verb[0]))


def _listed(reading: Reading, sentence: Span, event: Ref) -> int:
    """参加会议的有X、Y, 主持人为X: those behind the verb. Gives the end of the last one taken."""
    listed, taken = _LISTED.search(reading.text, sentence.start, sentence.end), sentence.start
    if listed and not reading.in_title(listed.start()):
        kind = {"主持": "presided", "陪同": "accompanied"}.get(listed[0][:2], "attended")
        here = subjects.acting(reading, listed.end(), sentence.end)
        for hit in here[:1] if kind == "presided" else here:
            _take(reading, kind, hit, event, listed.start(), hit.end, _day_of(reading, event, listed.start()))
            taken = hit.end
    return taken


def _subjects(reading: Reading, kind: str, start: int, verb: int, last: list[PersonHit]) -> list[PersonHit] | None:
    """The people whom the verb is said of; None if it is nobody's."""
    if kind == "attended" and (mark := reading.text.rfind("；", start, verb)) >= 0 and "了" in reading.text[start:mark]:
        start = mark  # 甲看望了评委；乙全程参会
    if here := subjects.acting(reading, start, verb):
        everybody = kind == "attended" or _ALL.search(reading.text, here[-1].end, verb)
        return here if everybody else subjects.group(reading, start, verb)
    shared = bool(last) and (_ALSO.search(reading.text, start, verb) or verb - start <= 12)
    return last if shared and not _another(reading, start, verb) else None


def _take_all(reading: Reading, sentence: Span, kind: str, here: list[PersonHit], event: Ref, start: int, end: int) -> None:
    own = days.paired(reading, sentence, here, start)
    for number, hit in enumerate(here if kind else ()):
        first = max(subjects.start_of(reading, hit), sentence.start)
        _take(reading, kind, hit, event, first, end, own[number] if own else None)
    if kind == "attended":
        _offices(reading, sentence, here, start, end, event)


def _reporting(reading: Reading, sentence: Span, event: Ref) -> list[tuple[int, int]]:
    """听取X、Y关于…的汇报: those between report, whoever stands before listens. Gives the extents."""
    found = list(_HEARD.finditer(reading.text, sentence.start, sentence.end))
    for match in found:
        for hit in reading.people_in(match.start("of"), match.end("of")):
            _take(reading, "reported_at", hit, event, match.start(), match.end())
    return [match.span() for match in found]


def _another(reading: Reading, start: int, end: int) -> bool:
    """Whether somebody else has come in: an office or unnamed people (县档案局、县财政局负责人作了发言)."""
    return bool(reading.offices_in(start, end)) or bool(re.search(r"负责人|代表|专家|大家|人员|领导", reading.text[start:end]))


def _offices(reading: Reading, sentence: Span, last: list[PersonHit], start: int, end: int, event: Ref) -> None:
    """…及办机关各处、四川年鉴社全体干部参加: offices named behind the people attend too."""
    for office in reading.offices_in(last[-1].end, start) if last else ():
        reading.relate("attended", office.ref, event, sentence.start, end, rule="event.office", confidence=0.8)


def _day_of(reading: Reading, event: Ref, start: int) -> str | None:
    """The day of the event itself, where the paragraph names none up to there: 参加启动会的还有…."""
    paragraph, sentence = at(reading.paragraphs, start), at(reading.sentences, start)
    end = sentence.end if sentence else start
    named = any(paragraph.start <= when.start < end for when in reading.dates) if paragraph else True
    return event.scope[1] if not named and len(event.scope) > 1 and len(event.scope[1]) == 10 else None


def _take(reading: Reading, kind: str, hit: PersonHit, event: Ref, start: int, end: int, day: str | None = None) -> None:
    reading.relate(kind, reading.refs[hit.name], event, start, max(end, hit.end), rule=f"event.{kind}", confidence=0.96, date=day)
    if kind in ("presided", "spoke_at"):
        reading.relate("attended", reading.refs[hit.name], event, start, max(end, hit.end), rule="event.implied", confidence=0.8, date=day, implied=True)
