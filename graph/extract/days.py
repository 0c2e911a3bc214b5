"""On which day an act happened, where the sentence says it otherwise than by a date before the verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.extract.reading import PersonHit, Reading
from graph.patterns import Span, at

_BRACKET = re.compile(r"[”。]{0,2}（(?:批于)?(?=[\d年月日]{3,}）)")
_STATED = re.compile(r"[”。；，\s]{0,3}(?:(?:这段话|这句话|批语|最后一次)是(?=(?:\d{4}年)?\d)|(?:[二两三四]人|几位领导|均|上述)?(?:的?(?:批示|签批|圈阅))?(?:时间|日期|落款|时)[^，。\d]{0,6}[为是](?=(?:\d{4}年)?\d))")
"""二人批示时间均为12月8日, 时为10月15日: behind the sentences that tell the acts."""


def paired(reading: Reading, sentence: Span, people: Sequence[PersonHit], verb: int) -> list[str]:
    """A、B分别主持12月30日、31日的会议, A、B分别于27日、28日圈阅: each has a day of his own; [] unless as many days as
    people are named behind them."""
    if len(people) < 2 or not re.search(r"分别[^。；]{0,24}$", reading.text[people[-1].end : verb]):
        return []
    named = sorted((*reading.dates, *reading.listed), key=lambda when: when.start)
    days = [when.date for when in named if people[-1].end <= when.start < sentence.end and when.whole]
    return days if len(days) == len(people) else []


def stated(reading: Reading, sentence: Span, end: int) -> str | None:
    """The day printed in brackets behind the words of an act (“同意。”（4月9日）), or stated of it afterwards; None if neither."""
    paragraph = at(reading.paragraphs, max(sentence.start, sentence.end - 1))
    for pattern, position in ((_BRACKET, end), (_STATED, max(end, sentence.end))):
        match = pattern.match(reading.text, position)
        inside = match and paragraph and position < paragraph.end
        day = next((when for when in reading.dates if match and inside and when.start == match.end() and when.whole), None)
        if day:
            return day.date
    return None
