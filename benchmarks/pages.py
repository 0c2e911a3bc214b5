"""Each page on a large workspace: milliseconds on the server, and paths beside NetworkX as it comes.

    python benchmarks/scale.py --articles 100000 --folder DIR       makes the workspace DIR/data, by the real command
    python benchmarks/pages.py --data DIR/data                      tables as in docs/performance.md
    python benchmarks/pages.py --data DIR/data --browser            and the first picture in a real Chromium

Every address is asked once for warming, then `--rounds` times, all of them in each round. A row is a kind of page: the median and
the worst of its addresses' medians, the most that any single answer took, and the largest page. Entities are the best linked of
their kind, and some drawn by lot (seeded). Paths are asked of pairs drawn by lot, ours and NetworkX in turn.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from explorer.app import create_app
from explorer.config import load
from explorer.store import entities, queries, state
from explorer.workspace import Workspace
from graph.model import KINDS

DRAWN, PAIRS, SEED = 10, 30, 1
_BEST = {"person": 5, "office": 5, "document": 3, "agreement": 3, "event": 3}


def addresses(app: Any) -> dict[str, list[str]]:
    """Kind of page → its addresses."""
    answers, lot = app.extensions["answers"], random.Random(SEED)
    store = answers.store
    best = {kind: [line.id for line in entities.most_connected(store, kind, limit=count)] for kind, count in _BEST.items()}
    ids = {kind: [node.id for node in answers.network().nodes(kind)] for kind in KINDS}
    drawn = {kind: lot.sample(found, min(DRAWN, len(found))) for kind, found in ids.items() if found}
    issues = lot.sample([issue.id for issue in queries.issues(store, limit=1_000)], 10)
    articles = [article.id for issue in issues for article in queries.articles(store, issue)][:20]
    people, offices = best["person"] + drawn["person"], best["office"] + drawn["office"]
    some = [(lot.choice(people), lot.choice(offices)) for _ in range(10)]
    words = [quote(word) for word in ("年鉴", "“地方志”", "地方志 AND 培训", "批示 OR 肯定", "乡镇志", "title:工作")]
    return {
        "home": ["/"], "issues": ["/issues", "/issues?page=2"], "coverage": ["/coverage"],
        "issue": [f"/issue/{one}" for one in issues], "article": [f"/article/{one}" for one in articles],
        "search": [f"/search?q={word}" for word in words] + ["/search"], "search, by person": [f"/search?q={word}&group=person" for word in words[:3]],
        "concordance": [f"/concordance?q={word}" for word in words[:3]],
        **{f"{kind}, best linked": [f"/entity/{one}" for one in found] for kind, found in best.items()},
        **{f"{kind}, drawn by lot": [f"/entity/{one}" for one in found] for kind, found in drawn.items()},
        "chronicle": [f"/entity/{one}/chronicle" for one in (people[0], offices[0], *drawn["person"][:3])],
        "picture, 40": [f"/network?id={one}&n=40" for one in (*people[:6], *offices[:6])],
        "picture, 300 and communities": [f"/network?id={one}&n=300&colour=community" for one in (people[0], offices[0])],
        "picture, some relations": [f"/network?id={offices[0]}&kind=endorsed&from={year}" for year in (2012, 2020)],
        "path": [f"/path?from={one}&to={other}" for one, other in some],
        "measures": ["/measures", "/measures?sort=degree"], "measures, some relations": ["/measures?kind=endorsed"],
        "acts": ["/acts", "/acts?page=2", "/acts?kind=批示&year=2020"], "acts, totals": ["/acts?view=totals"], "acts, heat": ["/acts?view=heat"],
        "place": ["/place/", "/place/51", "/place/51?of=acts", "/place/5107?year=2020"],
        "log of corrections": ["/corrections"], "doubtful facts": ["/review", "/review?kind=candidate", "/review?kind=namesake"],
        "JSON of the best linked": [f"/api/v1/entity/{one}" for one in (people[0], offices[0])],
        "suggestions": [f"/api/v1/suggest?q={word}" for word in (quote("四川"), quote("绵阳市"), "mian", "dzx")],
    }  # fmt: skip


def measure(app: Any, asked: dict[str, list[str]], rounds: int) -> Iterator[str]:
    """Rows of the table."""
    client, times, sizes = app.test_client(), {}, {}
    first = {name: max(_answer(client, address, sizes) for address in found) for name, found in asked.items()}
    for _ in range(rounds):
        for found in asked.values():
            for address in found:
                times.setdefault(address, []).append(_answer(client, address, sizes))
    for name, found in asked.items():
        medians = [statistics.median(times[address]) for address in found]
        slowest = max(max(times[address]) for address in found)
        yield f"| {name} | {len(found)} | {statistics.median(medians):.0f} | {max(medians):.0f} | {slowest:.0f} | {first[name]:.0f} | {max(sizes[one] for one in found) // 1000} |"


def _answer(client: Any, address: str, sizes: dict[str, int]) -> float:
    begun = time.perf_counter()
    response = client.get(address)
    taken = (time.perf_counter() - begun) * 1000
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    sizes[address] = len(response.data)
    return taken


def paths(app: Any) -> Iterator[str]:
    """Rows of the table of paths: ours (three best, hubs weighed), NetworkX's Dijkstra over the same lengths, its three simple paths."""
    import networkx as nx

    network, lot = app.extensions["answers"].network(), random.Random(SEED)
    plain = nx.Graph()
    for edge in (row["edge"] for *_, row in network.graph.edges(data=True)):
        if edge.kind != "distributed_to" and edge.source != edge.target:
            length = plain.get_edge_data(edge.source, edge.target, {"length": edge.distance})["length"]
            plain.add_edge(edge.source, edge.target, length=min(length, edge.distance))
    nodes = [node.id for kind in ("person", "office") for node in network.nodes(kind) if node.id in plain]
    pairs = [tuple(lot.sample(nodes, 2)) for _ in range(PAIRS)]
    told = {
        "ours: three best, hubs weighed": lambda a, b: network.paths(a, b, 6),
        "NetworkX: bidirectional_dijkstra": lambda a, b: nx.bidirectional_dijkstra(plain, a, b, "length"),
        "NetworkX: shortest_path, unweighted": lambda a, b: nx.shortest_path(plain, a, b),
    }
    found: dict[str, list[float]] = {name: [] for name in told}
    for pair in pairs:
        for name, way in told.items():
            begun = time.perf_counter()
            try:
                way(*pair)
            except nx.NetworkXNoPath:
                pass
            found[name].append((time.perf_counter() - begun) * 1000)
    ours = statistics.median(found["ours: three best, hubs weighed"])
    for name, row in found.items():
        yield f"| {name} | {statistics.median(row):.1f} | {_share(row, 0.95):.1f} | {max(row):.1f} | {ours / statistics.median(row):.2f} |"


def _share(row: Sequence[float], share: float) -> float:
    return sorted(row)[min(len(row) - 1, int(len(row) * share))]


def first_picture(app: Any, address: str) -> Iterator[str]:
    """Milliseconds until a real browser has the picture, three times from nothing."""
    import shutil
    import threading

    from playwright.sync_api import sync_playwright
    from waitress.server import create_server

    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(3):
            page = browser.new_context(base_url=f"http://127.0.0.1:{server.effective_port}").new_page()
            page.goto(address)
            page.locator("svg .dot-link").first.wait_for()
            yield f"{page.evaluate('performance.now()'):.0f} ms to the picture, {page.locator('svg .dot-link').count()} nodes"
            page.context.close()
        browser.close()


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="kinds of page that contain this")
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    with Workspace.open(options.data) as workspace:
        app = create_app(workspace, load({}))
        stats = queries.stats(app.extensions["answers"].store)
        print(f"{stats.articles:,} articles, {sum(stats.relations.values()):,} relations, {sum(stats.entities.values()):,} entities, revision {state.revision(workspace.store())}\n")
        begun = time.perf_counter()
        asked = {name: found for name, found in addresses(app).items() if options.only in name}
        print(f"network opened and addresses chosen in {time.perf_counter() - begun:.1f} s\n")
        print("| page | addresses | median, ms | its slowest address | worst single answer | first time | largest, kB |\n|---|---|---|---|---|---|---|")
        for row in measure(app, asked, options.rounds):
            print(row, flush=True)
        if not options.only:
            print("\n| paths | median, ms | p95 | worst | ours ÷ it |\n|---|---|---|---|---|")
            print("\n".join(paths(app)))
        if options.browser:
            print("\n" + "\n".join(first_picture(app, asked["picture, 300 and communities"][0])))
        app.extensions["answers"].close()


if __name__ == "__main__":
    main()
