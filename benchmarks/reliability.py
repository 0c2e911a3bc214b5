"""`kill -9` at random moments of an ingest, each followed by the same command: nothing may be lost, doubled or left half done.

    python benchmarks/reliability.py --trials 200 --files 300

Prints a table for docs/reliability.md. A trial counts as sound when `jianbao check` passes after the second run, each file is there
once, and the originals are intact.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import forms

JIANBAO = str(Path(sys.executable).with_name("jianbao"))
TEXT = (
    "四川省地方志工作简报2020年第{no}期（总第{total}期）\n\n四川省地方志工作办公室 2020年 7月 {day}日\n\n雅安市召开第{no}次修志会\n\n"
    "7月{day}日，雅安市地方志编纂中心主任柯砚青主持会议，研究第{no}项工作。雅安市副市长尤墨川到会并充分肯定市地方志编纂中心工作。（雅安市地方志编纂中心）\n"
)


@dataclass
class Tally:
    """What came of the trials."""

    trials: int = 0
    killed: int = 0
    sound: int = 0
    before: int = 0
    """Articles that were there when the process was killed, on average."""
    wrong: tuple[str, ...] = ()


def files(folder: Path, count: int) -> None:
    """`count` small issues, half of them in plain text, the others as web pages, Word files and archives."""
    folder.mkdir()
    for no in range(1, count + 1):
        text = TEXT.format(no=no, total=no + 200, day=no % 28 + 1)
        suffix, content = _formed(text, no)
        (folder / f"{no:04}{suffix}").write_bytes(content)


def _formed(text: str, no: int) -> tuple[str, bytes]:
    paragraphs = [forms.Typed(forms.BODY if len(line) > 40 else forms.LINE, line) for line in text.split("\n") if line]
    if no % 8 == 1:
        return ".html", forms.web_page(paragraphs).encode()
    if no % 8 == 3:
        return ".docx", forms.word(paragraphs)
    if no % 8 == 5:
        return ".zip", forms.zipped({"issue.txt": text.encode()})
    return ".txt", text.encode()


def run(data: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """One command of the program, to its end."""
    return subprocess.run([JIANBAO, "--data", str(data), *arguments], capture_output=True, text=True, **options)  # type: ignore[call-overload]


def trial(folder: Path, data: Path, after: float) -> tuple[bool, str]:
    """(whether it was killed before its end, what is wrong in the end)."""
    process = subprocess.Popen(
        [JIANBAO, "--data", str(data), "ingest", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(after)
        killed = False
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # the whole group, its workers too: as when the power goes
        process.wait()
        killed = True
    done = run(data, "ingest", str(folder))
    if done.returncode:
        return killed, f"second run: {done.stderr.strip()[:200]}"
    checked = run(data, "check")
    if checked.returncode:
        return killed, checked.stdout.strip()[:300]
    held = json.loads(run(data, "stats", "--json").stdout)
    count = len(list(folder.iterdir()))
    return killed, "" if held["bulletins"] == held["articles"] == count else f"{held['bulletins']} issues of {count}"


def main() -> None:
    """Trials, then a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rng, tally = random.Random(chosen.seed), Tally()
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "files"
        files(folder, chosen.files)
        begun = time.perf_counter()
        assert run(Path(root) / "whole", "ingest", str(folder)).returncode == 0
        whole = time.perf_counter() - begun
        for number in range(chosen.trials):
            data = Path(root) / f"data{number}"
            killed, wrong = trial(folder, data, rng.uniform(0, whole))
            tally.trials, tally.killed, tally.sound = tally.trials + 1, tally.killed + killed, tally.sound + (not wrong)
            tally.wrong = (*tally.wrong, wrong) if wrong else tally.wrong
            shutil.rmtree(data, ignore_errors=True)
    print(f"| files | one ingest, s | trials | killed before the end | sound afterwards |\n| --- | --- | --- | --- | --- |")
    print(f"| {chosen.files} | {whole:.1f} | {tally.trials} | {tally.killed} | {tally.sound} |")
    for wrong in tally.wrong:
        print(f"- {wrong}")


if __name__ == "__main__":
    main()
