"""Corrections between installations: taken in once, disagreements shown and left to a person."""

import json
import shutil
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

from explorer.cli import main
from explorer.config import load
from explorer.corrections import log
from explorer.corrections.making import Maker
from explorer.pipeline import correct, ingest
from explorer.store import corrected, doubts, entities
from explorer.workspace import Workspace
from graph.corrections.conflicts import conflicts
from graph.corrections.model import ACCEPT, DATE, REJECT, UNDO, Correction

AT = "2026-01-02T03:04:05+08:00"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = tmp_path_factory.mktemp("exchange") / "data"
    with Workspace.open(path, create=True) as workspace:
        ingest(workspace, sorted(Path(str(resources.files("explorer") / "samples")).glob("*.txt")), load())
    return path


@pytest.fixture
def here(original, tmp_path):
    return shutil.copytree(original, tmp_path / "here")


@pytest.fixture
def there(original, tmp_path):
    return shutil.copytree(original, tmp_path / "there")


def decide(path, *makes, by="甲"):
    with Workspace.open(path) as workspace:
        maker = Maker(workspace.store(), by, AT)
        return [correct(workspace, load(), lambda before: [make(maker)])[0] for make in makes]


def run(path, *words, code=0):
    found = CliRunner().invoke(main, ["--data", str(path), "corrections", *words])
    assert found.exit_code == code, found.output
    return found.output


def fact(path, at=0):
    with Workspace.open(path) as workspace:
        return doubts.relations(workspace.store(), offset=at)[0]


def person(path, name):
    with Workspace.open(path) as workspace:
        return entities.find(workspace.store(), name, kind="person")[0].id


def test_what_was_decided_there_holds_here_and_is_taken_in_once(here, there, tmp_path):
    wrong, a, b = fact(there), person(there, "邓瑜"), person(there, "赵行")
    decide(there, lambda make: make.decide(wrong, REJECT), lambda make: make.merge(a, [b]))
    file = tmp_path / "out.jsonl"
    run(there, "export", "--output", str(file))
    assert "导入 2 条；已有 0 条；抵触 0 条" in run(here, "import", str(file))
    with Workspace.open(here) as workspace:
        assert not entities.relations(workspace.store(), [wrong]) and corrected.now(workspace.store(), b) == a
    assert "导入 0 条；已有 2 条" in run(here, "import", str(file))
    assert log.read(here).entries == log.read(there).entries


def test_disagreements_are_listed_and_left_out_unless_theirs_are_wanted(here, there, tmp_path):
    one, other = fact(there), fact(there, 1)
    mine = decide(here, lambda make: make.decide(one, ACCEPT), by="乙")[0]
    theirs = decide(there, lambda make: make.decide(one, REJECT), lambda make: make.decide(other, REJECT))
    file = tmp_path / "out.jsonl"
    run(there, "export", "--output", str(file))
    told = json.loads(run(here, "import", str(file), "--json", code=1))
    assert told == {"added": [theirs[1].id], "known": 0, "unreadable": 0, "conflicts": [{"ours": mine.id, "theirs": theirs[0].id}]}
    with Workspace.open(here) as workspace:
        assert entities.relations(workspace.store(), [one]) and not entities.relations(workspace.store(), [other])
    run(here, "import", str(file), "--theirs")
    with Workspace.open(here) as workspace:
        assert not entities.relations(workspace.store(), [one])


def test_list_and_undo(here):
    wrong = fact(here)
    made = decide(here, lambda make: make.decide(wrong, REJECT))[0]
    assert made.id in run(here, "list") and "已生效" in run(here, "list")
    assert "已撤销" in run(here, "undo", made.id)
    with Workspace.open(here) as workspace:
        assert entities.relations(workspace.store(), [wrong])
    told = json.loads(run(here, "list", "--json"))
    assert [one["state"] for one in told["entries"]] == ["applied", "undone"]
    assert "没有这条更正" in run(here, "undo", "ffff", code=1)


@pytest.mark.parametrize("content", [b"", b"no json\n", b"\xff\xfe\x00", b'{"at": "x"}\n'])
def test_a_file_that_is_no_log_is_refused_in_one_line(here, tmp_path, content):
    file = tmp_path / "x.jsonl"
    file.write_bytes(content)
    assert "不是导出的更正记录" in run(here, "import", str(file), code=1)
    assert not log.read(here).entries


def test_what_disagrees(here):
    one, a, b = fact(here), person(here, "邓瑜"), person(here, "赵行")
    with Workspace.open(here) as workspace:
        make = lambda by: Maker(workspace.store(), by, AT)  # noqa: E731
        yes, no = make("甲").decide(one, ACCEPT), make("乙").decide(one, REJECT)
        early, late = make("甲").decide(one, DATE, date="2020"), make("乙").decide(one, DATE, date="2021")
        same, two = make("甲").merge(a, [b]), make("乙").distinct(b, a)
        named, otherwise = make("甲").rename(a, "邓某"), make("乙").rename(a, "邓君")
        more, less = make("甲").alias(a, "小邓"), make("乙").alias(a, "小邓", remove=True)
    for ours, theirs in ((yes, no), (no, yes), (early, late), (early, no), (same, two), (two, same), (named, otherwise), (more, less)):
        assert [(found.ours, found.theirs) for found in conflicts([ours], [theirs])] == [(ours, theirs)]
        assert conflicts([ours], [ours]) == conflicts([], [theirs]) == []
        gone = Correction(AT, "甲", UNDO, of=ours.id)
        assert conflicts([ours, gone], [theirs]) == []
        assert conflicts([ours], [theirs, Correction(AT, "乙", UNDO, of=theirs.id)]) == []
    assert conflicts([yes], [early]) == conflicts([same], [named]) == []
