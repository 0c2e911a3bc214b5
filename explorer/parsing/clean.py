"""Page furniture out, lost digits in. Each rule is for the genre's web pages and PDFs, not for one site."""

from __future__ import annotations

import datetime
import re

from explorer.text import MENDED, Traced, join

_FURNITURE = re.compile(
    r"""(?:您|当前|现在|目前|所在|的){1,5}位置\s*(?:[:：]|首页|$)|首页\s*[>＞»]|欢迎光临[^。，]{0,60}$|用户登录[^。，]{0,20}$|(?:今天|现在)是(?:19|20)\d\d年[^。，]{0,30}$|[×xX✕]$
    |(?:(?:本站|本?网站)?(?:已|全面)*支持)?\s*IPV6[^。，]{0,12}$|网站无障碍[^。，]{0,20}$
    |分享到\s*(?:[:：].{0,40})?$|扫一扫[^。，；]{0,60}$
    |(?:当前|所属|所在)?(?:栏目|频道)\s*[:：]|[^。，]{0,40}[\[［【]\s*(?:设为首页|加入收藏|[藏彝蒙维]文版|(?:简体|繁体)(?:版|中文)?|手机版|无障碍[^\]］】]{0,4})\s*[\]］】]
    |(?:网站)?首页(?:\s*[|｜│]\s*[^|｜│。，：]{1,12}){2,}[|｜│\s]*$
    |【?(?:我要)?(?:打印|返回顶部|关闭|收藏|返回列表|纠错)】?(?:[【\s|].*)?$|(?:打印本页|关闭窗口|网站地图|联系我们|设为首页|加入收藏)[^。，]{0,40}$
    |[上下]一[篇条][:：]|(?:主办|承办|技术支持)(?:单位)?[:：]|COPYRIGHT\b|版权所有(?:\s*$|[\s:：©])|[^。，]{2,60}版权所有$
    |[^。]{0,60}ICP备\s*\d{4}|[^。]{0,60}公网安备\s*\d{4}
    |\S{1,80}\.(?:png|jpe?g|gif|bmp|webp)$|[【\[]?字体[:：]|浏览(?:次数|量)\s*[:：]|点击(?:数|率)\s*[:：]|[大中小\s]{1,8}$
    |[—\-–\s]*第?\s*\d{1,4}\s*页?[—\-–\s]*$|第\s*\d+\s*页\s*[/共,，]*\s*\d*\s*页?$
    |\d{4}-\d{1,2}-\d{1,2}[\sT]\d{1,2}:\d{2}(?::\d{2})?$""",
    re.VERBOSE | re.IGNORECASE,
)
_TRAIL = re.compile(r"^[^。，；！？<]{0,40}?\s*(?:[>＞»›]{1,2}|-{1,2}>|→|--)\s*[^。，；！？]{0,40}$")
"""Where in the site a page stands: 首页 > 区县动态. No headline of the genre has such a sign."""
_STEPS = re.compile(r"^[^。，；！？]{2,24}?(?:\s+[-–—/|·]\s+[^。，；！？\s]{2,12}){2,6}$")
"""The same with other signs, blanks on both sides: 首页 - 工作动态 - 正文."""
_PLAIN = re.compile(r"^(?:[-—–_=*~·]{4,}|[A-Za-z][A-Za-z .,&'|-]{6,})$")
"""A rule drawn with signs, or the site's name in Latin letters."""
_SITE = re.compile(r"^[^。，；！？\s]{2,30}(?:网|网站|门户网站)(?:\s*[|｜│].{0,30})?$|^[^。，；！？]{2,30}网站\s*[|｜│].{0,30}$")
"""The name of the site, perhaps with the day of the visit."""
_LONGEST = 160
"""Furniture is a line; a paragraph this long is text whatever word it begins with."""


def is_furniture(text: str) -> bool:
    """Whether a whole line belongs to the web page or the sheet of paper, not to the text."""
    return len(text) <= _LONGEST and bool(_FURNITURE.match(text) or is_trail(text) or _PLAIN.match(text) or _SITE.match(text))


def is_trail(text: str) -> bool:
    """Whether a line says where in the site the page stands: what is printed above it is of the site too."""
    return len(text) <= 80 and bool(_TRAIL.match(text) or _STEPS.match(text))


_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)(1[0-2]|[1-9])(?=月)")
_FULL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d{2,4})(?=日)")
_MONTH_DAY = re.compile(
    r"(?<![^\s，。；：、！？（）()“”‘’《》〈〉【】—–\-,.:;~至到于在从自年月和及与])(\d{3,4}|3[2-9]|[4-9]\d)(?=日(?!内|以|之内|左右|有余|余)|[—–-]\d{1,2}日)"
)
"""A month and a day that lost the 月 between them. They stand where a date stands: at the start, after a mark, a
preposition or a date. A number after any other word is a count of days (历时120日, 工期210日, 共330日)."""
_NEAR = 400
"""Days before the posting date within which a date without a year is believed (a report of the past year)."""


def mend(line: Traced, posted: str) -> Traced:
    """Put back 年 and 月 that a web page lost before a digit, where one reading alone is possible.

    `210日` posted in February is 2月10日; `613日` can only be 6月13日; `1112日` posted in November is
    11月12日. `24日` is left alone: it may be the 24th or 2月4日. `posted` is an ISO date; without one
    only digits that can be read in a single way are mended (`1110日`). Put-back characters have the origin `MENDED`.
    """
    day = datetime.date.fromisoformat(posted) if posted else None
    if day is None:
        return _insert(line, _MONTH_DAY, _alone)
    line = _insert(line, _YEAR_MONTH, lambda match: [(match.end(1), "年")] if int(match[1]) <= day.year else [])
    line = _insert(line, _FULL_DATE, lambda match: _full(match, day))
    return _insert(line, _MONTH_DAY, lambda match: _short(match, day))


def _insert(line: Traced, pattern: re.Pattern[str], places) -> Traced:
    parts, last = [], 0
    for match in pattern.finditer(line.text):
        for at, sign in places(match):
            parts += [line[last:at], Traced(sign, (MENDED,) * len(sign))]
            last = at
    return join([*parts, line[last:]]) if parts else line


def _readings(digits: str, year: int) -> list[tuple[int, datetime.date]]:
    """The ways to cut `digits` into month and day: (length of the month, date)."""
    found = []
    for cut in (1, 2):
        month, rest = digits[:cut], digits[cut:]
        if rest and month[0] != "0" and rest[0] != "0":
            try:
                found.append((cut, datetime.date(year, int(month), int(rest))))
            except ValueError:
                pass
    return found


def _alone(match: re.Match[str]) -> list[tuple[int, str]]:
    cuts = {cut for cut, _ in _readings(match[1], 2000)}
    return [(match.start(1) + cut, "月") for cut in cuts] if len(cuts) == 1 else []


def _full(match: re.Match[str], posted: datetime.date) -> list[tuple[int, str]]:
    readings = [r for r in _readings(match[2], int(match[1])) if r[1] <= posted]
    if len(readings) != 1:
        return []
    return [(match.end(1), "年"), (match.end(1) + readings[0][0], "月")]


def _short(match: re.Match[str], posted: datetime.date) -> list[tuple[int, str]]:
    past = []
    for cut, date in _readings(match[1], posted.year) + _readings(match[1], posted.year - 1):
        age = (posted - date).days
        if 0 <= age <= _NEAR:
            past.append((age, cut))
    cuts = {cut for _, cut in past}
    if len(cuts) > 1:  # both months are possible: believe the recent one only if the other is long past
        past.sort()
        cuts = {past[0][1]} if past[0][0] <= 31 and past[1][0] > 62 else set()
    return [(match.start(1) + cut, "月") for cut in cuts]
