"""docs/security.md names tests that exist; and no SQL is put together from words that come from outside."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8"))


def test_the_walk_names_many():
    assert len(NAMED) > 50 and {heading for heading in re.findall(r"^## (A\d\d) ", (ROOT / "docs" / "security.md").read_text("utf-8"), re.M)} == {f"A{n:02}" for n in range(1, 11)}


@pytest.mark.parametrize(("file", "test"), sorted(set(NAMED)))
def test_each_named_test_exists(file, test):
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def pieces(tree):
    """What is put into the f-strings that hold SQL: names of variables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            if re.search(r"\b(SELECT|INSERT INTO|DELETE FROM|UPDATE \w+ SET|WHERE|PRAGMA)\b", text):
                yield from (part.value for part in node.values if isinstance(part, ast.FormattedValue))


def parameters(tree):
    """Names of parameters of public functions that are words from outside: annotated as `str`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield from ((node, a.arg) for a in [*node.args.args, *node.args.kwonlyargs] if isinstance(a.annotation, ast.Name) and a.annotation.id == "str")


def test_no_sql_is_put_together_from_what_somebody_says():
    """A word that a public function of the store is given is never written into a statement."""
    for path in [*(ROOT / "explorer" / "store").glob("*.py"), *(ROOT / "explorer" / "accounts").glob("*.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        for function, name in parameters(tree):
            used = {leaf.id for piece in pieces(function) for leaf in ast.walk(piece) if isinstance(leaf, ast.Name)}
            assert name not in used, (path.name, function.name, name)
