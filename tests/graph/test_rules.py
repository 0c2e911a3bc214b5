"""Rules are for the genre: none names a place; what is to be known of places, names and titles stands in data files."""

import ast
from pathlib import Path

import pytest

import graph

HERE = Path(graph.__file__).parent


def strings(path):
    """The string constants of a file, docstrings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs]


@pytest.mark.parametrize("path", sorted((HERE / "extract").glob("*.py")), ids=lambda path: path.stem)
def test_no_rule_names_a_place(path, gazetteer):
    assert [text[place.start : place.end] for text in strings(path) for place in gazetteer.find(text)] == []
