"""People: names the recogniser sees, or that follow a title, supported by a post, a list or a speech verb.

A name alone is weak: 方志 and 成德 are tagged as people too. A name counts when a title stands
before or behind it, when it continues a list of such names, or when it is the subject of a verb of
speech; then every other place where it stands is a mention.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from graph.extract import callings, cuts, names
from graph.extract.names import Candidate
from graph.extract.reading import PersonHit, Reading
from graph.extract.titles import BEHIND_OFFICE
from graph.patterns import HAN

_SPEECH = re.compile(
    r"(?:在[^，。]{1,15}[中时上里])?(?:说|指出|强调|要求|表示|认为|谈到|介绍|讲话|致辞|发言|批示|主持|宣读|汇报|一行|带队|率队|出席|参加|对|"
    r"听取|提出|作了?|分别|先后|[，,]|等)"
)
_LEADERS = re.compile(r"(?:总书记|国家主席|国务院总理|委员长|国家副主席)")
_NAMED = re.compile(r"(?:任命|聘任|聘请|推选|选举|提名|免去|选派)$")
_SAID_OF = re.compile(r"[^、]{0,4}(?:[了和给对由请为]|表扬|表彰|奖励|授予|推选|选举)")
_THING = re.compile(r".{1,2}(?:馆|碑|工委|区委|县委|市委|办公室)")
"""方志馆, 纪工委: never a name, whatever stands before."""
_JOINING = ("p", "c", "u", "v", "vd", "d", "r", "m", "q", "xc", "w")
"""Tags of words that join (和, 与, 率, 等): no surname."""
_NUMBERED = re.compile(rf"(?P<list>{HAN}{{2,5}}(?:、{HAN}{{2,5}})+、{HAN}{{2,5}}?)等?(?:\d+|[三四五六七八九十]+)(?:名|位|人)(?!民|大|次)")
_COUNTED = r"(?:等?(?:\d+|[一二两三四五六七八九十]+)[名人位](?!民|大)|兄弟|姐妹|夫妇|夫妻|父子|母子|师徒)"
"""What stands behind the last of several: 卢甲、卢乙兄弟, 王甲、李乙二人."""


def find(reading: Reading) -> None:
    """Fill `reading.people`: every mention of every supported name, in text order; and `reading.candidates`."""
    found = _best(reading)
    given = {name: full for name in found if len(name) == 2 and (full := _full_name(found, name))}
    hits: list[PersonHit] = []
    tight = names.Tight.of(reading.text)
    for name in sorted(found.keys() - given.keys(), key=lambda name: (-len(name), name)):
        hits += [hit for hit in _everywhere(reading, tight, name, *found[name]) if not any(_meet(hit, other) for other in hits)]
    for name, full in given.items():
        calls = [PersonHit(m.start(), m.end(), full, "person.given", 0.8) for m in re.finditer(f"{name}(?=同志|书记|主任|局长|市长|县长)", reading.text)]
        hits += [hit for hit in calls if not any(_meet(hit, other) for other in hits)]
    reading.people = sorted(hits, key=lambda hit: hit.start)
    reading.candidates = _unsupported(reading)


def _best(reading: Reading) -> dict[str, tuple[str, float]]:
    """Each supported name with the rule and the confidence of its best support."""
    found: dict[str, tuple[str, float]] = {}
    places = {(place.start, place.end) for place in reading.context.places if place.full}
    for candidate in sorted(_candidates(reading), key=lambda c: c.start):
        name = names.squeeze(reading.text[candidate.start : candidate.end])
        addressed = candidate.rule == "person.recognised" and (name[1:] in reading.lexicon.titles or name[2:] in reading.lexicon.titles)  # 张书记
        if (candidate.start, candidate.end) in places or _THING.fullmatch(name) or addressed:
            continue
        if name not in found or found[name][1] < candidate.confidence:
            found[name] = (candidate.rule, candidate.confidence)
    return found


def _unsupported(reading: Reading) -> list[PersonHit]:
    """The recogniser's people that nothing supports, where neither a person nor an office stands, nor a place."""
    taken = [*reading.people, *reading.offices]
    hits = [PersonHit(c.start, c.end, names.squeeze(reading.text[c.start : c.end]), "person.candidate", 0.3) for c in _recognised(reading)]
    return [hit for hit in hits if not _is_place(reading, hit.name) and not any(hit.start < other.end and other.start < hit.end for other in taken)]


def _full_name(known: Collection[str], given: str) -> str:
    """请文清同志…: the one person of the article whose given name it is; '' if none or several bear it."""
    full = [name for name in known if len(name) > 2 and name.endswith(given)]
    return full[0] if len(full) == 1 else ""


def _meet(one: PersonHit, other: PersonHit) -> bool:
    return one.start < other.end and other.start < one.end


def _everywhere(reading: Reading, tight: names.Tight, name: str, rule: str, confidence: float) -> list[PersonHit]:
    return [
        PersonHit(start, end, name, rule, confidence)
        for start, end in tight.find(name)
        if not any(hit.start < end and start < hit.end for hit in reading.offices)
    ]


def _candidates(reading: Reading) -> list[Candidate]:
    seen = _recognised(reading)
    titled = _after_title(reading, seen)
    called = callings.find(reading, {candidate.start: candidate for candidate in seen})
    known = {c.start for c in (*titled, *called)}
    listed = _in_list(reading, seen, [*titled, *called])
    spoken = [c for c in seen if c.start not in known and _supported(reading, c)]
    found = titled + called + listed + spoken + _counted(reading, seen) + _removed(reading) + _bracketed(reading) + _called_on(reading) + _ranked(reading) + _appointed(reading) + _speaking(reading)
    of_office = _of_office(reading, seen)
    found += of_office + _in_list(reading, seen, of_office)
    return found + _listed_before(seen, found, reading.text)


def _listed_before(seen: list[Candidate], found: list[Candidate], text: str) -> list[Candidate]:
    """孔某、贝某任副主任: the recogniser's people that stand in a list before a name that counts."""
    made: list[Candidate] = []
    starts = {candidate.start for candidate in found}
    for candidate in sorted(seen, key=lambda c: -c.start):
        joint = re.compile(r"[ ]?、[ ]?").match(text, candidate.end)
        if joint and joint.end() in starts and candidate.start not in starts:
            made.append(Candidate(candidate.start, candidate.end, "person.listed", 0.9))
            starts.add(candidate.start)
    return made


def _of_office(reading: Reading, seen: list[Candidate]) -> list[Candidate]:
    """县志办 某甲、某乙参加学习: the first of two or more whom the recogniser sees in a list directly behind an office."""
    starts, ends, found = {c.start: c for c in seen}, {hit.end for hit in reading.offices}, []
    for first in seen:
        before = first.start - (reading.text[first.start - 1 : first.start] == " ")
        if before in ends and (joint := re.compile(r"[ ]?、[ ]?").match(reading.text, first.end)) and joint.end() in starts:
            found += [Candidate(c.start, c.end, "person.of_office", 0.88) for c in (first, starts[joint.end()])]
    return found


def _is_place(reading: Reading, name: str) -> bool:
    """Whether a name that nothing calls a person's is a place's: a city, a county of the article's province, or two cities (成德)."""
    gazetteer, province = reading.context.gazetteer, reading.context.province
    near = any(len(division.code) < 6 or province and division.code.startswith(province) for division in gazetteer.named(name))
    return near or gazetteer.joins_cities(name, province)


def _bracketed(reading: Reading) -> list[Candidate]:
    """柯文化（县文化体育局局长）: in a list of members the posts stand in brackets behind the name."""
    pattern = re.compile(rf"(?:(?<=[：，、；。）)\s])|^)(?P<name>{HAN}{{2,5}})[（(](?=[^（）()。]{{0,40}}(?:{reading.lexicon.title_pattern})[）)])", re.MULTILINE)
    found = []
    for match in pattern.finditer(reading.text):
        long = len(match["name"]) > 3 and sum(c in reading.lexicon.transliteration for c in match["name"]) >= len(match["name"]) - 1
        if names.is_name(reading, match["name"]) or long:
            found.append(Candidate(*match.span("name"), "person.bracketed", 0.95))
    return found


def _called_on(reading: Reading) -> list[Candidate]:
    """由高若水主任主持, 由汤河林同志牵头: between 由 and a title that a verb follows stands a name, though the recogniser sees no word there."""
    found = []
    for match in re.finditer(rf"(?<=由)(?P<name>{HAN}{{3}})(?:(?:{reading.lexicon.title_pattern}){names.ACTS}|同志(?:牵头|负责|配合|主持|担任|兼任|任|具体))", reading.text):
        start, end = match.span("name")
        words = [t for t in reading.tokens_near(end) if t.start < end and start < t.end and len(t.text) > 1 and (t.start, t.end, t.tag) != (start, end, "LOC")]
        if names.is_name(reading, match["name"]) and not words and not reading.in_title(start):
            found.append(Candidate(start, end, "person.called_on", 0.85))
    return found


def _speaking(reading: Reading) -> list[Candidate]:
    """…会议。汤宁才指出，: three characters between a full stop and a verb of speech, though the recogniser sees no name there."""
    found = []
    for match in re.finditer(rf"(?:(?<=[。；\n])|^)(?P<name>{HAN}{{3}})(?=(?:指出|强调|要求|表示|认为|说|介绍|谈到)[，：])", reading.text, re.MULTILINE):
        start, end = match.span("name")
        words = [t for t in reading.tokens_near(end) if t.start < end and start < t.end and len(t.text) > 1 and (t.tag not in ("PER", "nr", "nz", "LOC") or t.end != end and t.tag != "PER")]
        title = match["name"][2] in "也又还则均都亦再并就曾所" or re.search(rf"(?:{reading.lexicon.title_pattern})$", match["name"])
        if names.is_name(reading, match["name"]) and not words and not title and not any(h.start < end and start < h.end for h in reading.offices):
            found.append(Candidate(start, end, "person.speaking", 0.85))
    return found


def _ranked(reading: Reading) -> list[Candidate]:
    """四川大学的柏松年教授: between the school and the rank stands a name, though the recogniser sees no word there."""
    found = []
    for match in re.finditer(rf"(?<=的)(?P<name>{HAN}{{2,3}})(?=(?:副?教授|副?研究员|院士|先生|女士)(?!{HAN}{{2,3}}[，。、]))", reading.text):
        start, end = match.span("name")
        near = reading.tokens_near(end)
        word = any(t.start < end < t.end or (t.start, t.end) == (start, end) and t.tag != "PER" or t.start == start and len(t.text) > 1 and t.tag not in ("PER", "nr") for t in near)
        if names.is_name(reading, match["name"]) and not word and not reading.in_title(start) and any(h.end == start - 1 for h in reading.offices):
            found.append(Candidate(start, end, "person.ranked", 0.88))
    return found


def _appointed(reading: Reading) -> list[Candidate]:
    """简某某不再担任…, 种某某同志为副主任: what stands between a mark and words of appointment."""
    found = []
    told = rf"(?:同志)?(?:不再担任|改任)|同志[为任]|任[^，。；：、\n]{{0,16}}?(?:{reading.lexicon.title_pattern})[，。；、\n]"
    for match in re.finditer(rf"(?:(?<=[，。；：、\n由])|^)(?!由)(?P<name>{HAN}{{2,4}}?)(?={told})", reading.text, re.MULTILINE):
        if names.is_name(reading, match["name"]) and not re.search(reading.lexicon.title_pattern, match["name"]):
            found.append(Candidate(*match.span("name"), "person.appointed", 0.9))
    return found


def _counted(reading: Reading, seen: list[Candidate]) -> list[Candidate]:
    """甲、乙、丙等6名先进个人: three or more in a row that end in their number, most of them names by their look."""
    known, found = {(c.start, c.end) for c in seen}, []
    for match in _NUMBERED.finditer(reading.text):
        lead = _SAID_OF.match(match["list"])
        begin = match.start("list") + (lead.end() if lead else 0)
        items = [(begin + item.start(), begin + item.end()) for item in re.finditer("[^、]+", reading.text[begin : match.end("list")])]
        sound = [span for span in items if span in known or names.is_name(reading, reading.text[slice(*span)]) or names.short(reading, span[0]) == span[1]]
        apart = [span for span in sound if not any(h.start < span[1] and span[0] < h.end for h in reading.offices) and not reading.in_title(span[0]) and reading.text[span[1] - 1] not in "镇乡村县市区州局办委校社"]
        if len(items) > 2 and len(apart) * 2 > len(items):
            found += [Candidate(*span, "person.counted", 0.9) for span in apart]
    return found


def _removed(reading: Reading) -> list[Candidate]:
    """任命X为, 免去X…职务: a name stands between, though the recogniser may not see it."""
    found = []
    for match in re.finditer(rf"(?:任命|免去)(?!其)(?P<name>{HAN}{{2,3}})(?=同志|为|[省市县州区]|{HAN}{{2,12}}?(?:办|局|委|中心|政府|公司))", reading.text):
        start = match.start("name")
        for length in (3, 2):
            name, end = reading.text[start : start + length], start + length
            if names.is_name(reading, name) and re.match(r"同志|为|[省市县州区]", reading.text[end:]):
                found.append(Candidate(start, end, "person.appointed", 0.9))
                break
    return found


def _recognised(reading: Reading) -> list[Candidate]:
    """The recogniser's people that can be names, outside 《…》. Behind a title the surname need not be known."""
    found = []
    titled = re.compile(rf"(?:{reading.lexicon.title_pattern}|{reading.lexicon.calling_pattern})[ ]{{0,2}}$")
    for token in reading.tokens:
        if token.tag != "PER" or reading.in_title(token.start):
            continue
        start, end = token.start, cuts.end(reading, token)
        if _is_unit(reading, end):
            continue
        rare = end - start >= 3 and titled.search(reading.text, max(0, start - 12), start)
        if names.is_name(reading, reading.text[start:end]) or rare:
            found.append(Candidate(start, end, "person.recognised", 0.94))
    return found


def _is_unit(reading: Reading, end: int) -> bool:
    """方志科|科长, 年鉴科|负责人: whether what ends here is a unit with its head behind."""
    return reading.text[end - 1] in "科处室部局办股" and bool(re.compile(reading.lexicon.title_pattern).match(reading.text, end))


def _after_title(reading: Reading, seen: list[Candidate]) -> list[Candidate]:
    """A name directly behind a title: the recogniser's if it has one there, else by surname and what follows."""
    starts = {candidate.start: candidate for candidate in seen}
    found = []
    for match in re.finditer(rf"(?P<title>{reading.lexicon.title_pattern})(?:同志)?(?:[（(][^（）()]{{1,20}}[）)])?(?:、?\d{{2}}岁的)?[ ]{{0,2}}", reading.text):
        at = match.end()
        if reading.lexicon.titles[match["title"]] == BEHIND_OFFICE and not any(hit.end == match.start() for hit in reading.offices):
            continue  # a calling
        if (compound := names.compound(reading, at)) and not reading.in_title(at):
            found.append(Candidate(at, compound, "person.titled", 0.95))
        elif dotted := names.DOTTED.match(reading.text, at):
            found.append(Candidate(at, dotted.end(), "person.dotted", 0.95))
        elif (long := names.transliterated(reading, at)) and (at not in starts or starts[at].end < long):
            found.append(Candidate(at, long, "person.transliterated", 0.97))
        elif at in starts:
            end = cuts.mended(reading, at, starts[at].end)
            found.append(Candidate(at, end, "person.titled", 0.98))
        elif (end := names.guess(reading, at) or names.short(reading, at)) and not reading.in_title(at):
            found.append(Candidate(at, end, "person.titled_unseen", 0.97))
        elif _cut_before(reading, at, starts.get(at + 1)):
            found.append(Candidate(at, at + 3, "person.titled_unseen", 0.9))
    return found


def _cut_before(reading: Reading, at: int, rest: Candidate | None) -> bool:
    """部长|冬|梅英，: the recogniser took the surname, which few bear, for no part of the name."""
    alone = rest and rest.end == at + 3 and any(token.start == at and token.end == at + 1 and token.tag not in _JOINING for token in reading.tokens_near(at))
    return bool(alone) and bool(re.match(rf"(?![的了着过等和与及率]){HAN}", reading.text[at])) and not reading.in_title(at)


def _in_list(reading: Reading, seen: list[Candidate], titled: list[Candidate]) -> list[Candidate]:
    """Names that continue a list (赵行、陶利辉): one post, several people."""
    ends = {candidate.end for candidate in titled}
    found: list[Candidate] = []
    starts = {candidate.start: candidate for candidate in seen}
    for first in sorted(ends):
        at = first
        while (match := re.match(r"[ ]?[、和][ ]?", reading.text[at:])) and (following := at + match.end()):
            candidate = starts.get(following)
            long = names.transliterated(reading, following) or names.short(reading, following)
            end = max(long, cuts.mended(reading, following, candidate.end)) if candidate else long or names.guess(reading, following)
            if not end or _is_unit(reading, end):
                break
            found.append(Candidate(following, end, "person.listed", 0.97))
            at = end
    return found


def _supported(reading: Reading, candidate: Candidate) -> bool:
    """Whether a verb of naming stands before the name, or a title or a verb of speech behind it, unless it is a place's."""
    if _NAMED.search(reading.text[max(0, candidate.start - 6) : candidate.start]):
        return True
    if _is_place(reading, reading.text[candidate.start : candidate.end]):
        return False
    behind = reading.text[candidate.end : candidate.end + 24]
    if _LEADERS.match(behind):
        return True
    title = re.match(rf"(?:同志)?(?:{reading.lexicon.title_pattern})", behind)
    opens = candidate.start == 0 or reading.text[candidate.start - 1] in "，。；：\n“、"
    if opens and re.match(r"把|挂职", behind):  # 楼某把清样递了过去
        return True
    return bool(title or re.match(rf"(?:同志)?(?:不再担任|担任|兼任|[曾历改转升调]?任(?=[^，。]{{0,16}}(?:主任|书记|局长|组长|馆长|会长)))|{_COUNTED}|同志|老人|一行|先生|女士", behind) or _SPEECH.match(behind) and behind[0] not in "，,等")


def is_leader(reading: Reading, hit: PersonHit) -> bool:
    """A national leader: mentioned, never an actor of the bulletin."""
    around = reading.text[max(0, hit.start - 6) : hit.start], reading.text[hit.end : hit.end + 6]
    return bool(_LEADERS.search(around[0]) or _LEADERS.match(around[1]))
