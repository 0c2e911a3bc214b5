"""How names are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.pinyin import is_spelling, spellings


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("陈建春", "chenjianchun", "cjc"), ("单志强", "shanzhiqiang", "szq"), ("曾国庆", "zengguoqing", "zgq"),
        ("仇和", "qiuhe", "qh"), ("解放军", "xiefangjun", "xfj"), ("万俟晓", "moqixiao", "mqx"), ("任乃强", "rennaiqiang", "rnq"),
    ],
)  # fmt: skip
def test_people(name, full, initials):
    found = spellings(name, person=True)
    assert (found[0].full, found[0].initials) == (full, initials)


def test_a_surname_with_two_readings_has_both():
    assert {way.initials for way in spellings("覃洁", person=True)} == {"qj", "tj"}


@pytest.mark.parametrize(
    ("name", "full"),
    [("长宁县地方志办公室", "changningxiandifangzhibangongshi"), ("重庆市", "chongqingshi"), ("《雅安年鉴（2019）》", "yaannianjian2019")],
)
def test_offices_and_documents(name, full):
    assert spellings(name)[0].full == full


def test_what_has_no_chinese_is_not_spelled():
    assert spellings("OA 2020") == spellings("") == ()


@given(st.text(max_size=80), st.booleans())
def test_any_name(name, person):
    for way in spellings(name, person=person):
        assert way.full and way.initials and " " not in way.full and len(way.initials) <= len(way.full)


def test_what_may_be_a_spelling():
    assert is_spelling("cjc") and not is_spelling("c") and not is_spelling("陈") and not is_spelling("a1") and not is_spelling("é")
