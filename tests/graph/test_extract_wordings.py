"""Acts told in other words than 批示: what a leader writes on a paper, who of two, on which day, on what."""

import pytest

PLACE = {"title": "珙县推进修志工作", "attribution": "珙县地方志办"}


def acts(said, form=""):
    return [(r.subject.name, r.object.name, r.date) for r in said.acts if not form or r.attrs["form"] == form]


@pytest.mark.parametrize(
    "told",
    ["在文尾批道：“照办。”", "批了一句：“照办。”", "写下批语：“照办。”", "签署“照办”的意见。", "签下意见：“照办。”", "旁批：“照办。”", "读后写道：“照办。”"],
)
def test_a_leader_writes_on_a_paper(read, told):
    said = read(f"6月5日，县长柏松年{told}", **PLACE)
    assert said.who == {("柏松年", "批示")}


@pytest.mark.parametrize("told", ["在通报上画了圈。", "圈阅。", "已阅。"])
def test_a_leader_signs_a_paper_as_read(read, told):
    assert read(f"6月5日，县长柏松年{told}", **PLACE).who == {("柏松年", "圈阅")}


@pytest.mark.parametrize("body", ["县长柏松年阅读了志稿。", "全县贯彻批示精神。", "县长柏松年的批示精神传达到各乡镇。", "文件批转各乡镇的工作已完成。"])
def test_words_that_only_look_like_it(read, body):
    assert read(f"6月5日，{body}", **PLACE).acts == []


@pytest.mark.parametrize(
    "told", ["县委书记柏松年的批示只有四个字：“照此办理。”", "县委书记柏松年的批示：“照此办理。”", "信送到县委书记柏松年案头，其批示为：“照此办理。”"]
)
def test_whose_instruction_it_is(read, told):
    assert read(f"6月5日，{told}", **PLACE).who == {("柏松年", "批示")}


def test_the_former_and_the_latter(read):
    said = read("6月5日，县委书记柏松年、县长戚海棠都有批示，前者批示：“宁慢勿假。”后者6月6日批示：“同意。”", **PLACE)
    assert ("柏松年", "批示") in said.who


def test_each_on_a_day_of_his_own(read):
    said = read("县委书记柏松年、县长戚海棠分别于6月5日、6日圈阅《县志编纂情况报告》。", **PLACE)
    assert {(who, day) for who, _, day in acts(said)} == {("柏松年", "2021-06-05"), ("戚海棠", "2021-06-06")}


@pytest.mark.parametrize("stated", ["（6月9日）", "批示时间为6月9日。"])
def test_the_day_stated_behind_the_words(read, stated):
    said = read(f"6月5日，专报送出。县长柏松年批示：“照办。”{stated}", **PLACE)
    assert {day for _, _, day in acts(said)} == {"2021-06-09"}


def test_those_named_behind_the_verb(read):
    said = read("6月5日，在专报上留下签名的，还有圈阅的县长柏松年、副县长戚海棠。", **PLACE)
    assert said.who == {("柏松年", "圈阅"), ("戚海棠", "圈阅")}


def test_another_acts_in_somebodys_name_or_company(read):
    said = read("6月5日，副主任温若谷代表主任卫长风要求各单位抓紧供稿。", **PLACE)
    assert said.who == {("温若谷", "要求")}
    said = read("6月5日，县长柏松年听取主任卫长风的汇报，要求各单位抓紧供稿。", **PLACE)
    assert {who for who, _ in said.who} == {"柏松年"}


def test_those_led_do_not_act(read):
    said = read("6月5日，县长柏松年带着局长温若谷到白鹤乡走访，随后听取县志办的汇报。", **PLACE)
    assert {who for who, form in said.who if form == "听取汇报"} == {"柏松年"}


@pytest.mark.parametrize(
    ("told", "target"),
    [
        ("在县志办的请示件上批示：“照办。”", "县志办的请示件"),
        ("在建馆方案上批示：“照办。”", "建馆方案"),
        ("在县委书记戚海棠的批示上又批示：“照办。”", "戚海棠批示"),
        ("读了《白鹤史志专报》刊发的《白鹤古桥保护建议》后批示：“照办。”", "白鹤古桥保护建议"),
        ("批示：“县志办的做法好。”", "珙县志办"),
    ],
)
def test_what_a_paper_is(read, told, target):
    assert target in {what for _, what, _ in acts(read(f"6月5日，县长柏松年{told}", **PLACE), "批示")}


def test_a_paper_goes_round(read):
    said = read("6月5日，县长柏松年在县志办的请示件上批示：“照办。”次日，县委副书记戚海棠圈阅。", **PLACE)
    assert acts(said, "圈阅") == [("戚海棠", "县志办的请示件", "2021-06-06")]


def test_the_book_that_is_meant(read):
    said = read("6月5日，专家审读《白鹤镇志》。副县长柏松年对志稿质量给予充分肯定。", **PLACE)
    assert acts(said, "肯定") == [("柏松年", "白鹤镇志", "2021-06-05")]


@pytest.mark.parametrize(
    ("told", "target"),
    [("为村志首发式发来贺信", "村志首发式"), ("向珙县地方志办发来贺信", "珙县地方志办")],
)
def test_to_what_a_letter_goes(read, told, target):
    assert {what for _, what, _ in acts(read(f"6月5日，宜宾市地方志办{told}。", **PLACE), "贺信")} == {target}


def test_two_offices_send_letters(read):
    said = read("6月5日，宜宾市地方志办、泸州市地方志办分别致信祝贺。", **PLACE)
    assert {who for who, _, _ in acts(said)} == {"宜宾市地方志办", "泸州市地方志办"}


def test_of_whom_something_is_asked(read):
    assert acts(read("6月5日，县长柏松年要求各承编单位按时交稿。", **PLACE)) == [("柏松年", "各承编单位", "2021-06-05")]


@pytest.mark.parametrize(("body", "target"), [("“一户一档”的做法获市委书记柏松年批示肯定。", "“一户一档”的做法"), ("珙县地方志办的做法获市委书记柏松年批示肯定。", "珙县地方志办")])
def test_a_way_of_working_is_praised(read, body, target):
    assert acts(read(f"6月5日，{body}", **PLACE)) == [("柏松年", target, "2021-06-05")]


def test_praised_by_an_office(read):
    assert acts(read("这一模式此前已两次为宜宾市地方志办所肯定。", **PLACE)) == [("宜宾市地方志办", "珙县地方志办", "")]


def test_what_is_said_of_the_speaker_is_told_by_name(read):
    (act,) = [r for r in read("6月5日，县长柏松年听取主任卫长风关于年鉴组稿的汇报。", title="县长调研").acts if r.attrs["form"] == "听取汇报"]
    assert act.attrs["what"] == "卫长风关于年鉴组稿"


def test_an_act_falls_on_the_day_named_last_before_it(read):
    said = read("县委书记柏松年6月5日批示“抓紧”，6月19日又到县志办调研。", **PLACE)
    assert {(form, day) for form in ("批示", "调研") for _, _, day in acts(said, form)} >= {("调研", "2021-06-19")}
