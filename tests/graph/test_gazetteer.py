"""Names of divisions in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.gazetteer import Gazetteer
from graph.lexicon import load

WHOLE = Gazetteer(load().common_words)



def found(text):
    return [(text[p.start : p.end], {d.name for d in p.divisions}, p.full) for p in WHOLE.find(text)]


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("甘孜州", "甘孜藏族自治州"), ("阿坝州", "阿坝藏族羌族自治州"), ("凉山州", "凉山彝族自治州"), ("黔东南州", "黔东南苗族侗族自治州"),
        ("恩施州", "恩施土家族苗族自治州"), ("延边州", "延边朝鲜族自治州"), ("海西州", "海西蒙古族藏族自治州"), ("北川县", "北川羌族自治县"),
        ("马边县", "马边彝族自治县"), ("西双版纳州", "西双版纳傣族自治州"), ("克孜勒苏州", "克孜勒苏柯尔克孜自治州"), ("峨边县", "峨边彝族自治县"),
        pytest.param("彭水县", "彭水苗族土家族自治县"),
    ],
)  # fmt: skip
def test_short_forms_of_autonomous_places(short, name):
    (place,) = found(short + "召开会议")
    assert place[0] == short and name in place[1] and place[2]


@pytest.mark.parametrize(
    ("text", "surface", "name", "full"),
    [
        ("乐山启动编纂", "乐山", "乐山市", False),
        ("乐山市启动编纂", "乐山市", "乐山市", True),
        ("珙县启动编纂", "珙县", "珙县", True),
        ("四川启动编纂", "四川", "四川省", False),
        pytest.param("西藏启动编纂", "西藏", "西藏自治区", False),
        pytest.param("内蒙古启动编纂", "内蒙古", "内蒙古自治区", False),
        ("新疆启动编纂", "新疆", "新疆维吾尔自治区", False),
        ("广西启动编纂", "广西", "广西壮族自治区", False),
        ("岳池启动编纂", "岳池", "岳池县", False),
        ("阿坝启动编纂", "阿坝", "阿坝藏族羌族自治州", False),
        ("广安区启动编纂", "广安区", "广安区", True),
        ("甘孜藏族自治州启动编纂", "甘孜藏族自治州", "甘孜藏族自治州", True),
    ],
)
def test_short_and_full_names(text, surface, name, full):
    (place,) = found(text)
    assert place[0] == surface and name in place[1] and place[2] is full


def test_the_longest_name_wins():
    assert [row[0] for row in found("四川省成都市金牛区、攀枝花市仁和区")] == ["四川省", "成都市", "金牛区", "攀枝花市", "仁和区"]


@pytest.mark.parametrize("word", ["合作", "和平", "建设", "文明", "平安", "新城"])
def test_a_common_word_is_a_place_with_its_level_alone(word):
    assert found(f"双方{word}编纂") == []


def test_namesakes_are_all_kept():
    (place,) = WHOLE.find("朝阳区地方志办")
    assert {d.code for d in place.divisions} >= {"110105", "220104"}


def test_levels_and_ways_up():
    (county,) = WHOLE.named("珙县")
    assert WHOLE.path(county.code) == ("51", "5115", "511526") and county.level == "县" and county.sign == "县"
    (district,) = (d for d in WHOLE.named("铜梁区"))
    assert WHOLE.parent(district.code) == "50"
    assert WHOLE.path("99") == () and WHOLE.parent("51") == "" and WHOLE.named("无此地") == []


def test_the_country_is_complete():
    assert sum(len(code) == 2 for code in WHOLE.by_code) >= 31
    assert sum(len(code) == 4 and code.startswith("51") for code in WHOLE.by_code) == 21
    assert sum(len(code) == 6 and code.startswith("51") for code in WHOLE.by_code) == 183


@pytest.mark.parametrize("name", sorted({d.name for d in WHOLE.by_code.values() if len(d.code) <= 4 and d.code[:2] in ("51", "50", "53")}))
def test_every_city_is_found_by_its_full_name(name):
    assert any(name in row[1] and row[0] == name and row[2] for row in found(f"到{name}调研"))


@pytest.mark.parametrize("text", ["甘州", "到乐山", "赴宁夏"])
def test_a_short_name_at_the_end_of_the_text_ends_there(text):
    assert [place.end for place in WHOLE.find(text)] == [len(text)]


@pytest.mark.parametrize(("name", "joint"), [("成德", True), ("成德绵", True), ("成成", False), ("成", False), ("成华", False), ("苏锡", False)])
def test_cities_called_by_their_first_characters_together(name, joint):
    assert WHOLE.joins_cities(name, "51") is joint
    assert not WHOLE.joins_cities(name, "")


@given(st.text(alphabet="四川省成都市乐山甘孜州藏族自治县区珙岳池到、，a1", max_size=40))
def test_places_do_not_overlap_and_lie_in_the_text(text):
    last = 0
    for place in WHOLE.find(text + "。。。。。。。。。。。。。"):
        assert last <= place.start < place.end <= len(text) and place.divisions
        last = place.end
