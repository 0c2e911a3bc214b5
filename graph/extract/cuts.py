"""Where a name ends that the recogniser cut short (李国|能, 徐英|新|通报) or ran on (任静作|总结, 顾恒来|甘孜州)."""

from __future__ import annotations

import re

from graph.extract import names
from graph.extract.reading import Reading
from graph.patterns import HAN
from graph.recognise import Token

_RUN_ON = r"出席|参加|主持|陪同|讲话|致辞|汇报|带队|率队|介绍|宣读|发言|带领|安排|代表|[在到对向和]"
"""Verbs and prepositions that the recogniser takes into the name before them."""
_LOOSE = frozenset("a ad an f n nz ng s".split())
"""Tags of a single character that is cut off a name: no verb, adverb or preposition stands so between a name and its verb."""
_NOT_LOOSE = "对在到率与等也又都均已将就曾还再即则为以被从由因并同让使代带赴来去任作先等们亲多专后处科"
_SAID_OR_DONE = re.compile(r"(?:作|做|任)(?=(?:了|总结|专题|工作|经验|交流|讲话|报告|主旨|动员|发言|辅导|点评|说明|表态|讲座|授课|汇报))")
_OWN_WORD = frozenset("工作 合作 协作 创作 写作 制作 操作 运作 当作 著作 另作 再作 并作 也作 均作 各作 先作 还作 就作 则作 亲作 都作 同作 共作 特作 代作 试作 担任 兼任 曾任 历任 现任 改任 转任 升任 调任 出任 连任 责任 信任 委任 聘任".split())
"""Words, or adverbs with a verb, that end as the recogniser's false words do (贺英|利作)."""

def end(reading: Reading, token: Token) -> int:
    """Where a name that the recogniser saw ends: it cuts some behind the surname (章|国庆，), and runs others into the
    next office (凤鸣春和县地方志)."""
    joint = re.match(rf"{HAN}{{2,3}}(?=[和与及][省市县州区])", token.text)
    if joint:
        return token.start + joint.end()
    run_on = re.fullmatch(rf"({HAN}{{2,3}}?)(?:{_RUN_ON})", token.text) if len(token.text) > 3 else None
    if run_on and (names.is_name(reading, run_on[1]) or len(run_on[1]) == 3):  # 那德平参加
        return token.start + len(run_on[1])
    if re.fullmatch(rf"{HAN}{{2,5}}任", token.text) and re.match(HAN, reading.text[token.end : token.end + 1]):  # 益西卓玛任中心…
        return token.end - 1
    if len(token.text) > 2 and _SAID_OR_DONE.match(reading.text, token.end - 1):  # 任静作|总结
        return token.end - 1
    if _loose(reading, token):
        return token.end + 1
    rest = re.compile(rf"{HAN}{{1,2}}(?=[，。、；：）])").match(reading.text, token.end)
    cut = token.tag == "PER" and len(token.text) == 1 and token.text in reading.lexicon.surnames
    return rest.end() if cut and rest else token.start + len(token.text.rstrip())


def _loose(reading: Reading, token: Token) -> bool:
    """徐英|新|通报, 沈利|后|主任, 贺英|利作|专题: whether the character behind two that the recogniser saw is the name's too."""
    text, at = reading.text, token.end
    if len(token.text) != 2 or not re.match(HAN, token.text) or not names.is_name(reading, text[token.start : at + 1]):
        return False
    rest = next((t for t in reading.tokens_near(at) if t.start == at), None)
    if rest and len(rest.text) == 2 and rest.text not in _OWN_WORD and _SAID_OR_DONE.match(text, at + 1):
        return True
    if not rest or len(rest.text) > 1 or rest.tag not in _LOOSE or rest.text in _NOT_LOOSE and rest.text not in "后":
        return False
    following = next((t for t in reading.tokens_near(rest.end) if t.start == rest.end), None)
    verb = following and (following.tag in ("v", "vd", "vn") and len(following.text) > 1 or rest.tag == "f" and following.tag in ("v", "p"))
    title = re.compile(reading.lexicon.title_pattern).match(text, rest.end)
    return bool(title or verb and rest.text != "后" or rest.tag != "n" and re.match(r"[，、；）]|[任作为](?!了)", text[rest.end :]))


def mended(reading: Reading, start: int, end: int) -> int:
    """The end of a name behind a title, a calling or in a list: grown by what was cut off, without what was run on."""
    return trim(reading, start, grow(reading, start, end))


def grow(reading: Reading, start: int, end: int) -> int:
    """A name that the recogniser cut (李国|能): one more character if only then what follows makes sense."""
    text = reading.text
    short = end - start == 2 or end - start == 3 and text[start] in reading.lexicon.transliteration
    joint = next((t for t in reading.tokens_near(end) if t.start == end and t.text == "和"), None)
    if end - start == 2 and joint and any(t.start == joint.end and (t.tag == "v" and len(t.text) > 1 or t.text in ("任", "委托")) for t in reading.tokens_near(joint.end)):
        return end + 1  # 主任厉春和赠送: nothing is joined
    if end - start == 2 and re.match(rf"[ ]{HAN}(?:[，。、；：）]|$)", text[end:]):  # 佘德 厚，: a stray blank
        return end + 2
    if end - start == 2 and re.match(r"(?![等说道称问讲答们均])[\u4e00-\u9fff][，、；）]", text[end : end + 2]):
        return end + 1  # 副主任李扎约、: before a mark a single character is no verb
    if end - start == 2 and re.match(rf"[来到]{names.ACTS}", text[end:]):  # 主任阳春来参加: nobody 来参加 in print
        return end + 1
    verb = any(t.start == end and len(t.text) > 1 and t.tag in ("v", "vd", "ad", "d", "p", "TIME", "c", "m", "ORG", "LOC") for t in reading.tokens_near(end))
    if short and not verb and not names.FOLLOW.match(text[end : end + 3]) and re.match(HAN, text[end : end + 1]):
        if names.FOLLOW.match(text[end + 1 : end + 4]) and (end - start == 2 or text[end] in reading.lexicon.transliteration):
            return end + 1
    return end


def trim(reading: Reading, start: int, end: int) -> int:
    """A name that the recogniser ran on (顾恒来|甘孜州): the last character is a verb if a place follows."""
    text = reading.text
    verb = end - start == 3 and text[end - 1] in "来到赴在往向对"
    split = end - start >= 3 and text[end - 1 : end + 1] in names.TWO
    return end - 1 if split or verb and any(place.start == end for place in reading.context.places) else end
