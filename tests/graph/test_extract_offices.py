"""Offices: one with many forms, many with one form."""

import pytest


ANNALS = ("51", "志")


@pytest.mark.parametrize("form", ["四川省地方志工作办公室", "四川省地方志办", "省地方志办", "省志办", "省方志办", "四川省地方志编纂委员会", "四川省志办公室"])
def test_forms_of_one_office(read, form):
    assert read(f"3月5日，{form}召开会议。", "工作会议召开").keys(form) == {ANNALS}


def test_an_office_speaks_of_itself(read):
    said = read("3月5日，省地方志办召开会议。办党组研究部署，办机关各处参加。", "省地方志办召开工作会", "省地方志办")
    assert said.keys("办党组") == {(*ANNALS, "党组")} and said.keys("办") == {ANNALS}


@pytest.mark.parametrize(
    ("title", "form", "code"),
    [
        ("雅安市推进村志编纂", "市地方志编纂中心", "5118"), ("大竹县推进村志编纂", "县方志办", "511724"), ("成都市推进村志编纂", "市地志办", "5101"),
        ("广安市推进村志编纂", "市地志办", "5116"), ("甘孜州推进村志编纂", "州地方志办公室", "5133"), ("成都市郫都区推进村志编纂", "区地方志办", "510117"),
        ("大竹县推进村志编纂", "方志办", "511724"), ("大竹县推进村志编纂", "市地方志办", "5117"), ("大竹县推进村志编纂", "省地方志办", "51"),
        ("武胜县推进村志编纂", "县委党史和地方志研究中心", "511622"), ("西昌市推进村志编纂", "市史志办", "513401"),
    ],
)  # fmt: skip
def test_a_short_form_means_the_office_of_the_article(read, title, form, code):
    assert read(f"3月5日，{form}召开会议。", title).keys(form) == {(code, "志")}


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("省委", ("51", "党委")), ("四川省委", ("51", "党委")), ("中共四川省委", ("51", "党委")), ("中共四川省委员会", ("51", "党委")), ("省政府", ("51", "政府")),
        ("四川省人民政府", ("51", "政府")), ("省人大常委会", ("51", "人大")), ("省政协", ("51", "政协")), ("政协四川省委员会", ("51", "政协")), ("政协四川省委", ("51", "政协")),
        ("中共绵阳市委党史研究室", ("5107", "党史")), ("乐山市方志馆", ("5111", "方志馆")), ("省纪委监委", ("51", "纪委")),
    ],
)  # fmt: skip
def test_bodies_of_a_place(read, form, key):
    assert key in read(f"3月5日，{form}听取汇报。", "省地方志办召开工作会", "省地方志办").keys(form)


@pytest.mark.parametrize("form", ["乐山市财政局", "四川大学", "西华师范大学", "四川年鉴社", "方志出版社", "乐山师范学院", "乐山市中级人民法院"])
def test_other_organisations(read, form):
    assert form in read(f"3月5日，{form}参加座谈会。", "乐山市召开座谈会").names("office")




@pytest.mark.parametrize(
    "form",
    ["乐山市档案馆", "珙县档案馆", "乐山市博物馆", "乐山市委", "宜宾市文化馆", *(pytest.param(form) for form in ("四川省图书馆", "珙县图书馆", "乐山市文联", "乐山市总工会"))],
)
def test_bodies_directly_behind_a_place(read, form):
    assert form in read(f"3月5日，{form}参加座谈会。", "乐山市召开座谈会").surfaces("office")


@pytest.mark.parametrize(
    "form", ["县委宣传部", "县委办公室", "县政府办公室", *(pytest.param(form) for form in ("县档案馆", "县财政局", "市文联", "市教育局", "县融媒体中心", "省财政厅"))]
)
def test_bodies_behind_a_bare_level(read, form):
    assert form in read(f"3月5日，{form}参加座谈会。", "珙县召开座谈会", "珙县地方志办").surfaces("office")


def test_coordinated_places_share_the_office(read):
    said = read("康定市、泸定县、雅江县地方志办公室作了汇报。", "甘孜州召开汇报会", "甘孜州地方志办")
    assert {said.keys(form).pop() for form in ("康定市", "泸定县", "雅江县地方志办公室")} == {(code, "志") for code in ("513301", "513322", "513325")}




@pytest.mark.parametrize(
    "whose",
    [pytest.param(whose) for whose in ("各市州", "各县", "各县区", "各", "部分县", "三个区县", "有关市", "各市（州）", "各县（市、区）")]
)
def test_offices_of_many_places_are_not_the_one_of_the_article(read, whose):
    said = read(f"{whose}地方志办参加会议。", "省地方志办召开工作会", "省地方志办")
    start = said.paper.body_start
    assert [m.surface for m in said.mentions("office") if start <= m.start < start + len(whose) + 4] == []


def test_departments_called_by_their_trade(read):
    said = read("3月5日，广元市、巴中市史志部门来汉考察。四川史志部门、各县史志部门参加。", "汉中市加强合作")
    assert said.keys("广元市") == {("5108", "志")} and said.keys("巴中市史志部门") == {("5119", "志")}
    assert said.surfaces("office") == {"广元市", "巴中市史志部门"}


def test_a_bare_level_without_a_place_stays_open(read):
    said = read("3月5日，县地方志办召开会议。", "工作会议召开")
    assert not any(m.ref.scope[:1] == ("51",) for m in said.mentions("office"))




@pytest.mark.parametrize(
    "body",
    ["上市公司发展迅速。", "集团公司加快改革。", "领导小组加强指导。", "对方志馆的建设提出意见。", "城市建设加快。", "首都的历史悠久。", "超市办好了。", "全市委托三家单位修志。",
     "本市委派专人。", pytest.param("地方志办理流程优化。"), pytest.param("要把方志办好。"), "各级党委政府高度重视。", "全县政府投资增长。"],
)  # fmt: skip
def test_words_that_look_like_offices(read, body):
    said = read(body, "珙县推进村志编纂", "珙县地方志办")
    assert [m.surface for m in said.mentions("office") if said.paper.body_start <= m.start < said.paper.body_start + len(body)] == []


def test_a_defined_short_form_means_its_office_from_there_on(read):
    said = read("中国地方志工作办公室（以下简称中志办）党组书记、主任秦望舒到会。中志办副主任何其芬讲话。", "赠书仪式举行")
    assert said.office("中志办") == {"中国地方志工作办公室"}
    assert ("何其芬", "副主任", "中国地方志工作办公室") in said.posts


def test_units_belong_to_their_office(read):
    said = read("省地方志办综合处处长主持，机关党委参加。", "省地方志办举办培训", "省地方志办")
    assert {("四川省地方志办综合处", "belongs_to", "四川省地方志办"), ("四川省地方志办机关党委", "belongs_to", "四川省地方志办")} <= said.facts("belongs_to")


def test_a_unit_that_acts(read):
    assert "省地方志办综合处" in read("省地方志办综合处组织培训。", "省地方志办举办培训", "省地方志办").surfaces("office")


@pytest.mark.parametrize("body", ["省地方志办会长蒙正科组织培训。", "省地方志办到处组织培训。", "省地方志办科学组织培训。"])
def test_what_ends_like_a_unit_and_is_none(read, body):
    assert read(body, "省地方志办举办培训", "省地方志办").facts("belongs_to") == set()


def test_a_company_that_names_itself(read):
    said = read("青山矿业集团有限公司党委书记金晓峰到会。集团公司副总经理何其芬讲话。", "珙县推进村志编纂", "珙县地方志办")
    assert "青山矿业集团有限公司" in {office for name, _, office in said.posts if name == "何其芬"}


def test_a_name_inside_a_title_is_no_mention_unless_the_office_issued_it(read):
    said = read("学习《四川省地方志办大事记》《乐山市地方志办关于修志的通知》。", "工作会议召开")
    assert "四川省地方志办" not in said.surfaces("office") and "乐山市地方志办" in said.surfaces("office")


def test_the_party_school_of_the_province_is_one(read, entities):
    one, two = (read(f"3月5日，{form}参加座谈会。", "省地方志办召开座谈会", "省地方志办") for form in ("中共四川省委党校", "省委党校"))
    found = entities(one, two)
    assert len({found[m.ref].id for said in (one, two) for m in said.mentions("office") if m.surface.endswith("党校")}) == 1


def test_a_body_with_two_name_plates_is_one(read):
    said = read("3月5日，绵阳市委党史研究室（市地方志编纂中心）召开会议。", "绵阳市推进村志编纂")
    assert said.keys("绵阳市委党史研究室（市地方志编纂中心）") == {("5107", "志")}


@pytest.mark.parametrize(
    ("body", "office"),
    [
        ("8月3日，旗档案史志馆馆长贺立强到会。", "达拉特旗档案史志馆"),
        ("8月3日，旗委党史研究院召开会议。", "达拉特旗委党史研究院"),
        ("8月3日，达拉特旗人民武装部召开会议。", "达拉特旗人民武装部"),
        ("8月3日，旗图书馆、旗融媒体中心参加活动。", "达拉特旗图书馆"),
    ],
)
def test_bodies_of_other_levels(read, body, office):
    assert office in {m.ref.name for m in read(body, "达拉特旗推进修志").mentions("office")}
