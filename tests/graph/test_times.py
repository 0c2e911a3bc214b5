"""Dates without a year, read against the date of the issue."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.times import find, year_of


def dates(text, anchor="2021-07-20"):
    return [(text[w.start : w.end], w.date, w.until) for w in find(text, anchor)]


@pytest.mark.parametrize(
    ("text", "anchor", "date"),
    [
        ("12月28日", "2021-01-05", "2020-12-28"),
        ("12月31日", "2021-01-01", "2020-12-31"),
        ("1月3日", "2021-01-05", "2021-01-03"),
        ("7月20日", "2021-07-20", "2021-07-20"),
        ("7月21日", "2021-07-20", "2021-07-21"),
        ("7月30日", "2021-07-20", "2020-07-30"),
        ("1月1日", "2020-12-30", "2021-01-01"),
        ("2月29日", "2020-03-05", "2020-02-29"),
        ("2019年12月28日", "2021-01-05", "2019-12-28"),
        ("2022年1月8日", "2021-12-30", "2022-01-08"),
        ("07月05日", "2021-07-20", "2021-07-05"),
    ],
)
def test_the_year_of_a_day(text, anchor, date):
    assert dates(text + "，召开会议", anchor)[0][:2] == (text, date)


@pytest.mark.parametrize(
    ("text", "date", "until"),
    [
        ("11月4—6日", "2020-11-04", "2020-11-06"),
        ("11月4日—6日", "2020-11-04", "2020-11-06"),
        ("11月4-6日", "2020-11-04", "2020-11-06"),
        ("11月4日至6日", "2020-11-04", "2020-11-06"),
        ("11月4至6日", "2020-11-04", "2020-11-06"),
        ("9月23日至25日", "2020-09-23", "2020-09-25"),
        ("9月30日至10月2日", "2020-09-30", "2020-10-02"),
        ("9月30日—10月2日", "2020-09-30", "2020-10-02"),
        ("2019年9月23日至25日", "2019-09-23", "2019-09-25"),
    ],
)
def test_ranges(text, date, until):
    assert dates(text + "，举办培训班", "2020-12-01") == [(text, date, until)]


def test_a_range_over_the_new_year():
    assert dates("12月30日至1月2日，举办培训班", "2021-01-10") == [("12月30日至1月2日", "2020-12-30", "2021-01-02")]


def test_a_range_with_two_years():
    assert dates("2020年12月30日至2021年1月2日，举办培训班") == [("2020年12月30日至2021年1月2日", "2020-12-30", "2021-01-02")]


@pytest.mark.parametrize(
    ("text", "anchor", "date"),
    [("6月", "2021-07-20", "2021-06"), ("6月份", "2021-07-20", "2021-06"), ("12月", "2021-01-20", "2020-12"), ("2020年3月", "2021-01-20", "2020-03"),
     ("3月下旬", "2021-07-20", "2021-03"), ("2019年", "2021-07-20", "2019")],
)  # fmt: skip
def test_months_and_years(text, anchor, date):
    assert dates(text + "，全面启动", anchor) == [(text, date, "")]


@pytest.mark.parametrize("word", ["近日", "日前", "近期", "连日来", "前不久"])
def test_vague_words_name_no_day(word):
    (when,) = find(f"{word}，市地方志办召开会议。", "2021-07-20")
    assert when.vague and when.date == ""


@pytest.mark.parametrize("text", ["截至6月底，完成三十部", "截至目前，完成三十部", "截止6月30日，完成三十部", "截至2020年，完成三十部"])
def test_a_day_up_to_which_is_counted_is_no_date(text):
    assert dates(text) == []


@pytest.mark.parametrize(
    "text",
    ["《乐山年鉴（2020）》", "2020卷", "2020年卷年鉴", "2020年鉴", "完成三十部", "13月5日", "2月30日", "第7期", "8646.04万次", "上半年", "“十四五”", "4—6名", "24日", "三月三"],
)
def test_what_is_no_date(text):
    assert dates(text + "的编纂") == []


def test_dates_stand_in_the_order_of_the_text():
    found = dates("7月16日，召开会议。近日，又于2020年3月开展调研，6月完成。")
    assert [row[0] for row in found] == ["7月16日", "近日", "2020年3月", "6月"]


def test_half_a_day_belongs_to_the_date():
    assert dates("7月16日上午，召开会议") == [("7月16日上午", "2021-07-16", "")]


@pytest.mark.parametrize(("anchor", "date"), [("", "--07-16"), ("2023", "2023-07-16"), ("2023-08-01", "2023-07-16")])
def test_anchors(anchor, date):
    assert dates("7月16日，召开会议", anchor) == [("7月16日", date, "")]


def test_without_an_anchor_a_month_has_no_year_and_a_printed_year_stays():
    assert dates("6月启动", "") == [("6月", "", "")]
    assert dates("2020年6月19日签署", "") == [("2020年6月19日", "2020-06-19", "")]


@pytest.mark.parametrize("text", ["2020年以来，7月16日召开", "会议于2020年7月召开，7月16日结束"])
def test_years_and_days_do_not_mix(text):
    assert ("7月16日", "2021-07-16", "") in dates(text)


@given(st.dates(datetime.date(2005, 1, 1), datetime.date(2035, 12, 31)), st.integers(1, 12), st.integers(1, 31))
def test_no_day_without_a_year_lies_ahead_of_the_issue(anchor, month, day):
    for when in find(f"{month}月{day}日，召开会议", anchor.isoformat()):
        date = datetime.date.fromisoformat(when.date)
        assert (date.month, date.day) == (month, day)
        assert date <= anchor + datetime.timedelta(days=3)


@given(st.dates(datetime.date(2005, 1, 1), datetime.date(2035, 12, 31)), st.integers(0, 360))
def test_a_day_of_the_past_year_is_read_as_it_was_meant(anchor, age):
    day = anchor - datetime.timedelta(days=age)
    assert find(f"{day.month}月{day.day}日，召开会议", anchor.isoformat())[0].date == day.isoformat()


@given(st.text(alphabet="0123456789年月日至—-近日前截 上午底，", max_size=40), st.sampled_from(["", "2021", "2021-07-20", "2020-02-29"]))
def test_any_text_gives_dates_at_their_places(text, anchor):
    last = 0
    for when in find(text, anchor):
        assert last <= when.start < when.end <= len(text)
        last = when.end


def test_the_29th_of_february_in_a_common_year_is_no_date_or_a_leap_year():
    for when in find("2月29日，召开会议", "2021-03-05"):
        datetime.date.fromisoformat(when.date)


def test_year_of_an_unknown_anchor():
    assert year_of(7, 16, "") is None and year_of(7, 16, "2021-07") in (None, 2021)
