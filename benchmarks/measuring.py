"""The measures: each engine in a process of its own, the engines asked in turn (A B A B …)."""

from __future__ import annotations

import importlib.util
import os
import statistics
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import compress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.bulletins import KnownItem
from benchmarks.corpus import Clock, Corpus
from benchmarks.peers import ENGINES, Engine
from benchmarks.questions import AND, COMMON, KINDS, MIDDLING, OR, PHRASE, Question
from benchmarks.spine import peak

TOP, NEWEST, SNIPPETS, FACETS, WHOLE = "top", "newest", "snippets", "facets", "answer"

OPERATIONS = {
    "very common word": (TOP, COMMON), "2 AND": (TOP, AND), "3 OR": (TOP, OR), "quoted phrase": (TOP, PHRASE),
    "filter, newest first": (NEWEST, MIDDLING), "ten snippets": (SNIPPETS, COMMON), "facets over all hits": (FACETS, COMMON),
}  # fmt: skip
"""Name → what is timed, and the kind of its questions."""

Times = dict[str, list[float]]
"""Engine → milliseconds, one median for each question."""

_here: dict[str, Engine] = {}
"""In the process of an engine: it, under "engine"."""


def is_installed(name: str) -> bool:
    """Whether the package of an engine can be imported."""
    return importlib.util.find_spec(name) is not None if name in ("tantivy", "whoosh") else True


class Worker:
    """One engine in one process, started when it is first called."""

    def __init__(self, name: str, corpus: Path, folder: Path) -> None:
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _start, (name, corpus, folder))

    def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """What the function gives there."""
        return self._pool.submit(function, *arguments).result()

    def close(self) -> None:
        """Ends the process."""
        self._pool.shutdown()


def written(name: str, corpus: Path, folder: Path, limit: int) -> dict[str, float]:
    """Builds an index in a process of its own: documents, seconds without reading and cutting, megabytes, peak."""
    worker = Worker(name, corpus, folder)
    try:
        return worker.call(_build, corpus, limit) | {"megabytes": _megabytes(folder)}
    finally:
        worker.close()


def opened(worker: Worker) -> float:
    """Milliseconds until a new searcher is ready."""
    return worker.call(_open)


def peak_of(worker: Worker) -> float:
    """Peak memory of its process so far, in MB."""
    return worker.call(_peak)


def whole(workers: Mapping[str, Worker], asked: Mapping[str, Sequence[Question]], rounds: int, *, cold: bool) -> dict[str, Times]:
    """Kind → times of whole answers."""
    every = [question for kind in KINDS for question in asked[kind]]
    times = _in_turn(workers, WHOLE, every, rounds, cold)
    chosen = {kind: [question.kind == kind for question in every] for kind in KINDS}
    return {kind: {name: list(compress(ms, of_kind)) for name, ms in times.items()} for kind, of_kind in chosen.items()}


def operations(workers: Mapping[str, Worker], asked: Mapping[str, Sequence[Question]], rounds: int) -> dict[str, Times]:
    """Operation → times, warm."""
    return {name: _in_turn(workers, what, asked[kind], rounds, False) for name, (what, kind) in OPERATIONS.items()}


def ranking(workers: Mapping[str, Worker], items: Sequence[KnownItem]) -> dict[str, dict[str, float]]:
    """Engine → shares of the known items that are first, and among the first five; the first ones by kind too."""
    rows = {name: [(item.kind, worker.call(_known, item.words), item.id) for item in items] for name, worker in workers.items()}
    return {name: _successes(row) for name, row in rows.items()}


def quantile(times: Sequence[float], share: float) -> float:
    """The time that this share of the questions stays within."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def _in_turn(workers: Mapping[str, Worker], what: str, asked: Sequence[Question], rounds: int, cold: bool) -> Times:
    """Round by round all questions, so that none is asked twice in a row; warm after one round that is not counted."""
    found: dict[str, list[list[float]]] = {name: [[] for _ in asked] for name in workers}
    for _ in range(rounds + (not cold)):
        for number, question in enumerate(asked):
            for name, worker in workers.items():
                found[name][number].append(worker.call(_milliseconds, what, question, cold))
    return {name: [statistics.median(row[not cold :]) for row in rows] for name, rows in found.items()}


def _successes(rows: Sequence[tuple[str, list[str], str]]) -> dict[str, float]:
    share = lambda hits: sum(hits) / len(hits)  # noqa: E731
    kinds = sorted({kind for kind, _, _ in rows})
    by_kind = {f"success@1, {kind}": share([wanted in found[:1] for k, found, wanted in rows if k == kind]) for kind in kinds}
    return {"success@1": share([w in found[:1] for _, found, w in rows]), "success@5": share([w in found for _, found, w in rows]), **by_kind}


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


# What follows runs in the process of an engine.


def _start(name: str, corpus: Path, folder: Path) -> None:
    opened_corpus = Corpus(corpus)
    _here["engine"] = ENGINES[name](opened_corpus, folder)
    if name != "whoosh":  # it has an analyzer of its own
        opened_corpus.cutter.terms("预热")


def _build(corpus: Path, limit: int) -> dict[str, float]:
    feed, clock = Corpus(corpus).feed(limit), Clock()
    _here["engine"].build(feed)
    wall, processor = clock.read()
    return {"documents": feed.count, "seconds": wall - feed.wall, "cpu_seconds": processor - feed.processor, "peak_mb": _peak()}


def _open() -> float:
    clock = Clock()
    _here["engine"].open()
    return clock.read()[0] * 1000


def _milliseconds(what: str, question: Question, cold: bool) -> float:
    engine = _here["engine"]
    found = (engine.top(question),) if what == SNIPPETS else ()
    if cold:
        engine.cool()
    call = getattr(engine, what)
    clock = Clock()
    call(question, *found)
    return clock.read()[0] * 1000


def _known(words: Sequence[str]) -> list[str]:
    return _here["engine"].known(words)


def _peak() -> float:
    return peak(os.getpid())
