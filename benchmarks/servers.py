"""Real OpenSearch servers on this machine, for tests and measurements: fetched once, started on loopback, taken away in the end.

The distribution comes from Maven Central through the ordinary client and is checked against a pinned hash. It is kept outside of
the checkout. OpenSearch refuses to run as root, so root starts it as `nobody`. What cannot be had is said (ServersUnavailable).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

RELEASES = (  # version, the Javas that run it, SHA-256 of the archive; the first that a Java here can run is taken
    ("3.3.2", range(21, 99), "1f8b62b09ed873ddc20164da79cbb1709687b19d0b6234f6b2a69ccbdd7906e7"),
    ("2.19.3", range(11, 24), "760530e522de0a9f06380d4a4a43dfd83c31fa8911f41745513ce715ed5dfd03"),
)
ARTIFACT = "org.opensearch.distribution.integ-test-zip:opensearch:{version}:zip"
START_SECONDS = 240  # a busy machine is slow to start three of them
_NOBODY = "nobody"
_DROPPED = ("gc.log", "HeapDump", "ErrorFile", "-Xms", "-Xmx")  # options of the virtual machine that we set, or that write beside the program


class ServersUnavailable(Exception):
    """No server can be had here; the message says what is missing."""


@dataclass
class Node:
    """One server process."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        """host:port, as an address of the setting `search_engine` has it."""
        return f"127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class Servers:
    """A cluster; `version` is that of OpenSearch."""

    version: str
    nodes: list[Node]

    @property
    def url(self) -> str:
        """All nodes in one address, without the path."""
        return "http://" + ",".join(node.address for node in self.nodes)

    def health(self, node: Node | None = None, **wanted: object) -> dict[str, object]:
        """What a living node says of the cluster; with `wanted` (wait_for_nodes=…) after it is so, or after 60 seconds."""
        asked = "&".join(f"{name}={value}" for name, value in ({"timeout": "60s"} | wanted).items())
        living = node or next(node for node in self.nodes if node.process.poll() is None)
        return _get(f"http://{living.address}/_cluster/health?{asked}", 90)


@contextmanager
def running(count: int = 1, heap: str = "512m") -> Iterator[Servers]:
    """A new, empty cluster of so many nodes, one process each; gone after the block. Raises ServersUnavailable."""
    version, java = _chosen()
    home = _installed(version)
    with tempfile.TemporaryDirectory(prefix="jianbao-opensearch-", dir=_open_folder(), ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        ports = _free_ports(2 * count)
        nodes: list[Node] = []
        try:
            for number in range(count):
                nodes.append(_started(Path(folder), home, java, number, ports, heap))
            _wait(nodes)
            yield Servers(version, nodes)
        finally:
            for node in nodes:
                node.process.kill()
                node.process.wait()


def _chosen() -> tuple[str, Path]:
    javas = _javas()
    wanted = os.environ.get("JIANBAO_TEST_OPENSEARCH", "")
    for version, able_to_run, _ in RELEASES:
        able = [java for number, java in javas if number in able_to_run]
        if able and wanted in ("", version):
            return version, able[0]
    raise ServersUnavailable(f"no Java that runs OpenSearch {wanted or RELEASES[-1][0]} (found: {[number for number, _ in javas] or 'none'})")


def _javas() -> list[tuple[int, Path]]:
    """(version, home) of each Java, the newest first."""
    homes = [Path(home) for home in (os.environ.get("JAVA_HOME", ""),) if home]
    homes += [path.parent.parent for path in sorted(Path("/usr/lib/jvm").glob("*/bin/java"))]
    if found := shutil.which("java"):
        homes.append(Path(found).resolve().parent.parent)
    versions = {}
    for home in homes:
        java = home / "bin" / "java"
        told = subprocess.run([str(java), "-version"], capture_output=True, text=True, check=False).stderr if java.is_file() else ""
        if match := re.search(r'version "(\d+)', told):
            versions[home.resolve()] = int(match[1])
    return sorted(((number, home) for home, number in versions.items()), reverse=True)


def _installed(version: str) -> Path:
    """The unpacked distribution; fetched and checked if it is not here yet."""
    home = _open_folder() / f"opensearch-{version}"
    if home.is_dir():
        return home
    if not shutil.which("mvn"):
        raise ServersUnavailable("mvn (Maven) is needed to fetch OpenSearch: on Debian, apt-get install maven")
    with tempfile.TemporaryDirectory(dir=_open_folder()) as draft:
        fetch = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT.format(version=version)}", f"-DoutputDirectory={draft}"]
        done = subprocess.run(fetch, capture_output=True, text=True, check=False, cwd=draft)
        archive = Path(draft) / f"opensearch-{version}.zip"
        if done.returncode or not archive.is_file():
            raise ServersUnavailable(f"Maven could not fetch OpenSearch {version}: {done.stdout.strip()[-500:]}")
        expected = next(digest for known, _, digest in RELEASES if known == version)
        if hashlib.sha256(archive.read_bytes()).hexdigest() != expected:
            raise ServersUnavailable(f"the archive of OpenSearch {version} is not the one that was pinned")
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(draft)
        unpacked = Path(draft) / f"opensearch-{version}"
        for script in (unpacked / "bin").iterdir():
            script.chmod(0o755)
        os.replace(unpacked, home)
    return home


def _open_folder() -> Path:
    """Where others than root can read too."""
    given = os.environ.get("JIANBAO_OPENSEARCH_CACHE")
    folder = Path(given) if given else Path("/var/tmp/jianbao-opensearch") if _is_root() else Path(platformdirs.user_cache_dir("jianbao-opensearch"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _started(folder: Path, home: Path, java: Path, number: int, ports: list[int], heap: str) -> Node:
    name, own = f"node{number}", folder / f"node{number}"
    configuration = own / "config"
    shutil.copytree(home / "config", configuration)
    for part in ("data", "logs", "tmp"):
        (own / part).mkdir()
    transport = [f"127.0.0.1:{port}" for port in ports[1::2]]
    settings = {
        "cluster.name": "jianbao-test", "node.name": name, "network.host": "127.0.0.1",
        "http.port": ports[2 * number], "transport.port": ports[2 * number + 1], "discovery.seed_hosts": transport,
        "cluster.initial_cluster_manager_nodes": [f"node{n}" for n in range(len(transport))],
        "path.data": str(own / "data"), "path.logs": str(own / "logs"), "cluster.routing.allocation.disk.threshold_enabled": False,
    }  # fmt: skip
    (configuration / "opensearch.yml").write_text(json.dumps(settings), "utf-8")  # YAML holds JSON
    options = (configuration / "jvm.options").read_text("utf-8").splitlines()
    kept = [line for line in options if not any(word in line for word in _DROPPED)]
    (configuration / "jvm.options").write_text("\n".join([*kept, f"-Xms{heap}", f"-Xmx{heap}"]) + "\n", "utf-8")
    as_nobody = {"user": _NOBODY, "group": "nogroup", "extra_groups": []} if _is_root() else {}
    if as_nobody:
        for path in (own, *own.rglob("*")):
            shutil.chown(path, _NOBODY, "nogroup")
    environment = {
        "PATH": os.environ.get("PATH", ""), "JAVA_HOME": str(java), "OPENSEARCH_JAVA_HOME": str(java),
        "OPENSEARCH_PATH_CONF": str(configuration), "OPENSEARCH_TMPDIR": str(own / "tmp"),
    }  # fmt: skip
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen([str(home / "bin" / "opensearch")], env=environment, stdout=output, stderr=output, cwd=home, **as_nobody)  # type: ignore[call-overload]
    return Node(name, ports[2 * number], process, log)


def _wait(nodes: list[Node]) -> None:
    """Until all nodes are one cluster."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for node in nodes:
            if node.process.poll() is not None:
                raise ServersUnavailable(f"{node.name} ended: {node.log.read_text('utf-8', 'replace')[-1500:]}")
        try:
            if _get(f"http://{nodes[0].address}/_cluster/health", 5)["number_of_nodes"] == len(nodes):
                return
        except OSError:
            time.sleep(0.5)
    raise ServersUnavailable(f"no answer after {START_SECONDS} s: {nodes[0].log.read_text('utf-8', 'replace')[-1500:]}")


def _get(url: str, seconds: float) -> dict[str, object]:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback is never asked through a proxy
    with direct.open(url, timeout=seconds) as answer:
        return json.load(answer)  # type: ignore[no-any-return]


def _free_ports(count: int) -> list[int]:
    taken = [socket.socket() for _ in range(count)]
    try:
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]
    finally:
        for one in taken:
            one.close()
