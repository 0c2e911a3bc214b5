"""Names behind a calling (退休教师X, 村民X、Y), which is no post, and behind labels (主编：X；摄影：Y、Z)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.extract import cuts, names
from graph.extract.names import Candidate
from graph.extract.reading import Reading
from graph.patterns import HAN, Span

_ENDS = r"(?=[，。、；：（）\n]|$|等[，。、\d参出]|老人|同志|一行|先生|女士|[\d二两三四五六七八九十]+[人位名]|兄弟|姐妹|夫妇|作为)"
"""What ends a name behind a calling that the recogniser did not see."""
_LABEL = re.compile(
    r"(?:(?<=[；，。、（：—])|^)(?P<label>(?:执行|常务)?副?主编|副?总纂|编纂|编著|撰稿|统稿|执笔|摄影|绘图|制图|校对|口述[人者]?|整理[人者]?|讲述人)：", re.MULTILINE
)
_STAFF = re.compile(r"(?:特约|责任|特邀|高级)?编辑|主编|编审|(?:特约|高级)?记者|总编")
"""Titles of those who make a bulletin, whose label stands at its end."""
_AFTER = re.compile(r"(?:（[^（）]{1,16}）)?[、 ]")
_PRESENT = re.compile(
    r"(?:出席|参加|参会|与会|陪同|列席|到会|应邀|获奖|牵头|责任|评审|主持|主讲|授课|宣讲|报告|记录|入选|受聘|拟任)[^，。；：、\n]{0,12}?"
    r"(?:领导|嘉宾|人员|成员|专家|代表|同志|人|者|的)(?:还?有|包括|分别是|分别为|是|为)?：|(?:出席|参加|陪同|列席)[^，。；：、\n]{0,12}(?:还|的)(?:有|包括)：?"
)
"""出席会议的领导有：, 主持人：, 参加评审的还有：what says that those present follow."""


def find(reading: Reading, seen: Mapping[int, Candidate]) -> list[Candidate]:
    """Those behind callings, and behind labels; `seen` are the recogniser's people by where they begin."""
    return [*_called(reading, seen), *_labelled(reading, seen), *_called_by_title(reading, seen), *_present(reading, seen)]


def _called(reading: Reading, seen: Mapping[int, Candidate]) -> list[Candidate]:
    found = []
    for match in re.finditer(rf"(?:{reading.lexicon.calling_pattern})(?:、?\d{{2}}岁的)?[ ]{{0,2}}", reading.text):
        at = match.end()
        end = 0 if reading.in_title(at) else names.compound(reading, at) or names.transliterated(reading, at) or names.short(reading, at) or _seen(reading, seen, at) or _alone(reading, at) or _other(reading, at)
        if end:
            found.append(Candidate(at, end, "person.called", 0.93))
    return found


def _seen(reading: Reading, seen: Mapping[int, Candidate], at: int) -> int:
    """End of the recogniser's name there, mended where it cut it; 0 if there is none."""
    return cuts.mended(reading, at, seen[at].end) if at in seen else 0


def _alone(reading: Reading, at: int, labelled: bool = False) -> int:
    """退休干部别大有，: what stands alone between a calling and a mark, and looks like a name, though no word is seen there."""
    match = re.compile(rf"{HAN}{{2,3}}?{_ENDS}").match(reading.text, at)
    if not match or not names.is_name(reading, match[0]):
        return 0
    lists = reading.lexicon
    word = any(t.start == at and len(t.text) == 2 and (t.tag != "LOC" or len(match[0]) == 2) and t.tag != "PER" for t in reading.tokens_near(at))
    verb = any(t.start == at and t.end == at + 1 and t.tag == "v" for t in reading.tokens_near(at))
    thing = verb and any(t.start == at + 1 and t.end == match.end() and t.tag == "n" for t in reading.tokens_near(at + 1))  # 村干部包章节
    known = thing or re.search(rf"{lists.title_pattern}|{lists.calling_pattern}", match[0]) or match[0][:2] in lists.no_names
    return 0 if known or word and len(match[0]) == 3 or not labelled and _is_word(reading, at, match.end()) else match.end()


def _other(reading: Reading, at: int) -> int:
    """退休干部陶柏良|向…, 人大代表鲜永东|提出: what the recogniser takes for an office, a place or no thing at all, and looks like a name."""
    token = next((t for t in reading.tokens_near(at) if t.start == at and len(t.text) == 3 and t.tag in ("ORG", "LOC", "a", "an", "ad", "nz", "nr")), None)
    if token is None or not names.is_name(reading, token.text) or re.search(r"[镇乡村县市区省州局办委校社馆厅院队组会站所部科处寺山河江湖]$", token.text):
        return 0
    place = any(p.start == at for p in reading.context.places) or any(h.start <= at < h.end for h in reading.offices)
    return 0 if place or not any(t.start == token.end and t.tag in ("v", "p", "d", "vd", "ad") for t in reading.tokens_near(token.end)) else token.end


def _is_word(reading: Reading, start: int, end: int) -> bool:
    """Whether an ordinary word stands there: 干部家属，, not 干部农倩，, which the recogniser tags as a thing for want of better."""
    return any(t.start == start and t.end == end and t.tag not in ("PER", "nz", "nr") for t in reading.tokens_near(start)) and end - start < 3


def _labelled(reading: Reading, seen: Mapping[int, Candidate]) -> list[Candidate]:
    """主编：X；副主编：Y、Z；摄影：W: at least two labels in one sentence, or in one bracket; one alone is of the bulletin's staff."""
    found = []
    for sentence in reading.sentences:
        labels = list(_LABEL.finditer(reading.text, sentence.start, sentence.end))
        for label in labels if len(labels) > 1 and sentence.start >= reading.source.body_start else ():
            found += _names_from(reading, seen, Span(label.end(), sentence.end))
    return found


def _called_by_title(reading: Reading, seen: Mapping[int, Candidate]) -> list[Candidate]:
    """科长分别为X、Y; 组长：X: the names that a title is said of."""
    found = []
    for match in re.finditer(rf"(?:{reading.lexicon.title_pattern})(?:的?分别[为是]|[为是]|：)", reading.text):
        if match.start() >= reading.source.body_start and not reading.in_title(match.start()) and not _STAFF.match(match[0]):
            found += _names_from(reading, seen, Span(match.end(), len(reading.text)))
    return found


def _present(reading: Reading, seen: Mapping[int, Candidate]) -> list[Candidate]:
    """出席会议的领导有：X、Y; 主持人：Z: the names behind what says who was there."""
    found = []
    for match in _PRESENT.finditer(reading.text, reading.source.body_start):
        if not reading.in_title(match.start()):
            found += _names_from(reading, seen, Span(match.end(), len(reading.text)))
    return found


def _names_from(reading: Reading, seen: Mapping[int, Candidate], span: Span) -> list[Candidate]:
    """The names that follow one another from there on, each perhaps with a remark in brackets."""
    found: list[Candidate] = []
    at = span.start
    places = {(place.start, place.end) for place in reading.context.places}
    while at < span.end and (end := _seen(reading, seen, at) or _alone(reading, at, True)) and (at, end) not in places:
        found.append(Candidate(at, end, "person.labelled", 0.93))
        following = _AFTER.match(reading.text, end)
        if not following:
            break
        at = following.end()
    return found
