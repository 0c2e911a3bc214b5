"""A collection holds what is public and its own; what is public holds nothing of it."""

import pytest
from click.testing import CliRunner

from explorer import collections, config, pipeline
from explorer.answers import Answers
from explorer.answers.checking import check
from explorer.cli import main
from explorer.errors import BadName, NotFound
from explorer.store import entities, queries
from explorer.workspace import Workspace

CONFIG = config.load({})
HEAD = "四川省地方志工作简报2018年第{n}期（总第{n}期）\n\n四川省地方志工作办公室 2018年 3月 5日\n\n{title}\n\n"
PUBLIC = HEAD.format(n=1, title="绵阳市召开修志工作会") + "3月1日，绵阳市地方志办公室主任柯砚青主持会议。（绵阳市地方志办公室）\n"
LATER = HEAD.format(n=2, title="宜宾市举办培训") + "3月2日，宜宾市地方志办公室主任尤墨川讲话。（宜宾市地方志办公室）\n"
SECRET = HEAD.format(n=3, title="绵阳市内部会议") + "3月3日，绵阳市地方志办公室副主任裴向远主持会议，柯砚青讲话。（绵阳市地方志办公室）\n"
GROUP = "内部资料"


@pytest.fixture
def public(tmp_path):
    for name, text in (("a", PUBLIC), ("b", LATER), ("c", SECRET)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as workspace:
        pipeline.ingest(workspace, [tmp_path / "a.txt"], CONFIG)
        yield workspace


def dump(workspace):
    """All rows of the store, but for counters."""
    with workspace.store().read() as connection:
        tables = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta'")]
        return {table: sorted(map(tuple, connection.execute(f"SELECT * FROM {table}")), key=repr) for table in tables}


def is_sound(workspace):
    with Answers(workspace, CONFIG) as answers:
        return [row for row in check(answers) if not row.holds] == []


def named(workspace, name):
    return [match.id for match in entities.find(workspace.store(), name) if match.exact]


def test_a_collection_has_what_is_public_and_its_own(public, tmp_path):
    before = dump(public)
    collections.create(public, GROUP, CONFIG)
    summary = collections.add(public, GROUP, [tmp_path / "c.txt"], CONFIG)
    assert not summary.problems
    with collections.opened(public.path, GROUP) as own:
        assert {issue.issue_no for issue in queries.issues(own.store())} == {1, 3}
        assert named(own, "裴向远") and named(own, "柯砚青")
        assert is_sound(own)
        with Answers(own, CONFIG) as answers:
            assert answers.search("内部会议").total == 1
    assert dump(public) == before, "nothing of it is in the public folder"
    assert not named(public, "裴向远")


def test_what_comes_and_goes_in_public_comes_and_goes_in_the_collection(public, tmp_path):
    collections.create(public, GROUP, CONFIG)
    collections.add(public, GROUP, [tmp_path / "c.txt"], CONFIG)
    pipeline.ingest(public, [tmp_path / "b.txt"], CONFIG)
    collections.follow_all(public, CONFIG)
    with collections.opened(public.path, GROUP) as own:
        assert {issue.issue_no for issue in queries.issues(own.store())} == {1, 2, 3}
    (tmp_path / "b.txt").unlink()
    pipeline.ingest(public, [tmp_path], CONFIG, withdraw=True)  # takes the secret one in, too
    assert {issue.issue_no for issue in queries.issues(public.store())} == {1, 3}
    collections.follow_all(public, CONFIG)
    with collections.opened(public.path, GROUP) as own:
        assert {issue.issue_no for issue in queries.issues(own.store())} == {1, 3}
    (tmp_path / "c.txt").unlink()
    pipeline.ingest(public, [tmp_path], CONFIG, withdraw=True)
    collections.follow_all(public, CONFIG)
    with collections.opened(public.path, GROUP) as own:
        assert {issue.issue_no for issue in queries.issues(own.store())} == {1, 3}, "what was taken in here as well stays"
        assert is_sound(own)


def test_to_follow_twice_changes_nothing(public, tmp_path):
    collections.create(public, GROUP, CONFIG)
    with collections.opened(public.path, GROUP) as own:
        before = dump(own)
        found = collections.follow_all(public, CONFIG)[GROUP]
        assert dump(own) == before
        assert not found.problems and found.indexed == 0


def test_public_corrections_hold_in_the_collection_and_not_the_other_way(public, tmp_path):
    from explorer.corrections.making import Maker

    def rename(workspace, name, new):
        one = named(workspace, name)[0]
        pipeline.correct(workspace, CONFIG, lambda log: [Maker(workspace.store(), "甲", "2026-11-23T10:00:00.000").rename(one, new, "")])

    collections.create(public, GROUP, CONFIG)
    collections.add(public, GROUP, [tmp_path / "c.txt"], CONFIG)
    rename(public, "柯砚青", "柯砚卿")
    collections.follow_all(public, CONFIG)
    with collections.opened(public.path, GROUP) as own:
        assert named(own, "柯砚卿")
        rename(own, "裴向远", "裴向原")
        assert named(own, "裴向原")
    collections.follow_all(public, CONFIG)
    assert not named(public, "裴向原")
    assert (public.path / "corrections.jsonl").read_text("utf-8").count("\n") == 1
    with collections.opened(public.path, GROUP) as own:
        assert named(own, "裴向原") and is_sound(own)


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", "x" * 41, "a b", "\x00", "内部\n"])
def test_no_other_name_becomes_a_path(public, name):
    with pytest.raises(BadName):
        collections.create(public, name, CONFIG)
    with pytest.raises(NotFound):
        collections.path_of(public.path, name)
    assert collections.names(public.path) == []


def test_the_command(public, tmp_path):
    def run(*arguments, code=0):
        found = CliRunner().invoke(main, ["--data", str(public.path), *arguments])
        assert found.exit_code == code, found.output
        return found.output

    run("collection", "add", GROUP)
    run("ingest", "--collection", GROUP, str(tmp_path / "c.txt"))
    run("ingest", str(tmp_path / "b.txt"))
    assert f"{GROUP}　自有 1 期" in run("collection", "list")
    with collections.opened(public.path, GROUP) as own:
        assert {issue.issue_no for issue in queries.issues(own.store())} == {1, 2, 3}
    assert "没有这个专题库" in run("ingest", "--collection", "别的", str(tmp_path / "c.txt"), code=1)
    assert "已有同名" in run("collection", "add", GROUP, code=1)
    run("collection", "remove", GROUP, "--yes")
    assert collections.names(public.path) == []
