"""Exactness: the documents that have every pair of adjacent characters of a needle, then their texts are asked.

One or two characters need no asking, their postings are exact already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index.analysis import pairs, spellings
from index.fields import BODY_PAIRS, BODY_WORDS, TITLE_PAIRS, TITLE_WORDS
from index.highlight import is_printed
from index.query import BODY, TITLE
from index.columns import Mask
from index.codec import Numbers
from index.sets import Check, TextSource
from index.snapshot import Postings, Snapshot

_BATCH = 500  # texts asked for at once: memory stays flat
_FEW = 16  # candidates: reading their texts is cheaper than further postings
_WORDS = {TITLE_PAIRS: TITLE_WORDS, BODY_PAIRS: BODY_WORDS}
_WHERE = {TITLE: (TITLE_PAIRS,), BODY: (BODY_PAIRS,), "": (TITLE_PAIRS, BODY_PAIRS)}


@dataclass(frozen=True, slots=True)
class Texts:
    """A revision and the texts of its documents."""

    snapshot: Snapshot
    source: TextSource


def printed(needle: str, where: str, texts: Texts) -> tuple[Mask, Mask]:
    """(in the title, in title or body) for a folded needle; a needle never crosses from one to the other.

    `where`: TITLE, BODY, or '' for both. A year may be printed in other digits.
    """
    title, either = texts.snapshot.cached_mask(("masks", where, needle), lambda: _masks(needle, where, texts))
    return title, either


def _masks(needle: str, where: str, texts: Texts) -> NDArray[np.bool_]:
    """Both in one array, to be kept."""
    return np.array(_both({field: _spelled(field, needle, texts) for field in _WHERE[where]}, texts))


def verified(needles: Sequence[str], where: str, texts: Texts, within: Mask | None, check: Check) -> tuple[Mask, Mask]:
    """(in the title, in title or body): documents whose title, or body, has all the folded needles and passes a check.

    `within`: the documents that are looked at, None for all.
    """
    masks = {}
    for field in _WHERE[where]:
        mask = texts.snapshot.live if within is None else within
        mask = reduce(np.logical_and, (_spelled(field, needle, texts) for needle in needles), mask)
        masks[field] = texts.snapshot.mask(_passing(field, np.flatnonzero(mask), check, texts).numbers)
    return _both(masks, texts)


def _both(masks: Mapping[str, Mask], texts: Texts) -> tuple[Mask, Mask]:
    nothing = np.zeros(texts.snapshot.size, np.bool_)
    title, body = masks.get(TITLE_PAIRS, nothing), masks.get(BODY_PAIRS, nothing)
    return title, title | body


def _spelled(field: str, needle: str, texts: Texts) -> Mask:
    return reduce(np.logical_or, (texts.snapshot.mask(_exact(field, form, texts).numbers) for form in spellings(needle)))


def _exact(field: str, needle: str, texts: Texts) -> Postings:
    snapshot = texts.snapshot
    if len(needle) == 1:
        return snapshot.with_prefix(field, needle)
    if len(needle) == 2:
        return snapshot.postings(field, needle)
    return _asked(field, needle, texts)


def _asked(field: str, needle: str, texts: Texts) -> Postings:
    """Where the needle is a word of the cut it is printed: only the other candidates' texts are asked."""
    certain = texts.snapshot.postings(_WORDS[field], needle).numbers
    candidates = np.setdiff1d(_candidates(field, needle, texts.snapshot), certain, assume_unique=True)
    begin, end = texts.snapshot.columns.text_places[:2, candidates] if field == TITLE_PAIRS else texts.snapshot.columns.text_places[1:, candidates]
    here = begin >= 0
    near = candidates[here][texts.snapshot.texts.holding(needle, begin[here], end[here])]
    far = _passing(field, candidates[~here], lambda _, text: is_printed(text, needle), texts).numbers
    numbers = np.sort(np.concatenate([certain, near, far]))
    return Postings(numbers.astype(np.int32))


def _passing(field: str, candidates: Numbers, check: Check, texts: Texts) -> Postings:
    which, ids = (0 if field == TITLE_PAIRS else 1), texts.snapshot.ids
    passed: list[int] = []
    for start in range(0, len(candidates), _BATCH):
        batch = candidates[start : start + _BATCH]
        stored = texts.source([ids[number] for number in batch])
        passed += [int(n) for n in batch if (text := stored.get(ids[n])) is not None and check(ids[n], text[which])]
    return Postings(np.array(passed, np.int32))


def _candidates(field: str, needle: str, snapshot: Snapshot) -> Numbers:
    """Documents with all pairs of the needle, rarest first, until only a few are left."""
    wanted = pairs(needle) - {needle[-1]}  # the last character alone is a term only where a text ends
    by_rarity = sorted(wanted, key=lambda pair: (snapshot.frequency(field, pair), pair))
    numbers = snapshot.postings(field, by_rarity[0]).numbers
    for pair in by_rarity[1:]:
        if len(numbers) <= _FEW:
            break
        numbers = np.intersect1d(numbers, snapshot.postings(field, pair).numbers, assume_unique=True)
    return numbers
