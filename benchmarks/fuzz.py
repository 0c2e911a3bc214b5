"""Mutated files of every form through the real ingest: what a hostile or broken folder does to us.

    python benchmarks/fuzz.py --files 20000            a table as in docs/reliability.md
    python benchmarks/fuzz.py --files 500 --seed 7     quick; the same seed gives the same files

Files are cut, spliced with another, have bits flipped, runs of bytes repeated, zeroed or turned round. They are taken in by batches,
each into a workspace of its own, which `check` looks through afterwards; OCR is off, for it would take days. An unexpected error, a problem of the store, or a batch that
the main process does not survive is printed and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from benchmarks import forms
from explorer.answers import Answers
from explorer.answers.checking import check
from explorer.config import load
from explorer.pipeline import ingest
from explorer.workspace import Workspace

SAMPLES = Path(__file__).parents[1] / "explorer" / "samples"
SECONDS = 20
"""Longest time for one file."""
UNEXPECTED = "意外错误"

Mutation = Callable[[bytes, Random, bytes], bytes]


def seeds() -> dict[str, bytes]:
    """Suffix → a sound file of that form."""
    paragraphs = forms.typed((SAMPLES / "2020-07-20-issue.txt").read_text("utf-8"))
    found = forms.text_born(paragraphs)
    found["issue.jsonl"] = forms.json_lines([{"title": "某县召开年鉴工作会", "text": one.text, "date": "2020-07-16"} for one in paragraphs[:9]])
    found["nested.zip"] = forms.zipped({"a/issue.docx": found["issue.docx"], "b/issue.zip": found["issue.zip"]})
    if forms.has_office():
        found |= forms.converted({"issue.docx": forms.word(paragraphs, head=forms.TITLE)}, "pdf")
        found |= forms.converted({"issue.docx": found["issue.docx"]}, "doc")
        found["scan.pdf"] = forms.scanned_pdf(forms.scanned(found["issue.pdf"], 60), 60)
    return found


def flipped(content: bytes, rng: Random, _: bytes) -> bytes:
    """A few bits turned."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 4, 16, 64))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(content: bytes, rng: Random, _: bytes) -> bytes:
    """Broken off, at the end or at the beginning."""
    at = rng.randrange(1, len(content))
    return content[:at] if rng.random() < 0.8 else content[at:]


def spliced(content: bytes, rng: Random, other: bytes) -> bytes:
    """The beginning of one file, the end of another."""
    return content[: rng.randrange(1, len(content))] + other[rng.randrange(len(other)) :]


def smeared(content: bytes, rng: Random, _: bytes) -> bytes:
    """A run of bytes zeroed, repeated, turned round, or in the place of another."""
    start = rng.randrange(len(content))
    run = content[start : start + rng.choice((2, 8, 64, 512, 4096))]
    at = rng.randrange(len(content))
    put = rng.choice((bytes(len(run)), run * rng.choice((2, 50)), run[::-1], b"\xff" * len(run)))
    return content[:at] + put + content[at + len(run) :]


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, spliced, smeared)


def mutated(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(name, content) of files; a tenth have the suffix of another form."""
    rng, sound = Random(seed), seeds()
    names = sorted(sound)
    for number in range(count):
        name = names[number % len(names)]
        content = rng.choice(MUTATIONS)(sound[name], rng, sound[rng.choice(names)])
        suffix = Path(rng.choice(names) if rng.random() < 0.1 else name).suffix
        yield f"{number:06}{suffix}", content or b"\0"


def main() -> int:
    """Runs, prints, and says whether anything was worse than refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    files, told, wrong, began = list(mutated(asked.files, asked.seed)), Counter[str](), [], time.perf_counter()
    for at in range(0, len(files), asked.batch):
        with tempfile.TemporaryDirectory() as folder:
            wrong += _taken(Path(folder), files[at : at + asked.batch], told)
        print(f"{min(at + asked.batch, len(files)):>7} {time.perf_counter() - began:8.0f} s", file=sys.stderr)
    print("| what became of it | files |\n|---|---|")
    for reason, count in told.most_common():
        print(f"| {reason} | {count:,} |")
    print("\n".join(wrong) or f"{asked.files:,} files in {time.perf_counter() - began:,.0f} s: nothing unexpected, every store sound")
    return 1 if wrong else 0


def _taken(folder: Path, files: list[tuple[str, bytes]], told: Counter[str]) -> list[str]:
    (folder / "in").mkdir()
    for name, content in files:
        (folder / "in" / name).write_bytes(content)
    config = load({}, max_read_seconds=SECONDS, ocr=0)
    with Workspace.open(folder / "workspace", create=True) as workspace:
        summary = ingest(workspace, [folder / "in"], config)
        told["taken in"] += len(summary.added)
        told.update(re.sub(r"\d[\d,]*", "…", problem.reason) for problem in summary.problems)
        wrong = [f"{problem.path}: {problem.reason}" for problem in summary.problems if UNEXPECTED in problem.reason]
        with Answers(workspace, config) as answers:
            wrong += [f"{row.name}: {line}" for row in check(answers) for line in row.wrong]
    return wrong


if __name__ == "__main__":
    sys.exit(main())
