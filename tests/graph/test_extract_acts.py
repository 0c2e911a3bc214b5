"""Endorsements: who, on whom, when, in which words."""

import pytest


PLACE = {"title": "珙县地方志工作获批示肯定", "attribution": "珙县地方志办"}
OWN = "珙县地方志办"


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("县长廖志成作出批示。", "批示"),
        ("县长廖志成对县方志办工作作出肯定性批示。", "批示"),
        ("县长廖志成在报告上作出重要批示。", "批示"),
        ("县长廖志成批示：好。", "批示"),
        ("县长廖志成批示指出，工作扎实。", "批示"),
        ("县长廖志成签批：好。", "批示"),
        ("县长廖志成圈阅了县方志办的报告。", "圈阅"),
        ("县长廖志成对县方志办工作给予充分肯定。", "肯定"),
        ("县长廖志成充分肯定县方志办的工作。", "肯定"),
        ("县长廖志成对县方志办的工作表示肯定。", "肯定"),
        ("县长廖志成听取县方志办工作汇报。", "听取汇报"),
        ("县长廖志成听取了县方志办上半年的工作汇报。", "听取汇报"),
        ("县长廖志成到县方志办调研。", "调研"),
        ("县长廖志成赴县方志办检查指导工作。", "调研"),
        ("县长廖志成深入县方志办看望干部职工。", "调研"),
        ("县长廖志成对县方志办提出三点要求。", "要求"),
        ("县长廖志成向县方志办发来贺信。", "贺信"),
        ("县长廖志成通报表扬县方志办。", "表扬"),
        pytest.param("县长廖志成批示，要求县方志办总结经验。", "批示"),
        pytest.param("县长廖志成要求，县方志办要总结经验。", "要求"),
    ],
)
def test_forms(read, body, form):
    said = read("6月5日，" + body, **PLACE)
    assert ("廖志成", form) in said.who
    assert {(r.object.scope, r.date) for r in said.acts} == {(("511526", "志"), "2021-06-05")}


@pytest.mark.parametrize("post", ["县委副书记、县长", "县长", "珙县县长"])
def test_the_post_of_that_day(read, post):
    (act,) = read(f"6月5日，{post}廖志成批示：好。", **PLACE).acts
    assert act.attrs["post"] == post


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("批示：工作有成效，望再接再厉。", "工作有成效，望再接再厉。"),
        ("批示：“工作有成效，望再接再厉。”", "工作有成效，望再接再厉。"),
        ("作出批示：“工作有成效。望再接再厉！”", "工作有成效。望再接再厉！"),
        ("批示:工作有成效,望再接再厉。", "工作有成效,望再接再厉。"),
        ("批示： 好，工作持续创新。转方志办。", "好，工作持续创新。转方志办。"),
        ("批示：同意。请县财政局支持！可否？", "同意。请县财政局支持！可否？"),
        ("批示要求：“抓好落实。”", "抓好落实。"),
    ],
)
@pytest.mark.parametrize("after", ["", "6月8日，县方志办召开会议传达学习。", "2021年6月8日，县方志办召开会议传达学习。", "\n会后，县方志办印发通知。"])
def test_the_words_end_where_the_telling_goes_on(read, printed, words, after):
    (act,) = [r for r in read(f"6月5日，县长廖志成{printed}{after}", **PLACE).acts if r.attrs["form"] == "批示"]
    assert act.attrs["words"] == words


@pytest.mark.parametrize("after", ["县方志办召开会议传达学习。", "会后，县方志办印发通知。", "目前，县方志办正在整改。", "据悉，县志已出版。"])
def test_quoted_words_end_at_the_quotation_mark(read, after):
    (act,) = read(f"6月5日，县长廖志成批示：“好。”{after}", **PLACE).acts
    assert act.attrs["words"] == "好。"


def test_two_instructions_are_two(read):
    said = read("6月5日，县委书记康永年批示：县方志办工作扎实。6月8日，县长廖志成批示：同意。", **PLACE)
    assert [(r.subject.name, r.date, r.attrs["words"]) for r in said.acts] == [
        ("康永年", "2021-06-05", "县方志办工作扎实。"), ("廖志成", "2021-06-08", "同意。"),
    ]  # fmt: skip


def test_one_leader_signs_twice_in_a_week(read):
    said = read("6月5日，县长廖志成批示：好。6月8日，廖志成批示：很好。", **PLACE)
    assert [(r.date, r.attrs["words"]) for r in said.acts] == [("2021-06-05", "好。"), ("2021-06-08", "很好。")]


@pytest.mark.parametrize(
    "body", ["县委书记康永年、县长廖志成分别作出批示。", "县委书记康永年、县长廖志成对县方志办工作给予肯定。", "县委书记康永年和县长廖志成到县方志办调研。", "副县长温玉兰、丁向阳圈阅了报告。"]
)
def test_several_people_act_together(read, body):
    said = read("6月5日，" + body, **PLACE)
    assert len({r.subject.name for r in said.acts}) == 2


def test_an_endorsement_of_an_endorsement(read):
    said = read("6月5日，市委书记韩东升在省委书记沈一诺的批示上批示：抓好落实。", **PLACE)
    assert {r.subject.name for r in said.acts if r.attrs.get("words")} == {"韩东升"}


@pytest.mark.parametrize(
    "body",
    [
        "县方志办认真落实县委书记康永年的批示精神。", "县方志办学习县长廖志成的批示。",
        pytest.param("县方志办认真落实县长廖志成批示要求。"),
        "县方志办贯彻县长廖志成关于修志的批示要求，加快进度。",
        pytest.param("县长廖志成没有作出批示。"),
        "《县长廖志成作出批示》一书出版。", "县方志办收到批示件三份。",
    ],
)  # fmt: skip
def test_what_is_no_act(read, body):
    assert read(body, **PLACE).acts == []


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("县委对县地方志办工作给予充分肯定。", "肯定"), ("省地方志办向县地方志办发来贺信。", "贺信"), ("省地方志办通报表扬县地方志办。", "表扬"), ("市政府办公室充分肯定县地方志办的做法。", "肯定"),
    ],
)  # fmt: skip
def test_an_office_endorses(read, body, form):
    (act,) = read(body, **PLACE).acts
    assert (act.subject.kind, act.attrs["form"]) == ("office", form)


@pytest.mark.parametrize("body", ["县政府主要领导批示：此件很好。", "县领导对此作出批示。", "省领导作出肯定性批示。", "县委主要负责同志作出批示。"])
def test_leaders_without_a_name(read, body):
    (act,) = read("6月5日，" + body, **PLACE).acts
    assert (act.subject.kind, act.attrs["generic"]) == ("group", True)


@pytest.mark.parametrize(
    ("body", "subject", "form"),
    [
        ("珙县地方志办工作得到县长廖志成肯定。", "廖志成", "肯定"),
        ("珙县地方志办工作得到县长廖志成的充分肯定。", "廖志成", "肯定"),
        ("珙县地方志办工作受到县长廖志成表扬。", "廖志成", "表扬"),
        ("珙县地方志办工作获县长廖志成肯定性批示。", "廖志成", "批示"),
        ("珙县地方志办的做法获得省领导批示肯定10次。", "省领导", "批示"),
        ("珙县地方志办工作得到有关领导和专家学者肯定。", "有关领导和专家学者", "肯定"),
        ("珙县地方志办工作得到县委肯定。", "中共珙县委员会", "肯定"),
    ],
)
def test_the_passive(read, body, subject, form):
    (act,) = read(body, **PLACE).acts
    assert (act.subject.name, act.object.name, act.attrs["form"]) == (subject, OWN, form)


def test_a_group_without_names_is_marked(read):
    (act,) = read("珙县地方志办的做法获得省领导批示肯定10次。", **PLACE).acts
    assert act.attrs["generic"] and act.subject.kind == "group"


def test_the_passive_by_two_offices(read):
    said = read("珙县地方志办受到县委、县政府通报表扬。", **PLACE)
    assert {r.subject.name for r in said.acts} == {"中共珙县委员会", "珙县人民政府"}


def test_groups_of_two_articles_are_two(read, entities):
    one = read("珙县地方志办的做法获得省领导批示肯定。", id="a-1", **PLACE)
    two = read("珙县地方志办的做法获得省领导批示肯定。", id="a-2", **PLACE)
    assert len({e.id for e in entities(one, two).values() if e.kind == "group"}) == 2


# What it is on


def test_the_article_and_the_issue_that_carried_it(read):
    said = read("6月5日，《四川省地方志工作简报》第24期（总第275期）刊登《珙县推进村志编纂》信息。6月16日，县长廖志成批示：好。", **PLACE)
    (act,) = said.acts
    assert (act.date, act.attrs["about"], act.attrs["issue"]) == ("2021-06-16", "珙县推进村志编纂", "《四川省地方志工作简报》第24期（总第275期）")


def test_each_instruction_is_on_the_paper_named_last_before_it(read):
    said = read("6月5日，《乐山史志》第3期刊登《犍为修志》。6月6日，县长廖志成批示：好。6月9日，《乐山史志》第4期刊登《夹江修志》。6月10日，廖志成批示：很好。", **PLACE)
    assert [(r.date, r.attrs["about"]) for r in said.acts] == [("2021-06-06", "犍为修志"), ("2021-06-10", "夹江修志")]


def test_an_issue_without_its_article(read):
    (act,) = read("6月5日，县委书记康永年在《珙县史志要情》第3期上作出肯定性批示。", **PLACE).acts
    assert act.attrs["issue"] == "《珙县史志要情》2021年第3期" and not act.attrs.get("about")


def test_the_document_behind_the_verb(read):
    (act,) = read("6月5日，县委书记康永年圈阅了《关于村志编纂情况的报告》。", **PLACE).acts
    assert act.attrs["about"] == "关于村志编纂情况的报告"


def test_the_office_of_the_actor_is_not_what_is_praised(read):
    said = read("省地方志办主任钱怀远充分肯定甘孜州地方志办工作。", "省地方志办到甘孜州调研", "甘孜州地方志办")
    assert {r.object.name for r in said.acts if r.attrs["form"] == "肯定"} == {"甘孜藏族自治州地方志办"}


def test_sent_on_to_another_office(read):
    said = read("6月5日，县长廖志成批示：好。转县方志办。", **PLACE)
    assert {(r.subject.name, r.object.scope) for r in said.relations("forwarded_to")} == {("廖志成", ("511526", "志"))}


@pytest.mark.parametrize("act", ["到僰王山镇调研防汛工作", "充分肯定乡亲们的做法", "听取镇村干部的防汛工作汇报"])
def test_an_act_on_something_else_is_not_on_the_reporter(read, act):
    assert OWN not in {r.object.name for r in read(f"6月5日，县长廖志成{act}。", **PLACE).acts}


@pytest.mark.parametrize("after", ["县方志办召开会议传达学习。", "会后，县方志办召开会议传达学习。", "县方志办第一时间组织学习，研究落实措施。"])
def test_unquoted_words_end_where_an_office_acts(read, after):
    (act,) = read(f"6月5日，县长廖志成批示：好。{after}", **PLACE).acts
    assert act.attrs["words"] == "好。"


# Lists of demands


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("提出三点要求：一是提高站位，二是加快进度，三是确保质量。", ["提高站位", "加快进度", "确保质量"]),
        ("提出三点要求：一要提高站位；二要加快进度；三要确保质量。", ["提高站位", "加快进度", "确保质量"]),
        ("提三点要求：一是提高站位。二是加快进度。三是确保质量。", ["提高站位", "加快进度", "确保质量"]),
        ("提出三点要求。\n一是提高站位。\n二是加快进度。\n三是确保质量。", ["提高站位", "加快进度", "确保质量"]),
        ("提出三点要求。\n一、提高站位。\n二、加快进度。\n三、确保质量。\n会后合影。", ["提高站位", "加快进度", "确保质量"]),
        ("提出三点要求。\n（一）提高站位。\n（二）加快进度。\n（三）确保质量。", ["提高站位", "加快进度", "确保质量"]),
        ("提出五点要求：一是提高站位，二是加快进度。", ["提高站位", "加快进度"]),
        ("提出三点要求。", []),
        ("提出三点意见：一是提高站位，统一思想。二是加快进度，倒排工期。三是确保质量。", ["提高站位，统一思想", "加快进度，倒排工期", "确保质量"]),
    ],
)
def test_points(read, text, points):
    (act,) = [r for r in read("6月5日，副县长温玉兰" + text, **PLACE).acts if r.attrs["form"] == "要求"]
    assert act.attrs.get("points", []) == points


def test_a_list_ends_where_another_actor_begins(read):
    said = read("副县长温玉兰提出两点要求：一是提高站位，二是加快进度。县长廖志成提出两点要求：一是落实经费，二是配强人员。", **PLACE)
    lists = {r.subject.name: r.attrs["points"] for r in said.acts}
    assert lists["廖志成"] == ["落实经费", "配强人员"]
    assert lists["温玉兰"] == ["提高站位", "加快进度"]


def test_a_visit_with_all_that_belongs_to_it(read):
    said = read("3月9日，副县长温玉兰到县地方志办调研，听取工作汇报，对工作给予充分肯定，并提出两点要求：一是提高站位，二是加快进度。", **PLACE)
    assert {(name, form) for name, form in said.who} == {("温玉兰", form) for form in ("调研", "听取汇报", "肯定", "要求")}
    assert {(r.object.name, r.date) for r in said.acts} == {(OWN, "2021-03-09")}


def test_the_subject_of_the_sentence_before_goes_on_acting(read):
    said = read("3月9日，副县长温玉兰到县地方志办调研。座谈会上，对编纂工作给予充分肯定。", **PLACE)
    assert ("温玉兰", "肯定") in said.who


# Told from the other side, and by whom


def test_a_passive_with_the_words(read):
    said = read("1月5日，县地方志办报送的《关于保护盐井的建议》获县委副书记、县长廖志成批示：“建议很好。”", **PLACE)
    assert {(r.subject.name, r.object.name, r.attrs["words"]) for r in said.acts} == {("廖志成", "关于保护盐井的建议", "建议很好。")}


def test_commended_by_the_office_that_opens_the_sentence(read):
    said = read("宜宾市地方志办下发通报，珙县地方志办被通报表扬。", **PLACE)
    assert {(r.subject.name, r.object.name, r.attrs["form"]) for r in said.acts} == {("宜宾市地方志办", OWN, "表扬")}


def test_who_reports_speaks_for_the_office(read):
    said = read("3月1日，县委书记康永年听取县地方志办主任谭松工作汇报。", **PLACE)
    assert {(r.subject.name, r.object.name) for r in said.acts} == {("康永年", OWN)} and "谭松" in said.names("person")


def test_an_instruction_that_says_what_to_do(read):
    said = read("1月5日，县委常委康永年批示要求县财政局认真研究。", **PLACE)
    assert {r.subject.name for r in said.acts if r.attrs["form"] == "批示"} == {"康永年"}
