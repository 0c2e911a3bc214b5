"""Time axes of people and offices, and agreements of one title side by side."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import config, pipeline
from explorer.answers import Answers
from explorer.answers.axis import WIDTH, _Scale
from explorer.workspace import Workspace

CONFIG = config.load({})
ISSUES = {
    "a": "四川省地方志工作简报2018年第3期（总第201期）\n\n绵阳市地方志办公室 2018年 3月 5日\n\n绵阳市召开修志工作会\n\n"
    "3月1日，绵阳市地方志办公室主任柯砚青主持会议。（绵阳市地方志办公室）\n",
    "b": "四川省地方志工作简报2019年第8期（总第219期）\n\n四川省地方志工作办公室 2019年 6月 3日\n\n绵阳市史志工作获市领导批示\n\n"
    "5月30日，绵阳市地方志办公室主任柯砚青主持审查。6月1日，绵阳市委书记裴向远对绵阳市地方志办公室工作作出批示：“绵阳做法可学。”（绵阳市地方志办公室）\n",
    "c": "四川省地方志工作简报2021年第9期（总第328期）\n\n四川省地方志工作办公室 2021年 4月 9日\n\n绵阳与宜宾签约\n\n"
    "4月2日，绵阳市地方志办公室与宜宾市地方志办公室签订《地方志合作协议》。（绵阳市地方志办公室）\n",
    "d": "四川省地方志工作简报2022年第9期（总第428期）\n\n四川省地方志工作办公室 2022年 4月 9日\n\n绵阳与乐山签约\n\n"
    "4月6日，绵阳市地方志办公室与乐山市地方志办公室签订《地方志合作协议》。（绵阳市地方志办公室）\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("axis")
    for name, text in ISSUES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    with Workspace.open(folder / "data", create=True) as workspace:
        pipeline.ingest(workspace, [folder], CONFIG)
        with Answers(workspace, CONFIG) as opened:
            yield opened


def page(answers, name, kind):
    return next(answers.entity(m.id) for m in answers.find(name, kind) if m.exact)


def test_a_post_is_a_bar_whose_marks_are_sentences(answers):
    axis = page(answers, "柯砚青", "person").axis
    row = axis.rows[0]
    assert (row.title, row.other.name) == ("主任", "绵阳市地方志办公室")
    assert [(bar.first, bar.last) for bar in row.bars] == [("2018-03-01", "2019-05-30")]
    assert [mark.date for mark in row.marks] == ["2018-03-01", "2019-05-30"]
    assert all("柯砚青" in mark.fact.quote for mark in row.marks)


def test_the_axis_of_an_office_has_its_heads_and_what_it_received(answers):
    rows = {row.title: row for row in page(answers, "绵阳市地方志办公室", "office").axis.rows}
    assert rows["主任"].other.name == "柯砚青"
    assert [mark.date for mark in rows["受到批示肯定"].marks] == ["2019-06-01"]


def test_years_of_reports_have_no_holes(answers):
    assert page(answers, "绵阳市地方志办公室", "office").reports == ((2018, 1), (2019, 1), (2020, 0), (2021, 1), (2022, 1))


def test_whom_a_person_has_to_do_with_by_year(answers):
    years, offices = page(answers, "裴向远", "person").together
    assert years == (2019,)
    assert ("绵阳市地方志办公室", (1,)) in [(named.name, counts) for named, counts in offices]


def test_agreements_of_one_title_are_side_by_side(answers):
    compared = [answers.entity(m.id).compared for m in answers.find("《地方志合作协议》", "agreement") if m.exact]
    assert len(compared) == 2
    assert [one.attrs["signed"] for one in compared[0].entities] == ["2021-04-02", "2022-04-06"]
    assert compared[0].signed_apart
    cells = next(row.cells for row in compared[0].rows if any("乐山" in item.named.name for cell in row.cells for item in cell))
    own = [{item.named.name for item in cell if item.own} for cell in cells]
    assert "宜宾市地方志办公室" in own[0]
    assert "乐山市地方志办公室" in own[1]
    assert all("绵阳市地方志办公室" not in names for names in own)


def test_what_has_no_namesake_is_not_compared(answers):
    assert page(answers, "绵阳市地方志办公室", "office").compared is None


def test_what_has_no_date_has_no_axis(tmp_path):
    (tmp_path / "x.txt").write_text("某县史志动态\n\n某某办公室主任柯砚青主持会议。\n", "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as workspace:
        pipeline.ingest(workspace, [tmp_path / "x.txt"], CONFIG)
        with Answers(workspace, CONFIG) as opened:
            assert all(opened.entity(m.id).axis.rows == () for m in opened.find("柯砚青", "person"))


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_days_keep_their_order_on_the_axis(one, two):
    first, last = min(one, two), max(one, two)
    scale = _Scale(first.year, last.year)
    assert 0 <= scale.place(first.isoformat()) <= scale.place(last.isoformat()) <= WIDTH
    assert [x for x, _ in scale.ticks()] == sorted({x for x, _ in scale.ticks()})


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_a_part_of_a_date_is_within_it(day):
    scale = _Scale(day.year, day.year + 1)
    assert 0 <= scale.place(f"{day.year:04}") <= WIDTH / 2 + 1
    assert scale.place(f"{day.year:04}-01") <= scale.place(f"{day.year:04}-{day.month:02}")


def test_a_query_may_be_short_for_a_title(answers):
    assert {m.name for m in answers.meant("地方志协议")} == {"地方志合作协议"}
    assert not answers.meant("协议地方志"), "the characters stand in another order"
    assert not answers.meant("%___")
    assert [m.kind for m in answers.meant("柯砚青")] == ["person"]
