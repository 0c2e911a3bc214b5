"""From nothing to the first page, memory, `--help`, and each page of the demo on the server.

Run with the project's Python: `make bench`. Each figure is a median; peers run in turn with it
(A B A B …), because machines are shared: read the ratios, not the milliseconds.
"""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib import resources
from pathlib import Path

JIANBAO = str(Path(sys.executable).with_name("jianbao"))
ROUNDS = 7


def clock(command: list[str]) -> float:
    """Seconds one run of a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def side_by_side(ours: list[str], peer: list[str]) -> tuple[float, float]:
    """Medians of both, run in turn after one round that is not counted."""
    rows = [(clock(ours), clock(peer)) for _ in range(ROUNDS + 1)][1:]
    return statistics.median(row[0] for row in rows), statistics.median(row[1] for row in rows)


def demo() -> tuple[float, float]:
    """Seconds from the command to the first page read, and the peak of resident memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen([JIANBAO, "demo", "--no-browser", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
        urllib.request.urlopen(address).read()
        return time.perf_counter() - start, peak(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def peak(pid: int) -> float:
    """Peak resident memory of a process in MB; NaN where the system has no /proc."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")


def pages() -> list[tuple[str, float]]:
    """Milliseconds a page takes on the server, median; the last row is a page of Flask that says hello."""
    from flask import Flask

    from explorer.app import create_app
    from explorer.config import load
    from explorer.pipeline import ingest
    from explorer.store import entities, queries
    from explorer.workspace import Workspace

    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder), create=True) as workspace:
        with resources.as_file(resources.files("explorer") / "samples") as samples:
            ingest(workspace, sorted(samples.glob("*.txt")), load({}))
        store = workspace.store()
        article = queries.searchable_ids(store)[0]
        office = entities.most_connected(store, "office", limit=1)[0].id
        person = entities.most_connected(store, "person", limit=1)[0].id
        issue = queries.issues(store)[0].id
        addresses = {
            "home": "/", "results": "/search?q=年鉴", "quoted": "/search?q=“两全目标”", "issue": f"/issue/{issue}",
            "article": f"/article/{article}", "office": f"/entity/{office}", "person": f"/entity/{person}",
            "picture": f"/entity/{office}/network", "path": f"/path?from={person}&to={office}",
        }  # fmt: skip
        app = create_app(workspace, load({}))
        hello = Flask("hello")
        hello.add_url_rule("/", view_func=lambda: "hello")
        ours, peer = app.test_client(), hello.test_client()
        rows = [(name, _page(ours, peer, address)) for name, address in addresses.items()]
        app.extensions["answers"].close()
        return [*((name, times[0]) for name, times in rows), ("(Flask: hello)", statistics.median(t[1] for _, t in rows))]


def _page(ours, peer, address: str) -> tuple[float, float]:
    times: list[tuple[float, float]] = []
    for _ in range(ROUNDS + 1):
        row = []
        for client, target in ((ours, address), (peer, "/")):
            start = time.perf_counter()
            response = client.get(target)
            row.append((time.perf_counter() - start) * 1000)
            assert response.status_code == 200, target
        times.append((row[0], row[1]))
    return statistics.median(t[0] for t in times[1:]), statistics.median(t[1] for t in times[1:])


def main() -> None:
    """Print the tables."""
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "")
    first, memory = zip(*(demo() for _ in range(3)))
    print(f"demo, from the command to the first page: {statistics.median(first):.1f} s (bound 20 s)")
    print(f"demo, peak memory: {statistics.median(memory):.0f} MB (bound 600 MB)")
    ours, peer = side_by_side([JIANBAO, "--help"], [sys.executable, "-c", "import click"])
    print(f"jianbao --help: {ours:.3f} s (bound 0.5 s); python -c 'import click': {peer:.3f} s; ratio {ours / peer:.2f}")
    print("\npage             ms on the server (bound 100 ms)")
    for name, milliseconds in pages():
        print(f"{name:16} {milliseconds:8.1f}")


if __name__ == "__main__":
    main()
