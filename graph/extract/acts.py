"""Acts of endorsement: 批示, 圈阅, 肯定, 听取汇报, 调研, 要求, 贺信, 表扬 — who, on whom, when, in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.extract import documents, people
from graph.extract.offices import ANNALS
from graph.extract.reading import OfficeHit, PersonHit, Reading
from graph.model import GROUP, OFFICE, WORK, Ref
from graph.ontology import ENDORSED
from graph.patterns import HAN, ORDINAL, Span, at, plain_name

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("批示", re.compile(r"(?:作出|做出|作)?(?:了)?(?:重要|肯定性|专门|明确)*(?:批示|签批)(?:指出|强调|要求|肯定)?")),
    ("圈阅", re.compile(r"圈阅")),
    ("听取汇报", re.compile(r"听取了?(?P<of>[^。；，]{0,40}?)的?汇报")),
    ("肯定", re.compile(r"(?:(?:给予|予以|表示)了?(?:充分|高度|一致|热情)?的?|(?<![的是])(?:充分|高度|一致)?)肯定(?!性|与|和|也)(?:了)?(?P<of>[^，。；：]{0,30})")),
    ("要求", re.compile(rf"(?:提出?|作出)了?(?:以下|如下)?(?P<n>[{ORDINAL}两几\d]+)(?:点|项|条|个方面的?)(?:具体|工作|明确|新)?(?:要求|意见|希望|建议)|(?<=出)要求|对[^，。]{{2,16}}提出新?要求")),
    ("调研", re.compile(r"(?:到|赴|来|在|深入|前往|莅临)(?P<of>[^，。；]{1,30}?)(?:[、，]?(?:开展|进行)?(?:考察|调研|督导|检查|视察|走访|看望|指导工作))+")),
    ("贺信", re.compile(r"(?:发来|致|发)贺信")),
    ("表扬", re.compile(r"(?:通报)?表扬")),
)  # fmt: skip
_PASSIVE = re.compile(
    rf"(?:得到|获得?|受到)了?(?P<by>[^，。；]{{2,40}}?)的?(?:充分|高度|一致)?(?P<form>肯定性?(?:批示|签批)|批示肯定|肯定|批示|表扬)"
)
_POINT = re.compile(rf"(?:(?P<n>[{ORDINAL}]{{1,2}})(?:是|要)|[（(]?(?P<m>[{ORDINAL}]{{1,2}})[、）)])")
_LEADERS = re.compile(r"(?:[省市县州区](?:委|政府)?[、]?)*(?:主要|有关|分管|相关)?(?:负责|领导)(?:同志)?(?=[^，。、]{0,6}(?:批示|签批|肯定|圈阅))")
_WORDS = re.compile(r"\s*(?:指出|强调|要求)?\s*[：:]\s*")
_NEXT = re.compile(rf"^(?:(?:(?:19|20)\d\d年)?\d{{1,2}}月\d{{1,2}}日|[（(]|{HAN}{{0,6}}(?:同日|次日|随后|截至|目前))")


@dataclass(frozen=True, slots=True)
class _Actor:
    """Who acts: a person, an office or an unnamed group, said from `start` on."""

    ref: Ref
    start: int
    person: PersonHit | None = None


def find(reading: Reading) -> None:
    """Record the acts of the article."""
    running: _Actor | None = None
    quoted: list[tuple[int, int]] = []
    for sentence in reading.sentences:
        if _footing(reading, sentence):
            continue
        passive = list(_PASSIVE.finditer(reading.text, sentence.start, sentence.end))
        for match in passive:
            _passive(reading, sentence, match)
        for form, pattern in _FORMS:
            for match in pattern.finditer(reading.text, sentence.start, sentence.end):
                if reading.in_title(match.start()) or any(p.start() <= match.start() < p.end() for p in passive):
                    continue
                actor = _actor(reading, sentence, match.start(), match.end(), running)
                if actor and not any(a <= match.start() < b for a, b in quoted):
                    quoted += _act(reading, sentence, form, match, actor)
        running = _subject(reading, sentence) or running


def _footing(reading: Reading, sentence: Span) -> bool:
    """Titles repeat what the body says in full: an act is read where the body tells it."""
    return sentence.end <= reading.source.body_start


def _subject(reading: Reading, sentence: Span) -> _Actor | None:
    """Who a following sentence without a subject speaks of: the first person of this one."""
    found = [hit for hit in reading.people_in(sentence.start, sentence.end) if not people.is_leader(reading, hit)]
    return _Actor(reading.refs[found[0].name], found[0].start, found[0]) if found else None


def _actor(reading: Reading, sentence: Span, verb: int, end: int, running: _Actor | None) -> _Actor | None:
    """The last person before the verb in its sentence; else whoever the paragraph speaks of."""
    before = reading.people_in(sentence.start, verb)
    if before:
        hit = before[-1]
        if people.is_leader(reading, hit):
            return None
        post = next((p for p in reading.posts if p.person == hit.name and p.end == hit.end), None)
        return _Actor(reading.refs[hit.name], post.start if post else hit.start, hit)
    after = re.match(r"后，", reading.text[end:]) and reading.people_in(end, sentence.end)
    if after:  # 听取汇报后，X…
        return _Actor(reading.refs[after[0].name], after[0].start, after[0])
    group = list(_LEADERS.finditer(reading.text, sentence.start, verb))
    if group:
        return _Actor(Ref(GROUP, plain_name(group[-1][0]), (reading.source.id,)), group[-1].start())
    near = at(reading.paragraphs, verb)
    if running and near and (running.start >= near.start or not reading.offices_in(sentence.start, verb)):
        return running
    return None


def _act(reading: Reading, sentence: Span, form: str, match: re.Match[str], actor: _Actor) -> list[tuple[int, int]]:
    """Record one act; gives the extent of the quoted words, in which nothing else is an act."""
    end, words = _words(reading, match.end()) if form in ("批示", "圈阅", "贺信") else (match.end(), "")
    if form == "批示" and not words and not re.search(r"作|做|批示(?:指出|强调|要求|肯定)|签批", match[0]):
        return []
    target, rule = _target(reading, sentence, match, end, actor)
    start = min(match.start(), actor.start) if sentence.start <= actor.start else match.start()
    end = max(end, actor.person.end) if actor.person and actor.start > match.start() else end
    start = max(start, at(reading.paragraphs, match.start()).start)  # type: ignore[union-attr]
    points = _points(reading, match.end()) if form == "要求" else []
    about, issue = _about(reading, sentence, match.start()) if form in ("批示", "圈阅") else (None, None)
    reading.relate(
        ENDORSED, actor.ref, target, start, end, rule=f"act.{rule}", confidence={"named": 0.93, "work": 0.75}.get(rule, 0.8),
        form=form, generic=actor.ref.kind == GROUP or None, words=words, points=points, what=_what(match), post=_post(reading, actor),
        about=about.name if about else "", issue=issue.name if issue else "",
    )  # fmt: skip
    if words:
        _forwarded(reading, actor, match.end(), end)
    return [(match.end(), end)] if words else []


def _words(reading: Reading, at_: int) -> tuple[int, str]:
    """The leader's own words behind the colon: to the closing quotation mark, or to the next dated sentence."""
    text = reading.text
    lead = _WORDS.match(text, at_)
    if not lead:
        return at_, ""
    if text[lead.end() : lead.end() + 1] in "“\"":
        close = re.compile(r"[”\"]").search(text, lead.end() + 1)
        if close:
            return close.end(), reading.printed(lead.end() + 1, close.start())
    line = text.find("\n", lead.end())
    limit = line if line >= 0 else len(text)
    end = lead.end()
    for span in reading.sentences:
        if span.end > lead.end() and span.start < limit and (span.start <= lead.end() or not _NEXT.match(text[span.start : span.end])):
            end = min(span.end, limit)
        elif span.start >= lead.end():
            break
    return end, reading.printed(lead.end(), end).strip()


def _target(reading: Reading, sentence: Span, match: re.Match[str], end: int, actor: _Actor) -> tuple[Ref, str]:
    """Whom the act is on: an office named in it; else the office that reports it; else the work in words."""
    own = {post.host for post in reading.posts if actor.person and post.person == actor.person.name}
    begin = actor.person.end if actor.person and actor.person.start >= sentence.start else sentence.start
    for office in (*reading.offices_in(begin, match.end()), *reading.offices_in(match.end(), end)):
        if office.root not in own:
            return office.ref, "named"
    reporter = _reporter(reading)
    if reporter and reporter not in own:
        return reporter, "reporter"
    what = _what(match) or _clause(reading, sentence, match)
    earlier = [r.object for r in reading.relations if r.kind == ENDORSED and r.subject == actor.ref]
    if not what and earlier:  # …充分肯定两地工作，提出三点要求
        return earlier[-1], "carried"
    return Ref(WORK, what or plain_name(match[0]), (reading.source.id,)), "work"


def _reporter(reading: Reading) -> Ref | None:
    """The office in the attribution, read where it stands in the text; else the annals office of the place."""
    start = reading.text.rfind(reading.source.attribution) if reading.source.attribution else -1
    if start >= 0:
        named = reading.offices_in(start, start + len(reading.source.attribution))
        if named:
            return named[0].ref
    local = [h for h in reading.offices if h.field == ANNALS and h.code == reading.context.home]
    return local[0].root if local else None


def _what(match: re.Match[str]) -> str:
    printed = match.groupdict().get("of") or ""
    return plain_name(re.sub(r"^(?:了|对|在)|[的了]$", "", printed.strip(" ，,")))


def _clause(reading: Reading, sentence: Span, match: re.Match[str]) -> str:
    before = reading.text[sentence.start : match.start()]
    found = re.search(r"对(?P<what>[^，。；]{2,30}?)(?:(?:充分|高度|给予|予以|表示|提出?|作出)[^；。]*)?$", before)
    return plain_name(found["what"]) if found else ""


def _about(reading: Reading, sentence: Span, verb: int) -> tuple[Ref | None, Ref | None]:
    """What the 批示 is written on: the last document before it in its paragraph, and the issue that printed it."""
    paragraph = at(reading.paragraphs, verb) or sentence
    cited = [ref for start, end, ref in documents.issues(reading) if paragraph.start <= start and end <= verb]
    series = {ref.scope[0] for ref in cited}
    named = [h for h in reading.documents if paragraph.start <= h.start and h.end <= verb and h.ref.name not in series]
    return (named[-1].ref if named else None), (cited[-1] if cited else None)


def _post(reading: Reading, actor: _Actor) -> str:
    """The post of that day as printed: all titles of the nearest chain before the act."""
    chain = [p for p in reading.posts if actor.person and p.person == actor.person.name and p.start <= actor.person.start]
    last = chain[-1] if chain else None
    return "、".join(p.surface for p in chain if last and p.end == last.end)


def _points(reading: Reading, position: int) -> list[str]:
    """一是…二是…: the demands as a list, over the paragraphs that carry them on."""
    points: list[str] = []
    text, paragraph = reading.text, at(reading.paragraphs, position - 1)
    region = text[position : paragraph.end] if paragraph else ""
    for following in reading.paragraphs:
        if paragraph and following.start > paragraph.end and _POINT.match(text, following.start):
            region += "\n" + text[following.start : following.end]
        elif paragraph and following.start > paragraph.end:
            break
    wanted = list(ORDINAL)
    marks = []
    for match in _POINT.finditer(region):
        if wanted and (match["n"] or match["m"]) == wanted[0]:
            marks.append(match)
            wanted.pop(0)
    for mark, following in zip(marks, [*marks[1:], None]):
        piece = region[mark.end() : following.start() if following else len(region)]
        points.append(re.split(r"\n|[（(][^（）()]{2,30}[）)]\s*$", piece)[0].strip(" ；;。，,"))
    if len(points) > 1 and not any("。" in point for point in points[:-1]):
        points[-1] = points[-1].split("。")[0]
    return [point for point in points if point]


def _forwarded(reading: Reading, actor: _Actor, start: int, end: int) -> None:
    """转方志办: the leader sends it on."""
    for match in re.finditer(r"(?:请|并)?转(?:送|交|发)?", reading.text[start:end]):
        named = reading.offices_in(start + match.end(), end)
        if named and named[0].start == start + match.end():
            reading.relate("forwarded_to", actor.ref, named[0].ref, start + match.start(), named[0].end, rule="act.forwarded", confidence=0.9)


def _passive(reading: Reading, sentence: Span, match: re.Match[str]) -> None:
    """省地方志办工作得到…肯定: by named people, or by a group that is kept as it is printed."""
    before: list[OfficeHit] = reading.offices_in(sentence.start, match.start())
    target = before[-1].ref if before else _reporter(reading)
    if target is None:
        target = Ref(WORK, plain_name(reading.text[sentence.start : match.start()])[-30:] or "工作", (reading.source.id,))
    form = "批示" if re.search(r"批示|签批", match["form"]) else match["form"][:2]
    named = reading.people_in(match.start("by"), match.end("by"))
    start = before[-1].start if before else match.start()
    if named:
        for hit in named:
            reading.relate(ENDORSED, reading.refs[hit.name], target, start, match.end(), rule="act.passive", confidence=0.85, form=form)
        return
    offices = reading.offices_in(match.start("by"), match.end("by"))
    actor = offices[-1].ref if offices and offices[-1].end == match.end("by") else Ref(GROUP, plain_name(match["by"]), (reading.source.id,))
    generic = actor.kind != OFFICE
    reading.relate(ENDORSED, actor, target, start, match.end(), rule="act.passive", confidence=0.8, form=form, generic=generic)
