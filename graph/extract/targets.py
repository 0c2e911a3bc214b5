"""What an act is on: an office, a paper, a piece of work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.extract import documents
from graph.extract.offices import ANNALS
from graph.extract.reading import Reading
from graph.extract.subjects import Actor
from graph.model import DOCUMENT, WORK, Ref
from graph.ontology import ENDORSED
from graph.patterns import Span, at, plain_name


_PAPER = re.compile(r"(?:报告|请示|建议|专报|汇报|简报|信息|方案|函)$")
"""Papers that are handed to a leader."""


@dataclass(frozen=True, slots=True)
class Said:
    """A verb of endorsement found in a sentence."""

    form: str
    match: re.Match[str]
    sentence: Span


def own(reading: Reading, actor: Actor) -> set[Ref]:
    """The bodies the actor holds posts in: one does not endorse oneself."""
    return {post.host for post in reading.posts if actor.person and post.person == actor.person.name} | {actor.ref}


def target(reading: Reading, said: Said, end: int, actor: Actor, about: Ref | None) -> tuple[Ref, str]:
    """Whom the act is on: an office named in it; what it is written on; what is named; whom the same person's
    last act was on. Where no office is named the one that reports is added as implied."""
    bodies = own(reading, actor)
    begin = actor.end if actor.start >= said.sentence.start else said.sentence.start
    match, posts = said.match, [post for post in reading.posts if said.sentence.start <= post.start < said.sentence.end]
    named = (*reading.offices_in(*match.span()), *reversed(reading.offices_in(begin, match.start())), *reading.offices_in(match.end(), end))
    for office in named:
        inside = match.start() <= office.start < match.end()  # 听取中心主任X汇报: X speaks for the office
        of_a_post = not inside and any(post.start <= office.start and office.end <= post.end for post in posts)
        if office.root not in bodies and not of_a_post:
            return office.ref, "named"
    if about is not None:
        return about, "written_on"
    work = topic(reading, said)
    if work and (said.form == "调研" or not re.fullmatch(r"(?:上|下)半年工作|下一步工作|今后工作|工作|(?:做好)?.{0,4}", work)):
        return Ref(WORK, work, (reading.source.id,)), "work"
    earlier = [r.object for r in reading.relations if r.kind == ENDORSED and r.subject == actor.ref and not r.implied]
    if earlier:  # …充分肯定两地工作，提出三点要求
        return earlier[-1], "carried"
    sender = reporter(reading)
    if sender and sender not in bodies:
        return sender, "reporter"
    return Ref(WORK, work or plain_name(said.match[0]), (reading.source.id,)), "work"


def reporter(reading: Reading) -> Ref | None:
    """The office in the attribution, read where it stands in the text; else the annals office of the place."""
    start = reading.text.rfind(reading.source.attribution) if reading.source.attribution else -1
    if start >= 0:
        named = reading.offices_in(start, start + len(reading.source.attribution))
        if named:
            return named[0].ref
    local = [h for h in reading.offices if h.field == ANNALS and h.code == reading.context.home]
    return local[0].root if local else None


def topic(reading: Reading, said: Said) -> str:
    """What is spoken of, as printed: inside the verb's own words, else in the 对… before it; '' if neither."""
    return _what(said) or _clause(reading, said)


def _what(said: Said) -> str:
    groups = said.match.groupdict()
    printed = groups.get("of") or groups.get("of2") or groups.get("of3") or groups.get("of4") or ""
    return plain_name(re.sub(r"^(?:了|对|在)|[的了]$", "", printed.strip(" ，,")))


def _clause(reading: Reading, said: Said) -> str:
    before = reading.text[said.sentence.start : said.match.start()]
    found = re.search(r"对(?P<what>[^。；]{2,60}?)(?:(?:充分|高度|给予|予以|表示|提出?|作出)[^；。]*)?$", before)
    return plain_name(found["what"]) if found else ""


def about(reading: Reading, said: Said) -> tuple[Ref | None, Ref | None]:
    """What the 批示 is written on: the last document before it in its paragraph, and the issue that printed it."""
    verb = said.match.end() if said.form == "圈阅" else said.match.start()
    limit = said.sentence.end if said.form == "圈阅" else verb
    paragraph = at(reading.paragraphs, said.match.start()) or said.sentence
    cited = [ref for start, end, ref in documents.issues(reading) if paragraph.start <= start and end <= limit]
    series = {ref.scope[0] for _, _, ref in documents.issues(reading)}
    named = [h for h in reading.documents if paragraph.start <= h.start and h.end <= limit and h.ref.name not in series]
    return (named[-1].ref if named else _going_round(reading, said)), (cited[-1] if cited else None)


def _going_round(reading: Reading, said: Said) -> Ref | None:
    """A paper that several leaders sign in turn: what the last 批示 was on, else the last report named."""
    earlier = [r.object for r in reading.relations if r.kind == ENDORSED and r.object.kind == DOCUMENT and r.attrs.get("form") in ("批示", "圈阅")]
    papers = [h.ref for h in reading.documents if h.end <= said.match.start() and _PAPER.search(h.ref.name)]
    return earlier[-1] if earlier else papers[-1] if papers else None
