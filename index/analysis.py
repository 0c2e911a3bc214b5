"""One spelling for equal characters, and pairs of characters as terms.

Folding goes character by character, so that every folded character has a source offset, and so that
fold(a + b) == fold(a) + fold(b): a folded needle that is printed is always found in the folded text.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

ANALYSIS_VERSION = 3  # raise it when fold, pairs or the cut change: old indexes are then rebuilt

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})  # controls, zero-width and joiners, lone surrogates
_SHORT = 20_000  # characters of a text whose folding is kept for a while
_CIRCLES = {"○": "〇", "◯": "〇"}  # geometric circles that are printed for the digit

_ARABIC_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", re.ASCII)
_CHINESE_YEAR = re.compile(r"(?<![〇零一二三四五六七八九])(?:一[八九]|二[〇零])[〇零一二三四五六七八九]{2}(?![〇零一二三四五六七八九十])")
_TO_ARABIC = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TO_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `starts[i]` is the source offset of the character that gave folded character i."""

    text: str
    starts: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source range [start, end) of the folded range; it is not empty."""
        return self.starts[start], self.starts[end - 1] + 1


def fold(text: str) -> str:
    """The text in its one spelling: NFKC, lower case, simplified, no white space and nothing invisible."""
    table = _fold_table()
    return "".join([table[char] for char in text])


def fold_with_offsets(text: str) -> Folded:
    """`fold`, with the way back to the source."""
    return _remembered(text) if len(text) <= _SHORT else _fold_with_offsets(text)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> Folded:
    """The texts of the last hits: of the next ones many are the same."""
    return _fold_with_offsets(text)


def _fold_with_offsets(text: str) -> Folded:
    table = _fold_table()
    changed = [(char, table[char]) for char in set(text) - table.same if table[char] != char]
    if any(len(piece) > 1 for _, piece in changed):
        pieces = [table[char] for char in text]
        return Folded("".join(pieces), array("L", [offset for offset, piece in enumerate(pieces) for _ in piece]))
    folded = text
    for char, piece in changed:  # a folded character is never among the changed ones: the order does not matter
        folded = folded.replace(char, piece)
    gone = {char for char, piece in changed if not piece}
    return Folded(folded, _without(text, gone) if gone else range(len(text)))


def _without(text: str, gone: set[str]) -> Sequence[int]:
    """The offsets of the characters that stay."""
    starts = array("H" if len(text) <= 0xFFFF else "L")
    last = 0
    for match in re.finditer("[" + "".join(map(re.escape, gone)) + "]+", text):
        starts.extend(range(last, match.start()))
        last = match.end()
    starts.extend(range(last, len(text)))
    return starts


def fold_spaced(text: str) -> str:
    """`fold` for the word cutter: a space stays where it parts two Latin words, and goes where it wraps Chinese."""
    last = ""
    pieces = []
    for part in filter(None, map(fold, text.split())):
        pieces.append(" " + part if last and last.isascii() and part[0].isascii() else part)
        last = part[-1]
    return "".join(pieces)


def pairs(folded: str) -> set[str]:
    """The terms of the exact field: every two adjacent characters, and the last character alone.

    So every character begins some term, and a single character is found by its prefix, without its own postings.
    """
    return {folded[at : at + 2] for at in range(len(folded))}


def spellings(folded: str) -> tuple[str, ...]:
    """A folded needle, and the same with its years in other digits: 二〇二〇 is 2020 and 二零二〇, elsewhere 一 is not 1."""
    arabic = _CHINESE_YEAR.sub(lambda year: year[0].translate(_TO_ARABIC), folded)
    chinese = _ARABIC_YEAR.sub(lambda year: year[0].translate(_TO_CHINESE), arabic)
    if arabic == chinese:
        return (folded,)
    zeros = _CHINESE_YEAR.sub(lambda year: year[0].replace("〇", "零"), chinese)
    return tuple(dict.fromkeys((folded, arabic, chinese, zeros)))


def visible(text: str) -> str:
    """The text without control and invisible characters; white space stays."""
    return "".join(c for c in text if c.isspace() or not _is_invisible(c))


class _FoldTable(dict[str, str]):
    """Memo of a pure function, filled as characters are met; sharing it between threads is harmless."""

    def __init__(self, to_simplified: "_Simplifier") -> None:
        super().__init__()
        self.same: set[str] = set()
        """Characters met that are their own folded form: mostly all of a text."""
        self._to_simplified = to_simplified

    def __missing__(self, char: str) -> str:
        folded = char
        while (again := "".join(self._step(folded))) != folded:
            folded = again
        self[char] = folded
        if folded == char:
            self.same.add(char)
        return folded

    def _step(self, text: str) -> Iterator[str]:
        for char in unicodedata.normalize("NFKC", text).lower():
            char = _CIRCLES.get(char, char)
            if not (char.isspace() or _is_invisible(char)):
                yield char if char in self._to_simplified else self._to_simplified[char]


class _Simplifier:
    """OpenCC, but only for characters outside GB2312.

    A character of GB2312 is also a simplified one: 乾 in 乾隆 and 著 in 著作 are printed so, and must stay.
    """

    def __init__(self) -> None:
        from opencc import OpenCC  # loaded when the first text is folded: `--help` stays quick

        self._convert = OpenCC("t2s").convert

    def __contains__(self, char: str) -> bool:
        return char < "\u2e80" or _in_gb2312(char)

    def __getitem__(self, char: str) -> str:
        return self._convert(char)


@cache
def _fold_table() -> _FoldTable:
    return _FoldTable(_Simplifier())


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _is_invisible(char: str) -> bool:
    """Also variation selectors: they choose a glyph, not another character."""
    return (
        unicodedata.category(char) in _INVISIBLE or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    )


def fold_all(words: Iterable[str]) -> tuple[str, ...]:
    """Folded, without doubles and blanks, in a fixed order: equal lists give equal fingerprints."""
    return tuple(sorted({fold(word) for word in words} - {""}))
