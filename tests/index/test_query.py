import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryFault
from index.query import And, Chunk, Everything, chunks, parse


def read(query):
    return [(chunk.text, chunk.quoted) for chunk in chunks(parse(query))]


@pytest.mark.parametrize("query", ["", "  \n\u3000", '"', "“”", "\x00\x07", "\u200b", "\ud800"])
def test_nothing_wanted_is_everything(query):
    assert parse(query) == Everything()


def test_one_chunk_is_its_own_tree():
    assert parse(" 年鉴") == Chunk("年鉴", quoted=False, position=1)


def test_chunks_are_all_wanted():
    assert parse('川渝 "年 鉴"') == And((Chunk("川渝", False, 0), Chunk("年 鉴", True, 4)))


@pytest.mark.parametrize("query", ['"年鉴"', "“年鉴”", "「年鉴」", "『年鉴』", "＂年鉴＂", "”年鉴”", '"年鉴', "“年鉴"])
def test_quotes(query):
    assert read(query) == [("年鉴", True)]


def test_quotes_within_a_quote_are_text():
    assert read('"“十四五”规划"') == [("“十四五”规划", True)]


def test_a_quote_parts_chunks():
    assert read('川渝"年鉴"编纂 批示”') == [("川渝", False), ("年鉴", True), ("编纂", False), ("批示", False)]


def test_controls_are_dropped():
    assert read("年\x00鉴\u200b") == [("年鉴", False)]


def test_too_long():
    assert parse("鉴" * 1000)
    with pytest.raises(QueryFault) as caught:
        parse("鉴" * 1001)
    assert caught.value.position == 1000


def test_too_many_terms():
    assert len(chunks(parse("鉴 " * 32))) == 32
    with pytest.raises(QueryFault) as caught:
        parse("鉴 " * 33)
    assert caught.value.position == 64


@given(st.text(alphabet=st.characters() | st.sampled_from('"“”「」 年'), max_size=200))
def test_any_text_is_a_query_or_a_query_fault(query):
    try:
        found = chunks(parse(query))
    except QueryFault as fault:
        assert 0 <= fault.position <= len(query)
    else:
        assert all(0 <= chunk.position < len(query) for chunk in found)
