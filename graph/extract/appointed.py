"""Posts told by a verb (任命X为主任, X曾任科长), or by a title said of people (组长：X；委员有：Y、Z)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract import holding, hosts, people, titles
from graph.extract.hosts import Held
from graph.extract.offices import ANNALS
from graph.extract.reading import PersonHit, PostHit, Reading
from graph.model import Ref
from graph.patterns import HAN, at

_APPOINTED = re.compile(r"(?:同志)?(?:(?P<no>不再担任|曾任|曾担任|历任)|为|任|担任|兼任|出任|改任|转任|升任|调任|当选为|挂职(?:任|担任)?)")
_ALSO_REMOVED = re.compile(r"(?:[，；]主持[^，；。]{0,4}工作)?[，；]?(?:并|同时)?免去其")
_SAID_OF = r"(?:的?(?:分别)?[是为]|有?：)"
"""What stands between a title and those who hold it: 组长：, 委员有：, 担任组长的是."""
_PANEL = re.compile(r"(?:委员会|编委会|领导小组|指挥部|专班|工作组|评审组|专家组)$")
_MEMBERS = re.compile(r"名单|组成人员|成员|如下")
"""What says that the members of a body follow."""
_STAFF = re.compile(r"(?:特约|责任|特邀|高级)?编辑|编审|(?:特约|高级)?记者")
"""Titles that label the staff of a bulletin at its end (责任编辑：X)."""
_AND = re.compile(r"(?:（[^（）]{1,20}）)?(?:[、，和及与]|以及)[ ]?")


def find(reading: Reading) -> list[PostHit]:
    """The posts told by verbs, and by titles said of people."""
    return [*(post for hit in reading.people for post in _behind(reading, hit)), *_said_of(reading)]


def _said_of(reading: Reading) -> Iterator[PostHit]:
    """担任组长的是县长X，副组长：Y、Z; the people who follow one another behind the title, each perhaps with posts."""
    last = (-1, Held())
    for match in re.finditer(rf"(?P<title>{reading.lexicon.title_pattern}){_SAID_OF}", reading.text):
        paragraph = at(reading.paragraphs, match.start())
        if paragraph is None or match.start() < reading.source.body_start or reading.in_title(match.start()) or _STAFF.match(match["title"]):
            continue
        item = titles.item(reading, paragraph.start, match.start(), match.end("title"), match["title"])
        held = last[1] if last[0] == paragraph.start else Held(_panel(reading, paragraph.start) or hosts.unknown(reading).office)
        for hit in _following(reading, match.end()):
            posts, held_now = holding.posts(reading, hit, [item], held)
            last = (paragraph.start, held_now)
            for post in posts:
                yield replace(post, start=item.start, end=hit.end, rule="post.said_of", confidence=post.confidence * 0.9)


def _panel(reading: Reading, position: int) -> Ref | None:
    """调整某委员会成员，名单如下：主任：X: the body whose members a list gives, named last before it."""
    before = [hit for hit in reading.offices if hit.end <= position and _PANEL.search(hit.ref.name) and hit.field in ("", ANNALS)]
    told = before and _MEMBERS.search(reading.text[before[-1].end : position])
    return before[-1].ref if told else None


def _following(reading: Reading, position: int) -> Iterator[PersonHit]:
    """The people who stand one behind the other from there on."""
    begins = {post.end: post.start for post in reversed(reading.posts)}
    for hit in reading.people:
        if hit.start >= position:
            if position not in (hit.start, begins.get(hit.end)):
                return
            yield hit
            joint = _AND.match(reading.text, hit.end)
            if joint is None:
                return
            position = joint.end()


def _behind(reading: Reading, hit: PersonHit) -> list[PostHit]:
    """任命X为县方志办主任, X、Y任副主任, 免去X县方志办主任职务, 免去其副县长职务: the titles that stand behind the name."""
    text = reading.text
    match, removed = _APPOINTED.match(text, hit.end), text[max(0, hit.start - 2) : hit.start] == "免去"
    paragraph = at(reading.paragraphs, hit.start)
    if people.is_leader(reading, hit) or not (match or removed) or paragraph is None:
        return []
    start = match.end() if match else hit.end
    posts = _titles_from(reading, hit, start, paragraph.end, bool(removed or match and match["no"]))
    if posts and (also := _ALSO_REMOVED.match(text, posts[-1].end)):
        posts += _titles_from(reading, hit, also.end(), paragraph.end, True)
    return posts + [replace(post, person=other.name, start=other.start) for other in _listed_before(reading, hit) for post in posts]


def _listed_before(reading: Reading, hit: PersonHit) -> list[PersonHit]:
    """X、Y任副主任: those who stand before the name in its list."""
    text = reading.text
    listed = [other for other in reading.people if other.end < hit.start and re.fullmatch(rf"(?:、|[{HAN[1:-1]}、·]{{2,20}}、)", text[other.end : hit.start])]
    return [o for o in listed if all(text[i] == "、" or any(p.start <= i < p.end for p in reading.people) for i in range(o.end, hit.start))]


def _titles_from(reading: Reading, hit: PersonHit, start: int, limit: int, former: bool) -> list[PostHit]:
    """Titles one after the other from `start` on, each with what stands before it."""
    title = re.compile(rf"[^，。；、]{{0,24}}?(?P<title>{reading.lexicon.title_pattern})(?=[，。、；）]|职务|$|\n)")
    found: list[PostHit] = []
    held = Held()
    while (match := title.match(reading.text, start)) and match.end() <= limit:
        posts, held = holding.posts(reading, hit, [titles.item(reading, start, match.start("title"), match.end("title"), match["title"])], held)
        found += [replace(post, start=hit.start, end=match.end(), former=former, rule="post.appointed", confidence=post.confidence * 0.7) for post in posts]
        if reading.text[match.end() : match.end() + 1] != "、":
            break
        start = match.end() + 1
    tail = 2 if found and reading.text[found[-1].end : found[-1].end + 2] == "职务" else 0
    return [*found[:-1], replace(found[-1], end=found[-1].end + tail)] if found else []
