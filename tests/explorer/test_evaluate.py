"""Evaluation: what counts as right, missed and false."""

import json
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

from explorer.cli import main
from explorer.config import load
from explorer.corrections.making import Maker
from explorer.errors import InputError
from explorer.evaluate import as_plain, evaluate, gold, score
from explorer.pipeline import correct, ingest
from explorer.store import entities, queries
from explorer.workspace import Workspace
from graph.corrections.model import ACCEPT
from graph.gazetteer import Gazetteer

TEXT = """四川省地方志工作办公室 2020年7月20日
【市州动态】
大竹县召开地方志工作会议
7月16日，大竹县召开全县地方志工作会议，县委常委、常务副县长林楠英主持会议，副县长蒋丽辉讲话。会议学习《地方志工作条例》。林楠英充分肯定县地方志办工作。（大竹县地方志办）
"""
FACTS = {
    "title": "大竹县召开地方志工作会议", "section": "市州动态", "attribution": "大竹县地方志办",
    "people": [
        {"name": "林楠英", "posts": [{"title": "县委常委", "office": "中共大竹县委员会"}, {"title": "常务副县长", "office": "大竹县人民政府"}]},
        {"name": "蒋丽辉", "posts": [{"title": "副县长", "office": "大竹县人民政府"}]},
    ],
    "offices": ["中共大竹县委员会", "大竹县人民政府", "大竹县地方志办"], "documents": ["《地方志工作条例》"],
    "roles": [{"who": "林楠英", "role": "主持", "date": "2020-07-16"}, {"who": "蒋丽辉", "role": "讲话", "date": None}],
    "endorsements": [{"who": "林楠英", "how": "肯定", "date": "2020-07-16", "whom_or_what": "大竹县地方志办"}],
}  # fmt: skip


@pytest.fixture
def run(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")

    def evaluated(**changes):
        issue = [{"file": "a.txt", "date": "2020-07-20", "articles": [{**FACTS, **changes}]}]
        (tmp_path / "gold.json").write_text(json.dumps(issue, ensure_ascii=False), "utf-8")
        return as_plain(evaluate(tmp_path / "gold.json", tmp_path, load({})))["kinds"]

    return evaluated


def test_all_right(run):
    kinds = run()
    for kind in ("articles", "people", "posts", "offices", "documents", "roles", "endorsements", "post_offices", "endorsement_targets"):
        assert kinds[kind]["f1"] == 1.0, (kind, kinds[kind])
    assert kinds["agreements"]["f1"] is None and kinds["events"]["support"] == 0


def test_a_miss_and_a_false_one_are_listed(run):
    kinds = run(people=[{"name": "赵无此"}, {"name": "蒋丽辉"}])
    assert kinds["people"]["precision"] == kinds["people"]["recall"] == 0.5
    assert "赵无此" in kinds["people"]["misses"][0] and "林楠英" in kinds["people"]["false"][0]


def test_what_is_null_or_unknown_is_not_scored(run):
    kinds = run(people=None, offices=None, colour="red", section=None)
    assert kinds["people"]["support"] == kinds["offices"]["support"] == kinds["posts"]["support"] == 0
    assert kinds["articles"]["support"] == 3


def test_in_a_cut_article_nothing_more_is_false(run):
    kinds = run(people=[{"name": "蒋丽辉"}], cut=True)
    assert kinds["people"]["precision"] == 1.0


def test_an_act_matches_by_who_day_and_any_kind(run):
    assert run(endorsements=[{"who": "林楠英", "how": "批示", "date": "2020-07-16"}])["endorsements"]["recall"] == 0.0
    both = [{"who": "林楠英", "how": how, "date": "2020-07-16"} for how in ("肯定", "调研")]
    assert run(endorsements=both)["endorsements"]["f1"] == 1.0
    assert run(endorsements=[{"who": "林楠英", "how": "肯定", "date": "2020-07-15"}])["endorsements"]["f1"] == 0.0


def test_a_right_post_at_the_wrong_office(run):
    people = [{"name": "蒋丽辉", "posts": [{"title": "副县长", "office": "达州市人民政府"}]}]
    kinds = run(people=people, cut=True)
    assert kinds["posts"]["f1"] == 1.0 and kinds["post_offices"]["f1"] == 0.0


def test_names_compare_without_width_brackets_and_spaces(run):
    assert run(title="大竹县召开 地方志工作会议", documents=["地方志工作条例"])["documents"]["f1"] == 1.0


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"a": 1}', '[{"file": "x"}]'])
def test_a_file_that_is_no_gold_is_one_error(tmp_path, content):
    (tmp_path / "gold.json").write_text(content, "utf-8")
    with pytest.raises(InputError, match="标注"):
        gold.load(tmp_path / "gold.json", Gazetteer())


def test_a_file_that_is_missing_counts_as_missed(tmp_path, run):
    run()
    (tmp_path / "a.txt").unlink()
    report = as_plain(evaluate(tmp_path / "gold.json", tmp_path, load({})))
    assert report["problems"] and report["kinds"]["people"]["recall"] == 0.0


def test_intervals():
    low, high = score.wilson(95, 100)
    assert 0.88 < low < 0.90 and 0.97 < high < 0.98 and score.wilson(0, 0) is None


def test_decisions_become_gold_that_the_same_command_takes(tmp_path):
    data, gold = tmp_path / "data", tmp_path / "gold"
    samples = sorted(Path(str(resources.files("explorer") / "samples")).glob("*.txt"))
    with Workspace.open(data, create=True) as workspace:
        ingest(workspace, samples, load())
        store = workspace.store()
        refused = CliRunner().invoke(main, ["--data", str(data), "evaluate", "--from-decisions", str(gold)])
        assert refused.exit_code == 1 and "还没有核定过的事实" in refused.output
        acts = [fact for issue in queries.issues(store) for part in queries.articles(store, issue.id)
                for fact in entities.relations_of_article(store, part.id) if fact.kind == "endorsed" and part.part == "article"]  # fmt: skip
        whole = acts[0].article_id
        every = [fact.id for fact in entities.relations_of_article(store, whole) if not fact.implied]
        other = next(fact for fact in acts if fact.article_id != whole)
        make = Maker(store, "甲", "2026-01-02T03:04:05+08:00")
        correct(workspace, load(), lambda before: [make.decide(one, ACCEPT) for one in (*every, other.id)])
    written = CliRunner().invoke(main, ["--data", str(data), "evaluate", "--from-decisions", str(gold)])
    assert written.exit_code == 0, written.output
    rows = {article["title"]: article for issue in json.loads((gold / "gold.json").read_text("utf-8")) for article in issue["articles"]}
    assert len(rows) == 2 and [rows[title]["cut"] for title in (acts[0].article_title, other.article_title)] == [False, True]
    told = json.loads(CliRunner().invoke(main, ["evaluate", str(gold / "gold.json"), "--files", str(gold), "--json"]).output)
    assert told["problems"] == [] and told["kinds"]["endorsements"]["support"] >= 2
    assert told["kinds"]["endorsements"]["recall"] == told["kinds"]["endorsements"]["precision"] == 1.0
    assert told["kinds"]["posts"]["recall"] in (1.0, None)
    again = CliRunner().invoke(main, ["--data", str(data), "evaluate", "--from-decisions", str(gold)])
    assert again.exit_code == 1 and "不是空的" in again.output
