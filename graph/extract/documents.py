"""Documents in 《》, agreements with or without it, and cited issues of a bulletin."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.extract.reading import DocumentHit, Reading
from graph.model import AGREEMENT, DOCUMENT, ISSUE, Ref
from graph.patterns import HAN, Span, plain_name

_AGREEMENT = re.compile(r"(?:协议|协议书|备忘录|合同|意向书|公约|合作协定)(?:[（(].{1,20}[）)])?$")
_SIGN = re.compile(r"(?:签署|签订|签下|签约|续签|共同签)[^，。；]{0,12}$")
_PLEDGE = re.compile(r"(?:责任书|承诺书|责任状|保证书)$")
"""Signed too, but by one side towards its superior."""
_UNTITLED = re.compile(
    rf"(?:(?:签署|签订|签下|续签|订立|签)(?:了|的)?(?:各?一份|一项)?|通过(?:了)?(?=[^，。；]{{2,30}}公约))"
    rf"(?P<name>(?:《[^《》]{{2,30}}》)?(?![的了订署约下字]){HAN}{{4,40}}?(?:协议书?|备忘录|公约))(?![》的书])"
)
"""Signed or adopted without 《》 round its name: 签订资源共享协议, 各签一份《某镇志》编纂互助协议."""
_SECOND = re.compile(rf"》[和与及、](?P<name>(?![的了]){HAN}{{4,30}}?(?:协议书?|备忘录|公约))(?![》的书])")
"""签署《甲协议》和乙备忘录: the second one of two."""
_CLASS = re.compile(r"(?:跨[省市县区]|两地|双方|三方|多方|区域|校地|校县|院地|馆际|年度|本次|此次|上述|该)(?:战略|框架|友好|全面|深化)*(?:合作|共建|协作)?(?:协议书?|备忘录|公约)")
"""What an agreement is, not what it is called: 跨省合作协议."""
_GENERAL = re.compile(r"(?:战略|框架|友好|全面|深化)*(?:合作)?(?:战略|框架)?(?:协议书?|备忘录|合同)")
_EDITION = re.compile(r"(?:简本|缩写本|精编本|精编版|英文版|普及本)")
_PARTS = re.compile(r"(?:等|这|共)?[一二三四五六七八九十两\d]*个?(?:章(?!程)|编(?![纂辑著写者修印撰审制])|节(?![目选])|集(?![中合体成])|附录|附表|专记|展区|单元|栏目|板块|专栏|幅|组照片)")
_CARVED = re.compile(r"(?:摩崖|石刻|碑刻|石碑|壁画|雕塑|浮雕|展厅)")
"""《某颂》摩崖石刻: no document, though it has a title."""
_LOOSE_PARTS = re.compile(r"(?:等|共)?[一二三四五六七八九十两\d]*个?大?(?:篇|卷|部分|首|辑|册)")
_DIVIDED = re.compile(r"(?:分为?|设|含|下设|分设|由|包括|开设|题为)[^。；，《]{0,6}$")
_NUMBERED = re.compile(r"第[一二三四五六七八九十百\d]+(?:章|编|篇|节|卷|集|部分)$")
_NUMBER = re.compile(rf"(?:(?<!{HAN})|(?<=按照|根据|依据|落实|贯彻|执行|印发|下发))(?!第|按照|根据|依据|落实|贯彻|执行|印发|下发){HAN}{{2,10}}[〔\[【﹝(（](?:19|20)\d\d[〕\]】﹞)）]\s*\d{{1,4}}\s*号")
_SHORT = 12
"""A longer title is written in full."""
_WORDS = frozenset("协议 规划 通知 办法 方案 意见 报告 纲要 条例 决定 规定 细则 要点 计划 总结 请示 函".split())
"""Kinds of document: as a title alone, with nothing it could be short for, they name no document."""
_ISSUE = re.compile(
    r"《(?P<series>[^《》]{3,30})》\s*(?:(?P<year>(?:19|20)\d\d)年)?\s*(?:总第\s*(?P<only>\d+)\s*期|第\s*(?P<no>\d+)\s*期"
    r"(?:\s*[（(]总第?\s*(?P<total>\d+)\s*期?[）)])?)"
)


def find(reading: Reading) -> None:
    """Fill `reading.documents`, in text order: no chapters, short forms resolved to the title they stand for."""
    chapters = _chapters(reading)
    hits: list[DocumentHit] = []
    for span in reading.titles:
        if span in chapters or span.end - span.start <= 2:
            continue
        ref = _short(reading, span, hits) or _ref(reading, span)
        edition = _EDITION.match(reading.text, span.end)
        if edition:  # 《四川年鉴（2023）》简本 is another book
            ref = Ref(DOCUMENT, f"《{ref.name}》{edition[0]}")
        if ref.name not in _WORDS:
            hits.append(DocumentHit(span.start, edition.end() if edition else span.end, ref))
    hits += _untitled(reading)
    hits += _numbers(reading, hits)
    reading.documents = sorted((replace(hit, ref=_fullest(hit, hits)) for hit in hits), key=lambda hit: hit.start)


def _untitled(reading: Reading) -> list[DocumentHit]:
    """Agreements without 《》 round their names, once each; what merely says of which class one is (跨省合作协议) is none
    beside one with a title."""
    hits = []
    seconds = [m for m in _SECOND.finditer(reading.text) if _SIGN.search(reading.text[max(0, reading.text.rfind("《", 0, m.start()) - 20) : reading.text.rfind("《", 0, m.start())])]
    for match in (*_UNTITLED.finditer(reading.text), *seconds):
        span = Span(*match.span("name"))
        titled = any(_AGREEMENT.search(reading.text[title.start + 1 : title.end - 1]) for title in reading.titles)
        opened = reading.in_title(span.start) and match["name"][0] != "《" or reading.in_title(span.end - 1)
        if not opened and not (titled and _CLASS.fullmatch(match["name"])):
            hits.append(DocumentHit(span.start, span.end, _agreement(reading, match["name"], span)))
    return hits


def _numbers(reading: Reading, hits: list[DocumentHit]) -> list[DocumentHit]:
    """文号 (川志办发〔2020〕5号): of the paper named just before it, else a paper known by its number alone.

    The form is that of GB/T 9704, 7.2.5: 发文机关代字, the year in 〔〕, the number.
    """
    found = []
    for match in _NUMBER.finditer(reading.text):
        if not reading.in_title(match.start()):
            owner = next((h for h in hits if h.end <= match.start() and re.fullmatch(r"\s*[（(]?", reading.text[h.end : match.start()])), None)
            name = re.sub(r"[\[【﹝(（]", "〔", re.sub(r"[\]】﹞)）]", "〕", plain_name(match[0])))
            found.append(DocumentHit(match.start(), match.end(), owner.ref if owner else Ref(DOCUMENT, name)))
    return found


def _fullest(hit: DocumentHit, hits: list[DocumentHit]) -> Ref:
    """《X志》 where 《X志（1986—2005）》 stands too, also further on; an agreement cut short in a headline."""
    years = {other.ref for other in hits if re.fullmatch(re.escape(hit.ref.name) + r"（[\d—–\-—年卷]+）", other.ref.name)}
    if len(years) == 1:
        return years.pop()
    if hit.ref.kind == AGREEMENT:
        longer = {o.ref for o in hits if o.ref.kind == AGREEMENT and len(hit.ref.name) < len(o.ref.name) <= len(hit.ref.name) * 1.8 and _within(hit.ref.name, o.ref.name)}
        if len(longer) == 1:
            return longer.pop()
    return hit.ref


def _within(short: str, name: str) -> bool:
    """Whether the characters of `short` stand in `name` in their order."""
    rest = iter(name)
    return all(sign in rest for sign in short)


def _chapters(reading: Reading) -> set[Span]:
    """Titles of parts: 分《建置》《人口》等18编, 第三编《蜀道》, 《翠云廊》一节."""
    found: set[Span] = set()
    run: list[Span] = []
    for number, span in enumerate(reading.titles):
        run = [*run, span] if run and re.fullmatch(r"[、和与及]?", reading.text[run[-1].end : span.start]) else [span]
        following = reading.titles[number + 1] if number + 1 < len(reading.titles) else None
        if following and re.fullmatch(r"[、和与及]?", reading.text[span.end : following.start]):
            continue
        before, behind = reading.text[max(0, run[0].start - 12) : run[0].start], reading.text[span.end : span.end + 10]
        if _PARTS.match(behind) or _CARVED.match(behind) or _DIVIDED.search(before) and _LOOSE_PARTS.match(behind) or _NUMBERED.search(before):
            found.update(run)
    return found


def _short(reading: Reading, span: Span, earlier: list[DocumentHit]) -> Ref | None:
    """《规划》, 《镇志》, 《剑阁县志》: the last title before that ends so, its years aside."""
    name = plain_name(reading.text[span.start + 1 : span.end - 1])
    if len(name) > _SHORT:
        return None
    for hit in reversed(earlier):
        full = re.sub(r"（[^（）]*）$", "", hit.ref.name)
        if full.endswith(name) and hit.ref.name != name:
            return hit.ref
    return None


def _ref(reading: Reading, span: Span) -> Ref:
    name = plain_name(reading.text[span.start + 1 : span.end - 1])
    about = re.match(rf"{HAN}{{2,12}}?(?:协议|备忘录|公约)", reading.text[span.end :])  # 签订《某镇志》编纂合作协议
    if _AGREEMENT.search(name) or not about and not _PLEDGE.search(name) and _SIGN.search(reading.text[max(0, span.start - 20) : span.start]):
        return _agreement(reading, name, span)
    return Ref(DOCUMENT, name)


def _agreement(reading: Reading, name: str, span: Span) -> Ref:
    """An agreement is known by title and day: one title can be signed again years later (修订).

    Scope: (day of the signing if it is printed here, else '', date of the source).
    """
    before, behind = reading.text[max(0, span.start - 40) : span.start], reading.text[span.end : span.end + 10]
    signed = reading.day_in_sentence(span.start) if re.search(r"签|修订|续", before) or re.match(r"[^。，]{0,4}(?:修订|签|续)", behind) else ""
    name = plain_name(name)
    if _GENERAL.fullmatch(name):  # 战略合作协议: only this article tells which
        return Ref(AGREEMENT, name, (signed, reading.source.date, reading.source.id))
    return Ref(AGREEMENT, name, (signed, reading.source.date))


def issues(reading: Reading) -> list[tuple[int, int, Ref]]:
    """The issues of a bulletin that are cited: (start, end, ref)."""
    found = []
    for match in _ISSUE.finditer(reading.text):
        total = match["total"] or match["only"] or ""
        when = reading.date_at(match.start())
        year = match["year"] or (when.date[:4] if when else "") or reading.source.date[:4]
        found.append((*match.span(), issue_ref(match["series"], match["no"] or "", total, year)))
    return found


def issue_ref(series: str, number: str, total: str, year: str) -> Ref:
    """One issue: known by series and running total where it is printed, else by year and number.

    The year is left out of the key when a total is there: it is inferred and may be wrong.
    """
    printed = f"第{number}期" if number else ""
    name = f"《{series}》{printed}" + (f"（总第{total}期）" if total else "")
    if total:
        return Ref(ISSUE, name, (series, f"总{total}"))
    return Ref(ISSUE, f"《{series}》{year}年{printed}", (series, f"{year}-{number}"))
