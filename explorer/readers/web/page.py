"""The text among the lines of a page: title, posting line, main block; what the site puts around them is left out.

The main block is the innermost box that holds most of the page's unlinked prose (after Kohlschütter et al., Boilerplate Detection
using Shallow Text Features, WSDM 2010), or the box that its template calls so. The title is looked for above it by what the head of
the page says the title is, not by its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from explorer.readers.web.lines import Box, Line, Page
from explorer.readers.web.posting import REACH, is_posting, is_under_title, is_value, says_when_or_who, with_posting

_MOST, _SOME = 0.8, 0.5
"""Share of the page's prose that the main block holds; enough for one that its template names."""
_OF_ISSUE = re.compile(r"^【[^】]{2,12}】?$|第\s*\d{1,4}\s*期|^\S{4,40}?\s*(?:19|20)\d\d年\d{1,2}月\d{1,2}日$")
"""Section, number, imprint: where the text begins with them it is an issue with a head of its own, and wants no title."""
_SIGNED = re.compile(r"^[（(][^（）()]{2,40}[）)]$|^(?:信息)?来源\s*[:：]\s*\S.{1,40}$|^供稿(?:单位)?\s*[:：]\s*\S.{1,40}$|^终审\s*[:：]")
_SITE = re.compile(r"\s*(?:[_|｜\-–—>]|--)+\s*[^_|｜]{2,40}$")
_HEADLINE = re.compile(r"[^。>＞»|｜]{6,80}$")
_HEADLINE_LEAST, _TEASERS = 6, 3
"""A link of more characters may be a headline; as many beginnings of stories are a list of them."""
_ABOVE, _TITLE_LINES = 40, 4


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the page says: its title, when it was posted, where from."""

    titles: tuple[str, ...] = ()
    """As declared for the article (meta ArticleTitle); sure."""
    shown: str = ""
    """The title of the window, which the name of the site may follow."""
    posted: str = ""
    source: str = ""


def text_of(page: Page, head: Head) -> tuple[list[str], tuple[str, ...]]:
    """The lines of the text, and how they were found."""
    lines, boxes, headings = _seen(page)
    if not (page.noise or any(box.content for box in boxes) or any(line.linked for line in lines)):
        return with_posting([line.text for line in lines], 0, 0), ("网页没有站点版式，全部取用",)
    start, end = _main(lines, boxes)
    title = _title(lines, start, end, head) or _heading(headings, start, end) or _above_posting(lines, boxes, start)
    if title:
        body = [line.text for line in _kept(lines, title[1], start, end)]
        found = with_posting([*(line.text for line in lines[slice(*title)]), *body], title[1] - title[0], max(start - title[1], 0))
        how = "正文按版式取出"
    else:
        first = next((at for at in range(max(0, start - REACH), start) if is_posting(lines[at].text)), start)
        found = with_posting([line.text for line in lines[first:end]], 0, start - first)
        how = "正文按版式取出，标题不在页面上"
    found += [line.text for line in lines[end : end + REACH] if _SIGNED.match(line.text) and not line.linked]
    return _declared(found, lines, bool(title), head), (how,)


def _seen(page: Page) -> tuple[list[Line], list[Box], list[tuple[int, int]]]:
    """Lines without furniture, and boxes and headings counted in them; all lines if that would take the text away."""
    noisy = [0] * (len(page.lines) + 1)
    for start, end in page.noise:
        noisy[start] += 1
        noisy[end] -= 1
    kept = [depth == 0 for depth in accumulate(noisy)][:-1]
    weight = sum(line.weight for line in page.lines)
    if sum(line.weight for line, good in zip(page.lines, kept, strict=True) if good) < weight * 0.3:
        kept = [True] * len(page.lines)
    place = [0, *accumulate(kept)]
    boxes = [Box(place[box.start], place[box.end], box.content) for box in page.boxes]
    headings = [(place[a], place[b]) for a, b in page.headings if place[b] > place[a]]
    return [line for line, good in zip(page.lines, kept, strict=True) if good], boxes, headings


def _main(lines: list[Line], boxes: list[Box]) -> tuple[int, int]:
    """Where the main block begins and ends."""
    sums = [0.0, *accumulate(_weights(lines))]
    named = [box for box in boxes if box.content and sums[box.end] - sums[box.start] >= sums[-1] * _SOME]
    most = [box for box in boxes if sums[box.end] - sums[box.start] >= sums[-1] * _MOST]
    best = max(named, key=lambda box: (sums[box.end] - sums[box.start], box.start - box.end), default=None)
    best = best or min(most, key=lambda box: box.end - box.start, default=None)
    return (best.start, best.end) if best else (0, len(lines))


def _weights(lines: list[Line]) -> list[float]:
    """The weight of each line as prose; beginnings of other stories, each below the link to it, weigh nothing."""
    teasers = {at for at in range(1, len(lines)) if not lines[at].linked and lines[at - 1].linked * 2 > len(lines[at - 1].text) > _HEADLINE_LEAST}
    few = len(teasers) < _TEASERS
    return [line.weight if few or at not in teasers else 0.0 for at, line in enumerate(lines)]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _title(lines: list[Line], start: int, end: int, head: Head) -> tuple[int, int] | None:
    """The lines, nearest above the main block or first in it, that say what the head of the page says the title is."""
    wanted = [_squeezed(title) for title in head.titles if title]
    shown = _squeezed(head.shown)
    places = [*range(start - 1, max(-1, start - _ABOVE), -1), *range(start, min(end, start + REACH * 2))]
    for at in places:
        text = ""
        for count in range(1, min(_TITLE_LINES, len(lines) - at) + 1):
            text += _squeezed(lines[at + count - 1].text)
            sited = len(text) >= 6 and shown.startswith(text) and (shown == text or shown[len(text)] in "_|｜-–—>")
            if text in wanted or sited:
                return at, at + count
    return None


def _heading(headings: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The last heading above the main block, else the first in its first lines."""
    above = [place for place in headings if start - _ABOVE <= place[0] and place[1] <= start]
    inside = [place for place in headings if start <= place[0] < min(end, start + 2)]
    return above[-1] if above else inside[0] if inside else None


def _above_posting(lines: list[Line], boxes: list[Box], start: int) -> tuple[int, int] | None:
    """The line that stands on the posting line, where neither the head of the page nor a heading says what the title is."""
    posting = next((at for at in range(max(1, start - REACH), start) if is_posting(lines[at].text)), 0)
    if not posting or lines[posting - 1].linked or not _HEADLINE.match(lines[posting - 1].text):
        return None
    own = [box.start for box in boxes if box.end == posting and 1 < posting - box.start <= _TITLE_LINES]
    return min(own, default=posting - 1), posting


def _kept(lines: list[Line], after: int, start: int, end: int) -> list[Line]:
    """What follows the title: of the lines above the main block those that belong to the head."""
    between = [line for line in lines[after:start] if is_posting(line.text) or is_under_title(line.text) or is_value(line.text)]
    return [*between, *lines[max(after, start) : end]]


def _declared(found: list[str], lines: list[Line], titled: bool, head: Head) -> list[str]:
    """With what only the head of the page says, or a line elsewhere on it: title, and when it was posted."""
    beginning = _squeezed("".join(found[:12]))[:500]
    if not titled and not any(map(_OF_ISSUE.search, found[:REACH])):
        shown = _SITE.sub("", head.shown)
        named = head.titles[0] if head.titles else shown if shown != head.shown and len(shown) >= 8 else ""
        if named and _squeezed(named) not in beginning:
            found, titled = [named, *found], True
    if any(map(says_when_or_who, found[: REACH + _TITLE_LINES])):
        return found
    elsewhere = next((line.text for line in lines if len(line.text) <= 80 and not line.linked and says_when_or_who(line.text)), "")
    meta = " ".join(filter(None, (head.source and f"来源：{head.source}", head.posted and f"发布时间：{head.posted}")))
    posting = meta or elsewhere
    return [*found[:1], posting, *found[1:]] if posting and titled else found
