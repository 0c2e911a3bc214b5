"""Precision and recall by kind, with the list of what was missed and what is false."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from explorer.evaluate.found import FoundArticle, Name
from explorer.evaluate.gold import GoldArticle, GoldIssue

KINDS = (
    "articles", "people", "posts", "offices", "documents", "agreements", "events", "roles", "endorsements",
    "post_offices", "endorsement_targets",
)  # fmt: skip
"""`posts` are pairs of person and title, `post_offices` those with their office; targets are scored apart."""


@dataclass(slots=True)
class Tally:
    """Counts of one kind. `misses` and `false` are lines to read."""

    kind: str
    right: int = 0
    misses: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def count(self, right: int, misses: Iterable[object], false: Iterable[object], where: str) -> None:
        """Add what one article gave."""
        self.right += right
        self.misses += [f"{where}: {miss}" for miss in misses]
        self.false += [f"{where}: {wrong}" for wrong in false]

    def figures(self) -> dict[str, object]:
        """Precision, recall, F1 (None where nothing was there to be right or wrong about) and support."""
        support, given = self.right + len(self.misses), self.right + len(self.false)
        precision = self.right / given if given else None
        recall = self.right / support if support else None
        f1 = 2 * self.right / (support + given) if support + given else None
        return {
            "precision": precision, "recall": recall, "f1": f1, "support": support,
            "precision_interval": wilson(self.right, given), "recall_interval": wilson(self.right, support),
            "misses": self.misses, "false": self.false,
        }  # fmt: skip


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson 1927), None of nothing: how far a figure from so few facts can be trusted."""
    if not of:
        return None
    z, share = 1.96, right / of
    centre, spread = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return (max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def compare(issue: GoldIssue, found: list[FoundArticle], tallies: dict[str, Tally]) -> list[tuple[GoldArticle, FoundArticle]]:
    """Add one issue to the tallies, and give the articles that were paired. Articles are paired by title, else by their order."""
    free, pairs = list(found), []
    for number, article in enumerate(issue.articles):
        match = next((f for f in free if f.title == article.title), None)
        if match is None and len(found) == len(issue.articles) and found[number] in free:
            match = found[number]
        if match is not None:
            free.remove(match)
            pairs.append((article, match))
        where = f"{issue.file} {number + 1}"
        _heads(issue, article, match, tallies["articles"], where)
        _facts(article, match or _NOTHING, tallies, where)
    if issue.articles and not any(article.cut for article in issue.articles):
        tallies["articles"].count(0, [], [f"title {extra.title}" for extra in free], issue.file)
    return pairs


def _heads(issue: GoldIssue, gold: GoldArticle, found: FoundArticle | None, tally: Tally, where: str) -> None:
    for name in ("title", "section", "attribution", "date"):
        expected = issue.date if name == "date" else getattr(gold, name)
        given = getattr(found, name) if found else ""
        if expected is None:
            continue
        if expected == given:
            tally.count(1 if expected else 0, [], [], where)
        else:
            tally.count(0, [f"{name} {expected}"] if expected else [], [f"{name} {given}"] if given and not gold.cut else [], where)


def _facts(gold: GoldArticle, found: FoundArticle, tallies: dict[str, Tally], where: str) -> None:
    both = {**found.documents, **found.agreements}
    agreed = gold.agreements or set()
    documents = [n for n in both.values() if not any(n.is_(a) for a in agreed - (gold.documents or set()))]
    for kind, names in (
        ("people", found.people.values()), ("offices", found.offices.values()), ("documents", documents),
        ("agreements", found.agreements.values()), ("events", found.events.values()),
    ):  # fmt: skip
        expected = getattr(gold, kind)
        if expected is not None:
            _names(expected, list(names), tallies[kind], gold.cut, where)
    if gold.posts is not None:
        _posts(gold, found, tallies, where)
    if gold.roles is not None:
        _roles(gold, found, tallies["roles"], where)
    if gold.endorsements is not None:
        _acts(gold, found, tallies, where)


def _names(expected: set[str], names: list[Name], tally: Tally, cut: bool, where: str) -> None:
    right = {gold for gold in expected if any(name.is_(gold) for name in names)}
    false = {name.shown for name in names if not any(name.is_(gold) for gold in expected)}
    tally.count(len(right), sorted(expected - right), [] if cut else sorted(false), where)


def _posts(gold: GoldArticle, found: FoundArticle, tallies: dict[str, Tally], where: str) -> None:
    pairs, given = {(who, title) for who, title, _ in gold.posts or ()}, {(p.shown, title) for p, title, _ in found.posts}
    tallies["posts"].count(len(pairs & given), sorted(pairs - given), [] if gold.cut else sorted(given - pairs), where)
    triples = {t for t in gold.posts or () if t[2] is not None}
    right = {t for t in triples if any((p.shown, title) == t[:2] and office.is_(t[2]) for p, title, office in found.posts)}
    scored = {t[:2] for t in triples}
    false = {
        (p.shown, title, o.shown) for p, title, o in found.posts
        if (p.shown, title) in scored and not any(t[:2] == (p.shown, title) and o.is_(t[2]) for t in triples)
    }  # fmt: skip
    tallies["post_offices"].count(len(right), sorted(triples - right), [] if gold.cut else sorted(false), where)


def _roles(gold: GoldArticle, found: FoundArticle, tally: Tally, where: str) -> None:
    given = {(who.shown, role, date) for who, role, date in found.roles}

    def same(one: tuple, other: tuple) -> bool:
        return one[:2] == other[:2] and (one[2] is None or one[2] == other[2])

    right = [role for role in gold.roles or () if any(same(role, g) for g in given)]
    false = [g for g in given if not any(same(role, g) for role in gold.roles or ())]
    misses = [role for role in gold.roles or () if role not in right]
    tally.count(len(right), sorted(map(str, misses)), [] if gold.cut else sorted(map(str, false)), where)


def _acts(gold: GoldArticle, found: FoundArticle, tallies: dict[str, Tally], where: str) -> None:
    """Acts of one person on one day are one act of several kinds: any of them matches."""
    expected: dict[tuple[str, str | None], list[tuple[str, str | None]]] = {}
    for who, how, date, whom in gold.endorsements or ():
        expected.setdefault((who, date), []).append((how, whom))
    given: dict[tuple[str, str], list[tuple[str, Name]]] = {}
    for name, how, date, target in found.acts:
        given.setdefault((name.shown, date), []).append((how, target))
    taken: set[tuple[str, str]] = set()
    misses, right = [], 0
    for (who, day), kinds in expected.items():
        match = next((g for g in given if g not in taken and g[0] == who and day in (None, g[1]) and {k for k, _ in kinds} & {k for k, _ in given[g]}), None)
        if match is None:
            misses.append((who, day, [k for k, _ in kinds]))
            continue
        taken.add(match)
        right += 1
        _targets(kinds, given[match], tallies["endorsement_targets"], where)
    false = [(*g, [k for k, _ in kinds]) for g, kinds in given.items() if g not in taken]
    tallies["endorsements"].count(right, misses, [] if gold.cut else false, where)


def _targets(kinds: list[tuple[str, str | None]], given: list[tuple[str, Name]], tally: Tally, where: str) -> None:
    wanted = {whom for _, whom in kinds if whom}
    right = {whom for whom in wanted if any(name.is_(whom) or whom in name.shown or name.shown in whom for _, name in given)}
    tally.count(len(right), sorted(wanted - right), [], where)


_NOTHING = FoundArticle("", "", "", "", {}, [], {}, {}, {}, {}, [], [])
