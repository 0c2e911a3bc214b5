"""The shape of a person's name: what can be one, and where one that follows a title ends.

The recogniser cuts names and runs them on; what stands behind (a mark, a verb) tells their end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph import patterns
from graph.extract.reading import Reading
from graph.gazetteer import Place
from graph.patterns import HAN
from graph.recognise import Token

FOLLOW = re.compile(
    r"$|[，。、；：！？,;:)）(（\s”》等对在到赴来率带出致作批听提说要强指表认同陪及和与专深组签接会分充高宣担任前代介牵圈发随受为汇总闻执补也还均亲就应又曾两仍已将即得获称当边逐协的参讲约阅挂向把]"
    r"|先[后行期于]|转[批发来交办]|全程|见证|多次|则[在对以代从于把将表强要就由向]|委托|捐|写[下道]|[阅读][后了完]|[旁眉加]批|案头|画[了圈]|共同|关于|一行|主持|负责|统筹|围绕|现场|安排|部署|传达|解读|[二两三四五六七八九十]人|[\d二两三四五六七八九十]+[位名]|兄弟|姐妹|夫妇|夫妻|父子|母子|师徒"
)
"""What may stand behind a name: a mark, or how a verb or a conjunction begins that follows names."""
_OF_TITLE = re.compile(r"会|例会|负责|兼|制$|牵头|助理|职务|岗位|名单|讲话|发言|出席|参加|主持|批示|汇报|要求|指出|强调|表示|[科处室部局办股组站所]$|[等以及]$")
"""What follows a title and is no name: 主任会议, 书记批示, 处长助理, 主任方志科."""
_DAY = re.compile(r"[日月时前后午期间来初末底晚晨]$|^[去今明前]年$")
"""How a word for a time ends: 夏天 and 祝余年 may be names behind a title."""
_PREPOSITIONS = frozenset("于 对 向 在 由 从 为 以 与 和 及 将 把".split())
_NO_NAME = frozenset(("v", "vd", "d", "ad", "a", "p", "c", "f", "t", "TIME", "m", "vn", "LOC", "ORG", "q"))
DOTTED = re.compile(rf"{HAN}{{2,7}}(?:[·•]{HAN}{{2,7}})*?[·•]{HAN}{{2,7}}?(?=$|[^\u4e00-\u9fff·•]|[出参主讲对到赴来在作批说要])")
"""买买提·艾力: the dot stands between the parts of a name."""
ACTS = r"(?:出席|参加|主持|讲话|致辞|致欢迎|陪同|发言|作了?(?:工作|专题)?汇报|汇报了?|介绍|宣读|先后|分别|一行|同志|总结)"
TWO = frozenset("共同 全程 转批 见证 安排 部署 通报 宣布 揭牌 启动 以及 任主 工作 圈阅 批示 出席 主持 讲话 参加 带队 率队 听取 签批 陪同 到会 致辞 作出 指出 强调 要求 表示 介绍 汇报 发言 前往 深入 专题 分别 充分 高度 一行 率领".split())
"""Verbs of two characters that follow names: a name does not end in their first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a name at `text[start:end]`, by which rule, and how sure that is."""

    start: int
    end: int
    rule: str
    confidence: float


def squeeze(name: str) -> str:
    """A name without the spaces that type setting puts into it (邓 瑜)."""
    return re.sub(r"\s+", "", name)


@dataclass(frozen=True, slots=True)
class Tight:
    """A text without white space, and where each of its characters stands in the text."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Tight:
        """That of a text."""
        places = tuple(place for place, character in enumerate(text) if not character.isspace())
        return cls("".join(text[place] for place in places), places)

    def find(self, name: str) -> Iterator[tuple[int, int]]:
        """Where a name stands in the text, with at most two blanks between its characters."""
        for at in patterns.occurrences(self.text, name):
            places = self.places[at : at + len(name)]
            if all(after - before <= 3 for before, after in pairwise(places)):
                yield places[0], places[-1] + 1


def is_name(reading: Reading, text: str) -> bool:
    """Whether a string can be a name: a surname and one or two more characters, or a longer one of a minority."""
    name = squeeze(text)
    surnames = reading.lexicon.surnames
    if not re.fullmatch(rf"{HAN}{{2,4}}|{HAN}{{2,6}}·{HAN}{{2,6}}", name) or name in reading.lexicon.no_names:
        return False
    return "·" in name or name[:2] in surnames and len(name) > 2 or name[0] in surnames and len(name) <= 3 or len(name) == 4 and all(c in reading.lexicon.transliteration for c in name)


def compound(reading: Reading, at: int) -> int:
    """End of a name with a surname of two characters behind a title, which the recogniser often cuts (濮阳|建设); 0 if none."""
    if reading.text[at : at + 2] not in reading.lexicon.surnames:
        return 0
    for length in (4, 3):
        name, end = reading.text[at : at + length], at + length
        if re.match(rf"{HAN}{{{length - 1}}}(?:(?![的和等也及与又在对]){HAN}|和(?=[，。、；：）]))", reading.text[at : end + 1]) and _ends(reading, name, end) and reading.text[end - 1 : end + 1] not in TWO:
            return end
    return 0


def transliterated(reading: Reading, at: int) -> int:
    """泽仁尼玛, 苏雅拉达来: four to six characters of those that Tibetan, Yi and Mongolian names are written with."""
    for length in (6, 5, 4):
        name = reading.text[at : at + length]
        if len(name) < length:
            continue
        first = length > 4 and name[0] in reading.lexicon.surnames  # 李姐莫阿各
        whole = all(c in reading.lexicon.transliteration for c in name[1:]) and (first or name[0] in reading.lexicon.transliteration) and name[-1] not in "任说" and name[-2:] != "参加"
        adverb = any(t.start > at and t.end == at + length and len(t.text) > 1 and t.tag in ("d", "ad", "c", "p") for t in reading.tokens_near(at + length))
        if whole and not adverb and FOLLOW.match(reading.text[at + length : at + length + 3]):
            return at + length
    return 0


def guess(reading: Reading, at: int) -> int:
    """End of an unseen name behind a title, 0 if there is none: three characters first, then two."""
    text = reading.text
    if end := _marked(reading, at):
        return end
    if any(place.start <= at < place.end for place in reading.context.places if place.full or not _longer(reading, place)) or any(h.start <= at < h.end for h in reading.offices):
        return 0
    if end := transliterated(reading, at) or _with_preposition(reading, at):
        return end
    word = next((t for t in reading.tokens_near(at) if t.start == at and _is_word(reading, t)), None)
    whole = word and len(word.text) == 2 and is_name(reading, text[at : at + 3]) and re.match(rf"率队?|带队|{ACTS}", text[at + 3 :])
    if word and not whole:  # 主任尚可|为率队: the word is cut out of a name
        return 0
    for pattern in (rf"{HAN}{{3}}", rf"{HAN} {HAN}(?: {HAN})?", rf"{HAN}{{2}}"):
        match = re.match(pattern, text[at:])
        if match and is_name(reading, match[0]) and _ends(reading, match[0], at + match.end()):
            return at + match.end()
    return 0


def _longer(reading: Reading, place: Place) -> bool:
    """书记乐平川到县里: the recogniser reads a longer word where a short place name stands, and no office does."""
    return any(t.start == place.start and t.end == place.end + 1 and t.tag in ("LOC", "PER") for t in reading.tokens_near(place.start))


def _marked(reading: Reading, at: int) -> int:
    """End of what stands alone between a title and a mark, or 一行: two characters or three, and a surname first.

    Nothing but a name stands so, be it also a place or a word (副主任温岭、副主任解放一行), save what is asked
    of the title itself (主任会议，). Four are a name if the first two are a surname.
    """
    match = re.match(rf"(?P<name>(?!的[^日]){HAN}{{2,4}}?)(?=[，。、；：）)\n]|$|一行|同志|的(?:充分|高度|一致|重要|亲切)?(?:批示|肯定|好评|评价|表扬|关心|汇报|陪同|要求|委托|介绍|带领)|等(?![级地同于候到待方])|分别|全程|先后)", reading.text[at : at + 8])
    if not match or match["name"] in reading.lexicon.no_names or _OF_TITLE.search(match["name"]) or any(h.start == at for h in reading.offices):
        return 0
    name, surnames = match["name"], reading.lexicon.surnames
    office = any(h.end == start for h in reading.offices for start in (_title_start(reading, at),))
    rare = office and (len(name) == 3 or len(name) == 2 and not any(t.start == at and len(t.text) == 2 and t.tag != "PER" for t in reading.tokens_near(at)))
    known = name[0] in surnames and len(name) < 4 or name[:2] in surnames and len(name) > 2 or rare
    words = [t for t in reading.tokens_near(at) if t.start == at and (t.tag in ("v", "vn", "p", "m") or t.tag == "TIME" and _DAY.search(t.text)) and len(t.text) == len(name)]
    ordinary = words and not re.match("一行|同志|的", reading.text[at + len(name) :])
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
    if rest is None or len(rest.text) == 2 and text[at] in "和与" and is_name(reading, rest.text) and not _never_alone(text, text[at], rest.text):
        return 0
    verb = any(t.start == rest.end and t.tag in ("v", "vd", "vn") and len(t.text) > 1 for t in reading.tokens_near(rest.end))
    return rest.end if verb or re.match(rf"{ACTS}|[，。、；：）)也又曾对]", text[rest.end :]) else 0


def _never_alone(text: str, surname: str, given: str) -> bool:
    """和国忠: whether 国忠 stands nowhere without 和, and 和国忠 somewhere behind a mark, where nothing is joined."""
    return f"，{surname}{given}" in text and all(text[found - 1 : found] == surname for found in patterns.occurrences(text, given))


def short(reading: Reading, at: int) -> int:
    """部长拥珠、; 措姆分别: two or three characters of those of Tibetan and Yi names before a mark, in an article about a place of
    such names; 0 if none."""
    home = reading.context.gazetteer.path(reading.context.home)
    if not any(re.search(r"[藏彝羌蒙]", reading.context.name(code)) for code in home):
        return 0
    match = re.match(rf"(?P<name>{HAN}{{2,3}}?)(?=[，。、；：）]|分别|等(?![级地同于候到待方]))", reading.text[at : at + 6])
    known = match and all(c in reading.lexicon.transliteration for c in match["name"]) and match["name"] not in reading.lexicon.no_names
    return at + len(match["name"]) if match and known else 0


def _is_word(reading: Reading, token: Token) -> bool:
    """Whether a token behind a title is an ordinary word (应邀出席), not a name the recogniser has no tag for.

    A verb of two characters before another word is one; before a mark (种砚、, 万育全、) it can only be a name.
    """
    whole = token.tag in ("LOC", "ORG") and len(token.text) > 3 and not any(token.start + 1 < h.start < token.end for h in reading.offices)
    if token.text in _PREPOSITIONS or token.tag == "TIME" or whole:  # not 税某某约谈县工商局, run together
        return True
    marked = re.match(rf"{HAN}?(?:$|[，。、；：）)（\s])|{ACTS}", reading.text[token.end : token.end + 4]) and not re.match(ACTS, token.text)
    return len(token.text) == 2 and token.tag in _NO_NAME and not marked


def _ends(reading: Reading, name: str, end: int) -> bool:
    """Whether what follows can follow a name, and the name does not itself end in such a word."""
    hard = re.match(r"$|[，。、；：,;:)）(（\s]", reading.text[end : end + 1])
    next_ = next((t for t in reading.tokens_near(end) if t.start == end), None)
    soft = next_ is not None and len(name) > 2 and next_.tag in ("v", "vd", "vn") and not re.search(r"[出在对到赴来率带参主讲致作批听提说要]$", name) or FOLLOW.match(reading.text[end : end + 3]) and not re.search(r"[出在对到赴来率带参主讲致作批听提说要]$", name)
    # a word that the next office begins in is a name and an office run together (馆长某某和县农业局)
    words = any(token.start < end < token.end and not any(end <= h.start < token.end for h in reading.offices) and token.tag in ("v", "n", "vn", "d", "a") for token in reading.tokens_near(end))
    words = words and not (len(name) == 3 and re.match(r"率(?!先)|对|就|致[^，。]{0,4}[辞词]", reading.text[end:]))  # 漆宏|图率|视察组
    soft = soft and not re.match(r"为[^，。]{0,2}人", reading.text[end : end + 4])
    split = len(name) == 3 and reading.text[end - 1 : end + 1] in ("圈阅", "代表")  # 县长甲乙|圈阅后
    return bool(hard or soft) and not (words or split) and not re.search(reading.lexicon.title_pattern, name)
