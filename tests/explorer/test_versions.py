"""Versions of one story: known by their text, linked, one of them read; in whatever order they came."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import config, pipeline
from explorer.answers import Answers
from explorer.answers.checking import check
from explorer.store import queries, versions
from explorer.versions import LEAST, Text, are_versions, bands, may_be_alike, sketch, stories
from explorer.workspace import Workspace

STORY = (
    "7月16日，省地方志办召开2020年上半年工作总结会。会议由副主任主持，机关全体人员参加会议。会议听取了各处室上半年工作情况的汇报，"
    "分析了当前面临的困难，研究了下半年的工作安排。会议要求，全体人员要统一思想，对照年初确定的目标，逐项检查落实情况，"
    "确保全年任务按期完成；要加强年鉴编纂质量的管理，严格执行三审三校制度；要做好脱贫攻坚志资料的收集整理工作。"
)
TITLE = "省地方志办召开半年工作总结会"
PAGE = "四川省地方志工作办公室 2020年 7月 20日\n\n【特别关注】\n\n{title}\n\n{body}（省地方志办）\n"
CONFIG = config.load({})


def test_the_same_story_in_another_form_is_a_version():
    story = Text(TITLE, STORY)
    assert are_versions(story, Text(TITLE, STORY.replace("，", ",").replace("2020", "２０２０")))
    assert are_versions(story, Text("我办" + TITLE, STORY.replace("机关全体人员", "机关全体干部")))
    assert are_versions(story, Text(TITLE, STORY[: int(len(STORY) * 0.6)]))


def test_reports_of_a_kind_are_not_versions():
    story = Text(TITLE, STORY)
    assert not are_versions(story, Text(TITLE, STORY.replace("2020", "2019").replace("7月16日", "7月3日")))
    assert not are_versions(story, Text("市政协召开提案办理协商会", STORY))
    assert not are_versions(story, Text(TITLE, STORY[: LEAST - 1]))
    assert not are_versions(Text("通知", "短"), Text("通知", "短"))


@given(st.integers(0, len(STORY) - 1), st.sampled_from("甲乙丙丁"))
def test_versions_share_a_band(place, char):
    other = STORY[:place] + char + STORY[place + 1 :]
    assert set(bands(sketch(STORY))) & set(bands(sketch(other)))
    assert may_be_alike(sketch(STORY), [sketch(other)]) == [True]
    assert all(0 <= key < 2**63 for key in bands(sketch(STORY))) and bands(sketch("短")) == []


@given(st.integers(LEAST, len(STORY)))
def test_a_copy_that_breaks_off_is_worth_comparing(end):
    part = STORY[:end]
    if are_versions(Text(TITLE, STORY), Text(TITLE, part)):
        assert may_be_alike(sketch(STORY), [sketch(part)]) == [True]


def test_texts_that_share_a_formula_are_not_compared():
    other = "".join(chr(0x4E00 + number) for number in range(len(STORY))) + STORY[:12]
    assert may_be_alike(sketch(STORY), [sketch(other), sketch(STORY)]) == [False, True]


def test_a_story_is_all_that_pairs_hold_together():
    pairs = [("b", "a"), ("x", "y"), ("c", "d"), ("d", "a"), ("a", "c")]
    assert sorted(stories(pairs)) == [["a", "b", "c", "d"], ["x", "y"]]
    assert stories([]) == []


@pytest.fixture
def files(tmp_path):
    """Four files: a whole text, one with a slip, one that breaks off, and another story."""
    bodies = [STORY, STORY.replace("困难", "因难"), STORY[:150], STORY.replace("2020", "2019").replace("7月16日", "8月1日")]
    paths = []
    for number, body in enumerate(bodies):
        path = tmp_path / f"{number}.txt"
        path.write_text(PAGE.format(title=TITLE, body=body), "utf-8")
        paths.append(path)
    return paths


def state_of(workspace):
    ids = queries.searchable_ids(workspace.store())
    with workspace.store().read() as connection:
        rows = connection.execute("SELECT article_id, reading_id FROM versions ORDER BY 1").fetchall()
        facts = {row[0] for row in connection.execute("SELECT DISTINCT article_id FROM mentions")}
    return ids, [tuple(row) for row in rows], facts


def test_the_order_of_the_files_does_not_matter(tmp_path, files):
    seen = []
    for number, order in enumerate(list(permutations(files))[::5]):
        with Workspace.open(tmp_path / f"w{number}", create=True) as workspace:
            for path in order:
                pipeline.ingest(workspace, [path], CONFIG)
            seen.append(state_of(workspace))
            assert all(row.holds for row in check(Answers(workspace, CONFIG)))
    assert all(state == seen[0] for state in seen)
    ids, rows, facts = seen[0]
    assert len(ids) == 2 and len(rows) == 2
    assert not facts & {version for version, _ in rows}


def test_when_the_reading_text_goes_the_next_one_is_read(tmp_path, files):
    with Workspace.open(tmp_path / "w", create=True) as workspace:
        pipeline.ingest(workspace, [tmp_path], CONFIG)
        ids, rows, _ = state_of(workspace)
        reading = rows[0][1]
        itself, others = versions.others(workspace.store(), reading)
        assert itself == reading and len(others) == 2
        assert versions.others(workspace.store(), others[0]) == (reading, (reading, others[1]))
        page = Answers(workspace, CONFIG).article(others[0])
        assert [(version.line.id, version.is_reading) for version in page.versions] == [(reading, True), (others[1], False)]
        assert not page.facts
        source = queries.issue(workspace.store(), queries.article(workspace.store(), reading).bulletin_id).source_name
        (tmp_path / source).unlink()
        pipeline.ingest(workspace, [tmp_path], CONFIG, withdraw=True)
        ids, rows, facts = state_of(workspace)
        assert len(ids) == 2 and len(rows) == 1 and rows[0][1] in others and rows[0][1] in facts
        assert all(row.holds for row in check(Answers(workspace, CONFIG)))
