"""What an act is on: an office, a paper, a piece of work."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.extract import documents, topics
from graph.extract.offices import ANNALS
from graph.extract.reading import OfficeHit, Reading
from graph.extract.said import Said
from graph.extract.subjects import Actor
from graph.model import DOCUMENT, OFFICE, WORK, Ref
from graph.ontology import ENDORSED
from graph.patterns import Span, at, plain_name

_PAPER = re.compile(r"(?:报告|请示|建议|专报|汇报|简报|信息|方案|函|通报|提案|来信|呈报件|请示件)$")
"""Papers that are handed to a leader."""
_PERIODICAL = re.compile(r"(?:简报|专报|信息|动态|通讯|资政|参阅)$")
"""What prints an article or carries a report: a 批示 is on what it carries, if that is named too."""
_PAPER_BEFORE = re.compile(r"(?:在|对)(?P<paper>[^，。；《》“”]{2,20}?(?:方案|报告|请示|专报|通报|简报|信息|材料|函|呈报件|办理件|请示件|建议|来信))(?:[上中后]|文稿|作出)")
"""Such a paper without a title: 在建馆方案上批示."""
_ANSWERED = re.compile(r"(?:同志)?的?批示(?:件|意见)?(?:上|后面?|下方|旁)")
_ASKED = re.compile(
    r"(?P<whom>(?:各|全体|全[省市县区州]|有关|相关)?[^，。；：“”]{0,16}?(?:单位|部门|机构|成员|学员|人员|干部|同志|乡镇|班子|两村|承编者))"
    r"(?=[^，。；：的]{2,}|[“：，])"
)
"""A group of whom something is asked."""
_BARE = re.compile(r"(?:上|下)半年工作|下一步工作|今后工作|工作|(?:做好)?.{0,4}")
"""Words that say nothing of what is spoken of."""


def own(reading: Reading, actor: Actor) -> set[Ref]:
    """The bodies the actor holds posts in: one does not endorse oneself."""
    return {post.host for post in reading.posts if actor.person and post.person == actor.person.name} | {actor.ref}


def target(reading: Reading, said: Said, end: int, actor: Actor, about: Ref | None) -> tuple[Ref, str]:
    """Whom the act is on: an office named in it; what it is written on; what is named; whom the same person's
    last act was on. Where no office is named the one that reports is added as implied."""
    bodies = own(reading, actor)
    begin = actor.end if actor.start >= said.sentence.start else said.sentence.start
    written = _on_paper(reading, said, end, begin, bodies, about) if said.form in ("批示", "圈阅") else None
    if said.form == "要求" and (asked := _asked(reading, said)):
        return asked, "named" if asked.kind == OFFICE else "work"
    if said.form == "贺信" and (to := _congratulated(reading, said, begin)):
        return to, "named" if to.kind == OFFICE else "work"
    if written:
        return written
    if office := _free(reading, said, _named(reading, said, begin), bodies):
        return office, "named"
    if office := _free(reading, said, reading.offices_in(said.match.end(), end), bodies):  # “…请财政局落实”
        return office, "named"
    return _spoken_of(reading, said, actor, bodies)


def _named(reading: Reading, said: Said, begin: int) -> list[OfficeHit]:
    """The offices in the verb's own words, then those before it, the nearest first."""
    return [*reading.offices_in(*said.match.span()), *reversed(reading.offices_in(begin, said.match.start()))]


def _on_paper(reading: Reading, said: Said, end: int, begin: int, bodies: set[Ref], about: Ref | None) -> tuple[Ref, str] | None:
    """What a 批示 is written on: another's 批示, a paper without a title, an office that it names, a document."""
    answered = _ANSWERED.search(reading.text, begin, said.match.start())
    if answered and (whose := reading.people_in(answered.start() - 4, answered.start())):  # 在甲的批示后面又批
        return Ref(WORK, f"{whose[-1].name}批示", (reading.source.id,)), "work"
    paper = _PAPER_BEFORE.search(reading.text, begin, said.match.start())
    on = (Ref(WORK, plain_name(paper["paper"]), (reading.source.id,)), "work") if paper else None
    if paper and any(paper.start() < hit.start < paper.end() for hit in reading.offices):  # 在县志办的请示件上
        return on
    if office := _free(reading, said, _named(reading, said, begin), bodies) or _spoken_to(reading, said, end, bodies):
        return office, "named"
    if about is not None:
        return about, "written_on"
    return on or _passed_on(reading, said)


def _passed_on(reading: Reading, said: Said) -> tuple[Ref, str] | None:
    """A paper without a title that the last 批示 in this paragraph was on: 县长次日签批, 县委副书记圈阅."""
    paragraph = at(reading.paragraphs, said.match.start()) or said.sentence
    near = [r for r in reading.relations if r.kind == ENDORSED and not r.implied and paragraph.start <= r.start < said.match.start()]
    signed = [r.object for r in near if r.attrs.get("form") in ("批示", "圈阅")]
    return (signed[-1], "carried") if signed and signed[-1].kind == WORK and _PAPER.search(signed[-1].name) else None


def _congratulated(reading: Reading, said: Said, begin: int) -> Ref | None:
    """To whom or what a letter goes: an office (向县志办发来贺信), else the occasion."""
    office = next((hit for hit in _named(reading, said, begin) if reading.text[hit.start - 1 : hit.start] in tuple("向给致")), None)
    return office.ref if office else topics.occasion(reading, begin, said.match.start())


def _spoken_of(reading: Reading, said: Said, actor: Actor, bodies: set[Ref]) -> tuple[Ref, str]:
    """Where no office is named: the book or the piece of work spoken of, whom the same person's last act was on, the
    office that reports, what the article is about."""
    if book := topics.book(reading, said):
        return book, "work"
    work = topics.topic(reading, said)
    if work and (said.form == "调研" or not _BARE.fullmatch(work)):
        return Ref(WORK, work, (reading.source.id,)), "work"
    earlier = [r.object for r in reading.relations if r.kind == ENDORSED and r.subject == actor.ref and not r.implied]
    if earlier:  # …充分肯定两地工作，提出三点要求
        return earlier[-1], "carried"
    sender = reporter(reading)
    if sender and sender not in bodies:
        return sender, "reporter"
    return (Ref(WORK, work, (reading.source.id,)) if work else topics.headline(reading, said.match.start())), "work"


def _free(reading: Reading, said: Said, named: Iterable[OfficeHit], bodies: set[Ref]) -> Ref | None:
    """The first of some offices that is neither the actor's own nor part of a post before the verb."""
    posts = [post for post in reading.posts if said.sentence.start <= post.start < said.sentence.end]
    for office in named:
        inside = said.match.start() <= office.start < said.match.end()  # 听取中心主任X汇报: X speaks for the office
        of_a_post = not inside and any(post.start <= office.start and office.end <= post.end for post in posts)
        if office.root not in bodies and not of_a_post:
            return office.ref
    return None


def _spoken_to(reading: Reading, said: Said, end: int, bodies: set[Ref]) -> Ref | None:
    """The annals office that reports, where the leader's own words name it: “县方志办工作扎实，值得肯定”, “转方志办”."""
    sender = reporter(reading)
    named = [hit for hit in reading.offices_in(said.match.end(), end) if sender and hit.field == ANNALS and hit.root.scope == sender.scope]
    return _free(reading, said, named, bodies)


def _asked(reading: Reading, said: Said) -> Ref | None:
    """Of whom something is asked: 要求县财政局一次安排, 要求各成员单位加强…; an office, or people as they are printed."""
    begin = said.match.end() + (reading.text[said.match.end() : said.match.end() + 1] in "，：")
    office = next((hit for hit in reading.offices if hit.start == begin), None)
    asked = _ASKED.match(reading.text, begin) if said.match[0].startswith("要求") else None
    if office and not (asked and asked.end("whom") > office.end):
        return office.ref if said.match[0].startswith("要求") else None
    return Ref(WORK, plain_name(asked["whom"]), (reading.source.id,)) if asked else None


def reporter(reading: Reading) -> Ref | None:
    """The office in the attribution, read where it stands in the text; else the annals office of the place."""
    start = reading.text.rfind(reading.source.attribution) if reading.source.attribution else -1
    if start >= 0:
        named = reading.offices_in(start, start + len(reading.source.attribution))
        if named:
            return named[0].ref
    local = [h for h in reading.offices if h.field == ANNALS and h.code == reading.context.home]
    return local[0].root if local else None


def about(reading: Reading, said: Said) -> tuple[Ref | None, Ref | None]:
    """What the 批示 is written on: the last document before it in its paragraph, and the issue that printed it."""
    verb = said.match.end() if said.form == "圈阅" else said.match.start()
    limit = said.sentence.end if said.form == "圈阅" else verb
    paragraph = at(reading.paragraphs, said.match.start()) or said.sentence
    cited = [ref for start, end, ref in documents.issues(reading) if paragraph.start <= start and end <= limit]
    series = {ref.scope[0] for _, _, ref in documents.issues(reading)}
    named = [h for h in reading.documents if paragraph.start <= h.start and h.end <= limit and h.ref.name not in series]
    named = [h for h in named if not _PERIODICAL.search(h.ref.name)] or named
    return (named[-1].ref if named else _going_round(reading, said)), (cited[-1] if cited else None)


def _going_round(reading: Reading, said: Said) -> Ref | None:
    """A paper that several leaders sign in turn: what the last 批示 was on, else the last report named."""
    earlier = [r.object for r in reading.relations if r.kind == ENDORSED and r.object.kind == DOCUMENT and r.attrs.get("form") in ("批示", "圈阅")]
    papers = [h.ref for h in reading.documents if h.end <= said.match.start() and _PAPER.search(h.ref.name)]
    return earlier[-1] if earlier else papers[-1] if papers else None
