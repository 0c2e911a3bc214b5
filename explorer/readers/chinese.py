"""Whether bytes have been read in the right encoding: prose has everyday characters, misread bytes give rare ones."""

from __future__ import annotations

import re

_EVERYDAY = re.compile(
    r"[的一是在和了有年月日不会會中人大为為上市县縣区區省政地方志誌工作办辦公室主任书書记記长長国國开開发發时時来來对對，。、；：（）《》“”「」]"
)
"""Characters that Chinese prose cannot do without, in both scripts."""
_LEAST = 1 / 12
_SAMPLE = 100_000


def everyday(text: str) -> float:
    """The share, 0 to 1, of everyday characters among those that are neither ASCII nor white space; 0 if there are none."""
    dense = re.sub(r"[\s\x20-\x7e]+", "", text[:_SAMPLE])
    return len(_EVERYDAY.findall(dense)) / len(dense) if dense else 0.0


def reads_like_chinese(text: str) -> bool:
    """Whether enough of the characters outside ASCII are everyday ones."""
    return everyday(text) >= _LEAST


def best(content: bytes, encodings: tuple[str, ...]) -> tuple[str, str] | None:
    """(text, encoding) of the encoding in which all bytes have a meaning and the most characters are everyday ones.

    None where no encoding gives Chinese prose. Big5 and GB18030 use the same bytes, and GB18030 gives a meaning to almost
    any: only what the characters say tells them apart.
    """
    read = [(text, encoding) for encoding in encodings if (text := _strict(content, encoding)) is not None]
    text, encoding = max(read, key=lambda one: everyday(one[0]), default=("", ""))
    return (text, encoding) if reads_like_chinese(text) else None


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
