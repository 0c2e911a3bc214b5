"""What the templates of Chinese sites call their boxes: by id and class, in English, pinyin or initials."""

from __future__ import annotations

import re

_NOISE = re.compile(
    r"""(?:^|[\s_-])(?:nav\w*|menus?|bread\w*|crumbs?|location|position|weizhi|dqwz|dangqian\w*|b?d?share\w*|fenxiang|foot\w*|copyright|side-?bar|aside
    |related|xgxw|xiangguan|prev\w*|next\w*|sxp|pager?s?|paging|pagination|print\w*|tool\w*|font-?size|qr-?code|erweima|ewm|login|search\w*|friend\w*|links?
    |yqlj|banner|logo|clock|weather|comments?|pinglun|top-?bar|go-?top|back-?top|close|totop)(?=$|[\s_-]|\d)""",
    re.VERBOSE | re.IGNORECASE,
)
"""How templates name what is not the text."""
_CONTENT = re.compile(
    r"""(?:^|\s)(?:zoom|ucap-?content|trs_?(?:u?editor|web|paper)|view\sTRS\w*|v_news_content|vsb_content\w*|(?:art(?:icle)?|news|detail|info|page|text|main|xl|bt|entry|post|rich_media|js)s?
    [-_]?(?:content|cont?|body|txt|text)|cont?(?:ent)?[-_]?(?:te?xt|body|detail|main|nr)|zw|zhengwen|nr|neirong|j-fontContent)(?=$|\s)""",
    re.VERBOSE | re.IGNORECASE,
)
_TITLE = re.compile(r"(?:^|[\s_-])(?:\w{0,12}title|tit|biaoti|bt)(?=$|[\s_-]|\d)", re.IGNORECASE)


def is_noise(marks: str) -> bool:
    """Whether a box with this id and these classes is named as furniture of the site."""
    return bool(marks and _NOISE.search(marks))


def is_content(marks: str) -> bool:
    """Whether it is named as the place of the text."""
    return bool(marks and _CONTENT.search(marks))


def is_title(marks: str) -> bool:
    """Whether it is named as a title."""
    return bool(marks and _TITLE.search(marks))
