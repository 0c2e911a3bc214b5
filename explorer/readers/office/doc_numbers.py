"""Automatic numbering of DOC: the lists of a file in the terms of DOCX (see docx_numbers).

MS-DOC: PlfLst holds the definitions, behind it stand their levels (LVL); PlfLfo the lists that paragraphs name by place. Lists that
a paragraph has by its style alone are left out. Damage gives fewer lists, never an error: the words are there without them.
"""

from __future__ import annotations

from explorer.readers.office.doc_file import DEFINITIONS, OVERRIDES, Header
from explorer.readers.office.docx_numbers import Counter, Level, List

_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting",
    14: "decimalFullWidth", 18: "decimalEnclosedCircle", 19: "decimalFullWidth", 22: "decimalZero", 23: "bullet",
    26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 40: "ideographDigital",
    255: "none",
}  # fmt: skip
"""Forms of numbers (MSONFC, in MS-OSHARED) by the names of DOCX."""
_DEFINITION, _LIST, _LEVEL = 28, 16, 28
"""Sizes of LSTF, LFO and LVLF."""


def counter(header: Header) -> Counter:
    """The lists of a file by their number, from 1 on."""
    definitions = _definitions(header.part(DEFINITIONS), header.between(DEFINITIONS, OVERRIDES))
    table = header.part(OVERRIDES)
    count = min(int.from_bytes(table[:4], "little"), max(len(table) - 4, 0) // _LIST)
    found = {}
    for n in range(count):
        name = table[4 + _LIST * n : 8 + _LIST * n]
        if name in definitions:
            found[str(n + 1)] = List(name.hex(), definitions[name])
    return Counter(found)


def _definitions(table: bytes, levels: bytes) -> dict[bytes, dict[int, Level]]:
    """The levels of each definition by its number; a simple one has one level, others nine."""
    found, at = {}, 0
    count = min(int.from_bytes(table[:2], "little"), max(len(table) - 2, 0) // _DEFINITION)
    for n in range(count):
        item = table[2 + _DEFINITION * n : 2 + _DEFINITION * (n + 1)]
        held: dict[int, Level] = {}
        for depth in range(1 if item[26] & 1 else 9):
            if at + _LEVEL + 2 > len(levels):
                break
            held[depth], at = _level(levels, at)
        found[item[:4]] = held
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """A level and where the next one stands; in its text the characters 0 to 8 mean the numbers of levels."""
    start, form, legal = int.from_bytes(data[at : at + 4], "little"), data[at + 4], bool(data[at + 5] & 4)
    words = at + _LEVEL + data[at + 24] + data[at + 25]
    end = words + 2 + 2 * int.from_bytes(data[words : words + 2], "little")
    text = data[words + 2 : end].decode("utf-16-le", "replace")[:100]
    text = "".join(f"%{ord(sign) + 1}" if ord(sign) < 9 else sign for sign in text)
    return Level(_FORMS.get(form, "decimal"), text, min(start, 99_999), legal), end
