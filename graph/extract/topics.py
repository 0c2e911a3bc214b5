"""Of what an act speaks, in the words that print it: the clause before the verb, the book meant, the occasion."""

from __future__ import annotations

import re

from graph.extract.reading import Reading
from graph.extract.said import Said
from graph.model import DOCUMENT, EVENT, WORK, Ref
from graph.patterns import at, plain_name

_TAIL = re.compile(r"(?:[，、](?:他|她|其|并|也|还|均|都)*|(?:评价很高|赞赏有加)?，|实地|专题|专门|开展|进行)$")
_PRONOUN = re.compile(r"^(?:他|她|其|们)+(?=关于|就|对)")
_THE_BOOK = re.compile(r"^(?:(?:该|此|本|这)(?:部|本|套)?(?:[^，。；《》]{0,10}?)(?:志|书|鉴|史)|(?:该|此)?(?:志稿|志书|书稿|送审稿|年鉴稿|样书))(?![办馆室局员])")
_BOOK = re.compile(r"(?:[志鉴史录]|大事记|概览|读本)(?:（[^（）]*）)?$")
_MADE = re.compile(r"(?P<what>(?![该此这其][一种些项]?.{2}(?:，|$|也|还|先|此|已|曾|又|均|都))[^，。；、\n]{2,36}?(?:做法|方式|模式|经验|成果|举措|路子|思路|探索))(?:，|也|还|先后|相继|分别|日前|近日|此前|已|曾|又|均|都|并|近期|多次|两次|两度)*$")
_CALLED = re.compile(r"(?:专门|专程|特地|专)?(?:为|向|对|给)(?P<what>[^，。；]{2,30}?)(?:专门|特地)?(?:发来|发|致)?$")


def topic(reading: Reading, said: Said) -> str:
    """What is spoken of, as printed: inside the verb's own words, else in the 对… before it; '' if neither."""
    words = _what(reading, said) or _clause(reading, said)
    while _TAIL.search(words):
        words = _TAIL.sub("", words)
    return plain_name(words)


def _what(reading: Reading, said: Said) -> str:
    """The verb's own object. A report that is heard begins with its speaker's name: 听取主任某某关于…的汇报."""
    found = next((name for name in ("of", "of2", "of3", "of4") if said.match.groupdict().get(name)), "")
    if not found:
        return ""
    start, end = said.match.span(found)
    if said.form == "听取汇报":
        posts = [post for post in reading.posts if start <= post.start < end and post.start - start <= 1]
        name = next((hit for hit in reading.people_in(start, end) if posts and hit.name == posts[0].person), None)
        start = name.start if name else start
    printed = _PRONOUN.sub("", reading.text[start:end].strip(" ，,"))
    return plain_name(re.sub(r"^(?:了|对|在)|[的了]$", "", printed))


def _clause(reading: Reading, said: Said) -> str:
    before = reading.text[said.sentence.start : said.match.start()]
    found = re.search(r"对(?!口)(?P<what>[^。；]{2,60}?)(?:(?:充分|高度|给予|予以|表示|提出?|作出)[^；。]*)?$", before)
    made = re.search(r"把(?P<what>[^，。；]{2,40}?)(?:归纳|概括|总结|称)[^；。]*$", before) if said.form == "肯定" and not found else None
    return plain_name((found or made)["what"]) if found or made else ""  # type: ignore[index]


def book(reading: Reading, said: Said) -> Ref | None:
    """对志稿给予肯定, 肯定该志…: the book named last before it, if what is spoken of is 该志, 志稿 or 志书."""
    if not _THE_BOOK.match(topic(reading, said)):
        return None
    named = [hit.ref for hit in reading.documents if hit.end <= said.match.start() and hit.ref.kind == DOCUMENT and _BOOK.search(hit.ref.name)]
    return named[-1] if named else None


def made(reading: Reading, start: int, verb: int) -> Ref | None:
    """“一户一档”的做法获市长批示: what an act told from the other side is on, where a way of working is its
    subject that is said of no office."""
    match = _MADE.search(reading.text[start:verb])
    if match and reading.offices_in(start + match.start(), verb):
        return None  # 县志办的做法: the office's
    return Ref(WORK, plain_name(match["what"]), (reading.source.id,)) if match else None


def occasion(reading: Reading, start: int, verb: int) -> Ref | None:
    """A letter of congratulation is to a meeting or a ceremony: the one it is said to be for, the one named last before
    it, or else the one that the article tells of."""
    called = _CALLED.search(reading.text[start:verb])
    if called:
        return Ref(WORK, plain_name(called["what"]), (reading.source.id,))
    named = [m for m in reading.mentions if m.ref.kind == EVENT]
    before = [m for m in named if m.end <= verb] or named
    return Ref(WORK, plain_name(before[-1].surface), (reading.source.id,)) if before else None


def headline(reading: Reading, position: int) -> Ref:
    """Where nothing is named that an act could be on: what the article is about, by its title; else its own sentence."""
    sentence = at(reading.sentences, position)
    words = reading.source.title.split("\n")[0] or (reading.text[sentence.start : sentence.end][:30] if sentence else "")
    return Ref(WORK, plain_name(words), (reading.source.id,))
