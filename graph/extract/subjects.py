"""Who a verb is said of: the people named before it as one subject, an unnamed group, an office."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.extract import people
from graph.extract.reading import OfficeHit, PersonHit, Reading
from graph.model import GROUP, Ref
from graph.patterns import Span, plain_name

_LEADERS = re.compile(
    r"(?:(?:省|市|县|州|区|国家|上级|中央)(?:委|政府|委、[省市县州区]政府)?)?(?:主要|有关|分管|相关|各级)?(?:负责|领导)(?:同志|人)?(?:和专家学者)?"
)
_CLOSE = re.compile(r"[^，。；]{0,3}|(?:均|都|也)?(?:分别|先后|相继|专门|特地)(?:[^，。；]{0,6})")
_LED = re.compile(r"^[^，。；]{0,3}(?:率领?|带领|带着|携)|(?:带着|带领|率领)$")
"""贺兰亭率处长蒲国庆…调研: those led are no subject of the verb."""
_MET = re.compile(r"(?:看望|慰问|会见|拜访|走访|接见)了?[^，。；]*$")
"""看望编写组成员甲、乙: those met are no subject."""
_PARTY = re.compile(r"等?一行|等(?:\d+|[一二两三四五六七八九十]+)余?人")
_OTHERS = re.compile(r"(?:同志)?(?:委托|批示(?:件|上|精神)|(?:报送|呈报|撰写|提交|上报|报来|执笔|起草)的|的(?!.{0,6}(?:主持|陪同|带领|率领)))")
_OBJECT = re.compile(r"(?:对|请|就|令|授予|祝贺|追授|勉励|鼓励|叮嘱|嘱咐|感谢|慰问|看望|会见)$")
"""对鄢方志同志主持的工作给予肯定, 请国庆同志牵头: the one named is spoken of, or to."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, an office or an unnamed group, named from `start` on."""

    ref: Ref
    start: int
    end: int
    person: PersonHit | None = None


def start_of(reading: Reading, hit: PersonHit) -> int:
    """Where the mention of a person begins, the posts before the name included."""
    post = next((p for p in reading.posts if p.person == hit.name and p.end == hit.end), None)
    return min(post.start, hit.start) if post and post.rule != "post.shared" else hit.start


def of_person(reading: Reading, hit: PersonHit) -> Actor:
    """A person as an actor."""
    return Actor(reading.refs[hit.name], start_of(reading, hit), hit.end, hit)


def acting(reading: Reading, start: int, end: int) -> list[PersonHit]:
    """The people between two offsets who can be a subject: no national leader, nobody by whose order or on
    whose paper somebody else acts (受X委托, 在X的批示上)."""
    return [
        hit for hit in reading.people_in(start, end)
        if not people.is_leader(reading, hit) and not _MET.search(reading.text, start, start_of(reading, hit)) and not _OTHERS.match(reading.text, hit.end) and not _OBJECT.search(reading.text, max(start, start_of(reading, hit) - 2), start_of(reading, hit))
    ]  # fmt: skip


def group(reading: Reading, start: int, verb: int) -> list[PersonHit]:
    """The people that are the subject of the verb at `verb`, within the sentence that begins at `start`.

    The last one before it, and those listed with it: name after name (赵行、陶利辉), or each with posts
    (县委书记A，县长B圈阅), then only if nothing but the list stands between.
    """
    found = acting(reading, start, verb)
    if not found:
        return []
    if any(hit.start > found[-1].start and people.is_leader(reading, hit) for hit in reading.people_in(start, verb)):
        return []
    found = _leading(reading, found)
    last, listed = len(found) - 1, re.compile(rf"[ ]?(?:[、，和及与]|以及)[ ]?(?:[^，。；、]{{0,20}}(?:{reading.lexicon.calling_pattern}))?")
    while last and listed.fullmatch(reading.text[found[last - 1].end : start_of(reading, found[last])]):
        last -= 1
    return found[last:]


def _leading(reading: Reading, found: list[PersonHit]) -> list[PersonHit]:
    """Without those led: 甲带领乙、丙赴…考察; but 甲带领乙、丙赴…，丁随同 goes on about 丁."""
    led = next((at for at in range(1, len(found)) if _LED.search(reading.text[found[at - 1].end : start_of(reading, found[at])])), len(found))
    last = led
    party = [at for at in range(led, len(found)) if _PARTY.match(reading.text, found[at].end)]
    last = max([last, *party[-1:]])  # 甲率处长乙，副处长丙一行5人: all up to there
    while last + 1 < len(found) and "，" not in reading.text[found[last].end : start_of(reading, found[last + 1])]:
        last += 1
    return found[last + 1 :] or found[:led]


def unnamed(reading: Reading, start: int, verb: int) -> Actor | None:
    """省领导, 县政府主要领导: a group without names, kept as it is printed."""
    found = [m for m in _LEADERS.finditer(reading.text, start, verb) if len(m[0]) > 1]
    opening = [m for m in found if m.start() - start <= 6 and re.match(r"对|高度|十分|非常|多次|先后", reading.text[m.end() :])]  # 县委主要领导对…高度重视，多次作出批示
    near = [m for m in found if verb - m.end() <= 12] or [m for m in opening if verb - m.end() <= 40]
    if not near:
        return None
    match = near[-1]
    return Actor(Ref(GROUP, plain_name(match[0]), (reading.source.id,)), match.start(), match.end())


def offices(reading: Reading, sentence: Span, verb: int) -> list[Actor]:
    """An office that opens the sentence or stands directly before the verb, and those listed with it (省志办、市志办分别
    致信祝贺). One of a list that something else is said of (甲局、乙局位列前三，) is none, nor one spoken of (对甲局)."""
    named: list[OfficeHit] = reading.offices_in(sentence.start, verb)
    for hit in (*(named[-1:] if named and _CLOSE.fullmatch(reading.text, named[-1].end, verb) else []), *named[:1]):
        opening = reading.text[sentence.start : hit.start]
        close = bool(_CLOSE.fullmatch(reading.text, hit.end, verb))
        if re.search(r"[对向给被为]$", opening) or re.search(r"对[^，。；]*$", opening):
            continue
        if close or len(opening) <= 12 and not re.match(r"[、和]", reading.text[hit.end :]):
            first = named.index(hit)
            while close and first and re.fullmatch(r"[、和及与]", reading.text[named[first - 1].end : named[first].start]):
                first -= 1
            return [Actor(one.ref, one.start, one.end) for one in named[first : named.index(hit) + 1]]
    return []
