"""Posts: the chain of titles before a name, each with its office; what is left out is inherited.

`办党组成员、副主任,机关党委书记邓瑜` is three posts of one person; `副主任赵行、陶利辉` one post of two
people; in `雅安市委常委、常务副市长` the second post belongs to another body of the same place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.extract import offices, people
from graph.extract.offices import ANNALS, GOVERNMENT, PARTY
from graph.extract.reading import OfficeHit, PersonHit, PostHit, Reading
from graph.model import PERSON, Ref
from graph.patterns import HAN, at

_JOINT = re.compile(r"(?:\s?[、，,]\s?|\s?兼任?\s?)$")
_PARTY_TITLES = ("常委", "书记", "副书记", "委员", "第一书记")
_UNIT = re.compile(rf"({HAN}{{2,10}}(?:处|科|室|部|局|中心|办|党组|机关党委|机关党总支))$")


@dataclass(frozen=True, slots=True)
class _Item:
    """One title of a chain: `text[start:end]`, with the office written before it, if any."""

    start: int
    end: int
    title: str
    offices: tuple[OfficeHit, ...] = ()
    unit: str = ""
    code: str = ""
    former: bool = False


def find(reading: Reading) -> None:
    """Fill `reading.posts` and `reading.refs`."""
    shared: list[PostHit] = []
    last_end = -1
    for hit in reading.people:
        found = _before(reading, hit) or _behind(reading, hit)
        if not found and shared and re.fullmatch(r"\s?[、和]\s?", reading.text[last_end : hit.start]):
            found = [replace(post, person=hit.name, end=hit.end, rule="post.shared") for post in shared]
        if found or not re.fullmatch(r"\s?[、和]\s?", reading.text[last_end : hit.start]):
            shared = found
        last_end = hit.end
        reading.posts += found
    reading.refs = {hit.name: _ref(reading, hit.name) for hit in reading.people}


def _ref(reading: Reading, name: str) -> Ref:
    """A person with all that tells namesakes apart: the places and offices of the posts held in this article."""
    scope = set()
    for post in reading.posts:
        if post.person == name:
            host = post.host
            local = len(host.scope) > 1 and len(host.scope[0]) > 2
            scope.add(host.scope[0] if local else "/".join(host.scope[:2]) or host.name)
    return Ref(PERSON, name, tuple(sorted(scope)))


def _before(reading: Reading, hit: PersonHit) -> list[PostHit]:
    items = _chain(reading, hit.start)
    posts, host, code = [], None, ""
    for item in items:
        for office in item.offices or (None,):
            post, host, code = _post(reading, hit, item, office, host, code)
            if post:
                posts.append(post)
    start = items[0].start if items else hit.start
    return [replace(post, start=start, end=hit.end) for post in posts]


def _chain(reading: Reading, end: int) -> list[_Item]:
    """The titles that end at `end`, leftmost first."""
    paragraph = at(reading.paragraphs, max(0, end - 1))
    floor, items = (paragraph.start if paragraph else 0), []
    title = re.compile(rf"(?P<title>{reading.lexicon.title_pattern})(?P<polite>同志)?\s{{0,2}}$")
    while match := title.search(reading.text, floor, end):
        item = _item(reading, floor, match.start("title"), match.end("title"), match["title"])
        items.insert(0, item)
        joint = _JOINT.search(reading.text, floor, item.start)
        if not joint:
            break
        end = joint.start()
        if any(person.end == end for person in reading.people):
            break
    return items


def _item(reading: Reading, floor: int, start: int, end: int, title: str) -> _Item:
    text = reading.text
    named = [hit for hit in reading.offices if hit.end == start and hit.start >= floor]
    if named:
        office = min(named, key=lambda hit: (hit.start, -len(hit.ref.scope)))
        group = _joint_offices(reading, office)
        return _with_former(text, floor, _Item(group[0].start, end, title, group))
    level = reading.lexicon.titles.get(title, "")
    for place in reading.context.places:
        if place.end == start and place.start >= floor:
            return _with_former(text, floor, _Item(place.start, end, title, code=reading.context.code_of(place)))
    if level:
        return _with_former(text, floor, _Item(start, end, title))
    unit = _UNIT.search(text, max(floor, start - 12), start)
    if unit and not any(hit.start < start and unit.start() < hit.end for hit in reading.offices):
        words = re.split(r"[、，,]", unit[1])[-1]
        if not re.search(r"[由请向对和与及的有是会]", words[:-1]):
            return _with_former(text, floor, _Item(start - len(words), end, title, unit=words))
    return _with_former(text, floor, _Item(start, end, title))


def _with_former(text: str, floor: int, item: _Item) -> _Item:
    """原岳池县史志办主任: a post held before."""
    for word in ("原任", "原", "时任", "前任"):
        if text[max(floor, item.start - len(word)) : item.start] == word:
            return replace(item, start=item.start - len(word), former=True)
    return item


def _joint_offices(reading: Reading, office: OfficeHit) -> tuple[OfficeHit, ...]:
    """泸州市委党史研究室、市志办主任: one title in two bodies of one place, if no title stands between."""
    if office.field in (ANNALS, offices.HISTORY) and reading.text[office.start - 1 : office.start] in ("、", "（", "("):
        for other in reading.offices:
            same = other.code == office.code and other.field in (ANNALS, offices.HISTORY)
            if other.end == office.start - 1 and same:
                return (other, office)
    return (office,)


def _post(reading: Reading, hit: PersonHit, item: _Item, office: OfficeHit | None, host: Ref | None, code: str):
    """One post, and the host and place that the next title inherits. The post is None if no office is known."""
    level = reading.lexicon.titles[item.title]
    target, root, rule, confidence = host, host, "post.inherited", 0.9
    if office:
        target, root, rule, confidence = office.ref, office.root, "post.office", 0.97
        code = office.code or code
    elif level:
        place = item.code or _level_code(reading, level, code, item.start)
        target = root = offices.keyed(reading, place, GOVERNMENT, "") if place else None
        rule, confidence, code = "post.level", 0.93, place or code
    elif item.unit and host:
        target, rule = offices.unit_of(host, item.unit), "post.unit"
    elif host is None:
        known = reading.office_before(item.start, ANNALS)
        target = root = known.root if known else None
        rule, confidence = "post.context", 0.75
    if target is None or root is None:
        return None, host, code
    title = _title(reading, item, office, target)
    target = offices.unit_of(root, "党组") if title.startswith("党组") and target == root else target
    surface = reading.text[item.start : item.end]
    post = PostHit(hit.name, title, surface, target, root, item.start, hit.end, rule, confidence * hit.confidence, item.former)
    return post, root, code


def _level_code(reading: Reading, level: str, code: str, position: int) -> str:
    """The place of a 市长 or 县长: that of the post before it if the level fits, else the article's."""
    for step in reversed(reading.context.gazetteer.path(code)):
        if reading.context.name(step).endswith(level):
            return step
    return reading.context.resolve(level, position)


def _title(reading: Reading, item: _Item, office: OfficeHit | None, target: Ref) -> str:
    """The title as it is spoken: 市委常委, 机关党委书记, 党组书记; elsewhere the bare word."""
    if office and office.field == PARTY and office.ref == office.root and item.title in _PARTY_TITLES:
        return reading.context.name(office.code)[-1] + "委" + item.title
    unit = target.scope[2] if len(target.scope) > 2 else ""
    return unit + item.title if unit.endswith(("党组", "党委", "党支部", "党总支")) else item.title


def _behind(reading: Reading, hit: PersonHit) -> list[PostHit]:
    """陈建春主任: a title behind the name says a post only if none is known in this article."""
    match = re.match(rf"(?:同志)?(?P<title>{reading.lexicon.title_pattern})(?!{HAN}*?[、])", reading.text[hit.end :])
    if not match or people.is_leader(reading, hit) or any(post.person == hit.name for post in reading.posts):
        return []
    end = hit.end + match.end()
    item = _Item(hit.end, end, match["title"])
    post, _, _ = _post(reading, hit, item, None, None, reading.context.home)
    return [replace(post, start=hit.start, end=end, rule="post.behind")] if post else []
