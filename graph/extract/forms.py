"""Short forms of offices named before, the second name plates of a body, and the units of an office."""

from __future__ import annotations

import re

from graph.extract import offices
from graph.extract.offices import ANNALS, HISTORY, hit
from graph.extract.reading import OfficeHit, Reading
from graph.extract.runs import UNIT_VERBS
from graph.lexicon import alternation
from graph.model import OFFICE, Ref
from graph.patterns import HAN, plain_name

_BARE = re.compile(r"(?:(?<![\u4e00-\u9fff）)])|(?<=[转请由对向给交送]))(?:地方志办|方志办|地志办|史志办)(?!公室|理|好|事|法|学|刊)")
_SELF = re.compile(rf"(?:(?<!{HAN})|(?<=[由有及和与为是请经取任]))(?P<self>办|局|馆|社|校|院|厅|学院|学校|中心|公司|集团)(?=党组|党委|机关|纪委)|(?:(?<!{HAN})|(?<=[由有及和与为是请经同到任在取]))(?P<centre>中心|研究室|编委办)(?=副?主任|总编辑|主要负责人|党支部|负责人)")
_ALONE = re.compile(r"(?:直属)?机关(?:党委|纪委|党总支|党支部)")
_UNIT = re.compile(rf"{HAN}{{2,6}}?[处科股]")
_DEFINED = re.compile(r"[（(]以下(?:统一)?简称[:：“\"]*(?P<short>[^”\"）)]{2,12})[”\"]?[）)]")
_TWIN = re.compile(rf"[（(](?P<inner>(?:[市县区州省]委?|{HAN}{{2,6}}[市县区州省]委?)?(?:地方史志|地方志|方志|史志|党史)[^（）()]{{1,12}})[）)]")


def twins(reading: Reading) -> list[OfficeHit]:
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


def plated(reading: Reading) -> list[OfficeHit]:
    """县委办公室（县档案局）副主任: an office with another plate in brackets, before a title, is one office."""
    kept = list(reading.offices)
    for first in reading.offices:
        inner = next((o for o in reading.offices if reading.text[first.end : first.end + 1] in ("（", "(") and o.start == first.end + 1), None)
        end = inner.end + 1 if inner and reading.text[inner.end : inner.end + 1] in ("）", ")") else 0
        if inner and end and inner.code == first.code and re.compile(reading.lexicon.title_pattern).match(reading.text, end):
            kept = [o for o in kept if o not in (first, inner)]
            kept.append(OfficeHit(first.start, end, first.ref, first.root, first.rule, first.confidence))
    return kept


def _as_twin(found: OfficeHit, twins: dict[str, Ref]) -> OfficeHit:
    """Either plate alone means the body with both: 市委党史研究院 behind 市委党史研究院（市地方史志研究院）."""
    if found.field in (ANNALS, HISTORY) and found.code in twins and found.ref == found.root:
        return hit(found.start, found.end, twins[found.code], found.rule, found.confidence)
    return found


def defined(reading: Reading) -> list[OfficeHit]:
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


def bare(reading: Reading) -> list[OfficeHit]:
    """方志办 alone means the one of the article's place (转方志办)."""
    home, hits = reading.context.home, list(reading.offices)
    for match in _BARE.finditer(reading.text):
        free = not any(found.start < match.end() and match.start() < found.end for found in reading.offices)
        if home and free and not reading.in_title(match.start()):
            hits.append(hit(match.start(), match.end(), offices.keyed(reading, home, ANNALS, match[0]), "office.bare", 0.85))
    return hits


def self_(reading: Reading) -> list[OfficeHit]:
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


def units(reading: Reading) -> list[OfficeHit]:
    """A unit directly behind its office (省地方志办综合处, 办党组), or 机关党委 alone."""
    hits = list(reading.offices)
    for found in reading.offices:
        if end := _unit_behind(reading, found.end):
            unit = reading.text[found.end : end]
            hits.append(OfficeHit(found.start, end, offices.unit_of(found.root, unit), found.root, "office.unit", 0.93))
    for match in _ALONE.finditer(reading.text):
        host = reading.office_before(match.start(), ANNALS) or reading.office_before(match.start())
        if host and not any(h.start <= match.start() < h.end for h in hits):
            hits.append(OfficeHit(match.start(), match.end(), offices.unit_of(host.root, match[0]), host.root, "office.unit", 0.85))
    return hits


def _unit_behind(reading: Reading, start: int) -> int:
    """Where the unit ends that stands directly behind an office: before a mark, its head, or a verb; 0 if there is none."""
    named = alternation(reading.lexicon.units)
    behind = re.compile(rf"(?:{named})(?!书记处)|{HAN}{{2,8}}?[处科股](?=(?:副?[处科股]长|[，。、；：,;:（）()\s]|负责|$|20|[一二三四]级|副?主任))")
    match = behind.match(reading.text, start) or _acting(reading, start)
    return match.end() if match and not UNIT_VERBS.search(match[0]) and not match[0].startswith(("处", "科")) else 0


def _acting(reading: Reading, start: int) -> re.Match[str] | None:
    """综合处组织培训: the unit is the subject of a verb. 会长蒙正科 is somebody with a post."""
    match = _UNIT.match(reading.text, start)
    if not match or re.search(reading.lexicon.title_pattern, match[0]) or any(t.tag == "PER" for t in reading.tokens_within(start, match.end())):
        return None
    following = next((t for t in reading.tokens_near(match.end()) if t.start == match.end()), None)
    return match if following and following.tag == "v" and len(following.text) > 1 else None
