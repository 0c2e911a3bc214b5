"""Our own gold: the development half may not get worse than what is written down; the frozen half is not run here.

Bounds are a little below the figures of docs/evaluation.md, so that a change of the model's numerics is no alarm.
"""

from pathlib import Path

import pytest

from explorer.config import load
from explorer.evaluate import as_plain, evaluate

GOLD = Path(__file__).parents[1] / "gold"
BOUNDS = {
    "articles": 0.98, "people": 0.97, "posts": 0.97, "offices": 0.97, "documents": 0.97, "events": 0.95, "roles": 0.95,
    "endorsements": 0.95, "post_offices": 0.96,
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(BOUNDS))
def test_the_development_half(development, kind):
    assert development[kind]["f1"] >= BOUNDS[kind], (development[kind]["misses"], development[kind]["false"])


FURTHER = {
    "dev3": (0.98, 0.98, 0.94, 0.96), "dev4": (0.98, 0.97, 0.94, 0.96), "dev6": (0.98, 0.97, 0.94, 0.84), "dev7": (0.97, 0.97, 0.93, 0.91),
    "dev8": (0.98, 0.97, 0.94, 0.97), "dev9": (0.97, 0.95, 0.92, 0.9), "dev10": (0.98, 0.97, 0.92, 0.88),
}  # fmt: skip
"""F1 of people, posts, offices and endorsements that further development sets may not fall below."""


@pytest.mark.parametrize("name", sorted(FURTHER))
def test_further_development_sets(name):
    kinds = as_plain(evaluate(GOLD / name / f"{name}.json", GOLD / name, load({})))["kinds"]
    for kind, bound in zip(("people", "posts", "offices", "endorsements"), FURTHER[name], strict=True):
        assert kinds[kind]["f1"] >= bound, (kind, kinds[kind])


@pytest.fixture(scope="module")
def development():
    return as_plain(evaluate(GOLD / "dev" / "dev.json", GOLD / "dev", load({})))["kinds"]


def test_the_stand_ins_of_real_pages(shared):
    kinds = as_plain(evaluate(GOLD / "dev" / "standins.json", shared / "bulletins", load({})))["kinds"]
    for kind in ("articles", "people", "posts", "documents", "agreements", "roles", "endorsements"):
        assert kinds[kind]["f1"] >= 0.95, (kind, kinds[kind])
    assert kinds["offices"]["f1"] >= 0.95


def test_the_seed_itself(shared):
    kinds = as_plain(evaluate(shared / "gold" / "seed.json", shared / "bulletins", load({})))["kinds"]
    assert {kind: row["f1"] for kind, row in kinds.items() if row["f1"] != 1.0} == {}
