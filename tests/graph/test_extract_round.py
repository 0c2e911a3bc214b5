"""Rules for offices, posts, agreements and roles as other counties word them."""

import pytest

PLACE = {"title": "珙县推进修志工作", "attribution": "珙县地方志办"}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("6月5日，两地签订的白鹤史志协作备忘录到期。", "白鹤史志协作备忘录"),
        ("6月5日，两镇各签一份镇志互助编修协议。", "镇志互助编修协议"),
        ("6月5日，双方签订《白鹤镇志》编纂合作协议。", "《白鹤镇志》编纂合作协议"),
        ("6月5日，会议通过了两江史志资源共享公约。", "两江史志资源共享公约"),
        ("6月5日，双方签订了《共建方志中心协议书》和旧志数字化合作协议。", "旧志数字化合作协议"),
    ],
)
def test_agreements_without_marks(read, body, name):
    assert name in read(body, **PLACE).names("agreement")


def test_what_class_an_agreement_is_of(read):
    said = read("6月5日，双方签署《两江史志合作框架协议》，这是首次签订跨省合作协议。", **PLACE)
    assert said.names("agreement") == {"两江史志合作框架协议"}


def test_an_inscription_is_no_document(read):
    assert read("6月5日，代表参观《白鹤颂》摩崖石刻。", **PLACE).names("document") == set()


def test_bodies_of_a_zone(read):
    said = read("6月5日，两江新区党工委委员、管委会副主任柏松年主持。", **PLACE)
    assert said.posts == {("柏松年", "党工委委员", "两江新区党工委"), ("柏松年", "副主任", "两江新区管委会")} or {o for _, _, o in said.posts} == {
        "两江新区党工委", "两江新区管委会",
    }  # fmt: skip


@pytest.mark.parametrize("body", ["珙县年鉴工作获县委书记柏松年批示。", "珙县首次签订区域合作协议。", "白鹤镇与西南大学签约。"])
def test_a_clause_is_no_office(read, body):
    assert not [name for name in read(body, **PLACE).names("office") if "获" in name or name.endswith("协") or "与" in name]


def test_a_conjunction_is_no_county(read):
    said = read("6月5日，县档案馆馆长柏松年和县农业农村局局长戚海棠到会。", **PLACE)
    assert {("柏松年", "馆长", "珙县档案馆"), ("戚海棠", "局长", "珙县农业农村局")} <= said.posts


def test_the_office_of_a_government_is_one_by_all_its_names(read, entities):
    said = read("6月5日，珙县人民政府办公室印发通知。县政府办主任柏松年、县政府办公室副主任戚海棠参加。", **PLACE)
    found = entities(said)
    assert len({found[m.ref].id for m in said.mentions("office") if "办" in m.surface and "政府" in m.surface}) == 1


def test_the_head_of_a_village_committee(read):
    assert ("柏松年", "主任") in {(who, title) for who, title, _ in read("白鹤村党支部书记、村委会主任柏松年参加。", **PLACE).posts}


def test_a_verb_before_a_unit_is_none_of_its_name(read):
    said = read("6月5日，珙县地方志办主任柏松年又派年鉴科科长戚海棠驻点。", **PLACE)
    assert ("戚海棠", "科长", "珙县地方志办年鉴科") in said.posts


def test_a_rank_behind_the_head_of_a_unit(read):
    said = read("6月5日，宜宾市地方志办年鉴科科长、四级调研员柏松年参加。", **PLACE)
    assert ("柏松年", "四级调研员", "宜宾市地方志办年鉴科") in said.posts


def test_the_members_of_a_body(read):
    said = read("珙县人民政府发出通知，对县地方志编纂委员会成员进行调整，名单如下：\n主任：柏松年（县长）\n副主任：戚海棠（副县长）", title="通知")
    assert {("柏松年", "主任", "珙县地方志编纂委员会"), ("戚海棠", "副主任", "珙县地方志编纂委员会")} <= said.posts


def test_appointed_behind_a_mark(read):
    said = read("会议宣布：柏松年任县档案馆馆长，戚海棠不再担任。", **PLACE)
    assert ("柏松年", "馆长", "珙县档案馆") in said.posts


def test_a_township_known_by_its_book(read):
    said = read("6月5日，主任柏松年调研《白鹤乡志》的编纂，乡长戚海棠陪同。", **PLACE)
    assert ("戚海棠", "乡长", "白鹤乡人民政府") in said.posts


@pytest.mark.parametrize(
    ("body", "kind", "names"),
    [
        ("县长柏松年听取主任戚海棠和副主任卫长风的工作汇报。", "reported_at", {"戚海棠", "卫长风"}),
        ("陪同视察的有副县长柏松年，主任戚海棠等。", "accompanied", {"柏松年", "戚海棠"}),
        ("县长柏松年带领局长温若谷赴白鹤镇督导，主任戚海棠随同。", "accompanied", {"戚海棠"}),
        ("副主任柏松年莅会指导。", "attended", {"柏松年"}),
        ("主任柏松年、副主任戚海棠先后表态。", "spoke_at", {"柏松年", "戚海棠"}),
        ("县长柏松年一边翻一边听汇报。", "reported_at", set()),
    ],
)
def test_roles_in_other_words(read, body, kind, names):
    said = read(f"6月5日，珙县召开修志推进会。{body}", **PLACE)
    assert {r.subject.name for r in said.relations(kind) if r.subject.kind == "person" and not r.implied} == names


def test_guests_named_after_another_day(read):
    said = read("6月5日，珙县召开修志启动会。\n5月20日，县志办摸底。\n参加启动会的还有退休教师柏松年、农民戚海棠。", **PLACE)
    assert {r.date for r in said.relations("attended") if r.subject.name == "柏松年"} == {"2021-06-05"}
