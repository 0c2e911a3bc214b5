"""Where a needle is printed, and the sentences around it. Offsets only: what a mark looks like is not known here."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import Folded, fold, fold_with_offsets, spellings

WIDTH = 120  # characters of a snippet; more only when one match is longer
SPREAD = 20  # characters that a `*` may stand for
LIMIT = 3  # snippets a hit

Span = tuple[int, int]  # [start, end) in characters

_ENDS, _CLOSERS = "。！？；\n", "”’」』）"
_END = re.compile(rf"[{_ENDS}][{_CLOSERS}]*")
_SENTENCE = re.compile(rf"[^{_ENDS}]*[{_ENDS}]?[{_CLOSERS}]*")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a body: `start` is its offset there, `marks` are ranges within `text`."""

    start: int
    text: str
    marks: list[Span]


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    needle: str


def is_printed(text: str, folded_needle: str) -> bool:
    """Whether the text, folded, has the needle. Mostly it is there as it stands, and nothing needs folding."""
    return folded_needle in text or folded_needle in fold(text)


def pattern_of(text: str) -> re.Pattern[str]:
    """What a string with `*` (up to SPREAD characters) and `?` (one) stands for, in folded text."""
    signs = {"*": f".{{0,{SPREAD}}}?", "?": "."}
    return re.compile("".join(signs.get(sign) or re.escape(sign) for sign in fold(text)), re.DOTALL)


def are_near(text: str, slots: Sequence[Sequence[str]], distance: int) -> bool:
    """Whether one string of each slot is printed, with at most `distance` characters between one and the next of them."""
    folded = fold_with_offsets(text)
    places = sorted(
        (folded_at, folded_at + len(needle), slot)
        for slot, strings in enumerate(slots)
        for string in strings
        for needle in spellings(fold(string))
        for folded_at in _starts(folded.text, needle)
    )
    return any(_reaches(places[at:], len(slots), distance) for at in range(len(places)))


def _reaches(places: Sequence[tuple[int, int, int]], wanted: int, distance: int) -> bool:
    """Whether the places, from the first one on, fill all slots without a gap that is too wide."""
    _, end, slot = places[0]
    seen = {slot}
    for start, stop, slot in places[1:]:
        if len(seen) == wanted or start - end > distance:
            break
        if start >= end or slot in seen:
            seen, end = seen | {slot}, max(end, stop)
    return len(seen) == wanted


def find(text: str, needle: str) -> list[Span]:
    """Every place where the needle is printed, folding and white space aside; without overlaps, in order."""
    return marks(text, [needle], joined=False)


def marks(text: str, needles: Iterable[str], *, joined: bool = True) -> list[Span]:
    """The places of several needles; those that touch or overlap become one, unless they are not to be `joined`."""
    matches = _all_matches(text, needles)
    return _union(matches) if joined else [(match.start, match.end) for match in matches]


def snippets(body: str, needles: Sequence[str], limit: int = LIMIT, width: int = WIDTH) -> list[Snippet]:
    """The sentences with the most different needles, in the order of the body; its beginning if there are none.

    A match is never cut: a snippet grows beyond `width` only to hold one whole.
    """
    matches = _all_matches(body, needles)
    if not matches:
        return _beginning(body, width)
    groups = _grouped(body, matches, width)
    best = sorted(groups, key=lambda group: (-len({m.needle for m in group[1]}), -len(group[1])))[:limit]
    return [_cut_out(body, span, group) for span, group in sorted(best, key=lambda group: group[0])]


def _matches(folded: Folded, needle: str) -> list[_Match]:
    return [_Match(*folded.span(at, at + len(needle)), needle) for at in _starts(folded.text, needle)]


def _starts(text: str, needle: str) -> Iterator[int]:
    """Where the needle begins, places that overlap left out."""
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle))


def _all_matches(text: str, needles: Iterable[str]) -> list[_Match]:
    folded = fold_with_offsets(text)
    distinct = dict.fromkeys(form for needle in needles for form in _forms(needle))
    found = [match for needle in distinct for match in _matches(folded, needle)]
    return sorted(found, key=lambda match: (match.start, -match.end))


@lru_cache(maxsize=4096)
def _forms(needle: str) -> tuple[str, ...]:
    """The same needles are looked for in hit after hit."""
    return spellings(fold(needle))


def _union(matches: Iterable[_Match]) -> list[Span]:
    """Of matches sorted by start."""
    merged: list[Span] = []
    for match in matches:
        if merged and match.start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], match.end)
        else:
            merged.append((match.start, match.end))
    return merged


def _grouped(body: str, matches: list[_Match], width: int) -> list[tuple[Span, list[_Match]]]:
    """Each match with its window; a match that lies within the window before joins it, or widens it to stay whole."""
    ends = [end.end() for end in _END.finditer(body)]
    groups: list[tuple[Span, list[_Match]]] = []
    for match in matches:
        before = groups[-1][0] if groups else (0, 0)
        if groups and match.start < before[1]:
            groups[-1][1].append(match)
            groups[-1] = (before[0], max(before[1], match.end)), groups[-1][1]
        else:
            groups.append((_window(body, ends, match, before[1], width), [match]))
    return groups


def _window(body: str, ends: list[int], match: _Match, floor: int, width: int) -> Span:
    """The sentences that the match touches, cut to `width` around it; it never begins before `floor`."""
    before, after = bisect_right(ends, match.start), bisect_left(ends, match.end)
    start, end = max(ends[before - 1] if before else 0, floor), ends[after] if after < len(ends) else len(body)
    if end - start <= width:
        return start, end
    lead = max(0, width - (match.end - match.start)) // 3  # what follows tells more than what goes before
    start = max(start, match.start - lead)
    return start, min(end, max(match.end, start + width))


def _sentences(body: str) -> list[Span]:
    return [match.span() for match in _SENTENCE.finditer(body) if match.end() > match.start()]


def _cut_out(body: str, span: Span, matches: list[_Match]) -> Snippet:
    start, end = _trimmed(body, span)
    return Snippet(start, body[start:end], [(a - start, b - start) for a, b in _union(matches)])


def _beginning(body: str, width: int) -> list[Snippet]:
    """Whole sentences of the body's beginning, as many as fit."""
    lead = len(body) - len(body.lstrip())
    end = lead
    for _, stop in _sentences(body):
        if stop > lead + width:
            break
        end = max(end, stop)
    start, end = _trimmed(body, (lead, end if end > lead else lead + width))
    return [Snippet(start, body[start:end], [])] if end > start else []


def _trimmed(body: str, span: Span) -> Span:
    text = body[span[0] : span[1]]
    start = span[0] + len(text) - len(text.lstrip())
    return start, start + len(text.strip())
