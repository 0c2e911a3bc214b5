"""Where an article stands, and what a bare 市, 县 or 省 means in it."""

import pytest

from graph import context


@pytest.fixture(scope="module")
def at(gazetteer, make):
    def run(body, title="", attribution="", siblings=(), **more):
        return context.read(make(body, title, attribution, **more), siblings, gazetteer)

    return run


@pytest.mark.parametrize(
    ("title", "body", "attribution", "home"),
    [
        ("雅安市完成年鉴编纂", "市地方志编纂中心开展工作。", "雅安市地方志编纂中心", "5118"),
        ("珙县推进村志编纂", "3月5日，县地方志编纂中心召开会议。", "", "511526"),
        ("大竹紧扣目标服务大局", "3月5日，县方志办召开会议。", "大竹县地方志办", "511724"),
        ("四川省乐山市推进村志编纂", "会议召开。", "", "5111"),
        ("省地方志办召开工作会", "会议召开。", "省地方志办", "51"),
        ("工作会议召开", "会议召开。", "甘孜州地方志办公室", "5133"),
        ("工作会议召开", "3月5日，岳池县召开会议。", "", "511621"),
        ("工作会议召开", "会议召开。", "", "51"),
        ("川渝两地签署协议", "3月5日，四川与重庆签署协议。", "省地方志办", "51"),
    ],
)
def test_the_place_of_an_article(at, title, body, attribution, home):
    assert at(body, title, attribution).home == home


def test_two_places_in_a_title_leave_it_to_the_attribution(at):
    assert at("会议召开。", "乐山市与宜宾市签署协议", "宜宾市地方志办").home == "5115"


def test_a_title_about_the_visited_place_goes_before_the_visitor(at):
    assert at("会议召开。", "省地方志办到甘孜州调研", "甘孜州地方志办公室").home == "5133"


@pytest.mark.parametrize(
    ("issuer", "province", "home"), [("四川省地方志工作办公室", "51", "511304"), ("甘肃省地方史志办公室", "62", ""), ("", "", "")]
)
def test_namesakes_are_those_of_the_own_province(at, issuer, province, home):
    """嘉陵区 is in 四川 alone; 城关区, 市中区, 新城区 are in several provinces."""
    read = at("3月5日，召开会议。", "市中区推进村志编纂", "", issuer=issuer)
    codes = {read.code_of(place) for place in read.places}
    assert all(code.startswith(province) for code in codes if province == "51")
    assert read.province == province


def test_a_namesake_county_of_the_home_city_goes_first(at):
    read = at("乐山市市中区推进村志编纂。", "乐山市推进村志编纂", "乐山市地方志办")
    assert {read.name(read.code_of(place)) for place in read.places if place.divisions[0].name == "市中区"} == {"市中区"}
    assert {read.code_of(place) for place in read.places if place.divisions[0].name == "市中区"} == {"511102"}
    other = at("内江市市中区推进村志编纂。", "内江市推进村志编纂", "内江市地方志办")
    assert {other.code_of(place) for place in other.places if place.divisions[0].name == "市中区"} == {"511002"}


def test_a_county_of_a_named_city_abroad_belongs_to_that_city(at):
    """北京市朝阳区 in a Sichuan article: the city written before it decides."""
    read = at("与北京市朝阳区、辽宁省朝阳市龙城区交流。", "乐山市推进村志编纂", "乐山市地方志办")
    assert "110105" in {read.code_of(place) for place in read.places}


@pytest.mark.parametrize(
    ("title", "attribution", "sign", "code"),
    [
        ("珙县推进村志编纂", "珙县地方志办", "县", "511526"),
        ("珙县推进村志编纂", "珙县地方志办", "市", "5115"),
        ("珙县推进村志编纂", "珙县地方志办", "省", "51"),
        ("乐山市推进村志编纂", "乐山市地方志办", "市", "5111"),
        ("乐山市推进村志编纂", "乐山市地方志办", "县", ""),
        ("甘孜州推进村志编纂", "甘孜州地方志办", "州", "5133"),
        ("西昌市推进村志编纂", "西昌市地方志办", "市", "513401"),
        ("西昌市推进村志编纂", "西昌市地方志办", "州", "5134"),
        ("成都市郫都区推进村志编纂", "郫都区地方志办", "区", "510117"),
        ("成都市郫都区推进村志编纂", "郫都区地方志办", "市", "5101"),
        ("铜梁区推进村志编纂", "重庆市铜梁区地方志办", "市", "50"),
        ("铜梁区推进村志编纂", "重庆市铜梁区地方志办", "区", "500151"),
    ],
)
def test_bare_levels(at, title, attribution, sign, code):
    read = at("会议召开。", title, attribution)
    assert read.resolve(sign, len(title) + 1) == code


def test_a_bare_level_that_does_not_fit_home_means_the_last_such_place_named_before(at):
    body = "3月5日，省地方志办到岳池县、武胜县调研，县委作了汇报。"
    read = at(body, "省地方志办开展调研", "省地方志办")
    at_ = len("省地方志办开展调研") + 1 + body.index("县委")
    assert read.resolve("县", at_) == "511622"
    assert read.resolve("县", len("省地方志办开展调研") + 3) == ""


def test_a_district_of_a_city_is_no_county(at):
    assert at("会议召开。", "成都市郫都区推进村志编纂", "郫都区地方志办").resolve("县", 20) == ""


@pytest.mark.parametrize("issuer", ["", "《资治通鉴》编委会"])
def test_an_article_that_names_no_place(at, issuer):
    read = at("会议召开。", "工作会议召开", "", issuer=issuer)
    assert (read.home, read.province, read.resolve("市", 5)) == ("", "", "")


def test_siblings_tell_the_province_of_an_article_that_names_none(at, make):
    other = make("会议召开。", "四川省乐山市推进村志编纂", "乐山市地方志办", issuer="")
    assert at("会议召开。", "工作会议召开", "", siblings=(other,), issuer="").province == "51"
