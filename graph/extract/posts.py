"""Posts: the chain of titles before a name, each with its office; what is left out is inherited.

`办党组成员、副主任,机关党委书记邓瑜` is three posts of one person; `副主任赵行、陶利辉` one post of two
people; in `雅安市委常委、常务副市长` the second post belongs to another body of the same place.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph.extract import appointed, holding, people, titles, towns
from graph.extract.hosts import Held
from graph.extract.offices import GOVERNMENT
from graph.extract.reading import PersonHit, PostHit, Reading
from graph.extract.titles import Item
from graph.model import GROUP, PERSON, Ref
from graph.patterns import HAN, at

_LIST = re.compile(r"[ ]?[、和][ ]?")
_ACADEMIC = re.compile(r"副?教授|副?研究员|(?:副主任)?医师|院士|博士")


def find(reading: Reading) -> None:
    """Fill `reading.posts` and `reading.refs`."""
    _named_with(reading)
    for post in appointed.find(reading):
        if not any((post.person, post.title, post.office) == (known.person, known.title, known.office) for known in reading.posts):
            reading.posts.append(post)
    reading.posts = _paired(reading)
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


def _paired(reading: Reading) -> list[PostHit]:
    """甲县、乙县、丙县地方志办公室主任A、B、C; 甲镇、乙镇分管副镇长A、B: as many places as people, each of his own."""
    changed: dict[PostHit, PostHit] = {}
    for first in reading.posts:
        if first.rule == "post.shared":
            continue
        several = [first, *_sharing(reading, first)]
        bodies = _row(reading, first) if len(several) > 1 else []
        if len(bodies) == len(several):
            changed |= {post: replace(post, office=office, host=office, rule="post.paired") for post, office in zip(several, bodies, strict=True)}
    return [changed.get(post, post) for post in reading.posts]


def _sharing(reading: Reading, first: PostHit) -> list[PostHit]:
    """The posts of those listed behind the first, who share this one of his."""
    found, end = [], first.end
    for post in sorted((p for p in reading.posts if p.rule == "post.shared" and p.start == first.start and p.title == first.title and p.office == first.office), key=lambda p: p.end):
        if _LIST.fullmatch(reading.text[end : post.end - len(post.person)]):
            found.append(post)
            end = post.end
    return found


def _row(reading: Reading, first: PostHit) -> list[Ref]:
    """The offices of several places in a row, or the governments of several townships, that one title is said of."""
    last = next((h for h in reading.offices if h.ref == first.office and first.start <= h.start < first.end and h.rule == "office.place"), None)
    if last:
        row, start = [last.ref], last.start
        while before := next((h for h in reading.offices if h.rule == "office.coordinated" and h.end == start - 1), None):
            row, start = [before.ref, *row], before.start
        return row
    town = next((t for t in reversed(reading.towns) if first.start - 4 <= t.end <= first.start + 1), None)
    row_of_towns = [town] if town else []
    while row_of_towns and (before_it := next((t for t in reading.towns if t.end == row_of_towns[0].start - 1 and reading.text[t.end] in "、和"), None)):
        row_of_towns.insert(0, before_it)
    return [towns.office(one, GOVERNMENT) for one in row_of_towns] if first.office.scope[1:2] == (GOVERNMENT,) else []


def _beside(reading: Reading, hit: PersonHit) -> list[PostHit]:
    if people.is_leader(reading, hit):
        return []
    found = _in_brackets(reading, hit) or _before(reading, hit)
    if not found:
        return _behind(reading, hit)
    rank = _ACADEMIC.match(reading.text, hit.end)
    if rank:  # 副院长彭渝生教授: a rank beside the post
        found.append(replace(found[-1], title=rank[0], surface=rank[0], start=hit.start, end=rank.end(), rule="post.behind"))
    return found


def _in_brackets(reading: Reading, hit: PersonHit) -> list[PostHit]:
    """柯文化（县文化体育局局长）."""
    match = re.compile(rf"[（(](?P<posts>[^（）()。]{{0,40}}(?:{reading.lexicon.title_pattern}))[）)]").match(reading.text, hit.end)
    if not match:
        return []
    posts, _ = holding.posts(reading, hit, titles.chain(reading, match.end("posts")), Held())
    return [replace(post, start=hit.start, end=match.end(), rule="post.bracketed") for post in posts]


def _before(reading: Reading, hit: PersonHit) -> list[PostHit]:
    items = titles.chain(reading, hit.start)
    posts, held = holding.posts(reading, hit, items, _inherited(reading, hit))
    found = [replace(post, start=items[0].start, end=hit.end) for post in posts]
    aside = re.compile(rf"[（(](?P<posts>[^（）()]{{2,30}}(?:{reading.lexicon.title_pattern}))[）)]\Z").search(reading.text, max(0, hit.start - 34), hit.start)
    if aside and items:  # 副县长（县人民医院原院长）某某
        more, _ = holding.posts(reading, hit, titles.chain(reading, aside.end("posts")), held)
        found += [replace(post, start=items[0].start, end=hit.end) for post in more]
    return found


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
    match = re.match(rf"(?:同志)?(?P<title>{reading.lexicon.title_pattern})", reading.text[hit.end :])
    if not match or any(post.person == hit.name for post in reading.posts):
        return []
    end = hit.end + match.end()
    if any(end <= other.start <= end + 1 for other in reading.people) and reading.text[end : end + 1] != "、":
        return []  # 甲、主任乙: of whoever follows
    of = [h for h in reading.offices if h.end == hit.start or h.end == hit.start - 1 and reading.text[h.end] == "的"]  # 四川大学的王某教授
    posts, _ = holding.posts(reading, hit, [Item(of[0].start if of else hit.end, end, match["title"], tuple(of[:1]))], Held(code=reading.context.home))
    return [replace(post, start=of[0].start if of else hit.start, end=end, rule="post.behind") for post in posts]


def _ref(reading: Reading, name: str) -> Ref:
    """A person with all that tells namesakes apart: the places and offices of the posts held in this article."""
    held = {post.host for post in reading.posts if post.person == name and post.host.kind != GROUP}
    return Ref(PERSON, name, tuple(sorted({_scope(host) for host in held})))


def _scope(host: Ref) -> str:
    local = len(host.scope) > 1 and len(host.scope[0]) > 2
    return host.scope[0] if local else "/".join(host.scope[:2]) or host.name
