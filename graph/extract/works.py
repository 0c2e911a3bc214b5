"""Who compiled, issued, signed, carried out which document; which issue printed which article."""

from __future__ import annotations

import re

from graph.extract import documents
from graph.extract.reading import DocumentHit, OfficeHit, Reading
from graph.model import AGREEMENT, DOCUMENT, WORK, Ref, Source
from graph.patterns import HAN, Span, at, plain_name

_VERBS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("signed", re.compile(r"签署|签订|签下|续签|签约")),
    ("compiled", re.compile(r"编纂|编著|编写|编撰|编印|编辑|编修|主编|纂修")),
    ("issued", re.compile(r"印发|出台|制定|制发|下发|颁布")),
    ("implements", re.compile(r"落实|贯彻|按照|依据|根据|对照|以$")),
    ("revised", re.compile(r"修订|修改完善|续修")),
    ("reviewed", re.compile(r"审查|评审|终审|复审|初审|审定|审读|验收")),
)
_REVIEWED = re.compile(r"对(?P<what>[^，。；]{3,40}?)(?:编纂)?(?:进行|开展|实施|组织)了?(?:[^，。；]{0,10}?的)?[^，。；]{0,4}?(?:审查|评审|终审|复审|审读|审定|验收)")
_PRESS = re.compile(r"由(?P<press>[^，。；由]{2,16}?(?:出版社|出版集团|出版公司|年鉴社|印书馆|书局))(?:公开|正式|联合)?(?:出版|发行|推出)")
_GIVER = re.compile(r"(?:被|由|经|获)(?P<by>[^，。；《》]{2,30}?)(?:评为|授予|评选|评定|列入)")
_PRINTED = re.compile(r"(?:刊登|刊发|登载|刊载|发表)了?(?:题为|以)?[^《。；]{0,6}$")
_LINK = re.compile(rf"^(?:{HAN}{{0,6}}[、和及与，,]?\s?|[、和及与]\s?)$")
_DRAFT = re.compile(r"[志鉴]|篇目|稿")
"""What is looked over, where no title is printed."""
_SUBJECT_GAP = 60


def find(reading: Reading) -> None:
    """Record the relations of documents."""
    cited = documents.issues(reading)
    for start, end, ref in cited:
        reading.mention(ref, start, end, "issue.cited", 0.98)
        reading.relate("part_of", ref, Ref(DOCUMENT, ref.scope[0]), start, end, rule="issue.series", confidence=0.95, date="")
    for hit in reading.documents:
        _printed(reading, hit, cited)
        _issued_by_title(reading, hit)
    for sentence in reading.sentences:
        _worked(reading, sentence)
        _reviewed(reading, sentence)
        _brought_out(reading, sentence)
    if reading.source.part == "article":
        reported(reading, reading.source, reading.source.attribution)


def reported(reading: Reading, article: Source, attribution: str) -> None:
    """Who sent an article in: the office of its attribution, read where it stands in this text."""
    text = reading.source.text
    start = text.rfind(attribution) if attribution else -1
    if start < 0 or not article.title:
        return
    for office in reading.offices_in(start, start + len(attribution))[:1]:
        reading.relate(
            "reported_by", Ref(DOCUMENT, plain_name(article.title)), office.ref, office.start, office.end,
            rule="work.reported", confidence=0.97, date=article.date,
        )  # fmt: skip


def _printed(reading: Reading, hit: DocumentHit, cited: list[tuple[int, int, Ref]]) -> None:
    """第24期刊登《…》: that issue carries that article."""
    before = [issue for issue in cited if issue[1] <= hit.start and hit.start - issue[1] < 16]
    if before and _PRINTED.search(reading.text[before[-1][1] : hit.start]):
        start, _, issue = before[-1]
        reading.relate("published", issue, hit.ref, start, hit.end, rule="work.printed", confidence=0.97, date=reading.day_in_sentence(hit.start))


def _issued_by_title(reading: Reading, hit: DocumentHit) -> None:
    """《X办关于…的意见》 was issued by X办."""
    for office in reading.offices:
        if office.start == hit.start + 1 and office.end < hit.end:
            reading.relate("issued", office.ref, hit.ref, hit.start, hit.end, rule="work.titled", confidence=0.95, date="")


def _worked(reading: Reading, sentence: Span) -> None:
    """A verb governs the 《…》 behind it and those listed after."""
    inside = [hit for hit in reading.documents if sentence.start <= hit.start < sentence.end]
    kind, verb_at, last_end = "", -1, -1
    for hit in inside:
        gap = reading.text[last_end : hit.start] if last_end >= 0 else None
        found = _verb_before(reading, sentence, hit, max(sentence.start, last_end))
        if found:
            kind, verb_at = found
        elif not (kind and gap is not None and _LINK.match(gap)):
            kind = ""
        if kind and (kind != "signed" or hit.ref.kind == AGREEMENT):
            for office in _subjects(reading, sentence, verb_at, kind):
                start = office.start if sentence.start <= office.start < verb_at else verb_at
                reading.relate(kind, office.ref, hit.ref, start, hit.end, rule=f"work.{kind}", confidence=0.88, date=reading.day_in_sentence(verb_at))
        last_end = hit.end


def _reviewed(reading: Reading, sentence: Span) -> None:
    """省地方志办对21个市（州）年鉴篇目进行集中审查, 组织《X志》终审: which office looked over which book or draft."""
    for match in _REVIEWED.finditer(reading.text, sentence.start, sentence.end):
        books = [hit for hit in reading.documents if match.start("what") <= hit.start and hit.end <= match.end("what")]
        refs = [hit.ref for hit in books if hit.ref.kind == DOCUMENT]
        if not refs and not _DRAFT.search(match["what"]):
            continue
        for office in _subjects(reading, sentence, match.start(), "reviewed"):
            for ref in refs or [Ref(WORK, plain_name(match["what"]), (reading.source.id,))]:
                start = office.start if sentence.start <= office.start < match.start() else match.start()
                reading.relate("reviewed", office.ref, ref, start, match.end(), rule="work.reviewed", confidence=0.85)


def _brought_out(reading: Reading, sentence: Span) -> None:
    """《X志》由Y出版社出版; 《X志》被Y评为…奖: the press, and who gave the prize."""
    inside = [hit for hit in reading.documents if sentence.start <= hit.start and hit.end <= sentence.end and hit.ref.kind == DOCUMENT]
    for match in _PRESS.finditer(reading.text, sentence.start, sentence.end):
        before = [hit for hit in inside if hit.end <= match.start()][-1:]
        press = [o for o in reading.offices_in(match.start("press"), match.end("press")) if o.end == match.end("press")]
        for hit in before if press else ():
            reading.relate("brought_out", press[0].ref, hit.ref, hit.start, match.end(), rule="work.press", confidence=0.92)
    for match in _GIVER.finditer(reading.text, sentence.start, sentence.end):
        before = [hit for hit in inside if hit.end <= match.start()][-1:]
        givers = reading.offices_in(match.start("by"), match.end("by"))[:1]
        prize = re.compile(r"[^，。；]{2,40}").match(reading.text, match.end())
        for hit in before if givers else ():
            end = prize.end() if prize else match.end()
            reading.relate("awarded", givers[0].ref, hit.ref, hit.start, end, rule="work.awarded", confidence=0.85, prize=prize[0] if prize else None)


def _verb_before(reading: Reading, sentence: Span, hit: DocumentHit, floor: int) -> tuple[str, int] | None:
    """The verb that governs a document: close before it, nothing but 了, 的 or a short word between."""
    window = reading.text[max(floor, hit.start - 14) : hit.start]
    best: tuple[str, int] | None = None
    for kind, pattern in _VERBS:
        for match in pattern.finditer(window):
            rest = window[match.end() :]
            if re.fullmatch(rf"(?:了|的|出版|完成|好|实施)*{HAN}{{0,4}}", rest) and (best is None or match.start() > best[1]):
                best = (kind, match.start())
    return (best[0], hit.start - len(window) + best[1]) if best else None


def _subjects(reading: Reading, sentence: Span, verb: int, kind: str) -> list[OfficeHit]:
    """The offices that act: all of a signing (A同B), else the last before the verb, else the paragraph's."""
    before = reading.offices_in(sentence.start, verb)
    if kind == "signed" and before:
        return before
    if before and verb - before[-1].end <= _SUBJECT_GAP:
        return before[-1:]
    paragraph = at(reading.paragraphs, verb)
    known = [hit for hit in reading.offices_in(paragraph.start if paragraph else 0, verb)]
    return known[-1:] or (reading.offices_in(0, reading.source.body_start)[:1])
