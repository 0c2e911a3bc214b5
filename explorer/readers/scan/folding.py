"""What is set right in the words that the engine reads: width of signs, look-alikes of the other script."""

from __future__ import annotations

import re

from explorer.readers.printed.words import Word
from explorer.text import CJK

_HAN = re.compile(rf"[{CJK}]")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF0E)}
_NARROW = str.maketrans("(),:;!?", "（），：；！？")
_SIGN = re.compile(rf"(?<=[{CJK}）》”])[(),:;!?]|[(),:;!?](?=[{CJK}（《“])")
_VARIANTS = str.maketrans(
    "別內戶黃吳呂產強決況淨減沒換搖脫稅敎旣卽淸靑眞値查步高尙每卧兌悅銳录彥顏",
    "别内户黄吴吕产强决况净减没换摇脱税教既即清青真值查步高尚每卧兑悦锐录彦颜",
)
"""Forms that differ by a stroke: at low resolution the engine takes one for the other (特別关注)."""
_TRADITIONAL = 0.05
"""A sheet with a greater share of characters outside GB 2312 is in traditional script, and left as it is."""


def folded(words: list[Word]) -> list[Word]:
    """With signs as wide as they are printed, and, on a sheet in simplified script, without look-alikes of the other."""
    text = "".join(word.text for word in words)
    han = _HAN.findall(text)
    odd = sum(not _in_gb2312(char) for char in han)
    simplified = odd <= len(han) * _TRADITIONAL + 2
    return [Word(word.corners, word.slope, _fold(word.text, simplified), word.scores, word.places) for word in words]


def _in_gb2312(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _fold(text: str, simplified: bool) -> str:
    """Character for character, so that places and scores stay theirs."""
    text = _SIGN.sub(lambda match: match[0].translate(_NARROW), text.translate(_WIDE))
    return text.translate(_VARIANTS) if simplified else text
