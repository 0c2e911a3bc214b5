"""What a band of confidence means: how many of its facts the gold calls right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from explorer.evaluate.found import FoundArticle, Name, Sure
from explorer.evaluate.gold import GoldArticle
from explorer.evaluate.score import wilson
from graph.confidence import BANDS, band


@dataclass(slots=True)
class Band:
    """Facts of one band, or of one rule: how many, and how many of them right."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """One more fact."""
        self.right, self.of = self.right + right, self.of + 1

    def figures(self) -> dict[str, object]:
        """`{"facts", "right", "share", "interval"}`; share and interval are None of nothing."""
        return {"facts": self.of, "right": self.right, "share": self.right / self.of if self.of else None, "interval": wilson(self.right, self.of)}


@dataclass(slots=True)
class Bands:
    """Tallies by band and by rule."""

    bands: dict[str, Band] = field(default_factory=lambda: {name: Band() for name, _ in BANDS})
    rules: dict[str, Band] = field(default_factory=dict)

    def add(self, gold: GoldArticle, found: FoundArticle) -> None:
        """Count the facts of one article, unless its gold is not complete."""
        for sure, right in _judged(gold, found) if not gold.cut else ():
            self.bands[band(sure.confidence)].add(right)
            self.rules.setdefault(sure.rule, Band()).add(right)

    def figures(self) -> dict[str, object]:
        """As plain values."""
        return {"bands": {n: b.figures() for n, b in self.bands.items()}, "rules": {n: b.figures() for n, b in sorted(self.rules.items())}}


def _judged(gold: GoldArticle, found: FoundArticle) -> Iterator[tuple[Sure, bool]]:
    """Each fact with whether the gold has it; what the gold does not decide is left out."""
    for sure in found.sure:
        expected = getattr(gold, sure.kind)
        right = None if expected is None else _RIGHT[sure.kind](expected, *sure.value)
        if right is not None:
            yield sure, right


def _post(gold: Iterable[tuple[str, str, str | None]], who: Name, title: str, office: Name) -> bool | None:
    same = [triple[2] for triple in gold if triple[:2] == (who.shown, title)]
    return None if None in same else any(office.is_(str(name)) for name in same)


def _role(gold: Iterable[tuple[str, str, str | None]], who: Name, role: str, date: str) -> bool:
    return any(g[:2] == (who.shown, role) and g[2] in (None, date) for g in gold)


def _act(gold: Iterable[tuple[str, str, str | None, str | None]], who: Name, how: str, date: str) -> bool:
    return any(g[:2] == (who.shown, how) and g[2] in (None, date) for g in gold)


def _name(gold: Iterable[str], name: Name) -> bool:
    return any(name.is_(wanted) for wanted in gold)


_RIGHT: dict[str, Callable[..., bool | None]] = {"posts": _post, "roles": _role, "endorsements": _act, "people": _name, "offices": _name}
