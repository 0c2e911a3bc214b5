"""Offices: a known kind of body behind a place or a level word.

An office of a kind that exists once in a place (党委, 政府, 人大, 政协, 地方志…) is keyed by
`(place code, kind)`: so 省地方志办, 省志办 and 四川省地方志工作办公室 are one, whatever the short form.
Bodies known by their own name alone are found in bodies.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from graph.context import LEVELS
from graph.extract.reading import OfficeHit, Reading
from graph.model import OFFICE, Ref

ANNALS, HISTORY, PARTY, GOVERNMENT, CONGRESS, CPPCC = "志", "党史", "党委", "政府", "人大", "政协"

_ANNALS = (
    r"(?:(?:人民)?政府)?(?:委)?(?:党史)?(?:和|与|及|、)?(?:地方史志|地方志|方志|史志|地志|志)(?:工作|事业|编纂|编修|研究|征编)*(?:委员会)?"
    r"(?:办公室|研究室|编纂中心|研究中心|服务中心|中心|编纂委员会|编委会|研究院|研究所|办(?!理|好|公(?!室)|事|法|学|刊))"
    r"|(?:地方史志|地方志|方志|史志|地志)部门"
)
_CORES: tuple[tuple[str, str], ...] = (
    (ANNALS, _ANNALS),
    ("方志馆", r"(?:党史)?(?:和|与)?(?:地方志|方志|史志)馆"),
    ("地方志学会", r"(?:地方志|方志|史志)(?:协会|学会)"),
    (HISTORY, r"委?党史(?:研究|征集|工作)*(?:室|院|办公室|办(?!好|理))|委?党研室"),
    ("党委部门", r"委(?:办公室|办公厅|办(?![公理好事])|农办|目标?督办|目标督查办公室|督查室|组织部|宣传部|统战部|政法委(?:员会)?|政研室|政策研究室|党校|网信办|编办|老干部局|巡察办|直属机关工委|机关工委|社会工作部)"),
    ("纪委", r"纪委(?:监委)?|监委|纪律检查委员会|监察委员会"),
    ("政府部门", r"(?:人民)?政府(?:办公室|办公厅|研究室|督查室|办(?![好理公事]))|(?<!政)府办(?:公室|公厅|(?![好理公事]))"),
    (GOVERNMENT, r"人民政府|政府"),
    ("人大部门", r"人大(?:常委会)?(?:办公室|办公厅|办(?![好理公事]))"),
    (CONGRESS, r"人民代表大会常务委员会|人大常委会|人大"),
    ("军分区", r"军分区|人民武装部|人武部"),
    ("政协部门", r"政协(?:办公室|办公厅|办(?![好理公事])|[^，。、；]{2,10}?委员会|文史委|提案委|文化文史委)"),
    (CPPCC, r"政协"),
    (PARTY, r"委(?:员会)?(?![员托派屈任会内外以])"),
)
_ONCE = (ANNALS, HISTORY, PARTY, GOVERNMENT, CONGRESS, CPPCC, "方志馆", "纪委", "地方志学会")
_SHORT_PLACE = (ANNALS, HISTORY, "方志馆", CPPCC, CONGRESS, "军分区")
"""Kinds that also stand behind a short place name: 泸州史志办."""
FORMAL: dict[str, Callable[[str], str]] = {
    PARTY: lambda place: f"中共{place}委员会",
    GOVERNMENT: lambda place: f"{place}人民政府",
    CONGRESS: lambda place: f"{place}人民代表大会常务委员会",
    CPPCC: lambda place: f"中国人民政治协商会议{place}委员会",
}
_CORE = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern) in enumerate(_CORES)))
_LEAGUES = r"民革|民盟|民建|民进|农工党|致公党|九三学社|台盟"
_LEAGUE = re.compile(rf"(?:(?P<youth>共青团|(?<![集社兵师表察访剧])团)|(?P<party>{_LEAGUES}))(?:中共)?\Z")
"""Before a committee's place: 团市委, 共青团四川省委, 民盟四川省委 are no committees of the Party."""
_REVERSED = re.compile(r"政协(?=.{2,12}委)")
_NATION = re.compile(r"中国地方志(?:指导小组|工作)(?:办公室)?|中国地方志(?:协会|学会)|国家方志馆")
_ASSEMBLY = re.compile(r"中国人民政治协商会议(?P<cppcc>.+)委员会|(?P<congress>.+)人民代表大会常务委员会")
_LISTED = re.compile(r"[\u4e00-\u9fff]{1,14}[、（(和及与]")
AVOID = frozenset("各全我本该外跨两几多首城都超上门")
"""A level sign after one of these names no single office: 各市, 全省, 城市, 上市."""


def keyed(reading: Reading, code: str, kind: str, core: str) -> Ref:
    """The ref of an office of `kind` in the place `code`, called by its formal or its completed name."""
    place = reading.context.name(code)
    if kind == "政府部门":
        return Ref(OFFICE, place + core, (code, GOVERNMENT + _unit(core)))
    if kind in ("人大部门", "政协部门") and re.search(r"办(?:公室|公厅)?$", core):
        return Ref(OFFICE, place + core, (code, kind))
    if core == "军分区":  # 遂宁军分区 is its whole name
        return Ref(OFFICE, re.sub(r"市$", "", place) + core, (code, kind))
    if kind in _ONCE:
        return Ref(OFFICE, FORMAL[kind](place) if kind in FORMAL else place + core, (code, kind))
    return Ref(OFFICE, place + core)


def _unit(core: str) -> str:
    """The office of a government by one name: 政府办, 政府办公室 and 人民政府办公室 are one."""
    unit = re.sub(r"^(?:(?:人民)?政府|府)", "", core)
    return "办公室" if unit == "办" else unit


def unit_of(host: Ref, unit: str) -> Ref:
    """The ref of a unit (党组, 综合处) of an office; departments of party and government have names of their own."""
    if unit == "党组" and (formal := _ASSEMBLY.fullmatch(host.name)):  # nobody prints 中国人民政治协商会议四川省委员会党组
        name = f"{formal['cppcc']}政协" if formal["cppcc"] else f"{formal['congress']}人大常委会"
        return Ref(OFFICE, name + unit, (*(host.scope or (host.name, "")), unit))
    if len(host.scope) == 2 and host.scope[1] == PARTY and unit in ("纪委", "纪委监委", "监委"):  # 镇党委委员、纪委书记: of the same place
        return Ref(OFFICE, host.name.removeprefix("中共").removesuffix("委员会") + unit, (host.scope[0], unit if "/" in host.scope[0] else "纪委"))
    if len(host.scope) == 2 and host.scope[1] == PARTY and host.name.startswith("中共") and not re.match(r"机关|(?:机关)?党(?:组|委|支部|总支)$", unit):
        return Ref(OFFICE, host.name.removeprefix("中共").removesuffix("员会") + unit)
    if len(host.scope) == 2 and host.scope[1] == GOVERNMENT and unit.startswith(("办公", "研究")):
        return Ref(OFFICE, host.name.removesuffix("人民政府") + "政府" + unit, (host.scope[0], GOVERNMENT + _unit(unit)))
    if len(host.scope) == 2 and host.scope[1] == GOVERNMENT and re.search(r"[局厅委]$|委员会$", unit):  # 副市长、公安局局长
        return Ref(OFFICE, host.name.removesuffix("人民政府") + unit)
    return Ref(OFFICE, host.name + unit, (*(host.scope or (host.name, "")), unit))


def hit(start: int, end: int, ref: Ref, rule: str, confidence: float) -> OfficeHit:
    """An office that is no unit of another."""
    return OfficeHit(start, end, ref, ref, rule, confidence)


def allowed(reading: Reading, start: int, end: int) -> bool:
    """Inside 《…》 only the office that a title begins with counts (《X办关于…》)."""
    if not reading.in_title(start):
        return True
    return reading.text[start - 1] == "《" and reading.text[end : end + 2] in ("关于", "印发")


def nation(reading: Reading) -> list[OfficeHit]:
    """Bodies of the whole country."""
    return [
        hit(m.start(), m.end(), Ref(OFFICE, m[0]), "office.nation", 0.98)
        for m in _NATION.finditer(reading.text) if allowed(reading, m.start(), m.end())
    ]  # fmt: skip


def reversed_(reading: Reading) -> list[OfficeHit]:
    """政协四川省委(员会): the name of the place stands inside."""
    hits = []
    for match in _REVERSED.finditer(reading.text):
        for place in reading.context.places:
            tail = re.match(r"委(?:员会)?", reading.text[place.end :]) if place.start == match.end() else None
            if tail:
                ref = keyed(reading, reading.context.code_of(place), CPPCC, "政协")
                hits.append(hit(match.start(), place.end + tail.end(), ref, "office.reversed", 0.97))
    return hits


def cores(reading: Reading) -> list[OfficeHit]:
    """A known kind of body behind a place, a list of places, or a level sign."""
    hits: list[OfficeHit] = []
    for match in _CORE.finditer(reading.text):
        kind = _CORES[int(match.lastgroup[1:])][0]  # type: ignore[index]
        found = _anchored(reading, match.start(), match.end(), kind, match[0])
        hits += _departments(found) if match[0].endswith("部门") else found
    return [found for found in hits if allowed(reading, found.start, found.end)]


def _departments(hits: list[OfficeHit]) -> list[OfficeHit]:
    """广元市、巴中市史志部门: called by its trade alone. Of a whole province that is no one office."""
    return [replace(found, rule="office.department", confidence=0.8) for found in hits if len(found.code) > 2]


def _anchored(reading: Reading, start: int, end: int, kind: str, core: str) -> list[OfficeHit]:
    ending = [place for place in reading.context.places if place.end == start]
    if not ending and reading.text[start - 1 : start] in LEVELS:  # 泸县县委, 顺庆区区委
        sign = reading.text[start - 1]
        ending = [p for p in reading.context.places if p.end == start - 1 and p.full and reading.text[p.end - 1] == sign]
    if ending and (ending[0].full or kind in _SHORT_PLACE or len(ending[0].divisions[0].code) < 6):
        code = reading.context.code_of(ending[0])
        ref = keyed(reading, code, kind, core)
        whole = _led(reading, hit(_left(reading, ending[0].start, code), end, ref, "office.place", 0.98))
        return [*_coordinated(reading, whole.start, kind, core), whole]
    code = level_code(reading, start)
    return [_led(reading, hit(start - 1, end, keyed(reading, code, kind, core), "office.level", 0.93))] if code else []


def _led(reading: Reading, found: OfficeHit) -> OfficeHit:
    """A Party committee; behind the name of the Youth League, or of another party, that one's committee in the same place."""
    match = _LEAGUE.search(reading.text, max(0, found.start - 6), found.start) if found.field == PARTY else None
    if not match:
        return found
    party = match["party"] or "共青团"
    printed = reading.text[found.start : found.end]  # nobody writes 中共 before it, and 委 stays as short as it is
    ref = Ref(OFFICE, party + reading.context.name(found.code) + printed[printed.rindex("委") :], (found.code, party))
    return hit(match.start(), found.end, ref, "office.league", found.confidence)


def level_code(reading: Reading, start: int) -> str:
    """Code of the place that a level sign directly before `start` means (县|方志办), '' if there is none."""
    sign, before = reading.text[start - 1 : start], reading.text[start - 2 : start - 1]
    if sign not in LEVELS or before in AVOID or before in LEVELS or before in ("）", ")"):
        return ""
    return _listed(reading, start - 1, sign) or reading.context.resolve(sign, start)


def _listed(reading: Reading, start: int, sign: str) -> str:
    """Code of the place that the body before it in a list is of, if the sign may mean it (宜宾市委党史研究室、|市地方志办公室), else ''."""
    place = next((p for p in reversed(reading.context.places) if p.end < start), None)
    if not place or not place.full or not _LISTED.fullmatch(reading.text, place.end, start):
        return ""
    code = reading.context.code_of(place)
    return code if reading.context.fits(code, sign) and not any(token.tag == "PER" for token in reading.tokens_within(place.end, start)) else ""


def _left(reading: Reading, start: int, code: str) -> int:
    """Start of the mention: 中共 and the names of the places above belong to it (四川省成都市…)."""
    for place in reading.context.places:
        if place.end == start and code.startswith(reading.context.code_of(place)):
            start = place.start
    return start - 2 if reading.text[start - 2 : start] == "中共" else start


def _coordinated(reading: Reading, start: int, kind: str, core: str) -> list[OfficeHit]:
    """康定市、泸定县、…雅江县地方志办公室: one office a place. The mention is the place's name."""
    hits: list[OfficeHit] = []
    if kind not in (ANNALS, HISTORY, "方志馆"):
        return hits
    by_end = {place.end: place for place in reading.context.places if place.full}
    while reading.text[start - 1 : start] in tuple("、和与及") and (place := by_end.get(start - 1)):
        ref = keyed(reading, reading.context.code_of(place), kind, core)
        hits.append(hit(place.start, place.end, ref, "office.coordinated", 0.9))
        start = place.start
    return hits
