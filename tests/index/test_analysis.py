import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold, fold_spaced, fold_with_offsets, pairs, visible

TEXT = st.text(alphabet=st.characters(), max_size=60) | st.text(alphabet="年鉴編纂 \n\u3000１2ＡｂＣ㎡ﬁ…⼀", max_size=60)


@given(TEXT)
def test_every_folded_character_maps_to_the_source_character_it_came_from(text):
    folded = fold_with_offsets(text)
    assert len(folded.text) == len(folded.starts)
    assert list(folded.starts) == sorted(folded.starts)
    for char, start in zip(folded.text, folded.starts, strict=True):
        assert char in fold(text[start])


@given(TEXT, TEXT)
def test_fold_is_idempotent_and_goes_character_by_character(left, right):
    assert fold(fold(left)) == fold(left)
    assert fold(left + right) == fold(left) + fold(right)
    assert fold_with_offsets(left).text == fold(left)


def test_fold_is_idempotent_for_every_character():
    unstable = [hex(code) for code in range(sys.maxunicode + 1) if fold(fold(chr(code))) != fold(chr(code))]
    assert not unstable


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("陳建春", "陈建春"),
        ("２０２０年", "2020年"),
        ("ＡＢＣ", "abc"),
        ("年　鉴\n编 纂", "年鉴编纂"),
        ("乾隆著", "乾隆著"),
        ("年\u200b鉴\ufeff\x00", "年鉴"),
        ("\u2f00\u2f06", "一二"),
        ("\ud800年", "年"),
        ("", ""),
    ],
)
def test_fold(printed, folded):
    assert fold(printed) == folded


def test_an_expanded_character_maps_back_to_its_one_source():
    folded = fold_with_offsets("共㎡地")
    assert folded.text == "共m2地"
    assert folded.span(1, 3) == (1, 2)


def test_a_space_stays_between_latin_words_only():
    assert fold_spaced(" Open\n Access 年\n鉴 2020 年 ") == "open access年鉴2020年"


@given(TEXT)
def test_every_character_begins_a_pair(text):
    folded = fold(text)
    terms = pairs(folded)
    assert all(any(term.startswith(char) for term in terms) for char in folded)
    assert all(term in folded for term in terms)


@given(TEXT)
def test_visible_leaves_no_controls(text):
    assert all(c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in visible(text))
