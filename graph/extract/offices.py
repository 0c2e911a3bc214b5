"""Offices: a known kind of body behind a place or a level word, or an organisation's own name.

An office of a kind that exists once in a place (党委, 政府, 人大, 政协, 地方志…) is keyed by
`(place code, kind)`: so 省地方志办, 省志办 and 四川省地方志工作办公室 are one, whatever the short form.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.context import LEVELS
from graph.extract.reading import OfficeHit, Reading
from graph.lexicon import alternation
from graph.model import OFFICE, Ref
from graph.patterns import HAN, plain_name

ANNALS, HISTORY, PARTY, GOVERNMENT, CONGRESS, CPPCC = "志", "党史", "党委", "政府", "人大", "政协"

_ANNALS = (
    r"(?:委)?(?:党史)?(?:和|与|及|、)?(?:地方志|方志|史志|地志|志)(?:工作|事业|编纂|编修|研究|征编)*(?:委员会)?"
    r"(?:办公室|研究室|编纂中心|研究中心|服务中心|中心|编纂委员会|编委会|办(?!理|好|公(?!室)|事|法|学|刊))"
)
_CORES: tuple[tuple[str, str], ...] = (
    (ANNALS, _ANNALS),
    ("方志馆", r"(?:党史)?(?:和|与)?(?:地方志|方志|史志)馆"),
    ("地方志学会", r"(?:地方志|方志|史志)(?:协会|学会)"),
    (HISTORY, r"委?党史(?:研究|征集|工作)*(?:室|办公室|办(?!好|理))|委?党研室"),
    ("党委部门", r"委(?:办公室|办公厅|组织部|宣传部|统战部|政法委(?:员会)?|政研室|政策研究室|党校|网信办|编办|老干部局|巡察办|直属机关工委|机关工委)"),
    ("纪委", r"纪委(?:监委)?|监委|纪律检查委员会|监察委员会"),
    ("政府部门", r"(?:人民)?政府(?:办公室|办公厅|研究室|办(?![好理公事]))"),
    (GOVERNMENT, r"人民政府|政府"),
    (CONGRESS, r"人民代表大会常务委员会|人大常委会|人大"),
    ("政协部门", r"政协(?:办公室|办公厅|文化文史[^，。、]{0,8}委员会|文史[^，。、]{0,8}委员会)"),
    (CPPCC, r"政协"),
    (PARTY, r"委(?:员会)?(?![员托派屈任会内外以])"),
)
_ONCE = (ANNALS, HISTORY, PARTY, GOVERNMENT, CONGRESS, CPPCC, "方志馆", "纪委", "地方志学会")
_FORMAL: dict[str, Callable[[str], str]] = {
    PARTY: lambda place: f"中共{place}委员会",
    GOVERNMENT: lambda place: f"{place}人民政府",
    CONGRESS: lambda place: f"{place}人民代表大会常务委员会",
    CPPCC: lambda place: f"中国人民政治协商会议{place}委员会",
}
_CORE = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern) in enumerate(_CORES)))
_REVERSED = re.compile(r"政协(?=.{2,12}委)")
_GENERIC = re.compile(
    rf"(?P<stem>{HAN}{{1,10}}?)(?:局|厅|档案馆|图书馆|博物馆|文化馆|纪念馆|党校|大学|学院|职业技术学院|中学|小学|中心|委员会|研究院|研究所|学会|协会|"
    r"联合会|文联|社科联|作协|总工会|团委|妇联|出版社|年鉴社|日报社|电视台|融媒体中心|法院|检察院|医院|集团|管委会)(?![长面势])"
)
_VERBS = re.compile(
    r"召开|组织|开展|完成|印发|对|向|在|到|赴|由|被|把|将|等|的|了|并|为|以|于|从|获|得|要求|举行|举办|参加|推进|做好|加强|说|提|是|有|及其|各|全|与|大局|布局|格局|工作"
)
_BARE = re.compile(r"(?<![和、及与各])(?:地方志办|方志办|地志办|史志办)(?!公室|事|法)")
_SELF = re.compile(rf"(?:(?<!{HAN})|(?<=[由有及和与为是请经]))办(?=党组|机关)")
_NATION = re.compile(r"中国地方志(?:指导小组|工作)(?:办公室)?|中国地方志(?:协会|学会)|国家方志馆")
_DEFINED = re.compile(r"[（(]以下(?:统一)?简称[:：“\"]*(?P<short>[^”\"）)]{2,12})[”\"]?[）)]")
_AVOID = set("各全我本该外跨两几多首城都超上门")
"""A level sign after one of these names no single office: 各市, 全省, 城市, 上市."""


def find(reading: Reading) -> None:
    """Fill `reading.offices`, in text order; nested ones (an office and its party group) both stand."""
    hits: list[OfficeHit] = []
    for rule in (_nation, _reversed, _cores, _generic, _recognised):
        for hit in rule(reading):
            if not any(hit.start < other.end and other.start < hit.end for other in hits):
                hits.append(hit)
    reading.offices = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    for late in (_defined, _bare, _self, _units):
        reading.offices = sorted(reading.offices + late(reading), key=lambda hit: (hit.start, -hit.end))


def keyed(reading: Reading, code: str, kind: str, core: str) -> Ref:
    """The ref of an office of `kind` in the place `code`, called by its formal or its completed name."""
    place = reading.context.name(code)
    if kind in _ONCE:
        return Ref(OFFICE, _FORMAL[kind](place) if kind in _FORMAL else place + core, (code, kind))
    return Ref(OFFICE, place + core)


def unit_of(host: Ref, unit: str) -> Ref:
    """The ref of a unit (党组, 综合处) of an office."""
    return Ref(OFFICE, host.name + unit, (*(host.scope or (host.name, "")), unit))


def _hit(start: int, end: int, ref: Ref, rule: str, confidence: float) -> OfficeHit:
    return OfficeHit(start, end, ref, ref, rule, confidence)


def _allowed(reading: Reading, start: int, end: int) -> bool:
    """Inside 《…》 only the office that a title begins with counts (《X办关于…》)."""
    if not reading.in_title(start):
        return True
    return reading.text[start - 1] == "《" and reading.text[end : end + 2] in ("关于", "印发")


def _nation(reading: Reading) -> list[OfficeHit]:
    return [
        _hit(m.start(), m.end(), Ref(OFFICE, m[0]), "office.nation", 0.98)
        for m in _NATION.finditer(reading.text) if _allowed(reading, m.start(), m.end())
    ]  # fmt: skip


def _reversed(reading: Reading) -> list[OfficeHit]:
    """政协四川省委(员会): the name of the place stands inside."""
    hits = []
    for match in _REVERSED.finditer(reading.text):
        for place in reading.context.places:
            tail = re.match(r"委(?:员会)?", reading.text[place.end :]) if place.start == match.end() else None
            if tail:
                ref = keyed(reading, reading.context.code_of(place), CPPCC, "政协")
                hits.append(_hit(match.start(), place.end + tail.end(), ref, "office.reversed", 0.97))
    return hits


def _cores(reading: Reading) -> list[OfficeHit]:
    """A known kind of body behind a place, a list of places, or a level sign."""
    hits: list[OfficeHit] = []
    for match in _CORE.finditer(reading.text):
        kind = _CORES[int(match.lastgroup[1:])][0]
        hits += _anchored(reading, match.start(), match.end(), kind, match[0])
    return [hit for hit in hits if _allowed(reading, hit.start, hit.end)]


def _anchored(reading: Reading, start: int, end: int, kind: str, core: str) -> list[OfficeHit]:
    text, context = reading.text, reading.context
    ending = [place for place in context.places if place.end == start]
    if ending and (ending[0].full or kind in (ANNALS, HISTORY, "方志馆", CPPCC, CONGRESS) or len(ending[0].divisions[0].code) < 6):
        code = context.code_of(ending[0])
        ref = keyed(reading, code, kind, core)
        whole = _hit(_left(reading, ending[0].start, code), end, ref, "office.place", 0.98)
        return [*_coordinated(reading, whole.start, kind, core), whole]
    sign = text[start - 1 : start]
    before = text[start - 2 : start - 1]
    if sign in LEVELS and before not in _AVOID and before not in LEVELS and before not in ("）", ")"):
        code = context.resolve(sign, start)
        if code:
            return [_hit(start - 1, end, keyed(reading, code, kind, core), "office.level", 0.93)]
    return []


def _left(reading: Reading, start: int, code: str) -> int:
    """Start of the mention: 中共 and the names of the places above belong to it (四川省成都市…)."""
    for place in reading.context.places:
        if place.end == start and code.startswith(reading.context.code_of(place)):
            start = place.start
    return start - 2 if reading.text[start - 2 : start] == "中共" else start


def _coordinated(reading: Reading, start: int, kind: str, core: str) -> list[OfficeHit]:
    """康定市、泸定县、…雅江县地方志办公室: one office a place. The mention is the place's name."""
    hits: list[OfficeHit] = []
    if reading.text[start - 1 : start] not in tuple("、和与及"):
        return hits
    by_end = {place.end: place for place in reading.context.places if place.full}
    while reading.text[start - 1 : start] in tuple("、和与及") and (place := by_end.get(start - 1)):
        ref = keyed(reading, reading.context.code_of(place), kind, core)
        hits.append(_hit(place.start, place.end, ref, "office.coordinated", 0.9))
        start = place.start
    return hits


def _generic(reading: Reading) -> list[OfficeHit]:
    """Any body with a usual ending directly behind a place: 眉山市财政局, 重庆师范大学."""
    hits = []
    for place in reading.context.places:
        match = _GENERIC.match(reading.text, place.end)
        if match and not _VERBS.search(match["stem"]) and _allowed(reading, place.start, match.end()):
            name = reading.text[place.start : match.end()]
            if match.end() - place.end >= 2:
                hits.append(_hit(place.start, match.end(), Ref(OFFICE, plain_name(name)), "office.generic", 0.85))
    return hits


def _recognised(reading: Reading) -> list[OfficeHit]:
    """Organisations the recogniser sees, if they end as organisations do (方志出版社)."""
    ending = re.compile(rf"(?:{alternation(reading.lexicon.suffixes)})$")
    hits = []
    for token in reading.tokens:
        name = token.text.strip()
        if token.tag in ("ORG", "nz", "n") and len(name) >= 4 and ending.search(name) and not reading.in_title(token.start):
            hits.append(_hit(token.start, token.end, Ref(OFFICE, plain_name(name)), "office.recognised", 0.85))
    return hits


def _defined(reading: Reading) -> list[OfficeHit]:
    """中国地方志工作办公室(以下简称中志办): the short form means that office from there on."""
    hits: list[OfficeHit] = []
    for match in _DEFINED.finditer(reading.text):
        named = next((hit for hit in reading.offices if hit.end == match.start()), None)
        if named:  # what follows the bracket (党组书记) belongs to the office before it
            hits.append(_hit(named.start, match.end(), named.ref, "office.defined", named.confidence))
        for place in re.finditer(re.escape(match["short"]), reading.text) if named else ():
            if named and not any(hit.start < place.end() and place.start() < hit.end for hit in (*reading.offices, *hits)):
                hits.append(_hit(place.start(), place.end(), named.ref, "office.defined", 0.97))
    return hits


def _bare(reading: Reading) -> list[OfficeHit]:
    """方志办 alone means the one of the article's place (转方志办)."""
    home, hits = reading.context.home, []
    for match in _BARE.finditer(reading.text):
        free = not any(hit.start < match.end() and match.start() < hit.end for hit in reading.offices)
        if home and free and not reading.in_title(match.start()):
            hits.append(_hit(match.start(), match.end(), keyed(reading, home, ANNALS, match[0]), "office.bare", 0.85))
    return hits


def _self(reading: Reading) -> list[OfficeHit]:
    """办党组, 办机关: the annals office the article speaks of."""
    hits = []
    for match in _SELF.finditer(reading.text):
        host = reading.office_before(match.start(), ANNALS)
        if host:
            hits.append(_hit(match.start(), match.end(), host.root, "office.self", 0.9))
    return hits


def _units(reading: Reading) -> list[OfficeHit]:
    """A unit directly behind its office (省地方志办综合处, 办党组), or 机关党委 alone."""
    named = alternation(reading.lexicon.units)
    behind = re.compile(rf"(?:{named})(?!书记处)|{HAN}{{2,8}}?(?:处|科)(?=(?:副?[处科]长|[，。、；：,;:（）()\s]|负责|$|20))")
    alone = re.compile(r"(?:直属)?机关(?:党委|纪委|党总支|党支部)")
    hits = []
    for hit in reading.offices:
        match = behind.match(reading.text, hit.end)
        if match and not _VERBS.search(match[0]) and not match[0].startswith(("处", "科")):
            ref = unit_of(hit.root, match[0])
            hits.append(OfficeHit(hit.start, match.end(), ref, hit.root, "office.unit", 0.93))
    for match in alone.finditer(reading.text):
        host = reading.office_before(match.start(), ANNALS) or reading.office_before(match.start())
        if host and not any(h.start <= match.start() < h.end for h in hits):
            hits.append(OfficeHit(match.start(), match.end(), unit_of(host.root, match[0]), host.root, "office.unit", 0.85))
    return hits


