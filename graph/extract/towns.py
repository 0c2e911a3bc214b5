"""Townships and their bodies: known by county and name, inherited from the township named last."""

from __future__ import annotations

import re

from graph.extract.offices import AVOID, CONGRESS, FORMAL, GOVERNMENT, PARTY, hit
from graph.extract.reading import OfficeHit, Reading, Town
from graph.model import OFFICE, Ref
from graph.patterns import HAN, occurrences

_OWN = (
    r"人大工委|纪工?委|监委|监察办公室|武装部|(?:综合)?文化(?:服务)?(?:站|中心)|卫生院|党政(?:综合)?办(?:公室)?|党建(?:工作)?办(?:公室)?|"
    r"(?:镇|乡|街道)?志(?:编纂|编修)?(?:委员会)?办(?:公室)?|(?:镇|乡|街道)?志编委会|工会|团委|妇联|关工委|便民服务中心|综治(?:办|中心)|司法所|派出所"
)
"""Bodies of a township beside its committee, government and congress; each is called by the township's name."""
_TOWN = re.compile(rf"(?P<town>[镇乡]|街道)(?P<body>{_OWN}|党委|党工委|人民政府|政府|人大|办事处)(?!书记处|[长员](?!室))")
_TOWN_NAMED = re.compile(rf"(?<!{HAN})(?P<name>{HAN}{{2,3}}(?:镇|乡|街道))(?=党委|党工委|人民政府|政府|办事处|镇长|乡长|人大|文化站|中心校|中心小学|中学|小学|卫生院)")
_NO_TOWN = re.compile(r"^[原现前时并又]|听取|看望|陪同|[由对向在到赴率与和同及]")
"""Words that run into a township's sign (并听取镇|党委书记, 原东乡镇)."""
_ROW_END = re.compile(rf"(?:(?<!{HAN})|^)(?P<name>{HAN}{{2,4}}(?:镇|乡|街道))、\Z")
_ROW_NEXT = re.compile(rf"、(?P<name>{HAN}{{2,3}}(?:镇|乡|街道))")
_TOWN_BOOK = re.compile(rf"《(?P<name>{HAN}{{2,3}}(?:镇|乡|街道))志")
_TOWN_CONGRESS = re.compile(r"(?<=[、，。；：\n])人大(?=副?主席)")
"""Only townships have a 主席 of their congress."""


def office(town: Town, kind: str) -> Ref:
    """Party committee or government of a township; its place is known by county and name."""
    name = town.name + "人民代表大会" if kind == CONGRESS else FORMAL[kind](town.name) if kind in FORMAL else town.name + kind
    return Ref(OFFICE, name, (f"{town.county}/{town.name}", kind))


def bodies(reading: Reading) -> list[OfficeHit]:
    """九襄镇人民政府, 镇党委: bodies of the township named here, or of the last one named before."""
    hits = []
    for match in _TOWN.finditer(reading.text):
        end = match.end("town")
        named = next((town for town in reading.towns if town.end == end), None)
        town = named or next((town for town in reversed(reading.towns) if town.end <= match.start()), None)
        town = town or (reading.towns[0] if reading.towns else None)
        before = reading.text[match.start() - 1 : match.start()]
        if town and town.name.endswith(match["town"]) and before not in (*AVOID, "）", ")", "个"):
            kind = {"党委": PARTY, "人民政府": GOVERNMENT, "政府": GOVERNMENT, "办事处": GOVERNMENT}.get(match["body"], match["body"])
            kind = match["town"] + kind if kind.startswith("志") and not named else kind  # 镇志办 of 渔门镇 is 渔门镇镇志办
            start = named.start if named else match.start()
            hits.append(hit(start, match.end(), office(town, kind), "office.town", 0.9 if named else 0.85))
    for match in _TOWN_CONGRESS.finditer(reading.text):  # 镇长甲、人大主席乙
        before_it = [town for town in reading.towns if town.end <= match.start()]
        if before_it:
            hits.append(hit(match.start(), match.end(), office(before_it[-1], CONGRESS), "office.town", 0.85))
    return hits


def names(reading: Reading) -> list[Town]:
    """The townships named: behind a county, or seen as a place by the recogniser."""
    found: dict[int, Town] = {}
    for place in reading.context.places:
        match = re.compile(rf"{HAN}{{2,3}}?(?:镇|乡|街道)(?![镇乡村])").match(reading.text, place.end)
        code = reading.context.code_of(place)
        if match and len(code) == 6:
            found[match.start()] = Town(match.start(), match.end(), match[0], code)
    for match in _TOWN_BOOK.finditer(reading.text):  # 《某某乡志》
        found.setdefault(match.start("name"), Town(*match.span("name"), match["name"], reading.context.home))
    for token in reading.tokens:
        if token.tag in ("LOC", "ns", "ORG") and re.fullmatch(rf"{HAN}{{2,4}}(?:镇|乡)", token.text) and token.text not in ("乡镇", "村镇"):
            found.setdefault(token.start, Town(token.start, token.end, token.text, reading.context.home))
    for match in _TOWN_NAMED.finditer(reading.text):
        inner = [place.end for place in reading.context.places if match.start() <= place.start and place.end < match.end() - 1]
        if not inner and match["name"][0] not in AVOID and not _NO_TOWN.search(match["name"]):
            found.setdefault(match.start(), Town(match.start(), match.end("name"), match["name"], reading.context.home))
    _beside(reading, found)
    called = {town.name: town for town in found.values()}
    for name, town in called.items():
        for start in occurrences(reading.text, name):
            found.setdefault(start, Town(start, start + len(name), name, town.county))
    return sorted(found.values(), key=lambda town: town.start)


def _beside(reading: Reading, found: dict[int, Town]) -> None:
    """邛溪镇、刷经寺镇、瓦切镇: what stands in a row with townships and ends as they do is one, in the same county."""
    waiting = list(found.values())
    while waiting:
        town = waiting.pop()
        before, after = _ROW_END.search(reading.text, max(0, town.start - 6), town.start), _ROW_NEXT.match(reading.text, town.end)
        for match in (before, after):
            if match and match.start("name") not in found and match["name"] not in ("乡镇", "村镇") and not _NO_TOWN.search(match["name"]):
                found[match.start("name")] = Town(*match.span("name"), match["name"], town.county)
                waiting.append(found[match.start("name")])
