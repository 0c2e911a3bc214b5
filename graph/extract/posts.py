"""Posts: the chain of titles before a name, each with its office; what is left out is inherited.

`办党组成员、副主任,机关党委书记邓瑜` is three posts of one person; `副主任赵行、陶利辉` one post of two
people; in `雅安市委常委、常务副市长` the second post belongs to another body of the same place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.extract import bodies, offices, people
from graph.extract.offices import ANNALS, GOVERNMENT, HISTORY, PARTY
from graph.extract.reading import OfficeHit, PersonHit, PostHit, Reading
from graph.model import GROUP, PERSON, Ref
from graph.patterns import HAN, at

_JOINT = re.compile(r"(?:[ ]?[、，,][ ]?|[ ]?兼任?[ ]?)$")
_LIST = re.compile(r"[ ]?[、和][ ]?")
_PARTY_TITLES = ("常委", "书记", "副书记", "委员", "第一书记")
_UNIT = re.compile(rf"({HAN}{{2,10}}(?:处|科|股|室|厅|部|局|中心|办|组|系|学院|中学|小学|学校|大学|医院|公司|集团|馆|党组|党委|纪委|机关党委|机关党总支)|(?:党委|党组|纪委|政法委|党支部|党总支))$")
_LONGEST = 40
"""Characters that a title, and what may stand between it and the name, take at most."""
_BRANCH = re.compile(r"(?:机关|直属机关)?(?:党组|党委|党支部|党总支|党工委)$|纪委$")
"""Bodies of the party whose name belongs to the title: 党支部书记, 机关党委专职副书记."""
_PROVINCIAL = re.compile(r"省志|省情|市县志|区县志")
"""Units that only the annals office of a province has."""
_APPOINTED = re.compile(r"(?:同志)?(?:(?P<no>不再担任)|为|任|担任|兼任|出任)")
_ACADEMIC = re.compile(r"副?教授|副?研究员|(?:副主任)?医师|院士|博士")
_FUSED = re.compile(r"(组织|宣传|统战)部长")
_GROUPS = ("党组", "党委", "党支部", "党总支", "纪委")
_BODY_WORDS = re.compile(r"(?:委|府|人大|常委会|政协|办|室|局|厅|馆|中心|会|社|院|校|部|处|组)$")
BETWEEN = r"(?:、(?:退休|离休)老?(?:干部|教师|职工|老师|同志))?(?:同志)?(?:[（(][^（）()]{1,10}[）)])?(?:、?(?:\d{2}岁高?龄?|[六七八九]旬|耄耋)的?(?:老人|老同志)?)?[ ]{0,2}"
"""What may stand between a title and the name: 副主任（主持工作）, 主任、86岁的."""


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
    of_book: bool = False
    """主编 of a book: a post in no office."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What the next title inherits: the body of the last post, and the code of its place."""

    host: Ref | None = None
    code: str = ""
    unit: Ref | None = None
    """The 处 or 科 that a rank listed behind its head belongs to."""


def find(reading: Reading) -> None:
    """Fill `reading.posts` and `reading.refs`."""
    shared: list[PostHit] = []
    last: PersonHit | None = None
    for hit in reading.people:
        listed = last is not None and _LIST.fullmatch(reading.text[last.end : hit.start])
        found = [] if people.is_leader(reading, hit) else _in_brackets(reading, hit) or _before(reading, hit, _inherited(reading, hit)) or _behind(reading, hit)
        rank = _ACADEMIC.match(reading.text, hit.end) if found else None
        if rank:  # 副院长彭渝生教授: a rank beside the post
            last_post = found[-1]
            found.append(replace(last_post, title=rank[0], surface=rank[0], start=hit.start, end=rank.end(), rule="post.behind"))
        if not found and shared and listed:
            found = [replace(post, person=hit.name, end=hit.end, rule="post.shared") for post in shared]
        if found or not listed:
            shared = found
        last = hit
        reading.posts += found
    for hit in reading.people:
        reading.posts += [post for post in _appointed(reading, hit) if not any(p.person == post.person and p.title == post.title and p.office == post.office for p in reading.posts)]
    reading.posts.sort(key=lambda post: (post.end, post.start))
    reading.refs = {hit.name: _ref(reading, hit.name) for hit in reading.people}


def _appointed(reading: Reading, hit: PersonHit) -> list[PostHit]:
    """任命X为县方志办主任, X、Y任副主任, 免去X县方志办主任职务, 免去其副县长职务: the titles that stand behind the name."""
    text = reading.text
    match, removed = _APPOINTED.match(text, hit.end), text[max(0, hit.start - 2) : hit.start] == "免去"
    paragraph = at(reading.paragraphs, hit.start)
    if people.is_leader(reading, hit) or not (match or removed) or paragraph is None:
        return []
    start = match.end() if match else hit.end
    posts = _titles_from(reading, hit, start, paragraph.end, bool(removed or match and match["no"]))
    if posts and (also := re.compile(r"，?(?:并)?免去其").match(text, posts[-1].end)):
        posts += _titles_from(reading, hit, also.end(), paragraph.end, True)
    listed = [other for other in reading.people if other.end < hit.start and re.fullmatch(rf"(?:、|[{HAN[1:-1]}、·]{{2,20}}、)", text[other.end : hit.start]) and "、" in text[other.end : hit.start]]
    listed = [o for o in listed if all(any(p.start <= i < p.end for p in reading.people) or text[i] == "、" for i in range(o.end, hit.start))]
    return posts + [replace(post, person=other.name, start=other.start) for other in listed for post in posts]


def _titles_from(reading: Reading, hit: PersonHit, start: int, limit: int, former: bool) -> list[PostHit]:
    """Titles one after the other from `start` on, each with what stands before it."""
    title = re.compile(rf"[^，。；、]{{0,24}}?(?P<title>{reading.lexicon.title_pattern})(?=[，。、；）]|职务|$|\n)")
    posts: list[PostHit] = []
    held = _Held()
    while (match := title.match(reading.text, start)) and match.end() <= limit:
        item = _item(reading, start, match.start("title"), match.end("title"), match["title"])
        for office in item.offices or (None,):
            post, held = _post(reading, hit, item, office, held)
            if post:
                posts.append(replace(post, start=hit.start, end=match.end(), former=former, rule="post.appointed", confidence=post.confidence * 0.7))
        if reading.text[match.end() : match.end() + 1] != "、":
            break
        start = match.end() + 1
    tail = 2 if posts and reading.text[posts[-1].end : posts[-1].end + 2] == "职务" else 0
    return [*posts[:-1], replace(posts[-1], end=posts[-1].end + tail)] if posts else []


def _inherited(reading: Reading, hit: PersonHit) -> _Held:
    """院长董驰双 behind 学院党委书记蔡云: the body of the last post in the same sentence."""
    sentence = at(reading.sentences, hit.start)
    before = [post for post in reading.posts if sentence and sentence.start <= post.start and post.end <= hit.start]
    if not before:
        return _Held()
    last = before[-1]
    listed = reading.text[last.end : last.end + 1] == "、" and hit.start - last.end <= 8 and last.office.name.endswith(("处", "科", "股"))
    return _Held(last.host, last.host.scope[0] if last.host.scope else "", last.office if listed else None)


def _ref(reading: Reading, name: str) -> Ref:
    """A person with all that tells namesakes apart: the places and offices of the posts held in this article."""
    scope = set()
    for post in reading.posts:
        if post.person == name:
            host = post.host
            if host.kind == GROUP:
                continue
            local = len(host.scope) > 1 and len(host.scope[0]) > 2
            scope.add(host.scope[0] if local else "/".join(host.scope[:2]) or host.name)
    return Ref(PERSON, name, tuple(sorted(scope)))


def _before(reading: Reading, hit: PersonHit, held: _Held) -> list[PostHit]:
    items = _chain(reading, hit.start)
    posts = []
    for item in items:
        for office in item.offices or (None,):
            post, held = _post(reading, hit, item, office, held)
            if post:
                posts.append(post)
    start = items[0].start if items else hit.start
    return [replace(post, start=start, end=hit.end) for post in posts]


def _in_brackets(reading: Reading, hit: PersonHit) -> list[PostHit]:
    """柯文化（县文化体育局局长）."""
    match = re.compile(rf"[（(](?P<posts>[^（）()。]{{0,40}}(?:{reading.lexicon.title_pattern}))[）)]").match(reading.text, hit.end)
    if not match:
        return []
    posts, held = [], _Held()
    for item in _chain(reading, match.end("posts")):
        for office in item.offices or (None,):
            post, held = _post(reading, hit, item, office, held)
            if post:
                posts.append(replace(post, start=hit.start, end=match.end(), rule="post.bracketed"))
    return posts


def _chain(reading: Reading, end: int) -> list[_Item]:
    """The titles that end at `end`, leftmost first."""
    paragraph = at(reading.paragraphs, max(0, end - 1))
    floor, items = (paragraph.start if paragraph else end), []
    title = re.compile(rf"(?P<title>{reading.lexicon.title_pattern}){BETWEEN}$")
    while match := title.search(reading.text, max(floor, end - _LONGEST), end):
        item = _item(reading, floor, match.start("title"), match.end("title"), match["title"])
        items.insert(0, item)
        joint = _JOINT.search(reading.text, max(floor, item.start - 4), item.start)
        if not joint:
            break
        end = joint.start()
        if any(person.end == end for person in reading.people_in(max(floor, end - 8), end)):
            break
    return items


def _item(reading: Reading, floor: int, start: int, end: int, title: str) -> _Item:
    """One title with what is written directly before it: an office, a place, or a unit."""
    text = reading.text
    within = [h for h in reading.offices if h.start < start < h.end < end and text[h.end : end] in reading.lexicon.titles]
    if within:  # 县总工会|主席, not 县总|工会主席
        start, title = within[0].end, text[within[0].end : end]
    if fused := _FUSED.fullmatch(title):  # 县委组织部长, 组织部长: head of the department
        found = _item(reading, floor, start, end, "部长")
        unit, host = fused[1] + "部", next(iter(found.offices), None)
        made = OfficeHit(host.start, end, offices.unit_of(host.root, unit), host.root, host.rule, host.confidence) if host else None
        return replace(found, offices=(made,)) if made else replace(found, unit=unit)
    if text[start - 1 : start] == "》" and (book := reading.title_at(start - 1)) and book.start >= floor:
        return replace(_Item(book.start, end, title), of_book=True)
    town = next((t for t in reading.towns if title[:1] in "镇乡" and t.end == start + 1 and t.start >= floor), None)
    if town:
        return _with_former(text, floor, _Item(town.start, end, title))
    begin = max(floor, start - 6)
    aside = re.search(r"(?:原任?|时任|前任|主持工作)$", text[begin:start])
    if aside:  # 自贡市地方志办公室原主任, 县史志办主持工作负责人
        found = _item(reading, floor, begin + aside.start(), end, title)
        return replace(found, former=found.former or aside[0] != "主持工作")
    named = [hit for hit in reading.offices if hit.end == start and hit.start >= floor]
    if named:
        office = min(named, key=lambda hit: (hit.start, -len(hit.ref.scope)))
        group = _joint_offices(reading, office)
        return _with_former(text, floor, _Item(group[0].start, end, title, group))
    level = reading.lexicon.titles.get(title, "")
    for place in (*reading.context.places, *reading.towns):
        if place.end == start and place.start >= floor:
            code = "" if place in reading.towns else reading.context.code_of(place)  # type: ignore[arg-type]
            return _with_former(text, floor, _Item(place.start, end, title, code=code))
    if level:
        return _with_former(text, floor, _Item(start, end, title))
    unit = _UNIT.search(text, max(floor, start - 12, bodies.run_before(reading, start)), start)
    if unit and not any(hit.start < start and unit.start() < hit.end for hit in reading.offices):
        words = re.split(r"[、，,]", unit[1])[-1]
        if not re.search(r"[由请向对及的有是会]", words[:-1]):
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
    if office.field in (ANNALS, HISTORY) and reading.text[office.start - 1 : office.start] in ("、", "（", "("):
        for other in reading.offices:
            same = other.code == office.code and other.field in (ANNALS, HISTORY)
            if other.end == office.start - 1 and same:
                return (other, office)
    return (office,)


def _post(reading: Reading, hit: PersonHit, item: _Item, office: OfficeHit | None, held: _Held) -> tuple[PostHit | None, _Held]:
    """One post, and what the next title inherits. The post is None if no office is known."""
    target, root, rule, confidence = _body(reading, item, office, held)
    if target is None or root is None:
        return None, held
    title = _title(reading, item, office, target)
    target = offices.unit_of(root, "党组") if title.startswith("党组") and target == root else target
    surface = reading.text[item.start : item.end]
    post = PostHit(hit.name, title, surface, target, root, item.start, hit.end, rule, confidence * hit.confidence, item.former)
    return post, _Held(root, root.scope[0] if len(root.scope) > 1 else held.code)


def _body(reading: Reading, item: _Item, office: OfficeHit | None, held: _Held) -> tuple[Ref | None, Ref | None, str, float]:
    """(office of the post, the body it belongs to, rule, prior)."""
    level = reading.lexicon.titles[item.title]
    if item.of_book:
        return _unknown(reading, "机构未载明")
    if office:
        return office.ref, office.root, "post.office", 0.97
    if level in ("镇", "乡"):
        body = _town_body(reading, item)
        return body, body, "post.town", 0.88
    if level:
        code = item.code or _level_code(reading, level, held.code, item.start)
        body = offices.keyed(reading, code, GOVERNMENT, "") if code else None
        return body, body, "post.level", 0.93
    if held.unit and held.host and re.search(r"调研员|巡视员|主任科员|副[处科股]长", item.title) and not item.unit:
        return held.unit, held.host, "post.unit", 0.9  # 处长A、四级调研员B
    words = _printed(reading, item)
    if words and _BODY_WORDS.search(words):
        return _unknown(reading, words)
    if item.unit:
        host, unit = _unit_host(reading, item, held)
        return (offices.unit_of(host, unit) if unit else host) if host else None, host, "post.unit", 0.88
    if held.host:
        return held.host, held.host, "post.inherited", 0.82
    if own := _by_sign(reading, item.start):
        return own, own, "post.sign", 0.85
    printed = re.search(rf"{HAN}{{2,12}}$", reading.text[max(0, item.start - 12) : item.start])
    if printed and _BODY_WORDS.search(printed[0]):
        return _unknown(reading, printed[0])
    known = _main_office(reading, item.start)
    return (known, known, "post.context", 0.45) if known else _unknown(reading, "机构未载明")


def _printed(reading: Reading, item: _Item) -> str:
    """The words directly before a title that begin with a level sign nobody could place (县政府, 县史志办)."""
    match = re.search(rf"(?:^|[^\u4e00-\u9fff])([省市县州区旗](?![情志级直属外内域市县区州]){HAN}{{1,12}})$", reading.text[max(0, item.end - len(item.title) - 14) : item.end - len(item.title)])
    return match[1] if match else ""


def _by_sign(reading: Reading, start: int) -> Ref | None:
    """中心主任, 局长 behind 局: the last body named whose name ends so."""
    match = re.search(r"(?:^|[^\u4e00-\u9fff])(中心|办|馆|局|社|院|校|处|会)$", reading.text[max(0, start - 3) : start])
    named = [o for o in reading.offices if match and o.end <= start and o.root.name.endswith(match[1])]
    if match and match[1] in ("中心", "办") and not named:
        named = [o for o in reading.offices if o.end <= start and o.field == ANNALS]
    home = [o for o in named if o.code and o.code == reading.context.home] or named
    return home[-1].root if home else None


def _unknown(reading: Reading, printed: str) -> tuple[Ref, Ref, str, float]:
    """An office nobody can tell: kept as it is printed, for this article alone."""
    words = re.split(r"[由请和与及对的是有，。]", printed)[-1] or printed
    body = Ref(GROUP, words, (reading.source.id,))
    return body, body, "post.unresolved", 0.4


def _unit_host(reading: Reading, item: _Item, held: _Held) -> tuple[Ref | None, str]:
    """学院党委: the last body named whose name ends so, and its unit; else a unit of the inherited body.

    An 办公室 is part of every body: it is one of the body before it.
    """
    if item.unit == "办事处" and held.host and held.host.name.endswith("街道党工委"):
        return Ref(held.host.kind, held.host.name.removesuffix("党工委") + "办事处"), ""
    same = [o for o in reading.offices if o.end <= item.start and o.root.name.endswith(item.unit)]
    if same and not item.unit.startswith("办公室"):
        return same[-1].root, ""
    provincial = [o for o in reading.offices if o.field == ANNALS and len(o.code) == 2]
    if provincial and _PROVINCIAL.match(item.unit) and (held.host is None or held.host.scope[:1] != provincial[0].root.scope[:1]):
        return provincial[0].root, item.unit
    for length in (4, 3, 2) if not item.unit.startswith("办公室") else ():
        head = item.unit[:length]
        named = [o for o in reading.offices if o.end <= item.start and o.root.name.endswith(head) and len(o.root.name) > length]
        if named and len(head) == length:
            return named[-1].root, item.unit[length:]
    return held.host or _main_office(reading, item.start), item.unit


def _main_office(reading: Reading, position: int) -> Ref | None:
    """The annals office named in this paragraph; else the body the title names; else the last one named."""
    annals, paragraph = reading.office_before(position, ANNALS), at(reading.paragraphs, position)
    near = annals if annals and paragraph and annals.start >= paragraph.start else None
    title = reading.offices_in(0, reading.source.body_start)
    found = near or (title[0] if title else None) or annals or reading.office_before(position)
    return found.root if found else None


def _town_body(reading: Reading, item: _Item) -> Ref | None:
    """镇长, 乡党委书记: of the township named last."""
    before = [town for town in reading.towns if town.start <= item.end] or reading.towns[:1]
    return offices.town_office(before[-1], PARTY if "党委" in item.title else GOVERNMENT) if before else None


def _level_code(reading: Reading, level: str, code: str, position: int) -> str:
    """The place of a 市长 or 县长: that of the post before it if the level fits, else the article's."""
    for step in reversed(reading.context.gazetteer.path(code)):
        if reading.context.name(step).endswith(level):
            return step
    return reading.context.resolve(level, position)


def _title(reading: Reading, item: _Item, office: OfficeHit | None, target: Ref) -> str:
    """The title as it is spoken: 市委常委, 机关党委书记, 党组书记; elsewhere the bare word."""
    if office and office.field == PARTY and office.ref == office.root and item.title in _PARTY_TITLES:
        sign = office.code.split("/")[1][-1] + "党" if "/" in office.code else reading.context.name(office.code)[-1]
        return sign + "委" + item.title
    unit = target.scope[2] if len(target.scope) > 2 else target.name
    branch = _BRANCH.search(unit) if item.title in (*_PARTY_TITLES, "成员", "专职副书记") else None
    return (branch[0] if branch else "") + item.title


def _behind(reading: Reading, hit: PersonHit) -> list[PostHit]:
    """陈建春主任: a title behind the name says a post only if none is known in this article."""
    match = re.match(rf"(?:同志)?(?P<title>{reading.lexicon.title_pattern})(?!{HAN}*?[、])", reading.text[hit.end :])
    if not match or people.is_leader(reading, hit) or any(post.person == hit.name for post in reading.posts):
        return []
    end = hit.end + match.end()
    post, _ = _post(reading, hit, _Item(hit.end, end, match["title"]), None, _Held(code=reading.context.home))
    return [replace(post, start=hit.start, end=end, rule="post.behind")] if post else []
