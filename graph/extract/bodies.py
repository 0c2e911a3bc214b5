"""Bodies known by their own name, short forms, and units; and the order in which all offices are found."""

from __future__ import annotations

import re

from graph.extract import offices
from graph.extract.offices import ANNALS, HISTORY, allowed, hit
from graph.extract.reading import OfficeHit, Reading
from graph.lexicon import alternation
from graph.model import OFFICE, Ref
from graph.patterns import HAN, plain_name

_GENERIC = re.compile(
    rf"(?P<stem>{HAN}{{0,10}}?)(?P<end>局|厅|馆|社科院|社会科学院|文化宫|党校|大学|学院|学校|中学|小学|中心|委员会|研究院|研究所|学会|协会|"
    r"联合会|文联|社科联|工商联|侨联|残联|科协|红十字会|关工委|老促会|农工委|工委|指挥部|督查室|作协|总工会|团委|妇联|出版社|年鉴社|日报社|电视台|法院|检察院|医院|集团|管委会)(?![长面势部员藏舍])"
)
_VERBS = re.compile(
    r"召开|组织|开展|完成|印发|对|向|在|到|赴|由|被|把|将|等|的|了|并|为|以|于|从|获|得|要求|举行|举办|参加|推进|做好|加强|说|提|是|有|及其|各|全|大局|布局|格局|工作"
)
_UNIT_VERBS = re.compile(r"召开|组织|开展|印发|对|向|在|到|赴|由|的|了|并|以|于|从|获|要求|举行|负责|主持|各|全")
_BARE = re.compile(r"(?:(?<![\u4e00-\u9fff）)])|(?<=[转请由对向给交送]))(?:地方志办|方志办|地志办|史志办)(?!公室|理|好|事|法|学|刊)")
_SELF = re.compile(rf"(?:(?<!{HAN})|(?<=[由有及和与为是请经]))(?P<self>办|局|馆|社|校|院|厅|学院|学校|中心|公司|集团)(?=党组|党委|机关|纪委)|(?:(?<!{HAN})|(?<=[由有及和与为是请经同到任在]))(?P<centre>中心|研究室|编委办)(?=副?主任|总编辑|主要负责人|党支部|负责人)")
_DEFINED = re.compile(r"[（(]以下(?:统一)?简称[:：“\"]*(?P<short>[^”\"）)]{2,12})[”\"]?[）)]")
_TWIN = re.compile(rf"[（(](?P<inner>(?:[市县区州省]|{HAN}{{2,6}}[市县区州省])?(?:地方史志|地方志|方志|史志|党史)[^（）()]{{1,12}})[）)]")
_VILLAGE = re.compile(rf"(?:(?<!{HAN})|(?<=[镇乡县区市]))(?:{HAN}{{2,8}}?(?:村|社区|嘎查)(?P<body>村委会|村民委员会|居委会|党支部|党总支|党委|村?史馆|村?史室|委会))")
_TITLED_END = re.compile(
    r"(?:[处科室厅部局办组系院校馆社站会委所队司盟联协府台园]|中心|大学|中学|小学|集团|支部|总支|法院|工委|同盟|民革|民建|民进|民盟|农工党|九三学社)$"
)
"""How a body ends that is known by standing before a title alone."""
_NO_BODY = re.compile(r"^(?:各|全|有关|相关|其他|部分|历任|所有|两|三|多|该|本|我|市县|区县)|组织部分|[0-9]")
_OPENERS = frozenset("由 对 向 在 到 请 从 被 把 将 给 让 为 以 经 据 同 于 任 率 带领 率领 陪同 听取 邀请 任命 免去 其 原 时任 现任 新任 了 的 并 兼 看望 慰问 会见 拜访".split())
"""Words that stand before a body and are none of its name."""
_OPENING = re.compile("[原与和及以同由对向在到请从被把将给让为经据率其了的并兼于、]+")
_EDITORS = re.compile(r"(?:编辑部|编辑室|编委会|编纂委员会|编纂办公室|编纂室|编写组|课题组)(?:办公室)?")
_LEAGUES = re.compile(r"民革|民盟|民建|民进|农工党|九三学社|致公党|台盟|共青团|中共|国网|中国")
"""Bodies whose place stands inside their name."""
_SHORT_BODIES = ("文联", "作协", "团委", "妇联", "侨联", "残联", "科协")
_LEVELLED = re.compile(r"(?<=[省市州县区旗盟])(?=[\u4e00-\u9fff])")


def find(reading: Reading) -> None:
    """Fill `reading.towns` and `reading.offices`, in text order; an office and its party group both stand."""
    reading.towns = offices.town_names(reading)
    hits: list[OfficeHit] = []
    for rule in (offices.nation, offices.reversed_, offices.towns, _villages, _village_committees, offices.cores, _generic, _levelled, _recognised):
        for found in rule(reading):
            if not any(found.start < other.end and other.start < found.end for other in hits):
                hits.append(found)
    reading.offices = sorted(hits, key=_order)
    for late in (_twins, _defined, _bare, _self, _units, _titled):
        reading.offices = sorted(late(reading), key=_order)


def _order(found: OfficeHit) -> tuple[int, int]:
    return found.start, -found.end


def _villages(reading: Reading) -> list[OfficeHit]:
    """上九山村党支部, 土锅寨村委会: bodies of a village, behind its township, a mark, or nothing."""
    hits = []
    for match in _VILLAGE.finditer(reading.text):
        places = [place.end for place in reading.context.places if place.full and match.start() <= place.end < match.start("body")]
        start = max([match.start(), *places])
        joint = max(reading.text.rfind(sign, start, match.start("body")) for sign in "暨和与及")
        start = joint + 1 if joint > start and match.start("body") - joint > 2 else start
        start = next((town.start for town in reading.towns if town.end == match.start()), start)
        if not _VERBS.search(reading.text[start : match.start("body")]) and not reading.in_title(start):
            hits.append(hit(start, match.end(), Ref(OFFICE, plain_name(reading.text[start : match.end()])), "office.village", 0.85))
    return hits


def _village_committees(reading: Reading) -> list[OfficeHit]:
    """村委会 alone: of the village whose body was named last."""
    hits = []
    for match in re.finditer(rf"(?<!{HAN})(?P<sort>村|社区)(?:委会|民委员会|居委会|党支部|党总支)", reading.text):
        village = re.compile(rf"({HAN}{{2,4}}{match['sort']})(?={HAN})")
        before = [m for m in village.finditer(reading.text, max(0, match.start() - 60), match.start()) if not re.match("[一-龥]*(?:镇|乡)$", m[1])]
        if before:
            name = re.split(r"[镇乡县区市]", before[-1][1])[-1]
            hits.append(hit(match.start(), match.end(), Ref(OFFICE, name + match[0]), "office.village", 0.8))
    return hits


def _generic(reading: Reading) -> list[OfficeHit]:
    """Any body with a usual ending directly behind a place or township: 眉山市财政局, 九襄镇史馆."""
    hits = []
    towns = [(town.start, town.end) for town in reading.towns]
    places = [(p.start, p.end) for p in reading.context.places if not any(start == p.end for start, _ in towns)]
    for start, end in towns + places:
        match = _GENERIC.match(reading.text, end)
        if match and not _VERBS.search(match["stem"]) and allowed(reading, start, match.end()) and match.end() - end >= 2:
            stop = _faculty(reading, match.end())
            hits.append(hit(start, stop, Ref(OFFICE, plain_name(reading.text[start:stop])), "office.generic", 0.91))
    return hits


def _faculty(reading: Reading, end: int) -> int:
    """Where the name of a school ends, its faculty included (四川大学历史文化学院)."""
    match = re.compile(rf"(?<=[大学]学|学院){HAN}{{2,8}}?(?:学院|研究院|研究中心)").match(reading.text, end)
    return match.end() if match and not _VERBS.search(match[0]) else end


def _levelled(reading: Reading) -> list[OfficeHit]:
    """The same behind a level sign: 县教育和体育局 in an article about 盐亭县."""
    hits = []
    for at in _LEVELLED.finditer(reading.text):
        match = _GENERIC.match(reading.text, at.start())
        if not match or _VERBS.search(match["stem"]) or len(match[0]) < 3 and match["end"] not in _SHORT_BODIES or reading.in_title(at.start()):
            continue
        code = offices.level_code(reading, at.start())
        if code and not any(place.end == at.start() for place in reading.context.places):
            hits.append(hit(at.start() - 1, match.end(), Ref(OFFICE, reading.context.name(code) + plain_name(match[0])), "office.levelled", 0.94))
    return hits


def _recognised(reading: Reading) -> list[OfficeHit]:
    """Organisations the recogniser sees, if they end as organisations do (方志出版社)."""
    ending = re.compile(rf"(?:{alternation(reading.lexicon.suffixes)})$")
    hits = []
    for token in reading.tokens:
        name = token.text.strip()
        if token.tag in ("ORG", "nz", "n") and len(name) >= 4 and ending.search(name) and not reading.in_title(token.start):
            start, end = _behind_conjunction(reading, token.start, token.end), _faculty(reading, token.end)
            hits.append(hit(start, end, Ref(OFFICE, plain_name(reading.text[start:end])), "office.recognised", 0.7))
    return hits


def _behind_conjunction(reading: Reading, start: int, end: int) -> int:
    """海棠和四川文化艺术学院: the recogniser ran a name and an office together; the office begins at its place."""
    return next((p.start for p in reading.context.places if start < p.start < end and reading.text[p.start - 1] in "和与及、"), start)


def _twins(reading: Reading) -> list[OfficeHit]:
    """绵阳市委党史研究室（市地方志编纂中心）: two name plates, one body, of the place of the first."""
    kept = list(reading.offices)
    for first in reading.offices:
        match = _TWIN.match(reading.text, first.end)
        code = first.code or next((reading.context.code_of(p) for p in reversed(reading.context.places) if first.start <= p.start < p.end < first.end), "")
        if match and (first.field in (ANNALS, HISTORY) or first.ref.name.endswith("档案馆")) and code and not match["inner"].startswith("原"):
            core = reading.text[first.start : match.end()]
            place = reading.context.name(code)
            name = core[core.index(place) :] if place in core else place + core.lstrip("省市州县区")
            kept = [o for o in kept if not (first.start <= o.start and o.end <= match.end())]
            kept.append(hit(first.start, match.end(), Ref(OFFICE, plain_name(name), (code, ANNALS)), "office.twin", 0.97))
    twins = {found.code: found.ref for found in kept if found.rule == "office.twin"}
    return [_as_twin(found, twins) for found in kept]


def _as_twin(found: OfficeHit, twins: dict[str, Ref]) -> OfficeHit:
    """Either plate alone means the body with both: 市委党史研究院 behind 市委党史研究院（市地方史志研究院）."""
    if found.field in (ANNALS, HISTORY) and found.code in twins and found.ref == found.root:
        return hit(found.start, found.end, twins[found.code], found.rule, found.confidence)
    return found


def _defined(reading: Reading) -> list[OfficeHit]:
    """中国地方志工作办公室(以下简称中志办): the short form means that office from there on."""
    hits = list(reading.offices)
    for match in _DEFINED.finditer(reading.text):
        named = next((found for found in reading.offices if found.end == match.start()), None)
        if named is None:
            continue
        # what follows the bracket (党组书记) belongs to the office before it
        hits.append(hit(named.start, match.end(), named.ref, "office.defined", named.confidence))
        for place in re.finditer(re.escape(match["short"]), reading.text):
            if not any(found.start < place.end() and place.start() < found.end for found in hits):
                hits.append(hit(place.start(), place.end(), named.ref, "office.defined", 0.97))
    return hits


def _bare(reading: Reading) -> list[OfficeHit]:
    """方志办 alone means the one of the article's place (转方志办)."""
    home, hits = reading.context.home, list(reading.offices)
    for match in _BARE.finditer(reading.text):
        free = not any(found.start < match.end() and match.start() < found.end for found in reading.offices)
        if home and free and not reading.in_title(match.start()):
            hits.append(hit(match.start(), match.end(), offices.keyed(reading, home, ANNALS, match[0]), "office.bare", 0.85))
    return hits


def _self(reading: Reading) -> list[OfficeHit]:
    """办党组, 局党组, 学院党委: the body the article speaks of, by the last sign of its name."""
    hits = list(reading.offices)
    for match in _SELF.finditer(reading.text):
        if any(found.start <= match.start() < found.end for found in reading.offices):
            continue
        sign = match["self"] or match["centre"]
        before = [o for o in reading.offices if o.end <= match.start() and (o.field == ANNALS if sign == "办" else o.root.name.endswith(sign))]
        home = [o for o in before if o.code and o.code == reading.context.home] or before
        if home:
            hits.append(hit(match.start(), match.end(), home[-1].root, "office.self", 0.9))
    return hits


def _titled(reading: Reading) -> list[OfficeHit]:
    """What stands before a title from the last mark on is a body, be its kind known or not: 县工商联主席,
    民盟遂宁市委会主委, 县委深化机构改革领导小组副组长. It must say its place, by name, by level, or by the office
    that it is part of; a unit alone (综合处处长) is read with the posts."""
    hits = list(reading.offices)
    for match in re.finditer(reading.lexicon.title_pattern, reading.text):
        start, end = run_before(reading, match.start()), match.start()
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


def run_before(reading: Reading, end: int) -> int:
    """Where the words before a title begin: behind the last mark, the last name, the last word that opens a body."""
    run = re.compile(rf"(?:{HAN}|[（(]{HAN}+[）)])+\Z").search(reading.text, max(0, end - 30), end)
    start = run.start() if run else end
    for token in reading.tokens_within(start, end):
        name = token.tag == "PER" and token.text[0] in reading.lexicon.surnames
        if name or token.tag == "TIME" or token.tag == "m" and token.text[0].isdigit() or token.text in _OPENERS or token.tag == "v" and token.start == start:
            start = token.end
    return start


def _of_run(reading: Reading, hits: list[OfficeHit], start: int, end: int) -> OfficeHit | None:
    """The office that the words `start:end` name, None where it is known already or its place is not said."""
    text = reading.text
    if any(h.end == end and (h.start <= start or h.ref != h.root) for h in hits):
        return None
    within = [h for h in hits if h.start == start and h.end < end]
    if within:
        head = max(within, key=lambda h: h.end)
        rest = text[head.end : end]
        if len(rest) < 2 or rest.startswith(("（", "(")) or _UNIT_VERBS.search(rest):
            return None
        if head.field in (offices.CONGRESS, offices.CPPCC) and "/" not in head.code:  # 县人大教科文卫委: an organ keeps the short form of its host
            name = reading.context.name(head.code) + re.sub(r"^.*?(?=人大|政协)", "", text[start:end])
            return OfficeHit(start, end, Ref(OFFICE, plain_name(name)), head.root, "office.titled", 0.85)
        return OfficeHit(start, end, offices.unit_of(head.ref, plain_name(rest)), head.root, "office.titled", 0.85)
    place = next((p for p in reading.context.places if p.start == start and p.end < end), None)
    inner = _LEAGUES.match(text, start) and any(start < p.start and p.end < end for p in reading.context.places)
    if place or inner:
        return hit(start, end, Ref(OFFICE, plain_name(text[start:end])), "office.titled", 0.85)
    sign = re.compile(r"[省市县州区旗盟](?![情志县属外内域])").match(text, start)
    code = reading.context.resolve(sign[0], start) if sign else ""
    return hit(start, end, Ref(OFFICE, reading.context.name(code) + plain_name(text[start + 1 : end])), "office.titled", 0.82) if code else None


def _units(reading: Reading) -> list[OfficeHit]:
    """A unit directly behind its office (省地方志办综合处, 办党组), or 机关党委 alone."""
    named = alternation(reading.lexicon.units)
    behind = re.compile(rf"(?:{named})(?!书记处)|{HAN}{{2,8}}?(?:处|科|股)(?=(?:副?[处科股]长|[，。、；：,;:（）()\s]|负责|$|20|[一二三四]级|副?主任))")
    alone = re.compile(r"(?:直属)?机关(?:党委|纪委|党总支|党支部)")
    hits = list(reading.offices)
    for found in reading.offices:
        match = behind.match(reading.text, found.end)
        if match and not _UNIT_VERBS.search(match[0]) and not match[0].startswith(("处", "科")):
            hits.append(OfficeHit(found.start, match.end(), offices.unit_of(found.root, match[0]), found.root, "office.unit", 0.93))
    for match in alone.finditer(reading.text):
        host = reading.office_before(match.start(), ANNALS) or reading.office_before(match.start())
        if host and not any(h.start <= match.start() < h.end for h in hits):
            hits.append(OfficeHit(match.start(), match.end(), offices.unit_of(host.root, match[0]), host.root, "office.unit", 0.85))
    return hits
