"""Words: jieba's cut of the folded text, with names kept whole.

HMM is off: it guesses new words from the neighbourhood, so a name is cut one way in the text and another way in
the query. With the dictionary alone the cut is the same more often, and what the dictionary does not know is
looked up by character pairs instead (see `Part`).
"""

import hashlib
import logging
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Protocol

from index.analysis import fold_all, fold_spaced

LONGEST_WORD = 64  # characters; a longer "word" is noise, and is found by pairs


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a query: a known `word`, or a run of characters that the dictionary does not know."""

    text: str
    is_word: bool


class Cutter:
    """jieba with a word list, on its own dictionary; loaded at the first cut, then safe to share between threads.

    Equal word lists give the same cut, whichever of the two implementations is there (tests/index/test_cutter.py).
    """

    def __init__(self, words: Iterable[str] = (), cache_directory: Path | None = None) -> None:
        """`words` are kept whole; jieba may keep a copy of its dictionary in `cache_directory` to load quicker."""
        self.words = fold_all(words)
        self.fingerprint = hashlib.sha256("\n".join(self.words).encode()).hexdigest()
        self._cache_directory = cache_directory
        self._lock = threading.Lock()
        self._loaded: _Dictionary | None = None

    def terms(self, text: str) -> list[str]:
        """The words of a text in jieba's search mode (a long word also gives the words inside), with repeats."""
        cut = self._tokenizer().cut_for_search(fold_spaced(text))
        return [word for word in cut if _is_word(word)]

    def parts(self, query: str) -> list[Part]:
        """The query cut into known words and unknown runs; punctuation parts runs and is left out.

        Adjacent single characters are a run (陈建春 as 陈, 建, 春): as separate words they would match anything.
        """
        cut = self._tokenizer().cut(fold_spaced(query))
        parts: list[Part] = []
        for kind, group in groupby(cut, key=_kind):
            parts.extend(_as_parts(kind, list(group)))
        return list(dict.fromkeys(parts))

    def _tokenizer(self) -> "_Dictionary":
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> "_Dictionary":
        dictionary = _Rust() if _has_rust() else _Python(self._cache_directory)
        for word in self.words:
            if 2 <= len(word) <= LONGEST_WORD:
                dictionary.add(word)
        return dictionary


class _Dictionary(Protocol):
    """jieba's dictionary, and its two ways to cut without the hidden Markov model."""

    def add(self, word: str) -> None:
        """Makes a word known, as often as it takes to stay whole; one of the dictionary stays as it is."""

    def cut(self, text: str) -> Iterable[str]: ...

    def cut_for_search(self, text: str) -> Iterable[str]: ...


class _Rust:
    """jieba-rs: the same dictionary and, without the model, the same cut (ties aside), fifteen times as fast."""

    def __init__(self) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()

    def add(self, word: str) -> None:
        if not self._jieba.has_word(word):
            self._jieba.add_word(word, self._jieba.suggest_freq(word), "n")

    def cut(self, text: str) -> Iterable[str]:
        return self._jieba.cut(text, False)

    def cut_for_search(self, text: str) -> Iterable[str]:
        return self._jieba.cut_for_search(text, False)


class _Python:
    """jieba itself, for machines that have no wheel of the other."""

    def __init__(self, cache_directory: Path | None) -> None:
        import jieba  # here, not above: its import and its dictionary take a second

        jieba.setLogLevel(logging.CRITICAL)  # it also logs, as an error, that it could not write its cache
        self._jieba = jieba.Tokenizer()
        if cache_directory is not None:
            self._jieba.tmp_dir = str(cache_directory)
        self._jieba.initialize()

    def add(self, word: str) -> None:
        if not self._jieba.FREQ.get(word):
            self._jieba.add_word(word)

    def cut(self, text: str) -> Iterable[str]:
        return self._jieba.cut(text, HMM=False)

    def cut_for_search(self, text: str) -> Iterable[str]:
        return self._jieba.cut_for_search(text, HMM=False)


def _has_rust() -> bool:
    return find_spec("rjieba") is not None


def as_cutter(words: Iterable[str] | Cutter, cache_directory: Path) -> Cutter:
    """A cutter is taken as it is, so that writers and searchers of one process can share one dictionary."""
    return words if isinstance(words, Cutter) else Cutter(words, cache_directory)


def _is_word(token: str) -> bool:
    return len(token) <= LONGEST_WORD and any(map(str.isalnum, token))


def _kind(token: str) -> str:
    if not any(map(str.isalnum, token)):
        return "mark"
    return "word" if 1 < len(token) <= LONGEST_WORD else "run"


def _as_parts(kind: str, tokens: list[str]) -> Iterator[Part]:
    if kind == "word":
        yield from (Part(token, is_word=True) for token in tokens)
    elif kind == "run":
        # A character that stands alone between words (年 in 2020年) is a word like any other.
        yield Part("".join(tokens), is_word=len(tokens) == 1 and len(tokens[0]) == 1)
