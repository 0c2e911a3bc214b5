"""Posts: the chain of titles before a name, each with its office; what is left out is inherited.

`办党组成员、副主任,机关党委书记邓瑜` is three posts of one person; `副主任赵行、陶利辉` one post of two
people; in `雅安市委常委、常务副市长` the second post belongs to another body of the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from graph.extract import hosts, offices, people, titles
from graph.extract.hosts import Held
from graph.extract.offices import PARTY
from graph.extract.reading import OfficeHit, PersonHit, PostHit, Reading
from graph.extract.titles import Item
from graph.model import GROUP, PERSON, Ref
from graph.patterns import HAN, at

_LIST = re.compile(r"[ ]?[、和][ ]?")
_PARTY_TITLES = ("常委", "书记", "副书记", "委员", "第一书记")
_BRANCH = re.compile(r"(?:机关|直属机关)?(?:党组|党委|党支部|党总支|党工委)$|纪委$")
"""Bodies of the party whose name belongs to the title: 党支部书记, 机关党委专职副书记."""
_APPOINTED = re.compile(r"(?:同志)?(?:(?P<no>不再担任)|为|任|担任|兼任|出任)")
_ALSO_REMOVED = re.compile(r"，?(?:并)?免去其")
_ACADEMIC = re.compile(r"副?教授|副?研究员|(?:副主任)?医师|院士|博士")


def find(reading: Reading) -> None:
    """Fill `reading.posts` and `reading.refs`."""
    _named_with(reading)
    for hit in reading.people:
        known = {(post.person, post.title, post.office) for post in reading.posts}
        reading.posts += [post for post in _appointed(reading, hit) if (post.person, post.title, post.office) not in known]
    reading.posts.sort(key=lambda post: (post.end, post.start))
    reading.refs = {hit.name: _ref(reading, hit.name) for hit in reading.people}


def _named_with(reading: Reading) -> None:
    """The posts printed beside a name; those who follow in its list (赵行、陶利辉) share them."""
    shared: list[PostHit] = []
    last: PersonHit | None = None
    for hit in reading.people:
        listed = last is not None and _LIST.fullmatch(reading.text[last.end : hit.start])
        found = _beside(reading, hit)
        if not found and shared and listed:
            found = [replace(post, person=hit.name, end=hit.end, rule="post.shared") for post in shared]
        if found or not listed:
            shared = found
        last = hit
        reading.posts += found


def _beside(reading: Reading, hit: PersonHit) -> list[PostHit]:
    if people.is_leader(reading, hit):
        return []
    found = _in_brackets(reading, hit) or _before(reading, hit) or _behind(reading, hit)
    rank = _ACADEMIC.match(reading.text, hit.end) if found else None
    if rank:  # 副院长彭渝生教授: a rank beside the post
        found.append(replace(found[-1], title=rank[0], surface=rank[0], start=hit.start, end=rank.end(), rule="post.behind"))
    return found


def _in_brackets(reading: Reading, hit: PersonHit) -> list[PostHit]:
    """柯文化（县文化体育局局长）."""
    match = re.compile(rf"[（(](?P<posts>[^（）()。]{{0,40}}(?:{reading.lexicon.title_pattern}))[）)]").match(reading.text, hit.end)
    if not match:
        return []
    posts, _ = _posts(reading, hit, titles.chain(reading, match.end("posts")), Held())
    return [replace(post, start=hit.start, end=match.end(), rule="post.bracketed") for post in posts]


def _before(reading: Reading, hit: PersonHit) -> list[PostHit]:
    items = titles.chain(reading, hit.start)
    posts, _ = _posts(reading, hit, items, _inherited(reading, hit))
    return [replace(post, start=items[0].start, end=hit.end) for post in posts]


def _inherited(reading: Reading, hit: PersonHit) -> Held:
    """院长董驰双 behind 学院党委书记蔡云: the body of the last post in the same sentence."""
    sentence = at(reading.sentences, hit.start)
    before = [post for post in reading.posts if sentence and sentence.start <= post.start and post.end <= hit.start]
    if not before:
        return Held()
    last = before[-1]
    listed = reading.text[last.end : last.end + 1] == "、" and hit.start - last.end <= 8 and last.office.name.endswith(("处", "科", "股"))
    return Held(last.host, last.host.scope[0] if last.host.scope else "", last.office if listed else None)


def _behind(reading: Reading, hit: PersonHit) -> list[PostHit]:
    """陈建春主任: a title behind the name says a post only if none is known in this article."""
    match = re.match(rf"(?:同志)?(?P<title>{reading.lexicon.title_pattern})(?!{HAN}*?[、])", reading.text[hit.end :])
    if not match or any(post.person == hit.name for post in reading.posts):
        return []
    end = hit.end + match.end()
    posts, _ = _posts(reading, hit, [Item(hit.end, end, match["title"])], Held(code=reading.context.home))
    return [replace(post, start=hit.start, end=end, rule="post.behind") for post in posts]


def _appointed(reading: Reading, hit: PersonHit) -> list[PostHit]:
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
        posts, held = _posts(reading, hit, [titles.item(reading, start, match.start("title"), match.end("title"), match["title"])], held)
        found += [replace(post, start=hit.start, end=match.end(), former=former, rule="post.appointed", confidence=post.confidence * 0.7) for post in posts]
        if reading.text[match.end() : match.end() + 1] != "、":
            break
        start = match.end() + 1
    tail = 2 if found and reading.text[found[-1].end : found[-1].end + 2] == "职务" else 0
    return [*found[:-1], replace(found[-1], end=found[-1].end + tail)] if found else []


def _posts(reading: Reading, hit: PersonHit, items: Iterable[Item], held: Held) -> tuple[list[PostHit], Held]:
    """The posts that some titles name, left to right, and what a further title inherits."""
    found = []
    for item in items:
        for office in item.offices or (None,):
            body = hosts.body(reading, item, office, held)
            if body:
                found.append(_post(reading, hit, item, office, body))
                held = Held(body.root, body.root.scope[0] if len(body.root.scope) > 1 else held.code)
    return found, held


def _post(reading: Reading, hit: PersonHit, item: Item, office: OfficeHit | None, body: hosts.Body) -> PostHit:
    title = _spoken(reading, item, office, body.office)
    target = offices.unit_of(body.root, "党组") if title.startswith("党组") and body.office == body.root else body.office
    surface = reading.text[item.start : item.end]
    return PostHit(hit.name, title, surface, target, body.root, item.start, hit.end, body.rule, body.confidence * hit.confidence, item.former)


def _spoken(reading: Reading, item: Item, office: OfficeHit | None, target: Ref) -> str:
    """The title as it is spoken: 市委常委, 机关党委书记, 党组书记; elsewhere the bare word."""
    if office and office.field == PARTY and office.ref == office.root and item.title in _PARTY_TITLES:
        sign = office.code.split("/")[1][-1] + "党" if "/" in office.code else reading.context.name(office.code)[-1]
        return sign + "委" + item.title
    unit = target.scope[2] if len(target.scope) > 2 else target.name
    branch = _BRANCH.search(unit) if item.title in (*_PARTY_TITLES, "成员", "专职副书记") else None
    return (branch[0] if branch else "") + item.title


def _ref(reading: Reading, name: str) -> Ref:
    """A person with all that tells namesakes apart: the places and offices of the posts held in this article."""
    held = {post.host for post in reading.posts if post.person == name and post.host.kind != GROUP}
    return Ref(PERSON, name, tuple(sorted({_scope(host) for host in held})))


def _scope(host: Ref) -> str:
    local = len(host.scope) > 1 and len(host.scope[0]) > 2
    return host.scope[0] if local else "/".join(host.scope[:2]) or host.name
