"""Documents, agreements, cited issues, and who did what with them."""

import pytest


def test_titles_in_marks(read):
    said = read("会议学习《地方志工作条例》，讨论《珙县志〈艺文卷〉注》。", "工作会议召开")
    assert said.names("document") == {"地方志工作条例", "珙县志〈艺文卷〉注"}


def test_an_unclosed_title_is_none(read):
    assert read("会议学习《地方志工作条例。\n会议结束》。", "工作会议召开").names("document") == set()


@pytest.mark.parametrize("printed", ["川渝 合作  纲要", "川渝合作 纲要"])
def test_spaces_in_a_title_make_no_other_document(read, entities, printed):
    one, two = read(f"学习《{printed}》。", "会议召开"), read("学习《川渝合作纲要》。", "会议召开")
    found = entities(one, two)
    assert len({found[m.ref].id for said in (one, two) for m in said.mentions("document")}) == 1


def test_an_abridged_edition_is_another_book(read):
    said = read("《珙县年鉴（2023）》简本与《珙县年鉴（2023）》同时发行。", "工作会议召开")
    assert len(said.names("document")) == 2


@pytest.mark.parametrize(("full", "short"), [("川渝地方志工作合作协议", "协议"), ("四川省地方志事业发展规划纲要", "规划"), ("关于做好村志编纂的通知", "通知")])
def test_a_short_form_means_the_full_title(read, full, short):
    said = read(f"3月5日，省地方志办印发《{full}》。《{short}》提出，要提质增效。", "省地方志办印发文件", "省地方志办")
    assert said.names("document", "agreement") == {full}


@pytest.mark.parametrize("verb", ["签署", "签订", "签下", "续签", "共同签署"])
def test_an_agreement_with_its_parties(read, verb):
    said = read(f"6月19日，四川省地方志办与重庆市地方志办在成都{verb}《川渝地方志工作合作协议》。", "川渝两地加强合作")
    assert said.facts("signed") == {(office, "signed", "川渝地方志工作合作协议") for office in ("四川省地方志办", "重庆市地方志办")}
    assert {r.date for r in said.relations("signed")} == {"2021-06-19"}


def test_an_agreement_without_marks(read):
    said = read("3月31日，珙县地方志办与兴文县地方志办签订川南史志工作交流合作框架协议。", "珙县加强合作", "珙县地方志办")
    assert said.names("agreement") == {"川南史志工作交流合作框架协议"} and len(said.facts("signed")) == 2


def test_parties_named_as_departments(read):
    said = read("3月31日，合川区、广安区、武胜县史志部门签订史志工作交流合作框架协议。", "武胜县加强合作", "武胜县委党史和地方志研究中心")
    assert len(said.facts("signed")) == 3


def test_who_compiled_issued_and_carried_out(read):
    said = read("省地方志办编纂《蜀中山水》《巴山人物》和《江河志》。省地方志办印发《村志编纂规范》。乐山市地方志办落实《村志编纂规范》。", "全省推进村志编纂", "省地方志办")
    assert said.facts("compiled") == {("四川省地方志办", "compiled", name) for name in ("蜀中山水", "巴山人物", "江河志")}
    assert said.facts("issued") == {("四川省地方志办", "issued", "村志编纂规范")}
    assert said.facts("implements") == {("乐山市地方志办", "implements", "村志编纂规范")}


@pytest.mark.parametrize("body", ["专家评审《珙县志》。", "读者借阅《珙县志》。", "珙县地方志办向学校赠送《珙县志》。"])
def test_a_document_that_is_only_named(read, body):
    assert not read(body, "珙县地方志办开展活动", "珙县地方志办").relations("compiled", "issued", "signed", "implements")


def test_a_title_that_begins_with_its_issuer(read):
    said = read("学习《四川省地方志工作办公室关于开展试点的通知》。", "工作会议召开")
    assert said.facts("issued") == {("四川省地方志工作办公室", "issued", "四川省地方志工作办公室关于开展试点的通知")}


@pytest.mark.parametrize(
    ("printed", "scope"),
    [
        ("《四川省地方志工作简报》第24期（总第275期）", ("四川省地方志工作简报", "总275")),
        ("《四川省地方志工作简报》第 24期（总第 275期）", ("四川省地方志工作简报", "总275")),
        ("《四川省地方志工作简报》第24期(总第275期)", ("四川省地方志工作简报", "总275")),
        ("《四川省地方志工作简报》2020年第24期", ("四川省地方志工作简报", "2020-24")),
        ("《四川省地方志工作简报》第24期", ("四川省地方志工作简报", "2021-24")),
        ("《乐山史志》总第88期", ("乐山史志", "总88")),
    ],
)
def test_cited_issues(read, printed, scope):
    said = read(f"6月5日，{printed}刊登《珙县抓实“四个环节” 推动志书提质》信息。", "珙县推进村志编纂", "珙县地方志办")
    assert {m.ref.scope for m in said.mentions("issue")} == {scope}
    assert [(r.subject.scope, r.date) for r in said.relations("published")] == [(scope, "2021-06-05")]


def test_an_issue_cited_in_january_is_of_the_year_before(read):
    said = read("12月25日，《四川省地方志工作简报》第80期刊登《珙县推进村志编纂》。", "珙县获关注", "珙县地方志办", date="2021-01-05")
    assert {m.ref.scope for m in said.mentions("issue")} == {("四川省地方志工作简报", "2020-80")}


def test_an_issue_with_and_without_its_total_by_the_same_name_is_told_apart_by_total(read, entities):
    one = read("《乐山史志》第3期（总第88期）刊登《犍为修志》。", "工作会议召开")
    two = read("《乐山史志》第3期（总第100期）刊登《夹江修志》。", "工作会议召开")
    found = entities(one, two)
    assert len({found[m.ref].id for said in (one, two) for m in said.mentions("issue")}) == 2


def test_an_article_was_reported_by_the_office_of_its_attribution(read):
    assert read("3月5日，召开会议。", "珙县推进村志编纂", "珙县地方志办").facts("reported_by") == {("珙县推进村志编纂", "reported_by", "珙县地方志办")}


def test_who_reviewed_revised_brought_out_and_gave_a_prize(read):
    said = read(
        "近期，市地方志办对8个县（区）年鉴2020卷编纂篇目进行了集中审查。市地方志办修订《江河志》。《江河志》由方志出版社出版。《江河志》被中国地方志指导小组办公室评为二等年鉴。",
        "乐山市审查年鉴篇目", "乐山市地方志办",
    )  # fmt: skip
    assert said.facts("reviewed") == {("乐山市地方志办", "reviewed", "8个县（区）年鉴2020卷编纂篇目")}
    assert said.facts("revised") == {("乐山市地方志办", "revised", "江河志")}
    assert said.facts("brought_out") == {("方志出版社", "brought_out", "江河志")}
    assert said.facts("awarded") == {("中国地方志指导小组办公室", "awarded", "江河志")}


def test_a_number_of_a_paper_is_the_paper_before_it_or_one_of_its_own(read):
    said = read("市地方志办印发《关于做好修志工作的通知》（乐志办发〔2020〕5号）。按照川办发[2019]12号文件要求，推进工作。", "乐山市推进修志", "")
    assert said.names("document") == {"关于做好修志工作的通知", "川办发〔2019〕12号"}
    assert "乐志办发〔2020〕5号" in said.surfaces("document")
