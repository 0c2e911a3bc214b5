"""Acts of endorsement: 批示, 圈阅, 肯定, 听取汇报, 调研, 要求, 贺信, 表扬 — who, on whom, when, in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.extract import actors, days, passives, sayings, subjects, targets, topics, wordings
from graph.extract.reading import PersonHit, Reading
from graph.extract.subjects import Actor
from graph.extract.said import Said
from graph.model import GROUP, OFFICE, PERSON, Ref
from graph.ontology import ENDORSED
from graph.patterns import Span

_PRIORS = {"named": 0.94, "work": 0.9, "written_on": 0.96, "carried": 0.95, "reporter": 0.93}
"""By how the object is told; measured on the development gold (docs/evaluation.md)."""
_ANNALS_WORK = re.compile(r"[志鉴史]|文献|编纂")
"""What is praised in these words is praised in the annals office that reports it; flood control is not."""

_ADVERBS = re.compile(r"(?:同志)?(?:在[^，。；：“”]{2,40}?(?:之?后|时|上))?(?:又|也|亦|分别|先后|相继|再次|随即|当即|专门|当日|同日|就此|两度|[一二两三]次|于?(?:\d{4}年)?\d{1,2}月\d{1,2}日|于\d{1,2}日|、)*")

@dataclass(frozen=True, slots=True)
class _Told:
    """What is told with an act, whoever does it: where it ends, its words and points, what it is written on, in
    which issue that was printed, and whose endorsement it answers."""

    end: int
    words: str
    points: list[str]
    about: Ref | None
    issue: Ref | None
    on: PersonHit | None


def find(reading: Reading) -> None:
    """Record the acts of the article. Titles repeat what the body says in full, so acts are read in the body."""
    running: Actor | None = None
    quoted: list[tuple[int, int]] = []
    for sentence in (*_body(reading), *_head(reading)):
        if sentence.end <= reading.source.body_start:
            _visit(reading, sentence)
            continue
        known = len(reading.relations)
        covered = passives.find(reading, sentence) + quoted
        passive = _last_person(reading, known)
        for said in _said(reading, sentence):
            if not any(a <= said.match.start() < b for a, b in covered):
                spans = _act(reading, said, running)
                quoted += spans
                covered += spans
        named = subjects.acting(reading, sentence.start, sentence.end)
        running = passive or (subjects.of_person(reading, named[0]) if named else running)


def _last_person(reading: Reading, known: int) -> Actor | None:
    """获市委书记甲的批示。批示指出…: who is spoken of behind an act told from the other side."""
    acts = [r.subject for r in reading.relations[known:] if r.kind == ENDORSED and r.subject.kind == PERSON]
    hit = next((hit for hit in reversed(reading.people) if acts and reading.refs[hit.name] == acts[-1] and hit.end <= reading.relations[-1].end), None)
    return subjects.of_person(reading, hit) if hit else None


def _body(reading: Reading) -> list[Span]:
    return [sentence for sentence in reading.sentences if sentence.end > reading.source.body_start]


def _head(reading: Reading) -> list[Span]:
    return [sentence for sentence in reading.sentences if sentence.end <= reading.source.body_start]


def _visit(reading: Reading, title: Span) -> None:
    """A visit may be called one in the title alone: …一行到甘孜州考察调研."""
    told = {r.subject for r in reading.relations if r.kind == ENDORSED and r.attrs.get("form") == "调研"}
    for said in _said(reading, title):
        people = subjects.group(reading, title.start, said.match.start())
        if said.form == "调研" and people and reading.refs[people[-1].name] not in told:
            _act(reading, said, None)


def _said(reading: Reading, sentence: Span) -> list[Said]:
    """The verbs of a sentence that are acts: no noun, no denial, none inside a title of a document."""
    found = []
    for form, pattern in wordings.FORMS:
        for match in pattern.finditer(reading.text, sentence.start, sentence.end):
            before = reading.text[max(sentence.start, match.start() - 3) : match.start()]
            if reading.in_title(match.start()) or form == "调研" and reading.in_title(match.end() - 1) or re.search(r"没有|未|不", before):
                continue
            if any(m.start() < match.end() and match.start() < m.end() for m in wordings.NOUN.finditer(reading.text, sentence.start, sentence.end)):
                continue
            found.append(Said(form, match, sentence))
    return sorted(found, key=lambda said: said.match.start())


def _act(reading: Reading, said: Said, running: Actor | None) -> list[tuple[int, int]]:
    """Record one act of each actor; gives the extent of the quoted words, in which nothing else is an act."""
    told = _told(reading, said)
    if said.form == "批示" and not told.words and not wordings.WRITTEN.search(said.match[0]) and not (_signs(reading, said) or _joined(reading, said) or actors.owner(reading, said)):
        return []
    who = actors.find(reading, said, running)
    own = days.paired(reading, said.sentence, [actor.person for actor in who if actor.person], said.match.start())
    for number, actor in enumerate(who):
        _record(reading, said, actor, told, own[number] if own else days.stated(reading, said.sentence, told.end))
        if told.words:
            _forwarded(reading, actor, said.match.end(), told.end)
    return [(said.match.end(), told.end)] if told.words and who else []


def _told(reading: Reading, said: Said) -> _Told:
    form, end = said.form, said.match.end()
    within = re.search(r"“([^”]+)”的?(?:重要|肯定性)?批[示语]$", said.match[0])  # 作了“成绩显著”的批示
    close, words = (end, within[1]) if within else sayings.words(reading, end) if form in ("批示", "圈阅", "贺信") else (end, "")
    about, issue = targets.about(reading, said) if form in ("批示", "圈阅") else (None, None)
    points = sayings.points(reading, end) if form == "要求" else []
    return _Told(close, words, points, about, issue, _answered(reading, said) if form in ("批示", "圈阅") else None)


def _record(reading: Reading, said: Said, actor: Actor, told: _Told, day: str | None) -> None:
    """The act itself; the one it answers; the office that reports it, where none is named."""
    target, rule = targets.target(reading, said, told.end, actor, told.about)
    verb, unnamed = said.match.start(), actor.ref.kind == GROUP
    inside = said.sentence.start <= actor.start
    start, end = (min(verb, actor.start), max(told.end, actor.end)) if inside else (verb, told.end)
    reading.relate(
        ENDORSED, actor.ref, target, start, end, rule=f"act.{rule}", confidence=_PRIORS.get(rule, 0.9), form=said.form, words=told.words, points=told.points,
        generic=unnamed or None, what=topics.topic(reading, said), date=day or reading.day_in_sentence(verb) or ("" if unnamed else None), post=_post(reading, actor),
        about=told.about.name if told.about else "", issue=told.issue.name if told.issue else "", on=told.on.name if told.on else "",
    )  # fmt: skip
    if told.on and actor.person and told.on.name != actor.person.name:
        extent = min(start, told.on.start), max(told.end, told.on.end)
        reading.relate("seconded", actor.ref, reading.refs[told.on.name], *extent, rule="act.seconded", confidence=0.9, form=said.form)
    reporter = targets.reporter(reading) if target.kind != OFFICE and _ANNALS_WORK.search(target.name) else None
    if reporter and reporter not in targets.own(reading, actor):
        extent = start, max(told.end, start + 1)
        reading.relate(ENDORSED, actor.ref, reporter, *extent, rule="act.implied", confidence=0.6, implied=True, form=said.form, date=day)


def _answered(reading: Reading, said: Said) -> PersonHit | None:
    """In 市长B在县委书记A的批示上批示 and 就A同志批示作出批示: A, whose endorsement this one answers."""
    for hit in reading.people_in(said.sentence.start, said.match.start()):
        if re.match(r"(?:同志)?的?(?:上述|这一|该|重要)?(?:批示|签批)(?:件|意见|稿)?(?:上|后|中|再次|作出|，)", reading.text[hit.end :]):
            return hit
    return None


def _signs(reading: Reading, said: Said) -> bool:
    """A bare 批示 is an act where a person stands before it with nothing but a day or an adverb between."""
    named = subjects.acting(reading, said.sentence.start, said.match.start())
    between = reading.text[named[-1].end : said.match.start()] if named else "，"
    return bool(_ADVERBS.fullmatch(between))


def _joined(reading: Reading, said: Said) -> bool:
    """圈阅并批示: a bare 批示 that goes on with what somebody does to a paper."""
    return bool(re.search(r"(?:圈阅|[审批传]阅|阅读|阅)(?:后|并|、|，并)$", reading.text[max(0, said.match.start() - 4) : said.match.start()]))


def _post(reading: Reading, actor: Actor) -> str:
    """The post of that day as printed: all titles of the nearest chain before the act."""
    chain = [p for p in reading.posts if actor.person and p.person == actor.person.name and p.start <= actor.person.start]
    last = chain[-1] if chain else None
    return "、".join(p.surface for p in chain if last and p.end == last.end)


def _forwarded(reading: Reading, actor: Actor, start: int, end: int) -> None:
    """转方志办: the leader sends it on."""
    for match in re.finditer(r"(?:请|并)?转(?:送|交|发)?", reading.text[start:end]):
        named = reading.offices_in(start + match.end(), end)
        if named and named[0].start == start + match.end():
            reading.relate("forwarded_to", actor.ref, named[0].ref, start + match.start(), named[0].end, rule="act.forwarded", confidence=0.9)


