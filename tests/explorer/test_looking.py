"""Looking into things: coverage by numbers, a file step by step, a workspace that agrees with itself."""

import sqlite3

import pytest

from explorer import config, inspecting, pipeline
from explorer.answers import Answers
from explorer.answers.checking import check
from explorer.workspace import Workspace

CONFIG = config.load({}, workers=1)
ISSUE = "四川省地方志工作简报{year}年第{no}期（总第{total}期）\n\n四川省地方志工作办公室 {year}年 {month}月 5日\n\n雅安市召开修志会\n\n{month}月3日，雅安市地方志编纂中心主任柯砚青主持会议，研究第{no}期。（雅安市地方志编纂中心）\n"
NUMBERS = [(2019, 1, 101), (2019, 3, 103), (2019, 4, 140), (2020, 1, 106), (2020, 2, 107)]


@pytest.fixture
def workspace(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    for at, (year, no, total) in enumerate(NUMBERS):
        (files / f"{at}.txt").write_text(ISSUE.format(year=year, no=no, total=total, month=no + 1), "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as opened:
        pipeline.ingest(opened, [files], CONFIG)
        yield opened


def test_totals_prove_how_many_issues_a_year_had(workspace):
    with Answers(workspace, CONFIG) as answers:
        (series,) = answers.coverage()
    first, second = series.years
    assert (first.year, first.known, first.proved, first.offset) == (2019, 5, True, 100)
    assert first.held == (1, 3) and first.missing == (2, 4, 5)
    assert [issue.total_no for issue in first.doubtful] == [140]
    assert (second.held, second.missing, second.proved) == ((1, 2), (), False)
    assert (series.held, series.known) == (4, 7)


def test_a_sound_workspace_agrees_with_itself(workspace):
    with Answers(workspace, CONFIG) as answers:
        assert [row.name for row in check(answers) if not row.holds] == []


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        ("UPDATE mentions SET surface = '别处' WHERE rowid IN (SELECT rowid FROM mentions LIMIT 1)", "名称与引文的位置"),
        ("UPDATE relations SET quote = '别处' WHERE id IN (SELECT id FROM relations LIMIT 1)", "名称与引文的位置"),
        ("DELETE FROM articles WHERE part = 'article'", "全文索引"),
        ("UPDATE meta SET value = '999' WHERE key = 'revision'", "全文索引"),
        ("UPDATE bulletins SET sha256 = '00' WHERE issue_no = 3", "原文件"),
    ],
)
def test_damage_is_found(workspace, damage, name):
    with sqlite3.connect(workspace.path / "store.sqlite") as connection:
        connection.execute(damage.replace("rowid IN (SELECT rowid FROM mentions LIMIT 1)", "(article_id, start, stop, ref_id) IN (SELECT article_id, start, stop, ref_id FROM mentions LIMIT 1)"))
    with Answers(workspace, CONFIG) as answers:
        assert name in [row.name for row in check(answers) if not row.holds]


def test_an_original_that_was_changed_is_found(workspace):
    original = next(path for path in (workspace.path / "originals").rglob("*") if path.is_file())
    original.write_bytes(b"other")
    with Answers(workspace, CONFIG) as answers:
        assert [row.name for row in check(answers) if not row.holds] == ["原文件"]


def test_a_file_is_told_step_by_step(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(ISSUE.format(year=2020, no=7, total=300, month=8), "utf-8")
    (report,) = inspecting.inspect(file, tmp_path / "lexicon", CONFIG)
    assert (report.form, report.pages, report.problem) == ("text", 1, "")
    assert dict(report.head)["总期"] == "300" and dict(report.head)["日期"] == "2020-08-05"
    assert [(part.part, part.title) for part in report.parts if part.part == "article"] == [("article", "雅安市召开修志会")]
    assert sum(part.mentions for part in report.parts) > 2


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("今天天气很好，我们去公园散步。", "utf-8")
    (report,) = inspecting.inspect(file, tmp_path, CONFIG)
    assert "没有找到简报" in report.problem and report.parts == ()
