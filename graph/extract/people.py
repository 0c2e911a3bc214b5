"""People: names the recogniser sees, or that follow a title, supported by a post, a list or a speech verb.

A name alone is weak: 方志 and 成德 are tagged as people too. A name counts when a title stands
before or behind it, when it continues a list of such names, or when it is the subject of a verb of
speech; then every other place where it stands is a mention.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from graph.extract.reading import PersonHit, Reading
from graph.patterns import HAN
from graph.recognise import Token

_SPEECH = re.compile(
    r"(?:在[^，。]{1,15}[中时上里])?(?:说|指出|强调|要求|表示|认为|谈到|介绍|讲话|致辞|发言|批示|主持|宣读|汇报|一行|带队|率队|出席|参加|对|"
    r"听取|提出|作了?|分别|先后|[，,]|等)"
)
_FOLLOW = re.compile(
    r"$|[，。、；：！？,;:)）(（\s”》]|一行|等|对|在|到|赴|来|率|带|出|参|主持|讲|致|作|批|听|提|说|要|强|指|表|认|同|陪|及|和|与|专|深|组|签|接|会|分|先|充|高|宣|担|任|前|代|介|同志|牵|负责|统筹|圈|应邀|发|随|受|为|到|汇|总|闻|执|补|也|还|均|亲|就|应|围绕|现场|的|又|曾|就|两|仍|已|将|即|得|获|称|当|边|代表|逐|到场|深|协|组织|安排|部署|传达|解读"
)
_OF_TITLE = re.compile(r"会|例会|负责|兼|制$|牵头|助理|职务|岗位|名单|讲话|发言|出席|参加|主持|批示|汇报|要求|指出|强调|表示|[科处室部局办股组站所]$|[等以及]$")
"""What follows a title and is no name: 主任会议, 书记批示, 处长助理, 主任方志科."""
_PREPOSITIONS = frozenset("于 对 向 在 由 从 为 以 与 和 及 将 把".split())
_NO_NAME = frozenset(("v", "vd", "d", "ad", "a", "p", "c", "f", "t", "TIME", "m", "vn", "LOC", "ORG", "q"))
_LEADERS = re.compile(r"(?:总书记|国家主席|国务院总理|委员长|国家副主席)")


CALLED = r"(?:教师|干部|职工|老人|村民|专家|作家|学者|画家|书法家|艺术家|志愿者|传承人|后人|市民|读者|会员|主人|烈士|英雄|劳模|代表|党员|贫困户|脱贫户|老支书|学员|工作者|队员|战士|学生|导师|医生|护士|农民|能人|乡贤|军人|后代|工人|建设者|研究生|博士生|养殖户|作者|撰稿人|村干部|同学)"
_CALLING = re.compile(rf"{CALLED}$|(?:任命|聘任|聘请|推选|选举|提名|免去|选派)$")
_DOTTED = re.compile(rf"{HAN}{{2,7}}(?:[·•]{HAN}{{2,7}})*?[·•]{HAN}{{2,7}}?(?=$|[^\u4e00-\u9fff·•]|[出参主讲对到赴来在作批说要])")
"""买买提·艾力: the dot stands between the parts of a name."""
_ACTS = r"(?:出席|参加|主持|讲话|致辞|致欢迎|陪同|发言|作了?(?:工作|专题)?汇报|汇报了?|介绍|宣读|先后|分别|一行|同志|总结)"
_TWO = frozenset("以及 任主 工作 圈阅 批示 出席 主持 讲话 参加 带队 率队 听取 签批 陪同 到会 致辞 作出 指出 强调 要求 表示 介绍 汇报 发言 前往 深入 专题 分别 充分 高度 一行 率领".split())
"""Verbs of two characters that follow names: a name does not end in their first."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    rule: str
    confidence: float


def find(reading: Reading) -> None:
    """Fill `reading.people`: every mention of every supported name, in text order."""
    found: dict[str, tuple[str, float]] = {}
    for candidate in sorted(_candidates(reading), key=lambda c: c.start):
        name = squeeze(reading.text[candidate.start : candidate.end])
        if name not in found or found[name][1] < candidate.confidence:
            found[name] = (candidate.rule, candidate.confidence)
    given = {name: full for name in found if len(name) == 2 and (full := _full_name(found, name))}
    for name in given:
        del found[name]
    hits: list[PersonHit] = []
    for name in sorted(found, key=lambda name: (-len(name), name)):
        hits += [hit for hit in _everywhere(reading, name, *found[name]) if not any(_meet(hit, other) for other in hits)]
    for name, full in given.items():
        calls = [PersonHit(m.start(), m.end(), full, "person.given", 0.8) for m in re.finditer(f"{name}(?=同志|书记|主任|局长|市长|县长)", reading.text)]
        hits += [hit for hit in calls if not any(_meet(hit, other) for other in hits)]
    reading.people = sorted(hits, key=lambda hit: hit.start)
    taken = [*reading.people, *reading.offices]
    unsupported = [PersonHit(c.start, c.end, squeeze(reading.text[c.start : c.end]), "person.candidate", 0.3) for c in _recognised(reading)]
    unsupported = [hit for hit in unsupported if not _is_place(reading, hit.name)]
    reading.candidates = [hit for hit in unsupported if not any(hit.start < other.end and other.start < hit.end for other in taken)]


def _full_name(names: Collection[str], given: str) -> str:
    """请文清同志…: the one person of the article whose given name it is; '' if none or several bear it."""
    full = [name for name in names if len(name) > 2 and name.endswith(given)]
    return full[0] if len(full) == 1 else ""


def squeeze(name: str) -> str:
    """A name without the spaces that type setting puts into it (邓 瑜)."""
    return re.sub(r"\s+", "", name)


def _meet(one: PersonHit, other: PersonHit) -> bool:
    return one.start < other.end and other.start < one.end


def _everywhere(reading: Reading, name: str, rule: str, confidence: float) -> list[PersonHit]:
    pattern = r"\s{0,2}".join(re.escape(c) for c in name)
    return [
        PersonHit(m.start(), m.end(), name, rule, confidence)
        for m in re.finditer(pattern, reading.text)
        if not any(hit.start < m.end() and m.start() < hit.end for hit in reading.offices)
    ]


def is_name(reading: Reading, text: str) -> bool:
    """Whether a string can be a name: a surname and one or two more characters, or a longer one of a minority."""
    name = squeeze(text)
    surnames = reading.lexicon.surnames
    if not re.fullmatch(rf"{HAN}{{2,4}}|{HAN}{{2,6}}·{HAN}{{2,6}}", name) or name in reading.lexicon.no_names:
        return False
    return "·" in name or name[:2] in surnames and len(name) > 2 or name[0] in surnames and len(name) <= 3 or len(name) == 4 and all(c in reading.lexicon.transliteration for c in name)


def _candidates(reading: Reading) -> list[_Candidate]:
    seen = _recognised(reading)
    titled = _after_title(reading, seen)
    known = {(c.start, c.end) for c in titled}
    listed = _in_list(reading, seen, titled)
    spoken = [c for c in seen if (c.start, c.end) not in known and _supported(reading, c)]
    return titled + listed + spoken + _removed(reading) + _bracketed(reading)


def _is_place(reading: Reading, name: str) -> bool:
    """Whether a name that nothing calls a person's is a place's: a city, a county of the article's province, or two cities (成德)."""
    gazetteer, province = reading.context.gazetteer, reading.context.province
    near = any(len(division.code) < 6 or province and division.code.startswith(province) for division in gazetteer.named(name))
    return near or gazetteer.joins_cities(name, province)


def _bracketed(reading: Reading) -> list[_Candidate]:
    """柯文化（县文化体育局局长）: in a list of members the posts stand in brackets behind the name."""
    pattern = re.compile(rf"(?:(?<=[：，、；。）)\s])|^)(?P<name>{HAN}{{2,5}})[（(](?=[^（）()。]{{0,40}}(?:{reading.lexicon.title_pattern})[）)])", re.MULTILINE)
    found = []
    for match in pattern.finditer(reading.text):
        long = len(match["name"]) > 3 and sum(c in reading.lexicon.transliteration for c in match["name"]) >= len(match["name"]) - 1
        if is_name(reading, match["name"]) or long:
            found.append(_Candidate(*match.span("name"), "person.bracketed", 0.95))
    return found


def _removed(reading: Reading) -> list[_Candidate]:
    """任命X为, 免去X…职务: a name stands between, though the recogniser may not see it."""
    found = []
    for match in re.finditer(rf"(?:任命|免去)(?!其)(?P<name>{HAN}{{2,3}})(?=同志|为|[省市县州区]|{HAN}{{2,12}}?(?:办|局|委|中心|政府|公司))", reading.text):
        start = match.start("name")
        for length in (3, 2):
            name, end = reading.text[start : start + length], start + length
            if is_name(reading, name) and re.match(r"同志|为|[省市县州区]", reading.text[end:]):
                found.append(_Candidate(start, end, "person.appointed", 0.9))
                break
    return found


def _recognised(reading: Reading) -> list[_Candidate]:
    """The recogniser's people that can be names, outside 《…》. Behind a title the surname need not be known."""
    found = []
    titled = re.compile(rf"(?:{reading.lexicon.title_pattern}|{CALLED})[ ]{{0,2}}$")
    for token in reading.tokens:
        start, end = token.start, token.start + len(token.text.rstrip())
        if token.tag != "PER" or reading.in_title(start):
            continue
        unit = reading.text[end - 1] in "科处室部局办股" and re.compile(reading.lexicon.title_pattern).match(reading.text, end)
        if unit:  # 方志科科长
            continue
        rare = end - start >= 3 and titled.search(reading.text, max(0, start - 12), start)
        if is_name(reading, reading.text[start:end]) or rare:
            found.append(_Candidate(start, end, "person.recognised", 0.94))
    return found


def _after_title(reading: Reading, seen: list[_Candidate]) -> list[_Candidate]:
    """A name directly behind a title: the recogniser's if it has one there, else by surname and what follows."""
    starts = {candidate.start: candidate for candidate in seen}
    found = []
    for match in re.finditer(rf"(?:{reading.lexicon.title_pattern})(?:同志)?(?:[（(][^（）()]{{1,10}}[）)])?(?:、?\d{{2}}岁的)?[ ]{{0,2}}", reading.text):
        at = match.end()
        if (compound := _compound(reading, at)) and not reading.in_title(at):
            found.append(_Candidate(at, compound, "person.titled", 0.95))
        elif dotted := _DOTTED.match(reading.text, at):
            found.append(_Candidate(at, dotted.end(), "person.dotted", 0.95))
        elif (long := _transliterated(reading, at)) and (at not in starts or starts[at].end < long):
            found.append(_Candidate(at, long, "person.transliterated", 0.97))
        elif at in starts:
            end = _trim(reading, at, _grow(reading, at, starts[at].end))
            found.append(_Candidate(at, end, "person.titled", 0.98))
        elif (end := _guess(reading, at)) and not reading.in_title(at):
            found.append(_Candidate(at, end, "person.titled_unseen", 0.97))
    return found


def _compound(reading: Reading, at: int) -> int:
    """End of a name with a surname of two characters behind a title, which the recogniser often cuts (濮阳|建设); 0 if none."""
    if reading.text[at : at + 2] not in reading.lexicon.surnames:
        return 0
    for length in (4, 3):
        name, end = reading.text[at : at + length], at + length
        if re.fullmatch(rf"{HAN}{{{length - 1}}}[^的和等也及与又在对]", name) and _ends(reading, name, end) and reading.text[end - 1 : end + 1] not in _TWO:
            return end
    return 0


def _grow(reading: Reading, start: int, end: int) -> int:
    """A name that the recogniser cut (李国|能): one more character if only then what follows makes sense."""
    text = reading.text
    short = end - start == 2 or end - start == 3 and text[start] in reading.lexicon.transliteration
    joint = next((t for t in reading.tokens_near(end) if t.start == end and t.text == "和"), None)
    if end - start == 2 and joint and any(t.start == joint.end and t.tag == "v" and len(t.text) > 1 for t in reading.tokens_near(joint.end)):
        return end + 1  # 主任厉春和赠送: nothing is joined
    if end - start == 2 and re.match(rf"[ ]{HAN}(?:[，。、；：）]|$)", text[end:]):  # 佘德 厚，: a stray blank
        return end + 2
    if end - start == 2 and re.match(rf"[来到]{_ACTS}", text[end:]):  # 主任阳春来参加: nobody 来参加 in print
        return end + 1
    verb = any(t.start == end and len(t.text) > 1 and t.tag in ("v", "vd", "ad", "d", "p", "TIME", "c", "m", "ORG", "LOC") for t in reading.tokens_near(end))
    if short and not verb and not _FOLLOW.match(text[end : end + 3]) and re.match(HAN, text[end : end + 1]):
        if _FOLLOW.match(text[end + 1 : end + 4]) and (end - start == 2 or text[end] in reading.lexicon.transliteration):
            return end + 1
    return end


def _trim(reading: Reading, start: int, end: int) -> int:
    """A name that the recogniser ran on (顾恒来|甘孜州): the last character is a verb if a place follows."""
    text = reading.text
    verb = end - start == 3 and text[end - 1] in "来到赴在往向对"
    split = end - start >= 3 and text[end - 1 : end + 1] in _TWO
    return end - 1 if split or verb and any(place.start == end for place in reading.context.places) else end


def _guess(reading: Reading, at: int) -> int:
    """End of an unseen name behind a title, 0 if there is none: three characters first, then two."""
    text = reading.text
    if end := _marked(reading, at):
        return end
    if any(place.start <= at < place.end for place in reading.context.places) or any(h.start <= at < h.end for h in reading.offices):
        return 0
    if end := _transliterated(reading, at) or _with_preposition(reading, at):
        return end
    word = next((t for t in reading.tokens_near(at) if t.start == at and _is_word(reading, t)), None)
    whole = word and len(word.text) == 2 and is_name(reading, text[at : at + 3]) and re.match(rf"率队?|带队|{_ACTS}", text[at + 3 :])
    if word and not whole:  # 主任尚可|为率队: the word is cut out of a name
        return 0
    for pattern in (rf"{HAN}{{3}}", rf"{HAN} {HAN}(?: {HAN})?", rf"{HAN}{{2}}"):
        match = re.match(pattern, text[at:])
        if match and is_name(reading, match[0]) and _ends(reading, match[0], at + match.end()):
            return at + match.end()
    return 0


def _marked(reading: Reading, at: int) -> int:
    """End of what stands alone between a title and a mark, or 一行: two characters or three, and a surname first.

    Nothing but a name stands so, be it also a place or a word (副主任温岭、副主任解放一行), save what is asked
    of the title itself (主任会议，). Four are a name if the first two are a surname.
    """
    match = re.match(rf"(?P<name>{HAN}{{2,4}}?)(?=[，。、；：）)\n]|$|一行|的(?:批示|肯定|汇报|陪同|要求|委托|介绍|带领)|等[，。、出参陪\d])", reading.text[at : at + 8])
    if not match or match["name"] in reading.lexicon.no_names or _OF_TITLE.search(match["name"]) or any(h.start == at for h in reading.offices):
        return 0
    name, surnames = match["name"], reading.lexicon.surnames
    office = any(h.end == start for h in reading.offices for start in (_title_start(reading, at),))
    known = name[0] in surnames and len(name) < 4 or name[:2] in surnames and len(name) > 2 or len(name) == 3 and office
    words = [t for t in reading.tokens_near(at) if t.start == at and t.tag in ("v", "vn", "p", "TIME", "m") and len(t.text) == len(name)]
    ordinary = words and not match.end() == len(name) + 2 and not re.match("一行", reading.text[at + len(name) :])
    return at + len(name) if known and not ordinary and not re.search(reading.lexicon.title_pattern, name) else 0


def _title_start(reading: Reading, end: int) -> int:
    match = re.compile(rf"(?:{reading.lexicon.title_pattern})$").search(reading.text, max(0, end - 12), end)
    return match.start() if match else -1


def _with_preposition(reading: Reading, at: int) -> int:
    """向桂蓉出席, 和春秀、: a preposition that is a surname too, before a name that the recogniser cut short."""
    text = reading.text
    if text[at : at + 1] not in _PREPOSITIONS or text[at : at + 1] not in reading.lexicon.surnames:
        return 0
    rest = next((t for t in reading.tokens if t.start == at + 1 and t.tag == "PER" and len(t.text) in (1, 2)), None)
    if rest is None or len(rest.text) == 2 and text[at] in "和与" and is_name(reading, rest.text):
        return 0
    return rest.end if re.match(rf"{_ACTS}|[，。、；：）)也又曾对]", text[rest.end :]) else 0


def _is_word(reading: Reading, token: Token) -> bool:
    """Whether a token behind a title is an ordinary word (应邀出席), not a name the recogniser has no tag for.

    A verb of two characters before another word is one; before a mark (种砚、, 万育全、) it can only be a name.
    """
    if token.text in _PREPOSITIONS or token.tag == "TIME" or token.tag in ("LOC", "ORG") and len(token.text) > 3:
        return True
    marked = re.match(rf"{HAN}?(?:$|[，。、；：）)（\s])|{_ACTS}", reading.text[token.end : token.end + 4]) and not re.match(_ACTS, token.text)
    return len(token.text) == 2 and token.tag in _NO_NAME and not marked


def _transliterated(reading: Reading, at: int) -> int:
    """泽仁尼玛, 苏雅拉达来: four to six characters of those that Tibetan, Yi and Mongolian names are written with."""
    for length in (6, 5, 4):
        name = reading.text[at : at + length]
        whole = len(name) == length and all(c in reading.lexicon.transliteration for c in name)
        if whole and _FOLLOW.match(reading.text[at + length : at + length + 3]):
            return at + length
    return 0


def _ends(reading: Reading, name: str, end: int) -> bool:
    """Whether what follows can follow a name, and the name does not itself end in such a word."""
    hard = re.match(r"$|[，。、；：,;:)）(（\s]", reading.text[end : end + 1])
    next_ = next((t for t in reading.tokens_near(end) if t.start == end), None)
    soft = next_ is not None and len(name) > 2 and len(next_.text) > 1 and next_.tag in ("v", "vd", "vn") and not re.search(r"[出在对到赴来率带参主讲致作批听提说要]$", name) or _FOLLOW.match(reading.text[end : end + 3]) and not re.search(r"[出在对到赴来率带参主讲致作批听提说要]$", name)
    words = any(token.start < end < token.end and token.tag in ("v", "n", "vn", "d", "a") for token in reading.tokens_near(end))
    words = words and not (len(name) == 3 and re.match(r"率(?!先)|对|就", reading.text[end:]))  # 漆宏|图率|视察组
    soft = soft and not re.match(r"为[^，。]{0,2}人", reading.text[end : end + 4])
    return bool(hard or soft) and not words and not re.search(reading.lexicon.title_pattern, name)


def _in_list(reading: Reading, seen: list[_Candidate], titled: list[_Candidate]) -> list[_Candidate]:
    """Names that continue a list (赵行、陶利辉): one post, several people."""
    ends = {candidate.end for candidate in titled}
    found: list[_Candidate] = []
    starts = {candidate.start: candidate for candidate in seen}
    for first in sorted(ends):
        at = first
        while (match := re.match(r"[ ]?[、和][ ]?", reading.text[at:])) and (following := at + match.end()):
            candidate = starts.get(following)
            end = candidate.end if candidate else _guess(reading, following)
            if not end:
                break
            found.append(_Candidate(following, end, "person.listed", 0.97))
            at = end
    return found


def _supported(reading: Reading, candidate: _Candidate) -> bool:
    """Whether a calling stands before the name, or a title or a verb of speech behind it, unless it is a place's."""
    if _CALLING.search(reading.text[max(0, candidate.start - 6) : candidate.start]):
        return True
    if _is_place(reading, reading.text[candidate.start : candidate.end]):
        return False
    behind = reading.text[candidate.end : candidate.end + 24]
    if _LEADERS.match(behind):
        return True
    title = re.match(rf"(?:同志)?(?:{reading.lexicon.title_pattern})", behind)
    return bool(title or re.match(r"(?:同志)?(?:不再担任|担任|兼任|任(?=[^，。]{0,16}(?:主任|书记|局长|组长|馆长|会长)))|等?(?:\d+|[一两二三四五六七八九十]+)名|同志|老人|一行|先生|女士", behind) or _SPEECH.match(behind) and behind[0] not in "，,等")


def is_leader(reading: Reading, hit: PersonHit) -> bool:
    """A national leader: mentioned, never an actor of the bulletin."""
    around = reading.text[max(0, hit.start - 6) : hit.start], reading.text[hit.end : hit.end + 6]
    return bool(_LEADERS.search(around[0]) or _LEADERS.match(around[1]))
