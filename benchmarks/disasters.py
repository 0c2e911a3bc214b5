"""Bad days, one after the other: after each, `check` passes or `repair` mends, and nothing that was acknowledged is lost.

    python benchmarks/disasters.py --trials 500 --seed 1       the table of docs/reliability.md
    python benchmarks/disasters.py --trials 24                 a few of each kind

A trial takes a sound data folder (issues, decisions, accounts), does one thing to it, then runs the same command again where one was under
way, `check`, and `repair` if that found something. Articles with their words, decisions and accounts are compared with what was there
before, and with what a command has said that it did. A disk that fills is a tmpfs, which root alone can make: elsewhere it says so.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.reliability import TEXT
from explorer.accounts import people
from explorer.accounts.book import Book
from explorer.config import load
from explorer.corrections import log
from explorer.corrections.making import Maker
from explorer.pipeline import correct
from explorer.store import entities, queries
from explorer.workspace import Workspace

JIANBAO = str(Path(sys.executable).with_name("jianbao"))
PASSWORD = "a sentence of some length"
CONFIG = load({}, workers=1)


@dataclass
class Row:
    """What came of the trials of one kind."""

    trials: int = 0
    at_once: int = 0
    mended: int = 0
    lost: list[str] = field(default_factory=list)


@dataclass
class Day:
    """One trial: its folder, its chance, the files that are there to be taken in."""

    root: Path
    chance: random.Random
    again: tuple[str, ...] = ()
    """The command to run once more."""

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def new(self) -> Path:
        return self.root / "new"


def issues(folder: Path, first: int, count: int) -> None:
    """Small issues in plain text."""
    folder.mkdir(parents=True, exist_ok=True)
    for no in range(first, first + count):
        (folder / f"{no:04}.txt").write_text(TEXT.format(no=no, total=no + 200, day=no % 28 + 1), "utf-8")


def sound_folder(root: Path) -> None:
    """Ten issues, two decisions, two accounts; ten more issues are there to be taken in."""
    issues(root / "old", 1, 10)
    issues(root / "new", 11, 10)
    run(root / "data", "ingest", root / "old")
    with Workspace.open(root / "data") as workspace:
        decide(workspace)
        decide(workspace)
        for name in ("甲编辑", "乙读者"):
            people.add(Book(root / "data"), name, "editor", PASSWORD)


def decide(workspace: Workspace) -> None:
    """Somebody gives an office another name."""
    office = entities.most_connected(workspace.store(), "office", limit=1)[0].id
    made = lambda before: Maker(workspace.store(), "甲", f"2026-01-01T00:00:00.{len(before.entries):03}+08:00").alias(office, f"别名{len(before.entries)}")  # noqa: E731
    correct(workspace, CONFIG, lambda before: [made(before)])


def held(data: Path) -> tuple[dict[str, str], set[str], set[str]]:
    """Articles with their words, decisions, accounts."""
    with Workspace.open(data) as workspace:
        texts = {row.id: row.title + row.body for row in queries.parts(workspace.store(), None)}
    return texts, {entry.id for entry in log.read(data).entries}, {one.name for one in people.accounts(Book(data))}


def run(data: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """A command to its end."""
    return subprocess.run([JIANBAO, "--data", data, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)


def killed(day: Day, seconds: float, *words: object) -> None:
    """A command, and after some of `seconds` the whole group of its processes is killed."""
    process = subprocess.Popen([JIANBAO, "--data", day.data, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(day.chance.uniform(0.2, seconds))
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def power_cut(day: Day) -> None:
    killed(day, 3.0, "ingest", day.new)
    day.again = ("ingest", str(day.new))


def killed_backup(day: Day) -> None:
    killed(day, 1.0, "backup", day.root / "one.zip")
    if not (day.root / "one.zip").exists():
        run(day.data, "backup", day.root / "one.zip")
    assert run(day.data, "backup", "--verify", day.root / "one.zip").returncode == 0
    shutil.move(day.data, day.root / "before")
    killed(day, 2.0, "restore", day.root / "one.zip")
    if not (day.data / "store.sqlite").exists():
        assert run(day.data, "restore", day.root / "one.zip").returncode == 0


CORRECTING = "import sys\nsys.path.insert(0, sys.argv[2])\nfrom pathlib import Path\nfrom benchmarks.disasters import decide\nfrom explorer.workspace import Workspace\nwith Workspace.open(Path(sys.argv[1])) as w:\n    for _ in range(9):\n        decide(w)\n        print('.', flush=True)"
ACCOUNTS = "import sys\nsys.path.insert(0, sys.argv[2])\nfrom pathlib import Path\nfrom explorer.accounts import people\nfrom explorer.accounts.book import Book\nfor n in range(9):\n    people.add(Book(Path(sys.argv[1])), f'新{n}', 'reader', 'a sentence of some length')\n    print('.', flush=True)"


def killed_script(day: Day, script: str, count: Callable[[], int]) -> None:
    """A script that says each thing it has done; what it said must be there."""
    before = count()
    process = subprocess.Popen([sys.executable, "-c", script, day.data, Path(__file__).parents[1]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(day.chance.uniform(0.3, 2.5))
    os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
    told = len((process.communicate()[0] or b"").split())
    assert count() - before in (told, told + 1), (told, count() - before)


def killed_correcting(day: Day) -> None:
    killed_script(day, CORRECTING, lambda: len(log.read(day.data).entries))
    day.again = ("ingest", str(day.root / "old"))


def killed_accounts(day: Day) -> None:
    killed_script(day, ACCOUNTS, lambda: len(people.accounts(Book(day.data))))


def killed_upgrade(day: Day) -> None:
    with closing(sqlite3.connect(day.data / "store.sqlite")) as connection:
        connection.executescript("DROP TABLE sketches; DROP TABLE unread; DROP TABLE digests; DELETE FROM meta WHERE key = 'linked'; PRAGMA user_version = 6")
    killed(day, 0.8, "stats")


def full_disk(day: Day) -> None:
    disk = day.root / "disk"
    disk.mkdir()
    need = sum(path.stat().st_size for path in day.data.rglob("*") if path.is_file())
    room = int(need * day.chance.uniform(1.05, 1.6)) + 200_000
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", disk], check=True)
    try:
        shutil.copytree(day.data, disk / "data")
        full = Day(day.root, day.chance)
        subprocess.run([JIANBAO, "--data", disk / "data", *(("ingest", str(full.new)) if day.chance.random() < 0.7 else ("user", "add", "丙", "--password-stdin"))], input=PASSWORD, text=True, capture_output=True, check=False, timeout=300)
        shutil.rmtree(day.data)
        shutil.copytree(disk / "data", day.data)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
    day.again = ("ingest", str(day.new))


def read_only_disk(day: Day) -> None:
    disk = day.root / "disk"
    disk.mkdir()
    subprocess.run(["mount", "--bind", day.data, disk], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", disk], check=True)
        for words in (("ingest", str(day.new)), ("stats",), ("repair",), ("user", "list")):
            done = subprocess.run([JIANBAO, "--data", disk, *words], capture_output=True, text=True, check=False, timeout=300)
            assert "Traceback" not in done.stderr, done.stderr
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def spoil(path: Path, chance: random.Random) -> None:
    """Bits turned, a page zeroed, or the end cut off."""
    content = bytearray(path.read_bytes())
    if not content:
        path.unlink()
        return
    how, at = chance.randrange(4), chance.randrange(len(content))
    if how == 0:
        for _ in range(chance.randrange(1, 9)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif how == 1:
        at = at // 4096 * 4096
        content[at : at + 4096] = bytes(len(content[at : at + 4096]))
    elif how == 2:
        del content[at:]
    else:
        path.unlink()
        return
    path.write_bytes(content)


def settled(data: Path) -> None:
    """Journals are taken in, so that damage to the main file counts."""
    for name in ("store.sqlite", "accounts.sqlite"):
        with closing(sqlite3.connect(data / name)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def damaged_index(day: Day) -> None:
    spoil(day.chance.choice([path for path in sorted((day.data / "fulltext").rglob("*")) if path.is_file()]), day.chance)


def damaged_store(day: Day) -> None:
    settled(day.data)
    spoil(day.data / "store.sqlite", day.chance)


def damaged_journal(day: Day) -> None:
    process = subprocess.Popen([JIANBAO, "--data", day.data, "ingest", day.new], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(day.chance.uniform(1.0, 3.0))
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    journal = day.data / "store.sqlite-wal"
    if journal.exists():
        spoil(journal, day.chance)
    day.again = ("ingest", str(day.new))


def damaged_accounts(day: Day) -> None:
    settled(day.data)
    spoil(day.chance.choice([day.data / "accounts.sqlite", day.data / "copies" / "accounts.sqlite"]), day.chance)


def damaged_log(day: Day) -> None:
    spoil(day.chance.choice([day.data / "corrections.jsonl", day.data / "copies" / "corrections.jsonl", day.data / "copies" / "originals.jsonl"]), day.chance)


def two_at_once(day: Day) -> None:
    processes = [subprocess.Popen([JIANBAO, "--data", day.data, "ingest", day.new], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in processes:
        assert "Traceback" not in (process.communicate(timeout=300)[1] or "")
    day.again = ("ingest", str(day.new))


def clock_back(day: Day) -> None:
    """Whatever was written seems to be of tomorrow, or of long ago."""
    then = time.time() + day.chance.choice([-400, 1, 30]) * 86_400
    for path in day.data.rglob("*"):
        os.utime(path, (then, then))
    run(day.data, "ingest", day.new)
    with Workspace.open(day.data) as workspace:
        decide(workspace)


KINDS: dict[str, tuple[int, Callable[[Day], None]]] = {
    "power cut while taking in": (80, power_cut), "killed while backing up and restoring": (40, killed_backup), "killed while correcting": (50, killed_correcting),
    "killed while accounts change": (30, killed_accounts), "killed while upgrading": (30, killed_upgrade), "disk full": (40, full_disk), "disk read-only": (10, read_only_disk),
    "index files damaged": (60, damaged_index), "store damaged": (60, damaged_store), "killed, and its journal damaged": (20, damaged_journal),
    "accounts damaged": (30, damaged_accounts), "log or ledger damaged": (30, damaged_log), "two at once": (10, two_at_once), "clock set back or ahead": (10, clock_back),
}  # fmt: skip
"""Kind → its share of 500, and what happens."""
_ROOT = ("disk full", "disk read-only")


def trial(kind: str, template: Path, root: Path, chance: random.Random, row: Row) -> None:
    """One bad day."""
    day = Day(root, chance)
    shutil.copytree(template, root)
    before = held(day.data)
    row.trials += 1
    try:
        KINDS[kind][1](day)
        if day.again:
            run(day.data, *day.again)
        sound = run(day.data, "check").returncode == 0
        if not sound:
            mended = run(day.data, "repair")
            if mended.returncode:
                row.lost.append(f"not mended: {(mended.stdout + mended.stderr)[-300:]}")
                return
        after = held(day.data)
        gone = [key for key, words in before[0].items() if after[0].get(key) != words] + sorted((before[1] - after[1]) | (before[2] - after[2]))
        if gone:
            row.lost.append(f"lost: {gone[:3]}")
        elif sound:
            row.at_once += 1
        else:
            row.mended += 1
    except (AssertionError, subprocess.TimeoutExpired) as error:
        row.lost.append(f"{type(error).__name__}: {str(error)[:200]}")
    finally:
        if not row.lost:
            shutil.rmtree(root, ignore_errors=True)


def main() -> None:
    """Prints the table; exit code 1 if anything was lost or not mended."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=len(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="only kinds whose name holds this (several: split by '|')")
    options = parser.parse_args()
    chance, bad = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as temporary:
        template = Path(temporary) / "template"
        template.mkdir()
        sound_folder(template)
        print("| what happened | trials | sound at once | mended | lost, or not mended |\n|---|---|---|---|---|", flush=True)
        for kind, (share, _) in KINDS.items():
            if not any(one in kind for one in options.kind.split("|")):
                continue
            if kind in _ROOT and os.geteuid():
                print(f"| {kind} | 0: only root can make such a disk here | | | |", flush=True)
                continue
            row = Row()
            for number in range(max(1, round(share * options.trials / 500))):
                trial(kind, template, Path(temporary) / f"{kind}-{number}".replace(" ", "-").replace(",", ""), random.Random(chance.random()), row)
            bad += len(row.lost)
            print(f"| {kind} | {row.trials} | {row.at_once} | {row.mended} | {len(row.lost)} |", flush=True)
            for line in row.lost[:5]:
                print(f"    {line}", file=sys.stderr, flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
