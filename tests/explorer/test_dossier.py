"""What a page computes from observations: terms, names over time, namesakes, days from print to act."""

import pytest

from explorer import config, pipeline
from explorer.answers import Answers
from explorer.workspace import Workspace

CONFIG = config.load({})
ISSUES = {
    "a": "四川省地方志工作简报2018年第3期（总第201期）\n\n绵阳市地方志办公室 2018年 3月 5日\n\n绵阳市召开修志工作会\n\n"
    "3月1日，绵阳市地方志办公室主任柯砚青主持会议。（绵阳市地方志办公室）\n",
    "b": "四川省地方志工作简报2019年第8期（总第219期）\n\n四川省地方志工作办公室 2019年 6月 3日\n\n绵阳市审查年鉴\n\n"
    "5月30日，绵阳市地方志办公室主任柯砚青主持审查。（绵阳市地方志办公室）\n",
    "c": "四川省地方志工作简报2021年第9期（总第328期）\n\n四川省地方志工作办公室 2021年 4月 9日\n\n绵阳市举办史志培训\n\n"
    "4月2日，绵阳市委党史研究室（市地方志编纂中心）主任尤墨川讲话。（绵阳市委党史研究室）\n",
    "d": "四川省地方志工作简报2021年第12期（总第331期）\n\n四川省地方志工作办公室 2021年 4月 20日\n\n乐山市史志工作获市领导批示\n\n"
    "4月16日，乐山市委书记裴向远在《四川省地方志工作简报》2021年第9期（总第328期）刊登的《绵阳市举办史志培训》上批示："
    "“绵阳做法可学。”4月18日，市长方其采在裴向远批示上作出批示：“抓好落实。”（乐山市地方志办公室）\n",
    "e": "四川省地方志工作简报2024年第2期（总第607期）\n\n四川省地方志工作办公室 2024年 1月 10日\n\n绵阳、宜宾两市修志\n\n"
    "1月5日，宜宾市地方志办公室主任柯砚青主持会议。1月6日，绵阳市委党史研究室（市地方志编纂中心）主任尤墨川讲话。（省地方志办）\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dossier")
    for name, text in ISSUES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    with Workspace.open(folder / "data", create=True) as workspace:
        pipeline.ingest(workspace, [folder], CONFIG)
        with Answers(workspace, CONFIG) as opened:
            yield opened


def page(answers, name, kind, place=""):
    return next(answers.entity(m.id) for m in answers.find(name, kind) if m.exact and m.place.startswith(place))


def printed(dossier):
    return [act for act in dossier.acts_done if not act.fact.implied]


def test_terms_with_gaps_and_who_came_after(answers):
    first, last = page(answers, "柯砚青", "person", "5107").posts[0], page(answers, "尤墨川", "person").posts[0]
    assert (first.first, first.last, first.after.name, first.before) == ("2018-03-01", "2019-05-30", "尤墨川", None)
    assert (last.before.name, last.gaps) == ("柯砚青", (("2021-04-02", "2024-01-06"),))


def test_the_names_of_an_office_over_time(answers):
    renamings = page(answers, "绵阳市地方志办公室", "office").renamings
    assert [(line.name, line.first, line.last) for line in renamings if "（" in line.name or "地方志" in line.name] == [
        ("绵阳市地方志办公室", "2018-03-05", "2019-06-03"), ("绵阳市委党史研究室（市地方志编纂中心）", "2021-04-09", "2024-01-10"),
    ]  # fmt: skip


def test_one_name_at_two_places_is_possibly_one_person(answers):
    here = page(answers, "柯砚青", "person", "5107")
    (other,) = here.namesakes
    assert other.entity.place == "5115"
    assert "绵阳市" in other.own.quote and "宜宾市" in other.other.quote
    (edge,) = answers.network().edges_between(here.entity.id, other.entity.id)
    assert edge.kind == "possibly_same" and edge.implied and edge.fact
    assert answers.article(edge.article_id, fact=edge.fact).quote == edge.quote


def test_days_from_print_to_act_and_an_act_on_an_act(answers):
    (done,) = printed(page(answers, "裴向远", "person"))
    assert (done.words, done.issue, done.days) == ("绵阳做法可学。", "《四川省地方志工作简报》第9期（总第328期）", 7)
    mayor = page(answers, "方其采", "person")
    assert [(act.words, act.on) for act in printed(mayor)] == [("抓好落实。", "裴向远")]
    assert [group.label for group in mayor.groups] == ["就其批示再批示"]
