"""Names without a post, or whose post is told otherwise: callings, labels, lists, appointments."""

import pytest

PLACE = {"title": "珙县推进村志编纂", "attribution": "珙县地方志办"}
OFFICE = "珙县地方志办"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("退休干部别有余，乡村医生练知危等参加会议。", {"别有余", "练知危"}),
        ("捐赠人堵立勤老人到场。", {"堵立勤"}),
        ("聘请祝明山、郝长清、章德林3位讲述人。", {"祝明山", "郝长清", "章德林"}),
        ("在外务工的卢怀远、卢怀章兄弟各捐1万元。", {"卢怀远", "卢怀章"}),
        ("对连续十年在岗的糜春福、阮得山等19人予以表扬。", {"糜春福", "阮得山"}),
        ("副县长尤敏知共同揭牌。", {"尤敏知"}),
        ("副主任郑国安关于送审准备的汇报很好。", {"郑国安"}),
        ("副主任向小鹰表示，问题已解决。", {"向小鹰"}),
        ("县地方志办主任慕容清。", {"慕容清"}),
    ],
)
def test_people_named_with_a_calling_or_none(read, body, names):
    assert read(body, **PLACE).names("person") == names


@pytest.mark.parametrize("body", ["老干部家属，志愿者团队到场。", "退休教师、老会计、老文书参训。", "推行村干部包章节的做法。", "通讯员 龚明远 责任编辑：包海涛"])
def test_a_calling_alone_names_nobody(read, body):
    assert read(body, **PLACE).names("person") == set()


def test_labels_in_a_book(read):
    said = read("版权页上印着名字——主编：上河村党支部书记刁长林；副主编：晏立国、夏宣文（退休教师）；摄影：黎长川。", **PLACE)
    assert said.names("person") == {"刁长林", "晏立国", "夏宣文", "黎长川"}
    assert {(who, title) for who, title, _ in said.posts if "编" in title} == {("刁长林", "主编"), ("晏立国", "副主编"), ("夏宣文", "副主编")}


@pytest.mark.parametrize("said_of", ["领导小组组长为县长罗一鸣，副组长为副县长何其芬。", "领导小组组长：县长罗一鸣；副组长：副县长何其芬。", "担任领导小组组长的是县长罗一鸣，副组长是副县长何其芬。"])
def test_a_title_said_of_people(read, said_of):
    said = read(said_of, **PLACE)
    assert {("罗一鸣", "组长"), ("何其芬", "副组长"), ("罗一鸣", "县长"), ("何其芬", "副县长")} == {(who, title) for who, title, _ in said.posts}


@pytest.mark.parametrize(
    ("body", "post"),
    [
        ("柳长青改任县地方志办二级主任科员。", ("柳长青", "二级主任科员", OFFICE)),
        ("罗一鸣曾任县财政局局长。", ("罗一鸣", "局长", "珙县财政局")),
        ("时任县财政局局长、现任县审计局局长罗一鸣到会。", ("罗一鸣", "局长", "珙县审计局")),
        ("副县长（县人民医院原院长）罗一鸣到会。", ("罗一鸣", "院长", "珙县人民医院")),
        ("县人大常委会副主任、总工会主席罗一鸣到会。", ("罗一鸣", "主席", "珙县总工会")),
        ("孝儿镇党委书记何其芬、人大主席罗一鸣到场。", ("罗一鸣", "主席", "孝儿镇人民代表大会")),
        ("珙县第一中学召开会议，校长罗一鸣主持。", ("罗一鸣", "校长", "珙县第一中学")),
        ("县地方志办原副主任、离岗干部罗一鸣到会。", ("罗一鸣", "副主任", OFFICE)),
        ("县地方志办副主任、该书主编罗一鸣介绍。", ("罗一鸣", "副主任", OFFICE)),
        ("珙县中学教师罗一鸣到会。", ("罗一鸣", "教师", "珙县中学")),
        ("青山茶场场长罗一鸣到会。", ("罗一鸣", "场长", "青山茶场")),
    ],
)
def test_posts_told_otherwise(read, body, post):
    assert post in read(body, **PLACE).posts


def test_a_retired_teacher_holds_no_post(read):
    assert read("退休教师罗一鸣到会。", **PLACE).posts == set()


def test_another_persons_appointment_is_not_carried_on(read):
    said = read("柳长青改任县地方志办二级主任科员，原县档案局局长罗一鸣另有任用。", **PLACE)
    assert {title for who, title, _ in said.posts if who == "罗一鸣"} == {"局长"}


def test_a_body_begins_behind_the_one_who_acts(read):
    said = read("4月6日，副县长税明兴约谈县财政局局长罗一鸣。", **PLACE)
    assert "珙县财政局" in said.names("office") and {"税明兴", "罗一鸣"} == said.names("person")


def test_counties_of_another_day(read):
    said = read("副县长罗一鸣、县财政局局长何其芬到会。", "凤翔县推进村志编纂", "凤翔县地方志办公室")
    assert {("罗一鸣", "副县长", "凤翔县人民政府"), ("何其芬", "局长", "凤翔县财政局")} == said.posts
