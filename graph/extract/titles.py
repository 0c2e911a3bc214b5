"""The titles before a name, and what is written directly before each: an office, a place, a unit, a book."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from graph.extract import offices, runs
from graph.extract.offices import ANNALS, HISTORY
from graph.extract.reading import OfficeHit, Reading, Town
from graph.gazetteer import Place
from graph.model import OFFICE, Ref
from graph.patterns import HAN, at, plain_name

_JOINT = re.compile(r"(?:[ ]?[、，,][ ]?|[ ]?兼任?[ ]?)$")
_UNIT = re.compile(rf"({HAN}{{2,10}}(?:处|科|股|室|厅|部|局|中心|办|组|系|学院|中学|小学|学校|大学|医院|[文广茶林农]场|站|厂|矿|公司|集团|馆|党组|党委|纪委|机关党委|机关党总支|编委会|委员会|编辑部|编辑室|领导小组)|(?:党委|党组|纪委监委|纪委|监委|政法委|党支部|党总支|总工会|工商联|妇联|团委|文联|科协|侨联|残联))$")
BEHIND_OFFICE = "@"
"""Level of titles that are a post only directly behind the office (县中学教师, but not 退休教师)."""
_LONGEST = 40
"""Characters that a title, and what may stand between it and the name, take at most."""
_IN_OFFICE = re.compile(r"任$")
_FUSED = re.compile(r"(组织|宣传|统战)部长")
_ASIDE = re.compile(r"(?:原任?|时任|前任|现任|主持工作|退休|离休)$")
_FORMER = ("原任", "原", "时任", "前任")
_PRESENT = ("主持工作", "现任", "退休", "离休")
_BOOK = re.compile(r"(?:该|本|此|部门)?(?:书|志书|志稿|年鉴|(?<=[该本此部门])志|[省市州县区旗镇乡村校]志)$")
_EDITS = re.compile(r"主编|总纂|编辑|编审|总编")
_DONE = re.compile(rf"^(?:又|也|还|再|另)?(?:听取|陪同|(?:委|指|选|抽|加)?派|带领|率领?|带着?)(?:出|来|了)?(?={HAN}{{2}})")
"""A verb before a unit: 又派|年鉴科科长, 听取|中心主任."""
_BETWEEN = r"(?:同志)?(?:[（(][^（）()]{1,20}[）)])?(?:、?(?:\d{2}岁高?龄?|[六七八九]旬|耄耋)的?(?:老人|老同志)?)?[ ]{0,2}"
"""What may stand between a title and the name: 副主任（主持工作）, 主任、86岁的."""


@dataclass(frozen=True, slots=True)
class Item:
    """One title of a chain: `text[start:end]`, with the office written before it, if any."""

    start: int
    end: int
    title: str
    offices: tuple[OfficeHit, ...] = ()
    unit: str = ""
    code: str = ""
    former: bool = False
    of_book: bool = False
    town: Town | None = None
    """The township written directly before a title that does not say its level (清河镇|宣传委员)."""
    """主编 of a book: a post in no office."""


@dataclass(frozen=True, slots=True)
class _Title:
    """A title at `reading.text[start:end]`; what belongs to it begins no earlier than `floor`."""

    reading: Reading
    floor: int
    start: int
    end: int
    word: str


def chain(reading: Reading, end: int) -> list[Item]:
    """The titles that end at `end`, leftmost first."""
    paragraph = at(reading.paragraphs, max(0, end - 1))
    floor, items = (paragraph.start if paragraph else end), []
    floor = max([floor, *(person.end for person in reading.people_in(max(floor, end - _LONGEST), end))])
    called = rf"、[^、，。；：（）]{{0,12}}(?:{reading.lexicon.calling_pattern})"
    plain, behind = (re.compile(rf"(?P<title>{reading.lexicon.title_pattern}){more}{_BETWEEN}$") for more in ("", called))
    while match := _posted(reading, plain.search(reading.text, max(floor, end - _LONGEST), end)) or behind.search(reading.text, max(floor, end - _LONGEST), end):
        if items and any(person.end == match.start("title") for person in reading.people):
            break  # 潘某教授、研究员谭某: of whoever stands before it
        found = item(reading, floor, match.start("title"), match.end("title"), match["title"])
        if items and _IN_OFFICE.search(reading.text, max(floor, found.start - 2), found.start) and reading.text[end : end + 1] == "，":
            break  # 甲改任科员，原主任乙另有任用: another's post
        items.insert(0, found)
        joint = _JOINT.search(reading.text, max(floor, found.start - 4), found.start)
        if not joint:
            break
        end = joint.start()
        if any(person.end == end for person in reading.people_in(max(floor, end - 8), end)):
            break
    return items


def _posted(reading: Reading, match: re.Match[str] | None) -> re.Match[str] | None:
    """A title that is a post here: one that must stand behind its office, and does not, is a calling."""
    calling = match and reading.lexicon.titles[match["title"]] == BEHIND_OFFICE
    return None if match and calling and not any(hit.end == match.start() for hit in reading.offices) else match


def item(reading: Reading, floor: int, start: int, end: int, title: str) -> Item:
    """One title with what is written directly before it: an office, a place, or a unit."""
    text = reading.text
    within = [h for h in reading.offices if h.start <= start < h.end < end and text[h.end : end] in reading.lexicon.titles]
    if within:  # 县总工会|主席, not 县总|工会主席
        start, title = within[0].end, text[within[0].end : end]
    if title == "工会主席" and text[start - 1 : start] == "总":  # 县人大常委会副主任、总工会|主席
        start, title = start + 2, "主席"
    here = _Title(reading, floor, start, end, title)
    ways: tuple[Callable[[_Title], Item | None], ...] = (_of_department, _of_book, _of_town, _with_aside, _of_office, _of_place, _of_unit)
    return next(found for way in (*ways, _alone) if (found := way(here)))


def _of_department(here: _Title) -> Item | None:
    """县委组织部长, 组织部长: head of the department."""
    fused = _FUSED.fullmatch(here.word)
    if not fused:
        return None
    whole = next((h for h in here.reading.offices if here.floor <= h.start < here.start and h.end == here.end - 1), None)
    if whole:  # 县委宣传部|长
        return Item(whole.start, here.end, "部长", (whole,))
    found = item(here.reading, here.floor, here.start, here.end, "部长")
    unit, host = fused[1] + "部", next(iter(found.offices), None)
    if host is None:
        return replace(found, unit=unit)
    made = OfficeHit(host.start, here.end, offices.unit_of(host.root, unit), host.root, host.rule, host.confidence)
    return replace(found, offices=(made,))


def _of_book(here: _Title) -> Item | None:
    """《…志》主编, 该书主编, 县志总纂."""
    named = _BOOK.search(here.reading.text, max(here.floor, here.start - 4), here.start) if _EDITS.search(here.word) else None
    if named and not any(hit.start < here.start <= hit.end for hit in here.reading.offices):
        return Item(named.start(), here.end, here.word, of_book=True)
    book = here.reading.title_at(here.start - 1) if here.reading.text[here.start - 1 : here.start] == "》" else None
    return Item(book.start, here.end, here.word, of_book=True) if book and book.start >= here.floor else None


def _of_town(here: _Title) -> Item | None:
    """马边镇|长: the sign of the township is the title's first."""
    town = next((t for t in here.reading.towns if here.word[:1] in "镇乡" and t.end == here.start + 1 and t.start >= here.floor), None)
    return _with_former(here, Item(town.start, here.end, here.word)) if town else None


def _with_aside(here: _Title) -> Item | None:
    """自贡市地方志办公室原主任, 县史志办主持工作负责人."""
    begin = max(here.floor, here.start - 6)
    aside = _ASIDE.search(here.reading.text[begin : here.start])
    if not aside:
        return None
    found = item(here.reading, here.floor, begin + aside.start(), here.end, here.word)
    return replace(found, former=found.former or aside[0] not in _PRESENT)


def _of_office(here: _Title) -> Item | None:
    named = [hit for hit in here.reading.offices if hit.end == here.start and hit.start >= here.floor]
    if not named:
        return None
    group = _joint_offices(here.reading, min(named, key=lambda hit: (hit.start, -len(hit.ref.scope))))
    return _with_former(here, Item(group[0].start, here.end, here.word, group))


def _of_place(here: _Title) -> Item | None:
    """泸州市|市长, 太平镇|党委书记."""
    places: tuple[Place | Town, ...] = (*here.reading.context.places, *here.reading.towns)
    place = next((p for p in places if p.end == here.start and p.start >= here.floor), None)
    if place is None:
        return None
    code = here.reading.context.code_of(place) if isinstance(place, Place) else ""
    return _with_former(here, Item(place.start, here.end, here.word, code=code, town=place if isinstance(place, Town) else None))


def _of_unit(here: _Title) -> Item | None:
    """综合处|处长. A title that says its level (县长) has none."""
    reading, start = here.reading, here.start
    if reading.lexicon.titles.get(here.word, "") not in ("", BEHIND_OFFICE):
        return None
    unit = _UNIT.search(reading.text, max(here.floor, start - 12, runs.before(reading, start)), start)
    if not unit or any(hit.start < start and unit.start() < hit.end for hit in reading.offices):
        return None
    words = re.sub(r"^兼任?", "", _DONE.sub("", re.split(r"[、，,]", unit[1])[-1]))
    if re.search(r"[由请向对及的有是会]", words[:-1]):
        return None
    begin = start - len(words)
    if any(town.start == begin and town.end < start for town in reading.towns):  # 马鞍镇党建办 is no unit of the office before
        own = OfficeHit(begin, start, *2 * (Ref(OFFICE, plain_name(words)),), "office.town", 0.8)
        return _with_former(here, Item(begin, here.end, here.word, (own,)))
    return _with_former(here, Item(begin, here.end, here.word, unit=words))


def _alone(here: _Title) -> Item:
    return _with_former(here, Item(here.start, here.end, here.word))


def _with_former(here: _Title, found: Item) -> Item:
    """原岳池县史志办主任: a post held before."""
    for word in _FORMER:
        if here.reading.text[max(here.floor, found.start - len(word)) : found.start] == word:
            return replace(found, start=found.start - len(word), former=True)
    now = here.reading.text[max(here.floor, found.start - 2) : found.start] == "现任"
    return replace(found, start=found.start - 2) if now else found


def _joint_offices(reading: Reading, office: OfficeHit) -> tuple[OfficeHit, ...]:
    """泸州市委党史研究室、市志办主任: one title in two bodies of one place, if no title stands between."""
    if office.field in (ANNALS, HISTORY) and reading.text[office.start - 1 : office.start] in ("、", "（", "("):
        for other in reading.offices:
            same = other.code == office.code and other.field in (ANNALS, HISTORY)
            if other.end == office.start - 1 and same:
                return (other, office)
    return (office,)
