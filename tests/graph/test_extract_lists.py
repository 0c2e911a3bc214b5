"""Lists of people, parties of visitors, townships and their staff: who stands in them, and in which post."""

import pytest

PLACE = {"title": "珙县推进修志工作", "attribution": "珙县地方志办"}
YI = {"title": "喜德县推进修志工作", "attribution": "喜德县史志中心"}


def test_people_before_their_number(read):
    said = read("6月5日，会议表扬了柏松年、邹小可、谭一苇、阮青等4名先进个人。", **PLACE)
    assert {"柏松年", "邹小可", "谭一苇", "阮青"} <= said.names("person")


@pytest.mark.parametrize("body", ["会议讨论文旅、交通、教育等3人次培训。", "会上，城关镇、白鹤镇、洛表镇等4名代表发言。"])
def test_places_and_fields_before_a_number_are_none(read, body):
    assert read(body, **PLACE).names("person") == set()


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("县志办综合科副科长夏天，参加会议。", "夏天"), ("县志办综合科科长祝余年、副科长柏松年参加。", "祝余年"),
        ("县志办党组成员、副主任柏松年、詹其中全程陪同。", "詹其中"), ("四级主任科员柏德平参加。", "柏德平"),
        ("县志办副主任柏一安排部署了编纂工作。", "柏一"), ("副县长乔木转批：请阅研。", "乔木"), ("《珙县志》主审杜晓钟参加会议。", "杜晓钟"),
    ],
)  # fmt: skip
def test_where_a_name_ends(read, body, name):
    found = read("6月5日，" + body, **PLACE).names("person")
    assert name in found and not any(other != name and (other.startswith(name) or name.startswith(other)) for other in found)


def test_short_names_of_a_people_go_on_in_a_list(read):
    said = read("6月5日，镇长阿科、仁真、多尔吉、措姆分别到会，工作人员陈木呷、勒伍阿芝子、莫色石土多次进村入户。", **YI)
    assert {"阿科", "仁真", "多尔吉", "措姆", "陈木呷", "勒伍阿芝子", "莫色石土"} <= said.names("person")


def test_a_title_holds_no_place(read):
    said = read("6月5日，县委常委、宣传部部长海棠、县档案局局长柏松年参加会议。", **PLACE)
    assert ("柏松年", "局长", "珙县档案局") in said.posts


def test_staff_of_townships(read):
    said = read("6月5日，巡场镇副镇长柏松年、孝儿镇宣传委员邹小可、底洞镇四级主任科员谭一苇、底洞镇党建办主任阮青参加。", **PLACE)
    assert {("邹小可", "宣传委员", "中共孝儿镇委员会"), ("谭一苇", "四级主任科员", "底洞镇人民政府"), ("阮青", "主任", "底洞镇党建办")} <= said.posts


def test_two_plates_before_a_title(read):
    said = read("6月5日，县政协副主席柏松年，县委办公室（县档案局）副主任邹小可参加。", **PLACE)
    assert ("邹小可", "副主任", "珙县委办公室") in said.posts


def test_a_branch_of_a_party_says_its_level_inside_its_name(read):
    said = read("6月5日，市政协副主席、九三学社市委主委柏松年到会。", title="绵阳市推进修志工作", attribution="绵阳市地方志办")
    assert ("柏松年", "主委", "九三学社绵阳市委") in said.posts


def test_the_party_group_of_an_assembly(read):
    assert ("柏松年", "党组书记", "珙县政协党组") in read("6月5日，县政协党组书记柏松年到会。", **PLACE).posts


def test_who_is_led_does_not_visit(read):
    said = read("6月5日，市地方志办副主任柏松年率县志科科长邹小可，年鉴科副科长谭一苇，机关党委副书记阮青一行5人，赴珙县督导调研志鉴编纂工作。", **PLACE)
    assert said.who == {("柏松年", "调研")}


def test_who_is_encouraged_does_not_demand(read):
    said = read("6月5日，县委副书记柏松年到县志办调研，对县志工作给予肯定，勉励邹小可编好县志，并要求：一是做好抢救；二是做好记录。县志办主任邹小可汇报工作。", **PLACE)
    assert ("柏松年", "要求") in said.who and "邹小可" not in {name for name, _ in said.who}


def test_each_verb_takes_its_own_people(read):
    said = read("6月5日，县委常委柏松年，副县长邹小可分别参加有关活动，县志办主任谭一苇，副主任阮青全程陪同。", **PLACE)
    roles = {(r.subject.name, r.kind) for r in said.relations("attended", "accompanied")}
    assert roles == {("柏松年", "attended"), ("邹小可", "attended"), ("谭一苇", "accompanied"), ("阮青", "accompanied")}


@pytest.mark.parametrize("body", ["县委常委柏松年因事未能参加。", "县志办主任柏松年参加了编纂。"])
def test_who_did_not_come_or_did_something_else(read, body):
    assert read("6月5日，" + body, **PLACE).relations("attended") == []


def test_a_look_back_carries_no_day_on(read):
    said = read("6月5日，县志办与学院签约。\n此前的5月13日，县委书记柏松年批示：“好。”\n副县长邹小可在讲话中要求，一要抓好落实，二要用好人才。", **PLACE)
    days = {(r.subject.name, r.attrs["form"]): r.date for r in said.acts}
    assert days[("柏松年", "批示")] == "2021-05-13" and days[("邹小可", "要求")] == "2021-06-05"


def test_good_opinion_is_told_from_the_other_side(read):
    said = read("6月5日，《珙县年鉴》受到四川省地方志工作办公室好评。", **PLACE)
    assert ("四川省地方志工作办公室", "肯定") in said.who


def test_as_many_places_as_people(read):
    said = read("6月5日，珙县、长宁县、兴文县地方志办公室主任柏松年、邹小可、谭一苇参加培训。", title="宜宾市举办培训", attribution="宜宾市地方志办公室")
    assert {("柏松年", "珙县地方志办公室"), ("邹小可", "长宁县地方志办公室"), ("谭一苇", "兴文县地方志办公室")} == {(who, office) for who, _, office in said.posts}
    said = read("6月5日，巡场镇、孝儿镇、底洞镇分管副镇长柏松年、邹小可、谭一苇分别到会。", **PLACE)
    assert {("柏松年", "副镇长", "巡场镇人民政府"), ("邹小可", "副镇长", "孝儿镇人民政府"), ("谭一苇", "副镇长", "底洞镇人民政府")} == said.posts


def test_more_people_than_places_share_the_last(read):
    said = read("6月5日，珙县、长宁县地方志办公室副主任柏松年、邹小可、谭一苇参加培训。", title="宜宾市举办培训", attribution="宜宾市地方志办公室")
    assert {office for _, _, office in said.posts} == {"长宁县地方志办公室"}


@pytest.mark.parametrize(
    ("body", "post"),
    [
        ("县委副书记、县长邹小可到会，县委宣传部长柏松年陪同。", ("柏松年", "部长", "珙县委宣传部")),
        ("市委宣传部部长邹小可到珙县。县委常委、宣传部部长柏松年陪同。", ("柏松年", "部长", "珙县委宣传部")),
        ("县志办综合科四级调研员邹小可、科员柏松年参加。", ("柏松年", "科员", "珙县志办综合科")),
        ("县志办主任邹小可，县甘蔗研究所退休高级农艺师柏松年参加。", ("柏松年", "高级农艺师", "珙县甘蔗研究所")),
        ("西南民族大学旅游与历史文化学院教授柏松年参加。", ("柏松年", "教授", "西南民族大学旅游与历史文化学院")),
        ("县志办主任邹小可、县图书馆馆长兼信息中心主任柏松年参加。", ("柏松年", "馆长", "珙县图书馆")),
        ("县志办主任邹小可，李大钊纪念馆馆长柏松年参加。", ("柏松年", "馆长", "李大钊纪念馆")),
    ],
)  # fmt: skip
def test_whose_post_it_is(read, body, post):
    assert post in read("6月5日，" + body, **PLACE).posts


def test_words_that_run_into_a_sign_are_no_township(read):
    assert not [name for name in read("6月5日，县委书记柏松年到巡场镇，并听取镇党委书记邹小可汇报，原孝儿镇人大主席谭一苇参加。", **PLACE).names("office") if "听取" in name or "原" in name]


def test_those_met_do_not_act(read):
    said = read("6月5日，县委书记柏松年到巡场镇看望编写组成员邹小可、谭一苇、阮青，并听取镇党委书记庹明才关于镇志的汇报。", **PLACE)
    assert {name for name, _ in said.who} == {"柏松年"} and ("柏松年", "听取汇报") in said.who
    assert {"邹小可", "谭一苇", "阮青"} <= said.names("person")


@pytest.mark.parametrize("body", ["东城街道党工委委员、纪工委书记柏松年参加。", "年鉴科主任科员柏松年、方志馆筹建办副主任邹小可参加。"])
def test_bodies_are_no_people(read, body):
    assert read("6月5日，" + body, **PLACE).names("person") <= {"柏松年", "邹小可"}


@pytest.mark.parametrize(
    ("body", "name"),
    [("县志办副主任李扎约、邹小可参加。", "李扎约"), ("县志办主任汪红艳、贺家全参加座谈。", "贺家全"), ("县政协副主席者毅，县志办主任邹小可参加。", "者毅")],
)
def test_the_last_sign_of_a_name(read, body, name):
    assert name in read("6月5日，" + body, **PLACE).names("person")
