"""Names in a query, answered by the store: what a name means is what the articles say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import config, pipeline
from explorer.answers import Answers
from explorer.answers.naming import one_apart
from explorer.errors import QueryError
from explorer.workspace import Workspace

CONFIG = config.load({})
HEAD = "四川省地方志工作简报{year}年第{no}期（总第{total}期）\n\n四川省地方志工作办公室 {date}\n\n{title}\n\n{body}\n"
ISSUES = {
    "a": ("2018", 3, 201, "2018年 3月 5日", "绵阳市召开修志工作会", "3月1日，绵阳市副市长覃墨青到绵阳市地方志办公室调研。"),
    "b": ("2019", 8, 219, "2019年 6月 3日", "绵阳市审查年鉴", "5月30日，绵阳市副市长覃墨青充分肯定绵阳市地方志办公室工作。"),
    "c": ("2020", 9, 328, "2020年 4月 9日", "绵阳市委书记到市地方志办调研", "4月2日，绵阳市委书记裴向远到绵阳市地方志办公室调研。"),
    "d": ("2021", 2, 340, "2021年 1月 20日", "乐山市史志工作推进", "1月16日，乐山市委书记方其采到乐山市地方志办公室调研。裴向远没有到会。"),
    "e": ("2022", 2, 360, "2022年 1月 20日", "绵阳市修志", "1月16日，绵阳市委书记尤墨川对《绵阳年鉴》作出批示：“很好。”"),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("naming")
    for name, (year, no, total, date, title, body) in ISSUES.items():
        (folder / f"{name}.txt").write_text(HEAD.format(year=year, no=no, total=total, date=date, title=title, body=body), "utf-8")
    with Workspace.open(folder / "data", create=True) as workspace:
        pipeline.ingest(workspace, [folder], CONFIG)
        with Answers(workspace, CONFIG) as opened:
            yield opened


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("人物:覃墨青", "2018 2019"), ("人物:覃*", "2018 2019"), ("qmq", "2018 2019"), ("tanmoqing", "2018 2019"), ("QinMoQing", "2018 2019"),
        ("覃默青~", "2018 2019"), ("覃墨~", "2018 2019"), ("机构:绵阳市地方志办", "2018 2019 2020"), ("绵阳市地方志办", "2018 2019 2020"),
        ('"绵阳市地方志办"', "2018 2019 2020"), ("文件:《绵阳年鉴》", "2022"), ("文件:绵阳年鉴", "2022"),
        ("期:2", "2021 2022"), ("期:3..8", "2018 2019"), ("总期:328", "2020"), ("总期:340..", "2021 2022"), ("总期:..205", "2018"),
        ("年份:2018..2019", "2018 2019"), ("地区:乐山市", "2021"), ("地区:绵阳", "2018 2019 2020 2022"), ("行为:批示", "2022"),
        ("行为:调研 机构:绵阳市地方志办公室", "2018 2020"), ("职务:绵阳市委书记", "2020 2022"), ("职务:乐山市委书记", "2021"),
        ("裴向远 NOT 职务:绵阳市委书记", "2021"), ("栏目:没有", ""), ("人物:没有此人", ""), ("期:甲", ""), ('"调研 人物:*"~12', "2018 2020 2021"),
    ],
)  # fmt: skip
def test_what_a_query_finds(answers, query, years):
    assert " ".join(sorted(hit.article.date[:4] for hit in answers.search(query, size=50).hits)) == years


def test_an_error_points_at_its_place(answers):
    with pytest.raises(QueryError) as caught:
        answers.search("(川渝 AND")
    assert (caught.value.position, caught.value.place, caught.value.reason) == (7, "(川渝 AND▸", "此处缺少检索词")


def test_how_a_hit_matched(answers):
    found = {hit.article.date[:4]: hit.matched for hit in answers.search("市委书记裴向远", size=9).hits}
    assert found == {"2020": "exact-body"}
    assert {hit.matched for hit in answers.search("qmq").hits} == {"alias"}
    assert {hit.matched for hit in answers.search("人物:覃墨青").hits} == {"all"}


@given(st.text("甲乙丙", max_size=5), st.text("甲乙丙", max_size=5))
def test_one_apart(one, other):
    def changed(text):
        for at in range(len(text) + 1):
            yield from (text[:at] + sign + text[at:] for sign in "甲乙丙")
            yield from (text[:at] + sign + text[at + 1 :] for sign in "甲乙丙" if at < len(text) and text[at] != sign)
            if at < len(text):
                yield text[:at] + text[at + 1 :]

    assert one_apart(one, other) == (other in set(changed(one)))
