"""Our index beside tantivy, SQLite FTS5 and Whoosh as it comes: answers, single operations, indexing, ranking.

    python benchmarks/search.py --articles 10000                    Markdown tables, as in docs/performance.md
    python benchmarks/search.py --articles 100000 --json            the same as JSON
    python benchmarks/search.py --engines tantivy --folder DIR      one peer; corpus and indexes stay in DIR

A whole answer is ten hits with snippets, facet counts over all hits (year, section, place, person, office) and a
histogram of months. Warm: asked before. Cold: our searcher's columns are read and its postings are not; a peer's
searcher is new. Every engine gets a string and cuts it. Each figure is the median of the rounds, then p50 and p95 over
the questions; machines are shared: read the ratios. Peers are left out where they are not installed:
`pip install tantivy==0.27.0`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.bulletins import known_items
from benchmarks.corpus import Corpus
from benchmarks.measuring import Times, Worker, is_installed, opened, operations, peak_of, quantile, ranking, whole, written
from benchmarks.peers import ENGINES
from benchmarks.questions import questions
from index.fields import schema_fingerprint

LABELS = {"ours": "ours", "tantivy": "tantivy", "fts5": "SQLite FTS5", "whoosh": "Whoosh as it comes"}
OURS, TANTIVY, WHOOSH = "ours", "tantivy", "whoosh"


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    articles: int
    seed: int
    rounds: int
    each: int
    engines: tuple[str, ...]
    whoosh_limit: int
    folder: Path

    def limit(self, engine: str) -> int:
        """How many articles an engine gets."""
        return min(self.articles, self.whoosh_limit) if engine == WHOOSH else self.articles


def measure(options: Options) -> dict[str, Any]:
    """Everything, as one JSON object."""
    corpus = Corpus(options.folder / "corpus")
    made = corpus.make(options.articles, options.seed)
    indexing = {name: _indexed(name, options, corpus) for name in options.engines}
    asked = questions(corpus, options.each, options.seed)
    items = known_items(options.articles, options.seed)
    workers = {name: Worker(name, corpus.folder, options.folder / name) for name in options.engines}
    try:
        opening = {name: opened(worker) for name, worker in workers.items()}
        warm, cold = (whole(workers, asked, options.rounds, cold=cold) for cold in (False, True))
        single = operations(workers, asked, options.rounds)
        ranked = ranking({name: worker for name, worker in workers.items() if options.limit(name) == options.articles}, items)
        memory = {name: {"build": indexing[name]["peak_mb"], "search": peak_of(worker)} for name, worker in workers.items()}
    finally:
        for worker in workers.values():
            worker.close()
    return {
        **_headlines(warm, cold), **made, "whole": {"warm": _figures(warm), "cold": _figures(cold)},
        "operations": {name: _medians(times) for name, times in single.items()}, "operations_p95": {name: _p95(times) for name, times in single.items()},
        "ranking": ranked, "known_items": len(items), "indexing": indexing, "texts_mb": corpus.texts.stat().st_size / 1e6,
        "memory_mb": memory, "opening_ms": opening,
    }  # fmt: skip


def _indexed(name: str, options: Options, corpus: Corpus) -> dict[str, float]:
    """Figures of the build; those of an earlier run where the folder has the index already."""
    folder, limit = options.folder / name, options.limit(name)
    note, wanted = options.folder / f"{name}.json", [options.articles, options.seed, limit, corpus.mark, schema_fingerprint() if name == OURS else ""]
    if note.exists() and (earlier := json.loads(note.read_text()))["wanted"] == wanted:
        return earlier["figures"]
    shutil.rmtree(folder, ignore_errors=True)
    figures = written(name, corpus.folder, folder, limit)
    note.write_text(json.dumps({"wanted": wanted, "figures": figures}))
    return figures


def _headlines(warm: Mapping[str, Times], cold: Mapping[str, Times]) -> dict[str, float]:
    ours, colder = _all(warm, OURS), _all(cold, OURS)
    figures = {
        "whole_warm_ms": statistics.median(ours), "whole_warm_p95_ms": quantile(ours, 0.95),
        "whole_cold_ms": statistics.median(colder), "whole_cold_p95_ms": quantile(colder, 0.95),
    }  # fmt: skip
    for name in next(iter(warm.values())):
        if name != OURS:
            figures[f"whole_warm_vs_{name}"] = statistics.median(ours) / statistics.median(_all(warm, name))
            figures[f"whole_cold_vs_{name}"] = statistics.median(colder) / statistics.median(_all(cold, name))
    return figures


def _all(kinds: Mapping[str, Times], engine: str) -> list[float]:
    return [time for times in kinds.values() for time in times[engine]]


def _figures(kinds: Mapping[str, Times]) -> dict[str, dict[str, dict[str, float]]]:
    engines = next(iter(kinds.values()))
    together = {name: _all(kinds, name) for name in engines}
    rows = {**kinds, "all": together}
    return {kind: {name: {"p50": statistics.median(ms), "p95": quantile(ms, 0.95)} for name, ms in times.items()} for kind, times in rows.items()}


def _medians(times: Times) -> dict[str, float]:
    return {name: statistics.median(ms) for name, ms in times.items()}


def _p95(times: Times) -> dict[str, float]:
    return {name: quantile(ms, 0.95) for name, ms in times.items()}


def tables(found: Mapping[str, Any], options: Options) -> Iterator[str]:
    """Markdown."""
    engines = options.engines
    labels = [LABELS[name] + (f" ({options.limit(name):,} articles)" if options.limit(name) < options.articles else "") for name in engines]
    ratios = [f"ours ÷ {LABELS[name]}" for name in engines if name != OURS]
    yield f"{options.articles:,} articles, mean {found['characters']:.0f} characters, seed {options.seed}; milliseconds, p50 / p95.\n"
    for state in ("warm", "cold"):
        rows = []
        for kind, by in found["whole"][state].items():
            pairs, medians = [_pair(by[name]["p50"], by[name]["p95"]) for name in engines], {name: by[name]["p50"] for name in engines}
            rows.append((kind, *pairs, *_ratios(medians)))
        yield _table([f"whole answer, {state}", *labels, *ratios], rows)
    rows = [
        (name, *(_pair(by[engine], found["operations_p95"][name][engine]) for engine in engines), *_ratios(by))
        for name, by in found["operations"].items()
    ]  # fmt: skip
    yield _table(["operation, warm", *labels, *ratios], rows)
    yield _table(["indexing, memory", *labels], list(_indexing(found, engines)))
    yield f"Cutting, the same for all but Whoosh: {found['cutting_documents_per_second']:,.0f} documents/s."
    yield f"Texts in SQLite beside our index: {found['texts_mb']:.0f} MB.\n"
    ranked = found["ranking"]
    shares = [(measure, *(f"{by[measure]:.3f}" for by in ranked.values())) for measure in next(iter(ranked.values()))]
    yield _table([f"{found['known_items']} known items", *(LABELS[name] for name in ranked)], shares)


def _indexing(found: Mapping[str, Any], engines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    rows = {name: found["indexing"][name] for name in engines}
    yield "writing, documents/s", *(f"{row['documents'] / row['seconds']:,.0f}" for row in rows.values())
    yield "writing, documents per CPU second", *(f"{row['documents'] / row['cpu_seconds']:,.0f}" for row in rows.values())
    yield "index, MB", *(f"{row['megabytes']:.1f}" for row in rows.values())
    yield "peak memory of the build, MB", *(f"{found['memory_mb'][name]['build']:.0f}" for name in engines)
    yield "peak memory of searching, MB", *(f"{found['memory_mb'][name]['search']:.0f}" for name in engines)
    yield "opening a searcher, ms", *(f"{found['opening_ms'][name]:,.0f}" for name in engines)


def _pair(median: float, p95: float) -> str:
    return f"{_short(median)} / {_short(p95)}"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def _ratios(by: Mapping[str, float]) -> Iterable[str]:
    return [f"{by[OURS] / ms:.2f}" for name, ms in by.items() if name != OURS]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"


def _chosen(names: str) -> tuple[str, ...]:
    """Ours, and the peers that are asked for and installed; the others are named on stderr."""
    asked = [name for name in names.split(",") if name and name != OURS]
    if unknown := set(asked) - ENGINES.keys():
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(ENGINES)}")
    for name in asked:
        if not is_installed(name):
            print(f"{LABELS[name]} is not installed and left out", file=sys.stderr)
    return (OURS, *(name for name in asked if is_installed(name)))


def main() -> None:
    """Read the arguments and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--each", type=int, default=20, help="questions of each kind")
    arguments.add_argument("--engines", type=_chosen, default="tantivy,fts5,whoosh", help="peers, joined by commas")
    arguments.add_argument("--whoosh-limit", type=int, default=10_000, help="articles that Whoosh gets: it is slow")
    arguments.add_argument("--folder", type=Path, help="keeps corpus and indexes, and uses those that are there")
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        options = Options(given.articles, given.seed, given.rounds, given.each, given.engines, given.whoosh_limit, given.folder or Path(temporary))
        options.folder.mkdir(parents=True, exist_ok=True)
        found = measure(options)
        print(json.dumps(found, ensure_ascii=False, indent=1) if given.json else "\n".join(tables(found, options)))


if __name__ == "__main__":
    main()
