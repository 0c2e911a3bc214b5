"""Finding a passage again: in the same file, in another reading of it, or in another file with the same article."""

from __future__ import annotations

from graph.corrections.model import Passage

_AROUND = 24
"""Characters kept on each side of a quote, white space not counted."""
_HOLD = 8
"""Characters of context by which a place is known where the quote itself is read otherwise, or the file is another."""


def passage(text: str, start: int, end: int, sha256: str, title: str) -> Passage:
    """`text[start:end]` with what stands around it."""
    before = "".join(text[max(0, start - 3 * _AROUND) : start].split())[-_AROUND:]
    after = "".join(text[end : end + 3 * _AROUND].split())[:_AROUND]
    return Passage(sha256, title, text[start:end], before, after)


def locate(text: str, wanted: Passage, *, same_file: bool) -> tuple[int, int] | None:
    """Where the passage stands in `text`, as (start, end), or None; white space is not compared.

    Of several places with the same words the one with the same context, the first if that does not tell. In another file the
    context must agree. Where the words themselves are read otherwise now, what stands on both sides tells.
    """
    dense, offsets = _dense(text)
    quote, before, after = ("".join(part.split()) for part in (wanted.quote, wanted.before, wanted.after))
    best, at = -1, -1
    found = dense.find(quote) if quote else -1
    while found >= 0:
        alike = _alike(dense[:found][::-1], before[::-1]) + _alike(dense[found + len(quote) :], after)
        if alike > best:
            best, at = alike, found
        found = dense.find(quote, found + 1)
    if at >= 0 and (same_file or best >= min(_HOLD, len(before) + len(after))):
        return offsets[at], offsets[at + len(quote) - 1] + 1
    return _between(dense, offsets, before, after, len(quote))


def _dense(text: str) -> tuple[str, list[int]]:
    offsets = [at for at, char in enumerate(text) if not char.isspace()]
    return "".join(text[at] for at in offsets), offsets


def _alike(one: str, other: str) -> int:
    """Length of the common beginning."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _between(dense: str, offsets: list[int], before: str, after: str, length: int) -> tuple[int, int] | None:
    """What now stands between the two contexts, if it is about as long as the quote was."""
    left, right = before[-_HOLD:], after[:_HOLD]
    if len(left) < _HOLD or len(right) < _HOLD:
        return None
    start = dense.find(left)
    while start >= 0:
        begin = start + len(left)
        end = dense.find(right, begin + 1, begin + 2 * length + _HOLD)
        if end > begin and length <= 2 * (end - begin):
            return offsets[begin], offsets[end - 1] + 1
        start = dense.find(left, start + 1)
    return None
