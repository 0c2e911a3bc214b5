from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold
from index.highlight import find, is_printed, marks, snippets

TEXT = st.text(alphabet="年鉴編纂，。\n 12３４", max_size=400)
NEEDLE = st.text(alphabet="年鉴编1 3", min_size=1, max_size=4)


def test_find_folds_both_sides():
    assert find("由陳建 春同志、陈建\n春", "陈建春") == [(1, 5), (8, 12)]
    assert find("共１２卷", "12") == [(1, 3)]
    assert find("年鉴", "") == []
    assert find("鉴鉴鉴", "鉴鉴") == [(0, 2)]


@given(TEXT, NEEDLE)
def test_what_is_found_folds_to_the_needle(text, needle):
    spans = find(text, needle)
    assert all(fold(text[start:end]) == fold(needle) for start, end in spans)
    assert bool(spans) == (fold(needle) != "" and fold(needle) in fold(text))
    if fold(needle):
        assert is_printed(text, fold(needle)) == bool(spans)


def test_overlapping_marks_become_one():
    assert marks("年鉴编纂工作", ["年鉴编", "鉴编纂", "作"]) == [(0, 4), (5, 6)]


@given(TEXT, st.lists(NEEDLE, max_size=3))
def test_snippets_hold_whole_marks_and_stand_where_they_say(body, needles):
    found = snippets(body, needles)
    assert len(found) <= 3
    whole = set(marks(body, needles))
    end = 0
    for snippet in found:
        assert snippet.start >= end
        end = snippet.start + len(snippet.text)
        assert body[snippet.start : end] == snippet.text
        assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.marks)
        assert all(any(c <= a + snippet.start and b + snippet.start <= d for c, d in whole) for a, b in snippet.marks)
    assert bool(whole) == any(snippet.marks for snippet in found)


@given(TEXT, NEEDLE)
def test_no_match_of_one_needle_is_cut(body, needle):
    for snippet in snippets(body, [needle]):
        for start, end in snippet.marks:
            assert len(fold(snippet.text[start:end])) % len(fold(needle)) == 0


def test_a_snippet_is_the_sentence():
    (snippet,) = snippets("会议召开。年鉴编纂启动。代表参加。", ["年鉴"])
    assert (snippet.start, snippet.text, snippet.marks) == (5, "年鉴编纂启动。", [(0, 2)])


def test_a_long_sentence_is_cut_around_the_match():
    (snippet,) = snippets("甲" * 300 + "年鉴" + "乙" * 300, ["年鉴"])
    assert len(snippet.text) <= 120
    assert snippet.text[slice(*snippet.marks[0])] == "年鉴"


def test_a_match_over_several_sentences_is_whole():
    long = "年鉴编纂。" * 40
    (snippet,) = snippets("前言。" + long + "后记。", [long])
    assert snippet.marks == [(snippet.text.index("年"), snippet.text.index("年") + len(long))]


def test_sentences_with_more_of_the_query_come_first_into_the_choice():
    body = "年鉴一。年鉴二。年鉴三。年鉴四。年鉴与批示。"
    texts = [snippet.text for snippet in snippets(body, ["年鉴", "批示"])]
    assert texts == ["年鉴一。", "年鉴二。", "年鉴与批示。"]


def test_the_beginning_when_nothing_is_marked():
    assert [s.text for s in snippets("\n 甲句。" + "乙" * 200, ["年鉴"])] == ["甲句。"]
    assert [len(s.text) for s in snippets("乙" * 200, [])] == [120]
    assert snippets(" ", ["年鉴"]) == []
