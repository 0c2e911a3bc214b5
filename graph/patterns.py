"""Small facts about Chinese text that several rules share: sentences, clauses, brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff〇]"
ORDINAL = "一二三四五六七八九十"
_STOP = re.compile(r"[。！？!?]+[”’」』）)]*|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]`."""

    start: int
    end: int

    def holds(self, at: int) -> bool:
        """Whether the character at `at` is inside."""
        return self.start <= at < self.end


def sentences(text: str) -> list[Span]:
    """The sentences of `text`; a closing quotation mark belongs to its sentence, a line break to none."""
    spans, start = [], 0
    for match in _STOP.finditer(text):
        end = match.start() if match[0] == "\n" else match.end()
        if text[start:end].strip():
            spans.append(Span(start, end))
        start = match.end()
    if text[start:].strip():
        spans.append(Span(start, len(text)))
    return spans


def paragraphs(text: str) -> list[Span]:
    """The lines of `text` that hold something."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def at(spans: list[Span], position: int) -> Span | None:
    """The span that holds `position`; the spans are in order."""
    found = bisect_right(spans, position, key=_start) - 1
    return spans[found] if found >= 0 and spans[found].holds(position) else None


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def _start(span: _Placed) -> int:
    return span.start


_Item = TypeVar("_Item", bound=_Placed)


def between(items: list[_Item], start: int, end: int) -> list[_Item]:
    """Those of `items`, which are in text order, that lie between two offsets."""
    first = bisect_left(items, start, key=_start)
    return [item for item in items[first : bisect_left(items, end, key=_start)] if item.end <= end]


def occurrences(text: str, word: str) -> Iterator[int]:
    """Where `word` stands in `text`, without overlap. A pattern for each word would drive the lasting ones out of re's cache."""
    found = text.find(word)
    while word and found >= 0:
        yield found
        found = text.find(word, found + len(word))


def book_titles(text: str) -> list[Span]:
    """The outermost 《…》 of `text`, nested ones inside; an unclosed one ends nowhere and is left out."""
    spans: list[Span] = []
    depth, start = 0, 0
    for position, sign in enumerate(text):
        if sign == "《":
            start, depth = (position, 1) if depth == 0 else (start, depth + 1)
        elif sign == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append(Span(start, position + 1))
        elif sign == "\n":
            depth = 0
    return spans


_POINT = re.compile(rf"(?<=[\u4e00-\u9fff”」』）])\.(?=[\u4e00-\u9fff“「（\n]|$)")
_WIDE = str.maketrans("(),:;!?", "（），：；！？")


def wide(text: str) -> str:
    """Full-width marks in place of half-width ones, character for character; a point behind Chinese text is a full stop."""
    return _POINT.sub("。", text.translate(_WIDE))


def plain_name(text: str) -> str:
    """A name as it is compared and shown: full-width marks, no white space around marks and digits."""
    text = re.sub(r"\s+", " ", wide(text)).strip()
    return re.sub(rf"(?<!{HAN}) | (?!{HAN})", "", text)
