"""Text that knows its origin, and the small facts of Chinese type setting."""

import re
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.text import MENDED, Traced, comparable, from_segments, join, lines_of, number, tidy, width

PRINTED = st.text(alphabet="县志办召开会议，。（）《》“”—— \t　0123456789第期月日ab％", max_size=60)


@st.composite
def traced(draw):
    text = draw(PRINTED)
    start = draw(st.integers(0, 50))
    origins = [start + at if draw(st.booleans()) else MENDED for at in range(len(text))]
    return Traced(text, tuple(origins))


def plain(text, start=0):
    return Traced(text, tuple(range(start, start + len(text))))


def test_one_origin_a_character():
    with pytest.raises(ValueError):
        Traced("县志", (0,))


@given(traced())
def test_segments_are_the_inverse_of_from_segments(text):
    assert from_segments(text.text, text.segments()) == text


@given(traced())
def test_segments_cover_the_text_in_order_without_gap(text):
    at = 0
    for start, _, length in text.segments():
        assert start == at and length > 0
        at += length
    assert at == len(text)


@given(traced(), st.integers(0, 60), st.integers(0, 60))
def test_a_slice_takes_text_and_origins_alike(text, start, end):
    part = text[start:end]
    assert part.text == text.text[start:end] and part.origins == text.origins[start:end]


@given(traced(), st.integers(0, 60))
def test_two_halves_make_the_whole(text, cut):
    assert text[:cut] + text[cut:] == text
    assert join((text[:cut], text[cut:])) == text


@given(st.lists(traced(), max_size=5))
def test_a_separator_has_no_origin(parts):
    whole = join(parts, "\n")
    assert whole.text == "\n".join(part.text for part in parts)
    assert sum(origin == MENDED for origin in whole.origins) == sum(p.origins.count(MENDED) for p in parts) + max(0, len(parts) - 1)


def test_joining_many_parts_takes_time_as_their_length():
    """A hundred thousand parts in a moment: joined one by one they would take minutes."""
    start = time.process_time()
    assert len(join([plain("修志问道", 4 * at) for at in range(100_000)], "\n")) == 499_999
    assert time.process_time() - start < 5


@given(PRINTED, st.sampled_from([r"\s", r"\d+", "志", "x"]))
def test_without_leaves_the_rest_at_its_origin(text, pattern):
    kept = plain(text).without(re.compile(pattern))
    assert kept.text == re.sub(pattern, "", text)
    assert all(text[origin] == char for char, origin in zip(kept.text, kept.origins, strict=True))


@given(traced())
def test_strip_is_that_of_a_string(text):
    assert text.strip().text == text.text.strip()


@given(st.text(max_size=120))
def test_lines_keep_the_place_of_every_character(source):
    found = lines_of(source)
    origins = [origin for line in found for origin in line.origins]
    assert origins == sorted(set(origins))
    for line in found:
        assert "\n" not in line.text and "\r" not in line.text and "\ufeff" not in line.text
        for char, origin in zip(line.text, line.origins, strict=True):
            assert char == source[origin] or (char == " " and not source[origin].strip())


def test_a_page_break_is_a_line_break():
    assert [line.text for line in lines_of("修志\f问道\r\n存史")] == ["修志", "问道", "存史"]


def test_spaces_of_all_kinds_become_plain_and_zero_width_ones_vanish():
    assert lines_of("\ufeff县\u3000志\u00a0办\u200b公")[0].text == "县 志 办公"


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("7月 16日", "7月16日"),
        ("7 月 16 日", "7月16日"),
        ("第 24期（总第 275期）", "第24期（总第275期）"),
        ("全县 18个乡镇", "全县18个乡镇"),
        ("阅读量 8646.04万次", "阅读量8646.04万次"),
        ("（ 2020卷 ）", "（2020卷）"),
        ("占 35 %以上", "占35%以上"),
        ("培训。 会上", "培训。会上"),
        ("《 珙县志 》", "《珙县志》"),
        ("11月4 — 6日", "11月4—6日"),
        ("  　修志问道  ", "修志问道"),
        ("", ""),
        ("   ", ""),
        ("守正创新 笃行致远", "守正创新 笃行致远"),
        ("守正创新   笃行致远", "守正创新 笃行致远"),
        ("第1、 2批", "第1、2批"),
        ("Sichuan Annals", "Sichuan Annals"),
    ],
)
def test_tidy(printed, clean):
    assert tidy(plain(printed)).text == clean


@given(PRINTED)
def test_tidy_takes_white_space_away_and_nothing_else(text):
    clean = tidy(plain(text))
    assert re.sub(r"\s", "", clean.text) == re.sub(r"\s", "", text)
    assert all(text[origin] == char for char, origin in zip(clean.text, clean.origins, strict=True))
    assert "  " not in clean.text.replace("\t", "").replace("\u3000", "") or "\u3000" in text or "\t" in text


@given(PRINTED)
def test_tidy_once_is_enough(text):
    once = tidy(lines_of(text)[0] if text else plain(""))
    assert tidy(once) == once


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24", 24), ("２４", 24), ("007", 7), ("二十四", 24), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105),
        ("三百二十", 320), ("二〇二〇", 2020), ("一千零一", 1001), ("两百", 200), ("〇", 0), ("", None), ("上", None), ("2a", None),
    ],
)  # fmt: skip
def test_number(text, value):
    assert number(text) == value


@given(st.integers(0, 9_999))
def test_digits_are_read_back(value):
    assert number(str(value)) == value
    assert number("".join("〇一二三四五六七八九"[int(d)] for d in str(value))) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第24期(总第275期)", "第 24期（总第 275期）"),
        ("Ｓｉ川", "Si川"),
        ("《志\n书》", "《志书》"),
        ("报:送", "报：送"),
        ("好,继续!", "好，继续！"),
    ],
)
def test_comparable_is_blind_to_width_and_space(one, other):
    assert comparable(one) == comparable(other)


@given(st.text(alphabet="县志（）()，,：: 0０AＡ" + string.whitespace, max_size=40))
def test_comparable_once_is_enough(text):
    assert comparable(comparable(text)) == comparable(text)
    assert not re.search(r"\s", comparable(text))


@pytest.mark.parametrize(
    ("text", "wide"), [("", 0), ("修志", 2), ("，。", 2), ("20", 1), ("“志”", 2), (" ", 0.25), ("7月 16日", 1 + 0.25 + 1 + 1.5)]
)
def test_width_counts_full_width_characters(text, wide):
    assert width(text) == wide


@given(st.text(max_size=40), st.text(max_size=40))
def test_widths_add_up(one, other):
    assert width(one + other) == pytest.approx(width(one) + width(other))
