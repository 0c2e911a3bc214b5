"""Titles behind names, peers in a list, removals, and acts told in other words."""

import pytest

PLACE = {"title": "珙县推进修志工作", "attribution": "珙县地方志办"}


def test_a_title_behind_a_name_is_his_and_not_of_the_next(read):
    said = read("来自四川师范大学历史文化学院的柏松年教授、西华大学的戚海棠教授、成都市社科院研究员谭若愚应邀评审。", **PLACE)
    assert said.posts == {
        ("柏松年", "教授", "四川师范大学历史文化学院"), ("戚海棠", "教授", "西华大学"), ("谭若愚", "研究员", "成都市社科院"),
    }  # fmt: skip


def test_departments_in_a_list_are_peers(read):
    said = read("县教科局局长柏松年、住建局局长戚海棠、民政局副局长谭若愚作表态发言。", **PLACE)
    assert {office for _, _, office in said.posts} == {"珙县教科局", "珙县住建局", "珙县民政局"}


def test_a_unit_in_a_list_is_nobody(read):
    said = read("珙县地方志办综合科科长柏松年、年鉴科负责人戚海棠到巡场镇检查指导。", **PLACE)
    assert said.names("person") == {"柏松年", "戚海棠"}


@pytest.mark.parametrize("joint", ["；免去其", "，主持全面工作；免去其", "，主持工作，同时免去其"])
def test_what_he_is_removed_from_behind_what_he_is_made(read, joint):
    said = read(f"柏松年任珙县地方志办党组书记{joint}珙县档案馆副馆长职务。", **PLACE)
    assert ("柏松年", "副馆长", "珙县档案馆") in said.posts


def test_a_post_whose_place_nobody_can_tell_is_kept(read):
    said = read("村党支部书记兼村主任柏松年介绍情况。", **PLACE)
    assert {title for name, title, _ in said.posts if name == "柏松年"} >= {"党支部书记", "村主任"}


def test_a_village_is_named_without_the_verb_before_it(read):
    assert not [name for name in read("专家组走进白鹤镇，参观村史馆。建成新时代村史馆群。", **PLACE).names("office") if "参观" in name or "建成" in name]


ACTS = {
    "县委书记柏松年在县志办工作总结上作了“成绩显著，再创佳绩”的批示。": ("批示", "成绩显著，再创佳绩"),
    "副县长柏松年签批意见，要求各部门按时供稿。": ("批示", ""),
    "副县长柏松年在看到我县年鉴获奖的消息后批示祝贺。": ("批示", ""),
    "《珙县志》受到县委书记柏松年的充分肯定。": ("肯定", ""),
}


@pytest.mark.parametrize("body", ACTS)
def test_acts_in_other_words(read, body):
    found = [r for r in read(f"6月5日，{body}", **PLACE).extraction.relations if r.kind == "endorsed" and not r.implied]
    form, words = ACTS[body]
    assert [(r.subject.name, r.attrs["form"]) for r in found if r.attrs["form"] == form] == [("柏松年", form)]
    assert not words or [r.attrs["words"] for r in found] == [words]
    assert not [r for r in found if r.subject.kind == "group"]


def test_a_building_of_the_town_is_no_office(read):
    said = read("6月5日，县政府在县政中心召开《珙县志》终审会，副县长柏松年讲话。", **PLACE)
    assert "珙县人民政府" in said.names("office") and not [name for name in said.names("office") if "政中心" in name]


@pytest.mark.parametrize(
    "body, wanted",
    [
        ("县府办副主任柏松年、县人大办公室主任何明、县政协办主任刘林参加会议。", {"珙县府办", "珙县人大办公室", "珙县政协办"}),
        ("团县委书记柏松年、民盟县委主委何明参加会议。", {"共青团珙县委", "民盟珙县委"}),
        ("县志办与四川大学图书馆、巴蜀书社签订协议。", {"四川大学图书馆", "巴蜀书社"}),
        ("珙县地方志编纂中心（县委党史研究室）与新桥社区党委、武警宜宾支队、宜宾军分区共建。", {"珙县地方志编纂中心（县委党史研究室）", "新桥社区党委", "武警宜宾支队", "宜宾军分区"}),
    ],
)
def test_offices_by_other_endings(read, body, wanted):
    found = set(read(body, **PLACE).names("office"))
    assert wanted <= found
    assert "中共珙县委员会" not in found
