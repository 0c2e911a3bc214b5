"""Readers at work on a real server while another process takes articles in: errors, times by route, memory as it goes.

    python benchmarks/load.py                                       50 readers, 5,000 articles taken in, 10 minutes
    python benchmarks/load.py --minutes 2 --articles 500            quick
    python benchmarks/load.py --data DIR --articles 0               a workspace that is there already, nothing taken in
    python benchmarks/load.py --url http://127.0.0.1:8765 --pid N   a server that is running already

Each reader keeps one connection, thinks between pages (exponentially, --think seconds on average) and walks: a search, an article of the
hits, a name in it, its picture, a path from it to the name before; now and then the same as JSON. Memory is what each process has of its
own, shared pages in parts (Pss_Anon), summed up over the server and its workers; mapped files the system can take back. Exit code 1: errors,
the slowest 5 % above 300 ms, or memory that grows in the last quarter.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import readers, scale

JIANBAO = Path(sys.executable).with_name("jianbao")
GOAL_MS, GROWTH = 300, 1.2
BASE = 3_000
"""Articles of the workspace that is made where none is given."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers, and its process."""

    host: str
    port: int
    pid: int


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """The real command on a free port, stopped in order at the end."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen([JIANBAO, "--data", data, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        _await(port)
        yield Server("127.0.0.1", port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _await(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/stats", timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def memory(pid: int) -> float:
    """MB of a process and its children, pages that they share counted once, those of mapped files not at all; 0 where /proc is not to be had."""
    return sum(_share(one) for one in (pid, *scale.children(pid)))


def _share(pid: int) -> float:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss_Anon:")), 0.0)


def made(data: Path, folder: Path, count: int) -> None:
    """A workspace with so many articles."""
    scale.files(folder, count)
    subprocess.run([JIANBAO, "--data", data, "ingest", folder], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def names(data: Path) -> list[str]:
    """What readers look for: the best connected of all."""
    told = subprocess.run([JIANBAO, "--data", data, "measures", "--top", "200", "--json"], capture_output=True, text=True, check=True).stdout
    return re.findall(r'"name": "([^"]+)"', told)


def run(server: Server, wanted: list[str], options: argparse.Namespace, ingest: list[object]) -> tuple[list[readers.Answer], list[float]]:
    """All answers, and the memory at the quarters of the time. `ingest`: a command to run meanwhile."""
    crew = [readers.Reader(number, server.host, server.port, wanted, options.think) for number in range(options.readers)]
    for reader in crew:
        reader.start()
    writer = subprocess.Popen(ingest, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) if ingest else None  # type: ignore[call-overload]
    sizes = []
    for _ in range(4):
        time.sleep(options.minutes * 60 / 4)
        sizes.append(memory(server.pid))
    if writer:
        print(f"taking in: {'done' if writer.poll() is not None else 'still at work'} at the end\n")
        if writer.poll() is None:
            writer.send_signal(signal.SIGINT)
            writer.wait()
    for reader in crew:
        reader.stop()
    return [answer for reader in crew for answer in reader.finished()], sizes


def report(answers: list[readers.Answer], sizes: list[float], seconds: float) -> bool:
    """Prints the table; whether the goals are met."""
    by_route: dict[str, list[readers.Answer]] = {}
    for answer in answers:
        by_route.setdefault(answer.route, []).append(answer)
    print("| route | requests | errors | p50, ms | p95 | p99 | most |\n|---|---|---|---|---|---|---|")
    for route, found in [*sorted(by_route.items()), ("all", answers)]:
        times = sorted(answer.ms for answer in found)
        p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
        print(f"| {route} | {len(found)} | {sum(bool(one.problem) for one in found)} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {times[-1]:.0f} |")
    problems = sorted({f"{one.route}: {one.problem}" for one in answers if one.problem})
    print(f"\n{len(answers) / seconds:.1f} requests a second; memory at the quarters, MB: {', '.join(f'{size:.0f}' for size in sizes)}")
    print("\n".join(f"- {problem}" for problem in problems[:20]))
    return not problems and p95 <= GOAL_MS and sizes[-1] <= sizes[2] * GROWTH


def main() -> None:
    """Makes what is missing, runs, reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--articles", type=int, default=5_000, help="taken in meanwhile")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--think", type=float, default=5.0, help="seconds between two pages, on average")
    parser.add_argument("--data", type=Path, help="a workspace to work on; what is taken in stays in it")
    parser.add_argument("--url", help="a server that is running already on this machine, over --data")
    parser.add_argument("--pid", type=int, default=0, help="its process")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        data = options.data or root / "data"
        if not options.data:
            made(data, root / "base", BASE)
        ingest: list[object] = []
        if options.articles:
            scale.files(root / "more", options.articles, seed=os.getpid())
            ingest = [JIANBAO, "--data", data, "ingest", root / "more"]
        if options.url:
            host, port = options.url.removeprefix("http://").strip("/").split(":")
            answers, sizes = run(Server(host, int(port), options.pid), names(data), options, ingest)
        else:
            with serving(data) as server:
                answers, sizes = run(server, names(data), options, ingest)
        sys.exit(0 if report(answers, sizes, options.minutes * 60) else 1)


if __name__ == "__main__":
    main()
