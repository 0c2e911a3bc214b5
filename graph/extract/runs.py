"""Bodies known by standing before a title alone, be their kind known or not (县工商联主席, 民盟遂宁市委会主委)."""

from __future__ import annotations

import re

from graph.extract import offices
from graph.extract.offices import hit
from graph.extract.reading import OfficeHit, Reading
from graph.model import OFFICE, Ref
from graph.patterns import HAN, plain_name

_TITLED_END = re.compile(
    r"(?:[处科室厅部局办组系院校馆社站会委所队司盟联协府台园场]|[一二三四五六七八九十]中|小学校|中心|大学|中学|小学|集团|支部|总支|法院|工委|同盟|民革|民建|民进|民盟|农工党|九三学社)$"
)
"""How a body ends that is known by standing before a title alone."""
_NO_BODY = re.compile(r"^(?:各|全|有关|相关|其他|部分|历任|所有|两|三|多|该|本|我|市县|区县)|组织部分|[0-9]")
_OPENERS = frozenset("由 对 向 在 到 请 从 被 把 将 给 让 为 以 经 据 同 于 任 率 带领 率领 陪同 听取 邀请 任命 免去 其 原 时任 现任 新任 了 的 并 兼 看望 慰问 会见 拜访 对接 会同 联合 协同".split())
"""Words that stand before a body and are none of its name."""
_EDITORS = re.compile(r"(?:编辑部|编辑室|编委会|编纂委员会|编纂办公室|编纂室|编写组|课题组)(?:办公室)?")
_LEAGUES = re.compile(r"民革|民盟|民建|民进|农工党|九三学社|致公党|台盟|共青团|中共|国网|中国")
"""Bodies whose place stands inside their name."""
UNIT_VERBS = re.compile(r"召开|组织|开展|印发|对|向|在|到|赴|由|的|了|并|以|于|从|获|要求|举行|负责|主持|各|全|听取|约谈|[又也还]派|[选指]派")
_ACTING = re.compile(r"获|受到|得到|签订|签署|续签|首次|召开|开展|印发|听取|约谈|[又也还]派|工作(?!委|组|部|处|室|办|站|局|中心|领导)")
"""What a body is told to do or to have done: no part of its name."""
_IN_BODY = r"(?![会部室处科局馆中股组办站团院所]|工作|联谊)"
"""What makes a title part of a body's name (编辑部, 专家组)."""


def titled(reading: Reading) -> list[OfficeHit]:
    """What stands before a title from the last mark on is a body, be its kind known or not: 县工商联主席,
    民盟遂宁市委会主委, 县委深化机构改革领导小组副组长. It must say its place, by name, by level, or by the office
    that it is part of; a unit alone (综合处处长) is read with the posts."""
    hits = list(reading.offices)
    for match in re.finditer(reading.lexicon.title_pattern, reading.text):
        start, end = before(reading, match.start()), match.start()
        book = reading.title_at(start - 1) if reading.text[start - 1 : start] == "》" else None
        if book and _EDITORS.fullmatch(reading.text, start, end):  # 《…志》编辑部
            hits.append(hit(book.start, end, Ref(OFFICE, plain_name(reading.text[book.start : end])), "office.titled", 0.85))
            continue
        if end - start < 3 or not _TITLED_END.search(reading.text[start:end]) or _NO_BODY.match(reading.text[start:end]):
            continue
        if not reading.in_title(start) and (found := _of_run(reading, hits, start, end)):
            hits = [h for h in hits if not (start <= h.start and h.end <= end and h.start > start)]
            hits.append(found)
    return hits


def before(reading: Reading, end: int) -> int:
    """Where the words before a title begin: behind the last mark, the last name, the last word that opens a body."""
    run = re.compile(rf"(?:{HAN}|[（(]{HAN}+[）)])+\Z").search(reading.text, max(0, end - 30), end)
    start = run.start() if run else end
    for token in reading.tokens_within(start, end):
        name = token.tag == "PER" and token.text[0] in reading.lexicon.surnames and token.text not in reading.lexicon.no_names and reading.text[token.end : token.end + 2] not in ("纪念", "故居")
        if name or token.tag == "TIME" or token.tag == "m" and token.text[0].isdigit() or token.text in _OPENERS or token.tag == "v" and token.start == start:
            start = token.end
    named = list(re.compile(rf"(?:{reading.lexicon.title_pattern}){_IN_BODY}|(?<![主责信委])任(?!务)|听取").finditer(reading.text, start, end))
    return named[-1].end() if named else start


def has_holder(reading: Reading, text: str) -> bool:
    """Whether words hold a title that is no part of a body's name: 县长某某约谈县工商局 is more than a body."""
    return bool(re.search(rf"(?:{reading.lexicon.title_pattern}){_IN_BODY}", text))


def _of_run(reading: Reading, hits: list[OfficeHit], start: int, end: int) -> OfficeHit | None:
    """The office that the words `start:end` name, None where it is known already or its place is not said."""
    text = reading.text
    if any(h.end == end and (h.start <= start or h.ref != h.root) for h in hits):
        return None
    if any(h.end == end and any(p.start == start and p.end == h.start for p in reading.context.places) for h in hits):
        return None  # 永仁县|宜就镇党委: the body of the township, its county before it
    within = [h for h in hits if h.start == start and h.end < end]
    if within:
        head = max(within, key=lambda h: h.end)
        rest = text[head.end : end]
        if len(rest) < 2 or rest.startswith(("（", "(")) or UNIT_VERBS.search(rest):
            return None
        if head.field in (offices.CONGRESS, offices.CPPCC) and "/" not in head.code:  # 县人大教科文卫委: an organ keeps the short form of its host
            name = reading.context.name(head.code) + re.sub(r"^.*?(?=人大|政协)", "", text[start:end])
            return OfficeHit(start, end, Ref(OFFICE, plain_name(name)), head.root, "office.titled", 0.85)
        return OfficeHit(start, end, offices.unit_of(head.ref, plain_name(rest)), head.root, "office.titled", 0.85)
    place = next((p for p in reading.context.places if p.start == start and p.end < end), None)
    inner = _LEAGUES.match(text, start) and any(start < p.start and p.end < end for p in reading.context.places)
    if place and _ACTING.search(text, place.end, end):
        return None  # 某县年鉴工作获县委|书记…
    if place or inner:
        return hit(start, end, Ref(OFFICE, plain_name(text[start:end])), "office.titled", 0.85)
    if (league := _LEAGUES.match(text, start)) and (own := re.compile(r"[省市县州区](?=委)").match(text, league.end())):  # 九三学社市委
        code = reading.context.resolve(own[0], start)
        name = league[0] + reading.context.name(code) + plain_name(text[own.end() : end]) if code else ""
        return hit(start, end, Ref(OFFICE, name), "office.titled", 0.85) if name else None
    sign = re.compile(r"[省市县州区旗盟](?![情志县属外内域])").match(text, start)
    code = reading.context.resolve(sign[0], start) if sign else ""
    return hit(start, end, Ref(OFFICE, reading.context.name(code) + plain_name(text[start + 1 : end])), "office.titled", 0.82) if code else None
