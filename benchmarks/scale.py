"""Many articles in one command: memory as it goes, Ctrl-C at any time, and the same command once more.

    python benchmarks/scale.py --articles 100000 --folder DIR       a table as in docs/performance.md
    python benchmarks/scale.py --articles 2000 --interrupts 1       quick

Issues of five made-up articles each (benchmarks/bulletins.py) are written as text files and taken in by the real command. While it runs
its memory is read from /proc: that of the main process, and of the largest worker. DIR keeps files and workspace for other measures.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import bulletins

JIANBAO = Path(sys.executable).with_name("jianbao")
ARTICLES = 5
_EVERY = 2.0
_HEAD = "四川省地方志工作简报\n{year}年第{issue}期（总第{total}期）\n四川省地方志工作办公室　　{year}年{month}月{day}日\n\n"


@dataclass
class Run:
    """One run of the command: MB of memory by share of files read, and how it ended."""

    seconds: float = 0.0
    interrupted: bool = False
    articles: int = 0
    main: list[float] = field(default_factory=list)
    worker: float = 0.0


def files(folder: Path, count: int, seed: int = 1) -> None:
    """Issues with `count` articles in all, in a folder for each year; other ones with another seed."""
    made = bulletins.articles(count, seed)
    for number in range(count // ARTICLES):
        year, issue = 2011 + number * ARTICLES * 15 // count, number % 60 + 1
        head = _HEAD.format(year=year, issue=issue, total=number + 1, month=issue // 6 % 12 + 1, day=issue % 28 + 1)
        parts = [_written(next(made)) for _ in range(ARTICLES)]
        path = folder / str(year) / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + "【工作动态】\n" + "\n".join(parts), "utf-8")


def _written(article: bulletins.Article) -> str:
    return f"{article.doc.title}\n{article.doc.body}（{next(iter(article.offices), '四川省地方志办')}）\n"


def run(data: Path, folder: Path, stop_at: int = 0) -> Run:
    """The command, from start to end, or until about `stop_at` articles are stored."""
    begun, found = time.monotonic(), Run()
    process = subprocess.Popen([JIANBAO, "--data", data, "ingest", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        time.sleep(_EVERY)
        sizes = list(memory(process.pid))
        if sizes:
            found.main.append(sizes[0])
            found.worker = max([found.worker, *sizes[1:]])
        if stop_at and not found.interrupted and len(found.main) % 5 == 0 and stored(data) >= stop_at:
            process.send_signal(signal.SIGINT)
            found.interrupted = True
    found.seconds, found.articles = time.monotonic() - begun, stored(data)
    return found


def memory(pid: int) -> Iterator[float]:
    """MB of the process, then of each of its children; nothing where /proc is not to be had."""
    for one in (pid, *children(pid)):
        try:
            rows = Path(f"/proc/{one}/status").read_text().splitlines()
        except OSError:
            continue
        yield next((int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS")), 0.0)


def children(pid: int) -> list[int]:
    """Process ids of the children; none where /proc is not to be had."""
    try:
        return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []


def stored(data: Path) -> int:
    """Articles in the workspace."""
    told = subprocess.run([JIANBAO, "--data", data, "stats", "--json"], capture_output=True, text=True, check=False)
    return int(json.loads(told.stdout)["articles"]) if told.returncode == 0 else 0


def main() -> None:
    """Prints the table; exit code 1 if articles are missing or `check` finds anything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--interrupts", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # started in the background it is ignored, which the command would inherit
    with tempfile.TemporaryDirectory() as temporary:
        root = options.folder or Path(temporary)
        folder, data = root / "files", root / "data"
        if not folder.exists():
            files(folder, options.articles)
        stops = [options.articles * (n + 1) // (options.interrupts + 1) for n in range(options.interrupts)]
        print("| run | ended | s | articles in the store | main process: MB at 1/4, 1/2, 3/4, most | largest worker, MB |\n|---|---|---|---|---|---|", flush=True)
        for number, stop in enumerate([*stops, 0], 1):
            one = run(data, folder, stop)
            quarters = [one.main[len(one.main) * n // 4] for n in (1, 2, 3)] if len(one.main) > 3 else one.main
            told = ", ".join(f"{size:.0f}" for size in (*quarters, max(one.main, default=0)))
            print(f"| {number} | {'Ctrl-C' if one.interrupted else 'by itself'} | {one.seconds:.0f} | {one.articles:,} | {told} | {one.worker:.0f} |", flush=True)
        sound = subprocess.run([JIANBAO, "--data", data, "check"], capture_output=True, text=True, check=False)
        print(f"\ncheck: {'sound' if sound.returncode == 0 else sound.stdout}")
    sys.exit(0 if sound.returncode == 0 and one.articles == options.articles // ARTICLES * ARTICLES else 1)


if __name__ == "__main__":
    main()
