"""The commands that walk the network say what the pages say."""

import json
from importlib import resources

import pytest
from click.testing import CliRunner

from explorer import config, pipeline
from explorer.cli import main
from explorer.workspace import Workspace


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    data = tmp_path_factory.mktemp("walking")
    with resources.as_file(resources.files("explorer") / "samples") as samples, Workspace.open(data, create=True) as workspace:
        pipeline.ingest(workspace, sorted(samples.glob("*.txt")), config.load({}))
    return lambda *given: CliRunner().invoke(main, ["--data", str(data), *given])


def test_network(run):
    told = json.loads(run("network", "邓瑜", "--json").output)
    lines = run("network", "邓瑜").output.splitlines()
    assert len(lines) == len(told["lines"]) > 0 and all("“" in line for line in lines)
    assert "没有列出" in run("network", "四川省地方志工作办公室", "--most", "2").output


def test_measures(run):
    told = json.loads(run("measures", "--kind", "holds_post", "--json").output)
    shown = run("measures", "--kind", "holds_post", "--top", "3").output.splitlines()
    assert len(shown) == 4 and shown[1].endswith(f"（{told['rows'][0]['node']['id']}）")


def test_a_path_over_chosen_relations(run):
    assert "路径 1" in run("path", "邓瑜", "四川省地方志工作办公室", "--kind", "holds_post").output
    assert "没有值得一读" in run("path", "邓瑜", "四川省地方志工作办公室", "--to", "1990").output


@pytest.mark.parametrize("wrong", [("--kind", "ship"), ("--from", "2025", "--to", "2020"), ("--from", "x")])
def test_what_cannot_be(run, wrong):
    for command in (("path", "邓瑜", "赵行"), ("network", "邓瑜"), ("measures",)):
        assert run(*command, *wrong).exit_code == 2
