"""The body that a post belongs to: printed before the title, implied by its level, or inherited from the post before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.extract import offices, towns
from graph.extract.offices import ANNALS, GOVERNMENT, PARTY
from graph.extract.reading import OfficeHit, Reading
from graph.extract.titles import BEHIND_OFFICE, Item
from graph.model import GROUP, OFFICE, Ref
from graph.patterns import HAN, at

_PROVINCIAL = re.compile(r"省志|省情|市县志|区县志")
"""Units that only the annals office of a province has."""
_BODY_WORDS = re.compile(r"(?:委|府|人大|常委会|政协|办|室|局|厅|馆|中心|会|社|院|校|部|处|组)$")
_RANKS = re.compile(r"调研员|巡视员|科员|副[处科股]长")
_OWN_NAME = re.compile(r"^(?!退休|离休).{2,}(?:场|厂|矿|公司|集团|中学|小学|[一二三四五六七八九十]中)$|^.{2,}(?:纪念馆|故居)$|^.{2,3}[镇乡].{2,}(?:站|所|院|社)$|^.{2,}(?:电站|公司|集团|[厂矿])(?:史志|修志|志|党群|综合)?(?:办|办公室|编辑部|编辑室)$")
"""Bodies called by a name of their own, which are no part of another."""
_SCHOOL = r"(?:大学|学院|中学|小学|学校|党校|[一二三四五六七八九十]中)$"
_DEPARTMENT = re.compile(r"组织部|宣传部|统战部|政法委|社会工作部")
_VILLAGER = re.compile(r"驻?村|社区")
"""村支书, 驻村第一书记: in a village that is not said, never in the body of the post before."""
_ARMED = re.compile(r"人武部|武装部|人民武装部|军分区")
_LOCAL = re.compile(r"(?:总工会|工商联|妇联|团委|文联|社科联|科协|侨联|残联|红十字会)$")
"""Bodies that every county has one of: alone they are of the place of the post before."""
_PEER = re.compile(r"(?<!分)(?:局|厅)$")
"""Departments of one government: 县教科局局长甲、住建局局长乙 name two, neither a part of the other."""
_COMPANY = ("集团公司", "总公司")
"""A company as it calls itself."""
NOWHERE = "机构未载明"


@dataclass(frozen=True, slots=True)
class Held:
    """What the next title inherits: the body of the last post, and the code of its place."""

    host: Ref | None = None
    code: str = ""
    unit: Ref | None = None
    """The 处 or 科 that a rank listed behind its head belongs to."""


@dataclass(frozen=True, slots=True)
class Body:
    """The office of a post, the body it is part of (itself if it is none), and how sure that is."""

    office: Ref
    root: Ref
    rule: str
    confidence: float


def body(reading: Reading, item: Item, office: OfficeHit | None, held: Held) -> Body | None:
    """Where the post is held; None if its level is known and no place of that level."""
    level = reading.lexicon.titles[item.title]
    if item.of_book:
        return unknown(reading, NOWHERE)
    if office:
        return Body(office.ref, office.root, "post.office", 0.97)
    if level == BEHIND_OFFICE:
        return None
    if item.town and not level:  # 清河镇宣传委员, 石桥铺镇四级主任科员
        own = towns.office(item.town, PARTY if item.title.endswith("委员") else GOVERNMENT)
        return Body(own, own, "post.town", 0.85)
    if level:
        return _of_level(reading, item, held, level)
    if held.unit and held.host and _RANKS.search(item.title) and not item.unit:
        return Body(held.unit, held.host, "post.unit", 0.9)  # 处长A、四级调研员B
    words = _printed(reading, item)
    if words and _BODY_WORDS.search(words):
        return unknown(reading, words)
    return _of_unit(reading, item, held) if item.unit else _of_context(reading, item, held)


def _of_level(reading: Reading, item: Item, held: Held, level: str) -> Body | None:
    """县长, 镇党委书记: the title names the level of the body itself."""
    if level in ("镇", "乡"):
        town = _town_body(reading, item)
        return Body(town, town, "post.town", 0.88) if town else None
    code = item.code or _level_code(reading, level, held.code, item.start)
    government = offices.keyed(reading, code, GOVERNMENT, "") if code else None
    return Body(government, government, "post.level", 0.93) if government else unknown(reading, f"{level}政府")


def _of_unit(reading: Reading, item: Item, held: Held) -> Body | None:
    host, unit = _unit_host(reading, item, held)
    if host and host.kind == GROUP:
        return unknown(reading, unit or host.name)
    return Body(offices.unit_of(host, unit) if unit else host, host, "post.unit", 0.88) if host else unknown(reading, unit)


def _of_context(reading: Reading, item: Item, held: Held) -> Body:
    """A bare title: of the body of the post before, or of that which its sign (中心主任) or the article names."""
    if _VILLAGER.match(item.title):
        return unknown(reading, NOWHERE)
    if (same := _by_title(reading, item)) and not (held.host and _headed(item, held.host.name)):
        return Body(same, same, "post.sign", 0.85)
    if held.host:
        return Body(held.host, held.host, "post.inherited", 0.82)
    if own := _by_sign(reading, item.start):
        return Body(own, own, "post.sign", 0.85)
    printed = re.search(rf"{HAN}{{2,12}}$", reading.text[max(0, item.start - 12) : item.start])
    if printed and _BODY_WORDS.search(printed[0]):
        return unknown(reading, printed[0])
    known = _main_office(reading, item.start)
    return Body(known, known, "post.context", 0.45) if known else unknown(reading, NOWHERE)


def _headed(item: Item, name: str) -> bool:
    """Whether a title is that of the head of a body called so: 副校长 of a 中学, 馆长 of a 档案馆."""
    sign = re.search(r"([校馆社院局厅所站台])长$", item.title)
    return bool(sign) and bool(re.search(_SCHOOL if sign[1] == "校" else rf"{sign[1]}$", name))


def _by_title(reading: Reading, item: Item) -> Ref | None:
    """校长 alone: of the school named last in the paragraph or in the headline."""
    paragraph = at(reading.paragraphs, item.start)
    named = [o.root for o in reading.offices if o.end <= item.start and (o.end <= reading.source.body_start or paragraph and o.start >= paragraph.start)]
    return next((root for root in reversed(named) if _headed(item, root.name)), None)


def _printed(reading: Reading, item: Item) -> str:
    """The words directly before a title that begin with a level sign nobody could place (县政府, 县史志办)."""
    start = item.end - len(item.title)
    match = re.search(rf"(?:^|[^\u4e00-\u9fff])([省市县州区旗](?![情志直级属外内域市县区州]){HAN}{{1,12}})$", reading.text[max(0, start - 14) : start])
    return match[1] if match else ""


def _by_sign(reading: Reading, start: int) -> Ref | None:
    """中心主任, 局长 behind 局: the last body named whose name ends so."""
    match = re.search(r"(?:^|[^\u4e00-\u9fff]|[改转调]任|挂职|同志为|听取|陪同|任)(中心|办|馆|局|社|院|校|处|会)$", reading.text[max(0, start - 5) : start])
    named = [o for o in reading.offices if match and o.end <= start and o.root.name.endswith(match[1])]
    if match and match[1] in ("中心", "办") and not named:
        named = [o for o in reading.offices if o.end <= start and o.field == ANNALS]
    home = [o for o in named if o.code and o.code == reading.context.home] or named
    return home[-1].root if home else None


def unknown(reading: Reading, printed: str = NOWHERE) -> Body:
    """An office nobody can tell: kept as it is printed, for this article alone."""
    words = re.split(r"[担改转升出兼]任|听取|陪同|[由请和与及对的是有，。]", printed)[-1] or printed
    group = Ref(GROUP, words, (reading.source.id,))
    return Body(group, group, "post.unresolved", 0.4)


def _unit_host(reading: Reading, item: Item, held: Held) -> tuple[Ref | None, str]:
    """学院党委: the last body named whose name ends so, and its unit; else a unit of the inherited body.

    An 办公室 is part of every body: it is one of the body before it.
    """
    if _DEPARTMENT.fullmatch(item.unit) and held.host and held.host.scope[1:2] == (PARTY,):  # 县委常委、宣传部部长: of this county
        return held.host, item.unit
    if item.unit == "办事处" and held.host and held.host.name.endswith("街道党工委"):
        return Ref(held.host.kind, held.host.name.removesuffix("党工委") + "办事处"), ""
    if not item.unit.startswith("办公室") and (same := _ending(reading, item, "公司" if item.unit in _COMPANY else item.unit)):
        return same, ""
    code = held.code or reading.context.home
    if _ARMED.fullmatch(item.unit) and code and "/" not in code:  # 县政协副主席甲、人武部政委乙
        return offices.keyed(reading, code, "军分区", item.unit), ""
    if not held.host and _DEPARTMENT.fullmatch(item.unit) and len(code) > 2:  # 宣传部副部长 alone: of the article's place
        return offices.keyed(reading, code, PARTY, "委"), item.unit
    if _LOCAL.fullmatch(item.unit) and held.code and "/" not in held.code:
        return Ref(OFFICE, reading.context.name(held.code) + item.unit), ""
    if _PEER.search(item.unit) and held.host and _PEER.search(held.host.name) and (code := reading.context.gazetteer.beginning(held.host.name)):
        return Ref(OFFICE, reading.context.name(code) + item.unit), ""
    if _OWN_NAME.search(item.unit):
        return Ref(OFFICE, item.unit), ""
    provincial = [o for o in reading.offices if o.field == ANNALS and len(o.code) == 2]
    if provincial and _PROVINCIAL.match(item.unit) and (held.host is None or held.host.scope[:1] != provincial[0].root.scope[:1]):
        return provincial[0].root, item.unit
    for length in (4, 3, 2) if not item.unit.startswith("办公室") else ():
        head = item.unit[:length]
        if len(head) == length and (host := _ending(reading, item, head, length)):
            return host, item.unit[length:]
    return held.host or _main_office(reading, item.start), item.unit


def _ending(reading: Reading, item: Item, words: str, longer: int = 0) -> Ref | None:
    """The last body before the title whose name ends in `words` and is longer than so many characters."""
    named = (o.root for o in reversed(reading.offices) if o.end <= item.start)
    return next((root for root in named if root.name.endswith(words) and len(root.name) > longer), None)


def _main_office(reading: Reading, position: int) -> Ref | None:
    """The annals office named in this paragraph; else the body the title names; else the last one named."""
    annals, paragraph = reading.office_before(position, ANNALS), at(reading.paragraphs, position)
    near = annals if annals and paragraph and annals.start >= paragraph.start else None
    title = reading.offices_in(0, reading.source.body_start)
    found = near or (title[0] if title else None) or annals or reading.office_before(position)
    return found.root if found else None


def _town_body(reading: Reading, item: Item) -> Ref | None:
    """镇长, 乡党委书记: of the township named last."""
    before = [town for town in reading.towns if town.start <= item.end] or reading.towns[:1]
    return towns.office(before[-1], PARTY if "党委" in item.title else GOVERNMENT) if before else None


def _level_code(reading: Reading, level: str, code: str, position: int) -> str:
    """The place of a 市长 or 县长: that of the post before it if the level fits, else the article's."""
    for step in reversed(reading.context.gazetteer.path(code)):
        if reading.context.name(step).endswith(level):
            return step
    return reading.context.resolve(level, position)
