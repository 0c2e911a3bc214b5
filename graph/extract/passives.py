"""Acts of endorsement told from the other side: 获省领导批示肯定, 收到省地方志办的贺信, 被通报表扬."""

from __future__ import annotations

import re

from graph.extract import sayings, targets, topics
from graph.extract.reading import OfficeHit, Reading
from graph.model import GROUP, OFFICE, WORK, Ref
from graph.ontology import ENDORSED
from graph.patterns import Span, plain_name

_PASSIVE = re.compile(
    r"(?:得到|获得?(?!奖|评|批准|悉|知|选)|受到|被)了?(?P<by>[^，。；]{0,40}?)的?(?:充分|高度|一致)?(?P<form>肯定性?(?:批示|签批)|批示肯定|通报表扬|签批|肯定|批示|表扬|好评)"
)
_BY = re.compile(r"(?:为|被|由)(?P<by>[^，。；]{2,30}?)所(?P<form>充分肯定|高度评价|肯定|表扬|通报表扬)")
"""两次为省地方志办所肯定."""
_LETTER = re.compile(r"(?:收到|接到|宣读)了?(?P<by>[^，。；]{2,30}?)(?:发来)?的?贺信")


def find(reading: Reading, sentence: Span) -> list[tuple[int, int]]:
    """Acts told from the other side (获省领导批示肯定, 收到省地方志办的贺信); gives their extents."""
    spans = []
    for pattern in (_PASSIVE, _BY, _LETTER):
        for match in pattern.finditer(reading.text, sentence.start, sentence.end):
            if not reading.in_title(match.start()) and not re.search(r"没有|未$|[不将]$", reading.text[sentence.start : match.start()][-3:]):
                _passive(reading, sentence, match)
                spans.append(match.span())
    return spans


def _passive(reading: Reading, sentence: Span, match: re.Match[str]) -> None:
    """得到…肯定: by named people, by an office, or by a group that is kept as it is printed."""
    before: list[OfficeHit] = reading.offices_in(sentence.start, match.start())
    target = topics.made(reading, sentence.start, match.start()) or (before[-1].ref if before else targets.reporter(reading))
    if match[0].startswith("宣读"):  # read out to those who are met
        target = topics.occasion(reading, match.start(), match.start()) or target
    if target is None:
        target = Ref(WORK, plain_name(re.split("[，；]", reading.text[sentence.start : match.start()])[-1])[-30:] or "工作", (reading.source.id,))
    printed = match.groupdict().get("form") or "贺信"
    form = "批示" if re.search(r"批示|签批", printed) else "表扬" if "表扬" in printed else "肯定" if printed == "好评" else printed[:2]
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
