"""The characters that radicals, compatibility forms and ligatures stand for.

Fonts have one glyph for 长 and for the radical ⻓, and programs that write PDFs often name the radical (Chromium, macOS). Unicode
normalisation (NFKC) knows the Kangxi radicals but hardly any of the supplement; those are from EquivalentUnifiedIdeograph.txt
(Unicode 16), as far as the radical is a character in use.
"""

from __future__ import annotations

import unicodedata

_FOLDED = ("\u2e9f", "\u2e9f"), ("\u2ef3", "\u2ef3"), ("\u2f00", "\u2fd5"), ("\uf900", "\ufad9"), ("\ufb00", "\ufb06")
"""Where NFKC is applied; elsewhere it would change what is printed (（ → (, ① → 1)."""
_SUPPLEMENT = str.maketrans(
    "⺁⺄⺈⺒⺓⺝⺟⺠⺩⺪⺬⺮⺶⺼⺽⻁⻄⻅⻆⻈⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乙刀巳幺月母民王疋示竹羊月臼虎西见角讠贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)


def meant(char: str) -> str:
    """The character that `char` stands for; mostly itself."""
    if char < "\u2e80":
        return " " if char == "\u00a0" else "-" if char in "\u0002\ufffe" else char
    if char <= "\u2ef3":
        char = char.translate(_SUPPLEMENT)
    if any(first <= char <= last for first, last in _FOLDED):
        return unicodedata.normalize("NFKC", char)
    return char
