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


def test_the_place_of_a_list_is_that_of_the_body_before(read):
    said = read("宜宾市委党史研究室、市地方志办公室主任柏松年率副主任戚海棠到绵阳市考察交流。", title="绵阳市推进修志工作", attribution="绵阳市地方志办")
    assert {("柏松年", "主任", "宜宾市委党史研究室"), ("柏松年", "主任", "宜宾市地方志办公室"), ("戚海棠", "副主任", "宜宾市地方志办公室")} <= said.posts


def test_the_head_of_supervision_beside_that_of_discipline(read):
    said = read("县委副书记柏松年和县委常委、纪委书记、监委主任戚海棠出席，县政协副主席谭若愚、人武部政委何明参加。", **PLACE)
    assert {("戚海棠", "县委常委", "中共珙县委员会"), ("戚海棠", "纪委书记", "珙县纪委"), ("戚海棠", "主任", "珙县监委"), ("何明", "政委", "珙县人武部")} <= said.posts


def test_bodies_of_a_township_and_a_village(read):
    said = read("县志办主任柏松年到巡场镇走访，镇党建办主任戚海棠、镇纪委书记谭若愚，观斗村村支书何明陪同；村党支部书记刘林、村委会主任王平汇报。", **PLACE)
    assert {("戚海棠", "主任", "巡场镇党建办"), ("谭若愚", "纪委书记", "巡场镇纪委"), ("刘林", "党支部书记", "观斗村党支部"), ("王平", "主任", "观斗村村委会")} <= said.posts
    assert not [office for who, _, office in said.posts if who == "何明" and "志" in office]


def test_a_surname_that_few_bear_behind_a_title(read):
    assert "冬梅英" in read("县委常委、宣传部部长冬梅英，县公安局局长卫东生陪同。", **PLACE).names("person")


@pytest.mark.parametrize(
    "body, who, form",
    [
        ("县委书记柏松年在县志办报送的《工作汇报》上圈阅并批示。", "柏松年", "批示"),
        ("县委、县政府主要领导对县志编纂工作高度重视，多次作出批示。", "县委、县政府主要领导", "批示"),
        ("四川省地方志办通报表扬了珙县地方志办。", "四川省地方志办", "表扬"),
    ],
)
def test_acts_beside_others(read, body, who, form):
    assert (who, form) in [(r.subject.name, r.attrs["form"]) for r in read(body, **PLACE).relations("endorsed")]
