"""How fast extraction is against the recogniser alone, and what each layer adds to what is found.

    python benchmarks/extraction.py                         speed, on the sample bulletins
    python benchmarks/extraction.py GOLD.json --files DIR   people and offices by layer, on annotated files

Speeds are medians of rounds run in turn (A B A B …): read the ratio.
"""

from __future__ import annotations

import argparse
import dataclasses
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path

from explorer import parsing, readers
from explorer.evaluate import gold
from explorer.evaluate.names import whole
from explorer.model import ARTICLE, Article, Bulletin
from explorer.text import comparable
from graph.extract import Extractor
from graph.gazetteer import Gazetteer
from graph.model import OFFICE, PERSON
from graph.recognise import Recogniser
from graph.resolve import Usage, resolve

ROUNDS = 5


def bulletins(folder: Path, names: Iterable[str] | None = None) -> list[Bulletin]:
    """The bulletins of a folder, parsed."""
    paths = [folder / Path(name).name for name in names] if names else sorted(folder.glob("*.txt"))
    found = []
    for path in paths:
        content = path.read_bytes()
        found.append(parsing.parse(readers.read(path.name, content).text, content, path.name))
    return found


def speed(issues: list[Bulletin]) -> None:
    """Print characters a second of both, and their ratio."""
    extractor, recogniser = Extractor(), Recogniser()
    parts = [(part, issue.articles) for issue in issues for part in issue.articles]
    length = sum(len(part.text) for part, _ in parts)
    times: list[tuple[float, float]] = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        for part, siblings in parts:
            extractor.extract(part, siblings)
        middle = time.perf_counter()
        for part, _ in parts:
            recogniser.tokens(part.text)
        times.append((middle - start, time.perf_counter() - middle))
    ours, alone = (statistics.median(column) for column in zip(*times[1:]))
    print(f"extraction {length / ours:,.0f} characters/s, recogniser alone {length / alone:,.0f}, ratio {alone / ours:.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def layers(gold_file: Path, folder: Path) -> None:
    """Print precision, recall and F1 of people and offices for each layer."""
    divisions = Gazetteer()
    issues = gold.load(gold_file, divisions)
    texts = bulletins(folder, [issue.file for issue in issues])
    methods: dict[str, Callable[[Article, Bulletin], tuple[set[str], set[str]]]] = {
        "jieba's own tagger": _jieba(), "recogniser alone": _recogniser(), "+ rules, no context": _rules(context=False), "+ context": _rules(context=True),
    }  # fmt: skip
    print(f"{'':22}{'people P':>9}{'R':>7}{'F1':>7}{'offices P':>11}{'R':>7}{'F1':>7}")
    for name, method in methods.items():
        totals = [[0, 0, 0], [0, 0, 0]]
        for issue, text in zip(issues, texts):
            parts = [part for part in text.articles if part.part == ARTICLE]
            articles = {gold.bare(part.title): part for part in parts}
            for number, row in enumerate(issue.articles):
                in_order = parts[number] if len(parts) == len(issue.articles) else None
                article = articles.get(row.title or "") or in_order
                found = method(article, text) if article else (set(), set())
                found = (found[0], {whole(name, divisions) for name in found[1]})
                for total, given, wanted in zip(totals, found, (row.people, row.offices)):
                    if wanted is not None:
                        _count(total, given, wanted, row.cut)
        print(f"{name:22}" + "".join(_figures(total, width) for total, width in zip(totals, (9, 11))))


def _count(total: list[int], given: set[str], wanted: set[str], cut: bool) -> None:
    total[0] += len(given & wanted)
    total[1] += len(given & wanted) if cut else len(given)
    total[2] += len(wanted)


def _figures(total: list[int], width: int) -> str:
    right, given, wanted = total
    precision, recall = right / given if given else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * right / (given + wanted) if given + wanted else 0.0
    return f"{precision:{width}.3f}{recall:7.3f}{f1:7.3f}"


def _jieba() -> Callable[[Article, Bulletin], tuple[set[str], set[str]]]:
    import jieba.posseg

    def find(article: Article, issue: Bulletin) -> tuple[set[str], set[str]]:
        pairs = list(jieba.posseg.cut(article.text))
        return {p.word for p in pairs if p.flag == "nr"}, {p.word for p in pairs if p.flag == "nt"}

    return find


def _recogniser() -> Callable[[Article, Bulletin], tuple[set[str], set[str]]]:
    recogniser = Recogniser()

    def find(article: Article, issue: Bulletin) -> tuple[set[str], set[str]]:
        tokens = recogniser.tokens(article.text)
        return {t.text for t in tokens if t.tag == "PER"}, {t.text for t in tokens if t.tag == "ORG"}

    return find


def _rules(*, context: bool) -> Callable[[Article, Bulletin], tuple[set[str], set[str]]]:
    """The extractor. Without context an article has neither title, attribution nor issue to tell what 市 means."""
    extractor = Extractor()

    def find(article: Article, issue: Bulletin) -> tuple[set[str], set[str]]:
        source, siblings = article, issue.articles
        if not context:
            source = dataclasses.replace(article, attribution="", issuer="", text=article.body, body_start=0, title="")
            siblings = ()
        found = [extractor.extract(part, siblings) for part in ((*siblings,) if context else (source,))]
        usages = [Usage(m.ref, m.surface, 1) for one in found for m in one.mentions]
        usages += [Usage(ref, "", 0) for one in found for r in one.relations for ref in (r.subject, r.object)]
        entities = resolve(usages)
        here = next(one for one in found if one.source_id == article.id)
        refs = {m.ref for m in here.mentions} | {r.object for r in here.relations if r.kind == "holds_post"}
        names = {kind: {comparable(entities[ref].name) for ref in refs if ref.kind == kind} for kind in (PERSON, OFFICE)}
        return names[PERSON], names[OFFICE]

    return find


def main() -> None:
    """Read the arguments and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", nargs="?", type=Path)
    arguments.add_argument("--files", type=Path)
    given = arguments.parse_args()
    if given.gold:
        layers(given.gold, given.files or given.gold.parent)
    else:
        speed(bulletins(Path(str(resources.files("explorer") / "samples"))))


if __name__ == "__main__":
    sys.exit(main())
