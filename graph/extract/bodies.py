"""Bodies known by their own name, and the order in which all offices are found."""

from __future__ import annotations

import re

from graph.extract import forms, offices, runs, towns
from graph.extract.offices import allowed, hit
from graph.extract.reading import OfficeHit, Reading
from graph.lexicon import alternation
from graph.model import OFFICE, Ref
from graph.patterns import HAN, plain_name

_GENERIC = re.compile(
    rf"(?P<stem>{HAN}{{0,10}}?)(?P<end>局|厅|馆|社科院|社会科学院|文化宫|党校|大学|学院|学校|中学|小学|中心小学校?|中心校|中心|委员会|研究院|研究所|学会|协会|"
    r"联合会|文联|社科联|工商联|侨联|残联|科协(?![议定调同商作])|红十字会|关工委|老促会|农工委|木偶剧团|歌舞剧?团|文工团|艺术团|剧团|工委|指挥部|督查室|作协(?![议定调同商作])|总工会|团委|妇联|出版社|年鉴社|日报社|电视台|法院|检察院|医院|集团(?:(?:股份|有限|责任)*公司)?|管委会|支队|总队|大队)(?![长面势部员藏舍])"
)
_VERBS = re.compile(
    r"^[与和同及]|签订|签署|续签|签约|首次|成立|调整|充实|召开|组织|开展|完成|印发|对|向|在|到|赴|由|被|把|将|等|的|了|并|为|以|于|从|获|得|要求|举行|举办|参加|推进|做好|加强|说|提|是|有|及其|各|全|大局|布局|格局|工作|[镇乡县区市]与|[镇乡]和"
)
_VILLAGE = re.compile(rf"(?:(?<!{HAN})|(?<=[镇乡县区市与和及同]))(?:{HAN}{{2,8}}?(?:村|社区|嘎查)(?P<body>村委会|村民委员会|居委会|党支部|党总支|党委|村?史馆|村?史室|委会))")
_ZONE = re.compile(
    rf"(?:(?:(?<!{HAN})|(?<=[在由到赴向和与及同对市县区省]))(?P<zone>{HAN}{{2,10}}?(?:新区|开发区|高新区|经开区|园区|示范区|自贸区|风景区))|(?<!{HAN}))"
    r"(?P<body>党工委|管委会|管理委员会)(?!书记处)"
)
_SHORT_BODIES = ("文联", "作协", "团委", "妇联", "侨联", "残联", "科协")
_LEVELLED = re.compile(r"(?<=[省市州县区旗盟])(?=[\u4e00-\u9fff])(?!政(?!府|协|法|研))")
"""Not in 市政中心, 县政大楼: 市政 is a word there."""


def find(reading: Reading) -> None:
    """Fill `reading.towns` and `reading.offices`, in text order; an office and its party group both stand."""
    reading.towns = towns.names(reading)
    hits: list[OfficeHit] = []
    for rule in (offices.nation, offices.reversed_, towns.bodies, _villages, _village_committees, _zones, offices.cores, _generic, _levelled, _universities, _recognised):
        for found in rule(reading):
            if not any(found.start < other.end and other.start < found.end for other in hits):
                hits.append(found)
    reading.offices = sorted(hits, key=_order)
    for late in (forms.twins, forms.plated, forms.defined, forms.bare, forms.self_, forms.units, runs.titled):
        reading.offices = sorted(late(reading), key=_order)


def _order(found: OfficeHit) -> tuple[int, int]:
    return found.start, -found.end


def _villages(reading: Reading) -> list[OfficeHit]:
    """上九山村党支部, 土锅寨村委会: bodies of a village, behind its township, a mark, or nothing."""
    hits = []
    for match in _VILLAGE.finditer(reading.text):
        places = [place.end for place in reading.context.places if place.full and match.start() <= place.end < match.start("body")]
        start = max([match.start() + (reading.text[match.start()] in "与及暨"), *places])
        joint = max(reading.text.rfind(sign, start, match.start("body")) for sign in "暨和与及")
        start = joint + 1 if joint > start and match.start("body") - joint > 2 else start
        museum = match["body"].endswith(("史馆", "史室"))  # 九襄镇上河村村史馆, but 上河村党支部
        start = next((town.start for town in reading.towns if museum and town.end == match.start()), start)
        within = re.compile(rf"[镇乡](?={HAN}{{2}})").search(reading.text, start, match.start("body"))
        if within and _VERBS.search(reading.text[start : within.start()]):  # 也有略坪镇长玉村党总支
            start = within.end()
        start = _behind_verb(reading, start)
        if match.start("body") - start > 2 and not _VERBS.search(reading.text[start : match.start("body")]) and not reading.in_title(start):
            hits.append(hit(start, match.end(), Ref(OFFICE, plain_name(reading.text[start : match.end()])), "office.village", 0.85))
    return hits


def _behind_verb(reading: Reading, start: int) -> int:
    """Where a village's name begins behind the verb that it is the object of (参观|青杠村史馆, 对接|吉勒村)."""
    return next((token.end for token in reading.tokens_near(start) if token.start == start and token.tag in ("v", "vn", "vd") and len(token.text) > 1), start)


def _village_committees(reading: Reading) -> list[OfficeHit]:
    """村委会 alone: of the village whose body was named last."""
    hits = []
    for match in re.finditer(rf"(?:(?<!{HAN})|(?<=[由任为与和及向请经]))(?P<sort>村|社区|嘎查)(?:两?委会|民?委员会|居委会|党支部|党总支)", reading.text):
        village = re.compile(rf"({HAN}{{2,4}}?{match['sort']})(?=[\u4e00-\u9fff、，。；）])")
        before = [m for m in village.finditer(reading.text, max(0, match.start() - 300), match.start()) if not re.match("[一-龥]*(?:镇|乡)$", m[1])]
        if before:
            whole = before[-1].start()
            start = verb if before[-1].end(1) - (verb := _behind_verb(reading, whole)) > 2 else whole  # 观斗村 is no verb and 村
            name = re.split(r"[镇乡县区市]", reading.text[start : before[-1].end(1)])[-1]
            body = match[0].removeprefix(match["sort"]) if "党" in match[0] or match["sort"] == "嘎查" else match[0]  # 上河村村委会, but 上河村党支部
            hits.append(hit(match.start(), match.end(), Ref(OFFICE, name + body), "office.village", 0.8))
    return hits


def _zones(reading: Reading) -> list[OfficeHit]:
    """临港新区党工委, 经开区管委会: bodies of a zone, and the next of them, that is printed without it (…党工委委员、管委会副主任)."""
    hits: list[OfficeHit] = []
    for match in _ZONE.finditer(reading.text):
        if reading.in_title(match.start()) or match["zone"] and _VERBS.search(match["zone"]):
            continue
        start, last = match.start(), hits[-1] if hits else None
        start = next((p.start for p in reading.context.places if p.end == start and p.full), start)
        if match["zone"]:
            hits.append(hit(start, match.end(), Ref(OFFICE, plain_name(reading.text[start : match.end()])), "office.zone", 0.9))
        elif last and match.start() - last.end <= 40:
            zone = re.sub(r"(?:党工委|管委会|管理委员会)$", "", last.ref.name)
            hits.append(hit(match.start(), match.end(), Ref(OFFICE, zone + match["body"]), "office.zone", 0.85))
    return hits


def _generic(reading: Reading) -> list[OfficeHit]:
    """Any body with a usual ending directly behind a place or township: 眉山市财政局, 九襄镇史馆."""
    hits = []
    named = [(town.start, town.end) for town in reading.towns]
    places = [(p.start, p.end) for p in reading.context.places if not any(start == p.end for start, _ in named)]
    for start, end in named + places:
        match = _GENERIC.match(reading.text, end)
        if match and not _VERBS.search(match["stem"]) and not runs.has_holder(reading, match["stem"]) and allowed(reading, start, match.end()) and match.end() - end >= 2:
            stop = _faculty(reading, match.end())
            start -= 2 if reading.text[start - 2 : start] == "武警" else 0  # its place stands inside the name
            hits.append(hit(start, stop, Ref(OFFICE, plain_name(reading.text[start:stop])), "office.generic", 0.91))
    return hits


def _faculty(reading: Reading, end: int) -> int:
    """Where the name of a school ends, its faculty included (四川大学历史文化学院)."""
    match = re.compile(rf"(?<=[大学]学|学院)(?:{HAN}{{2,8}}?(?:学院|研究院|研究中心|出版社)|图书馆|档案馆|博物馆|校史馆|出版社)").match(reading.text, end)
    return match.end() if match and not _VERBS.search(match[0]) else end


def _levelled(reading: Reading) -> list[OfficeHit]:
    """The same behind a level sign: 县教育和体育局 in an article about 盐亭县."""
    hits = []
    for at in _LEVELLED.finditer(reading.text):
        match = _GENERIC.match(reading.text, at.start())
        if not match or _VERBS.search(match["stem"]) or runs.has_holder(reading, reading.text[at.start() - 1 : match.end("stem")]) or len(match[0]) < 3 and match["end"] not in _SHORT_BODIES or reading.in_title(at.start()):
            continue
        code = offices.level_code(reading, at.start())
        if code and not any(place.end == at.start() for place in reading.context.places):
            hits.append(hit(at.start() - 1, match.end(), Ref(OFFICE, reading.context.name(code) + plain_name(match[0])), "office.levelled", 0.94))
    return hits


def _universities(reading: Reading) -> list[OfficeHit]:
    """西南民族大学旅游与历史文化学院|教授: from a mark to a title, be it cut by the recogniser or not."""
    hits = []
    for match in re.finditer(rf"(?:(?<=[，。、；：\n）和])|^)(?P<name>{HAN}{{2,6}}?(?:大学|(?:师范|民族|医|职业|技术|警察|政法|财经)学院|党校)(?:{HAN}{{2,12}}?(?:学院|研究院|研究所|研究中心|系))?)(?=副?教授|讲师|研究员|博士|院长|副院长|校长|副校长|党委)", reading.text, re.MULTILINE):
        start, placed = match.start("name"), any(p.start < match.end() and match.start("name") < p.end for p in reading.context.places)
        if not placed and not _VERBS.search(match["name"]) and len(match["name"]) > 3 and not runs.has_holder(reading, match["name"]) and not reading.in_title(start):
            hits.append(hit(start, match.end("name"), Ref(OFFICE, plain_name(match["name"])), "office.university", 0.9))
    return hits


def _recognised(reading: Reading) -> list[OfficeHit]:
    """Organisations the recogniser sees, if they end as organisations do (方志出版社)."""
    ending = re.compile(rf"(?:{alternation(reading.lexicon.suffixes)})$")
    hits = []
    for token in reading.tokens:
        name = token.text.strip()
        if token.tag in ("ORG", "nz") and len(name) >= 4 and ending.search(name) and not reading.in_title(token.start):
            start, end = _behind_conjunction(reading, token.start, token.end), _faculty(reading, token.end)
            hits.append(hit(start, end, Ref(OFFICE, plain_name(reading.text[start:end])), "office.recognised", 0.7))
    return hits


def _behind_conjunction(reading: Reading, start: int, end: int) -> int:
    """海棠和四川文化艺术学院: the recogniser ran a name and an office together; the office begins at its place."""
    return next((p.start for p in reading.context.places if start < p.start < end and reading.text[p.start - 1] in "和与及、"), start)
