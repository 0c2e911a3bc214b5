"""Acts of endorsement: 批示, 圈阅, 肯定, 听取汇报, 调研, 要求, 贺信, 表扬 — who, on whom, when, in which words."""

from __future__ import annotations

import re

from graph.extract import sayings, subjects, targets
from graph.extract.reading import OfficeHit, PersonHit, Reading
from graph.extract.subjects import Actor
from graph.extract.targets import Said
from graph.model import GROUP, OFFICE, WORK, Ref
from graph.ontology import ENDORSED
from graph.patterns import ORDINAL, Span, at, plain_name

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("批示", re.compile(r"(?:作出|做出|作)?(?:了|过)?(?:重要|肯定性|专门|明确)*(?:批示|签批|阅批)(?:指出|强调|要求|肯定)?|在(?:该|此|其)?批示件?[中里](?:指出|强调|要求|写道|说|表示)")),
    ("圈阅", re.compile(r"圈阅了?")),
    ("听取汇报", re.compile(r"听取了?(?P<of>[^。；，]{0,40}?)的?汇报|听取汇报")),
    ("肯定", re.compile(r"(?:(?:给予|予以|表示)了?(?:充分|高度|一致|热情)?的?(?:肯定|评价)|(?<![的是])(?:充分|高度|一致)?肯定(?!性|与|和|也)|(?<![的是])高度评价)(?:了)?(?P<of>[^，。；：]{0,30})")),
    ("要求", re.compile(rf"(?:提出?|作出)了?(?:以下|如下)?(?P<n>[{ORDINAL}两几\d]+)(?:点|项|条|个方面的?)(?:具体|工作|明确|新|指导性|指导)?(?:要求|意见|希望|建议)|提出了?(?:明确|具体|新的?|更高|几点)?要求|要求[，：]?(?=(?P<of3>[^，。；]{{2,12}}?)(?:要|应|务必|必须|切实|做好|加强|按照))|要求(?=[，：]?[^，。；]{{2,}})")),
    ("调研", re.compile(r"(?:到|赴|来|在|深入|前往|莅临|率队|带队)(?P<of>[^，。；]{1,30}?)(?:[、，]?(?:开展|进行|专题)?(?:考察|调研|督导|检查|视察|走访|看望|慰问|指导工作))+|对(?P<of4>[^，。；]{2,30}?)(?:进行|开展)了?(?:[^，。；]{0,6}?)(?:视察|调研|督导|督查|检查)(?!组)|(?:专题|率队|带队)调研(?P<of2>[^，。；]{2,24})")),
    ("贺信", re.compile(r"(?:发来|致|发)(?:了)?(?:的)?贺信")),
    ("表扬", re.compile(r"通报表扬|表扬")),
)  # fmt: skip
_PRIORS = {"named": 0.94, "work": 0.9, "written_on": 0.96, "carried": 0.95, "reporter": 0.93}
"""By how the object is told; measured on the development gold (docs/evaluation.md)."""
_ANNALS_WORK = re.compile(r"[志鉴史]|文献|编纂")
"""What is praised in these words is praised in the annals office that reports it; flood control is not."""
_LEADS_ON = re.compile(r"(?:[，并]|(?:同志)?(?:在[^，。；]{1,16}[时中上后里]|最后|还|也|明确|进一步|强调并)+)$")
"""What may stand between a person and 要求 that is that person's: 在讲话时要求, …，要求."""
_ADVERBS = re.compile(r"(?:同志)?(?:又|也|亦|分别|先后|相继|再次|随即|当即|专门|当日|同日|就此|两度|[一二两三]次|于?(?:\d{4}年)?\d{1,2}月\d{1,2}日|于\d{1,2}日|、)*")
_PRONOUN = re.compile(r"^(?:[“”]*|[^，。；]{1,16}，)?(?:他|她)(?:还|同时|首先|最后|并|们)?")
_NOUN = re.compile(r"批示(?:精神|件|意见|内容|上|的|要求(?=[，。；、]|$|精神))|签批(?:件|意见)|要求(?:的|是|下|和|了)|调研(?:组|报告|员|座谈|成果)|考察团|表扬(?:信|大会)")
"""The words as nouns: 贯彻批示精神 is no act."""
_PASSIVE = re.compile(
    r"(?:得到|获得?|受到|被)了?(?P<by>[^，。；]{0,40}?)的?(?:充分|高度|一致)?(?P<form>肯定性?(?:批示|签批)|批示肯定|通报表扬|签批|肯定|批示|表扬)"
)
_LETTER = re.compile(r"(?:收到|接到|宣读)了?(?P<by>[^，。；]{2,30}?)(?:发来)?的?贺信")


def find(reading: Reading) -> None:
    """Record the acts of the article. Titles repeat what the body says in full, so acts are read in the body."""
    running: Actor | None = None
    quoted: list[tuple[int, int]] = []
    for sentence in (*_body(reading), *_head(reading)):
        if sentence.end <= reading.source.body_start:
            _visit(reading, sentence)
            continue
        covered = _passives(reading, sentence) + quoted
        for said in _said(reading, sentence):
            if not any(a <= said.match.start() < b for a, b in covered):
                spans = _act(reading, said, running)
                quoted += spans
                covered += spans
        named = subjects.acting(reading, sentence.start, sentence.end)
        running = subjects.of_person(reading, named[0]) if named else running


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
    for form, pattern in _FORMS:
        for match in pattern.finditer(reading.text, sentence.start, sentence.end):
            before = reading.text[max(sentence.start, match.start() - 3) : match.start()]
            if reading.in_title(match.start()) or re.search(r"没有|未|不", before):
                continue
            if any(m.start() < match.end() and match.start() < m.end() for m in _NOUN.finditer(reading.text, sentence.start, sentence.end)):
                continue
            found.append(Said(form, match, sentence))
    return sorted(found, key=lambda said: said.match.start())


def _actors(reading: Reading, said: Said, running: Actor | None) -> list[Actor]:
    """The people before the verb as one subject; else an unnamed group, an office, or whoever is spoken of."""
    sentence, verb, end = said.sentence, said.match.start(), said.match.end()
    people = subjects.group(reading, sentence.start, verb)
    if said.form in ("贺信", "表扬") and people and reading.offices_in(people[-1].end, verb) and (office := subjects.office(reading, Span(people[-1].end, sentence.end), verb)):
        return [office]  # 祁长江授牌，省地方志办发来贺信
    direct = bool(people) and said.match[0].startswith("要求") and people[-1].end != verb
    if direct and not _LEADS_ON.search(reading.text, people[-1].end, verb):
        return []  # 会议要求, 文件要求: somebody else's
    if people:
        return [subjects.of_person(reading, hit) for hit in people]
    if reading.people_in(sentence.start, verb) and not subjects.acting(reading, sentence.start, verb):
        return []  # a national leader, or somebody by whose order another acts
    after = subjects.acting(reading, end, sentence.end) if re.match(r"后，", reading.text[end:]) else []
    if after:  # 听取汇报后，X…
        return [subjects.of_person(reading, after[0])]
    if said.form in ("批示", "圈阅", "肯定"):
        if group := subjects.unnamed(reading, sentence.start, verb):
            return [group]
    if said.form in ("肯定", "贺信", "表扬"):
        if office := subjects.office(reading, sentence, verb):
            return [office]
    return _spoken_of(reading, said, running)


def _spoken_of(reading: Reading, said: Said, running: Actor | None) -> list[Actor]:
    """A sentence without a subject, or with a pronoun for it, goes on about the person before, in the same paragraph."""
    if running and said.form not in ("贺信", "表扬") and _PRONOUN.match(reading.text[said.sentence.start : said.match.start()]):
        return [running]
    if running is None or said.form in ("调研", "贺信", "表扬") or said.match[0].startswith("要求"):
        return []
    near = at(reading.paragraphs, said.match.start())
    own = reading.offices_in(said.sentence.start, said.match.start())
    same = near is not None and running.start >= near.start
    opening = reading.text[said.sentence.start : said.match.start()]
    subject = re.match(r"(?:会议|大家|专家|评委|与会|[^，。]{{0,8}}指出)", opening)
    return [running] if (same or not own) and not subject else []


def _act(reading: Reading, said: Said, running: Actor | None) -> list[tuple[int, int]]:
    """Record one act of each actor; gives the extent of the quoted words, in which nothing else is an act."""
    match, form = said.match, said.form
    end, words = sayings.words(reading, match.end()) if form in ("批示", "圈阅", "贺信") else (match.end(), "")
    if form == "批示" and not words and not re.search(r"作|做|批示(?:指出|强调|要求|肯定)|签批", match[0]) and not _signs(reading, said):
        return []
    points = sayings.points(reading, match.end()) if form == "要求" else []
    about, issue = targets.about(reading, said) if form in ("批示", "圈阅") else (None, None)
    actors, on = _actors(reading, said, running), _answered(reading, said) if form in ("批示", "圈阅") else None
    for actor in actors:
        target, rule = targets.target(reading, said, end, actor, about)
        inside = said.sentence.start <= actor.start
        start = min(match.start(), actor.start) if inside else match.start()
        reading.relate(
            ENDORSED, actor.ref, target, start, max(end, actor.end if inside else end), rule=f"act.{rule}",
            confidence=_PRIORS.get(rule, 0.9), form=form, words=words, points=points,
            generic=actor.ref.kind == GROUP or None, what=targets.topic(reading, said), date=reading.day_in_sentence(match.start()) if actor.ref.kind == GROUP else None, post=_post(reading, actor),
            about=about.name if about else "", issue=issue.name if issue else "", on=on.name if on else "",
        )  # fmt: skip
        if on and actor.person and on.name != actor.person.name:
            first = min(start, on.start)
            reading.relate("seconded", actor.ref, reading.refs[on.name], first, max(end, on.end), rule="act.seconded", confidence=0.9, form=form)
        reporter = targets.reporter(reading) if target.kind != OFFICE and _ANNALS_WORK.search(target.name) else None
        if reporter and reporter not in targets.own(reading, actor):
            reading.relate(ENDORSED, actor.ref, reporter, start, max(end, start + 1), rule="act.implied", confidence=0.6, implied=True, form=form)
        if words:
            _forwarded(reading, actor, match.end(), end)
    return [(match.end(), end)] if words and actors else []


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


def _passives(reading: Reading, sentence: Span) -> list[tuple[int, int]]:
    """Acts told from the other side (获省领导批示肯定, 收到省地方志办的贺信); gives their extents."""
    spans = []
    for pattern in (_PASSIVE, _LETTER):
        for match in pattern.finditer(reading.text, sentence.start, sentence.end):
            if not reading.in_title(match.start()) and not re.search(r"没有|未$|[不将]$", reading.text[sentence.start : match.start()][-3:]):
                _passive(reading, sentence, match)
                spans.append(match.span())
    return spans


def _passive(reading: Reading, sentence: Span, match: re.Match[str]) -> None:
    """得到…肯定: by named people, by an office, or by a group that is kept as it is printed."""
    before: list[OfficeHit] = reading.offices_in(sentence.start, match.start())
    target = before[-1].ref if before else targets.reporter(reading)
    if target is None:
        target = Ref(WORK, plain_name(re.split("[，；]", reading.text[sentence.start : match.start()])[-1])[-30:] or "工作", (reading.source.id,))
    printed = match.groupdict().get("form") or "贺信"
    form = "批示" if re.search(r"批示|签批", printed) else "表扬" if "表扬" in printed else printed[:2]
    start = before[-1].start if before else match.start()
    documented = [h for h in reading.documents if sentence.start <= h.start and h.end <= match.start()]
    target = documented[-1].ref if documented and match.start() - documented[-1].end <= 12 else target
    end, words = sayings.words(reading, match.end()) if form == "批示" else (match.end(), "")
    for actor in _by(reading, sentence, match, target):
        day = reading.day_in_sentence(match.start()) if actor.kind == GROUP else None
        reading.relate(
            ENDORSED, actor, target, start, end, rule="act.passive", confidence=0.85 if actor.kind != GROUP else 0.8,
            form=form, words=words, generic=actor.kind == GROUP or None, date=day,
        )  # fmt: skip


def _by(reading: Reading, sentence: Span, match: re.Match[str], target: Ref) -> list[Ref]:
    """Who did it: people, an office, a group; where nobody is printed (被通报表扬), the office that opens the sentence."""
    if len(match["by"]) < 2:
        opening = reading.offices_in(sentence.start, match.start())
        return [opening[0].ref] if opening and opening[0].ref != target else []
    named = reading.people_in(match.start("by"), match.end("by"))
    if named:
        return [reading.refs[hit.name] for hit in named]
    offices = reading.offices_in(match.start("by"), match.end("by"))
    if offices and match.end("by") - offices[-1].end <= 1:
        return [hit.ref for hit in offices if hit.ref.kind == OFFICE]
    return [Ref(GROUP, plain_name(match["by"]), (reading.source.id,))]
