"""The posting line of a page (发布时间：… 来源：… 浏览次数：…), which templates set in one block or in many."""

from __future__ import annotations

import re

REACH = 6
"""Lines from the title, or into the main block, within which it is looked for."""
_LABEL = re.compile(
    r"(?:(?:发布|发表|发稿|更新|上传|添加|录入)?(?:时间|日期)|(?:信息|文章|稿件|新闻)?来源|稿源|作者|撰稿人?|供稿(?:单位|人)?|发布(?:机构|单位|者|人)?"
    r"|浏览(?:次数|量)?|点击(?:次数|数|率|量)?|阅读(?:次数|量)?|访问(?:次数|量)|(?:责任)?编辑|责编|审核|字体|字号)\s*[:：]"
)
_DATED = re.compile(
    r"^[\[（(]?(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\]）)]?(?=\s|$)"
)
_WHEN_OR_WHO = re.compile(
    r"(?:时间|日期|发布)\s*[:：]\s*\[?\s*(?:19|20)\d\d|来源\s*[:：]\s*\S|稿源\s*[:：]\s*\S|供稿(?:单位)?\s*[:：]\s*\S"
)
_TOOLS = re.compile(
    r"""[【\[（(]?\s*(?:字体|字号|文字大小)\s*[:：]?[\s【\[]*(?:(?:特?大|中|小|默认|超大|缩小|放大)号?[\s】\]|/]*)*
    |[【\[]\s*(?:打印|关闭|收藏|返回|分享)[^】\]]{0,6}[】\]]
    |(?<!\S)(?:打印|分享|收藏|关闭|复制链接|语音播报|朗读|纠错|扫一扫|保护视力|背景色)[^\s，。]{0,12}(?=\s|$)
    |(?:我要)?打印(?:本页)?$""",
    re.VERBOSE,
)
_COUNTERS = re.compile(r"(?:浏览(?:次数|量)?|点击(?:次数|数|率|量)?|阅读(?:次数|量)?|访问(?:次数|量))\s*[:：]\s*\d*\s*次?")
_UNDER = re.compile(r"^——|第.{1,12}期|^[（(].{2,30}[）)]$")
_SECTION = re.compile(r"^【[^】]{2,12}】?$")


def is_posting(text: str) -> bool:
    """Whether a line is (part of) the posting line, or of what a reader can press beside it."""
    return len(text) <= 160 and bool(_LABEL.search(text) or _DATED.match(text) or _TOOLS.match(text)) and "。" not in text


def is_value(text: str) -> bool:
    """A value that its template sets in a block of its own, behind the label: a number, a name."""
    return len(text) <= 20 and not re.search(r"[，。]", text)


def is_under_title(text: str) -> bool:
    """Whether it may stand between title and posting line: second half of a title, or the number of an issue."""
    return bool(_UNDER.match(text))


def says_when_or_who(text: str) -> bool:
    """Whether it says when the page was posted or where from."""
    return bool(_WHEN_OR_WHO.search(text) or _DATED.match(text))


def with_posting(texts: list[str], after: int, above: int) -> list[str]:
    """The lines with the posting line in one, and without tools.

    The first `after` lines are the title, the next `above` stand over the main block.
    """
    parts, others, at = [], [], after
    while at < len(texts) and at < after + above + REACH:
        text = texts[at]
        waiting = bool(parts) and parts[-1].endswith((":", "：")) and not _LABEL.search(text) and is_value(text)
        if is_posting(text) or waiting:
            parts.append(text)
        elif _UNDER.match(text) and not parts and not _SECTION.match(text):
            others.append(text)
        elif at >= after + above and not (len(text) <= 80 and any(map(is_posting, texts[at + 1 : at + 3])) and not _SECTION.match(text)):
            break
        elif at >= after + above or after == 0:
            others.append(text)
        at += 1
    posting = _tidied(parts)
    return [*texts[:after], *others, *([posting] if posting else []), *texts[at:]]


def _tidied(parts: list[str]) -> str:
    """The posting line without what a reader can press, and without counters, which differ at each visit."""
    return re.sub(r"\s+", " ", _COUNTERS.sub(" ", _TOOLS.sub(" ", " ".join(parts)))).strip(" |｜")
