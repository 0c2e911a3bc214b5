import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryFault
from index.parser import parse
from index.query import And, Chunk, Dates, Everything, Facet, Fuzzy, Near, Not, Or, Pattern, chunks


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


def a(text, position=0, field="", quoted=False):
    return Chunk(text, quoted, position, field)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("川渝 AND 年鉴", And((a("川渝"), a("年鉴", 7)))),
        ("川渝 OR 年鉴 合作", Or((a("川渝"), And((a("年鉴", 6), a("合作", 9)))))),
        ("川渝 NOT 年鉴", And((a("川渝"), Not(a("年鉴", 7))))),
        ("NOT NOT 年鉴", a("年鉴", 8)),
        ("(川渝 OR 成渝) 年鉴", And((Or((a("川渝", 1), a("成渝", 7))), a("年鉴", 11)))),
        ("((年鉴))", a("年鉴", 2)),
        ("标题:年鉴", a("年鉴", 3, "title")),
        ("TITLE：“年鉴”", a("年鉴", 7, "title", quoted=True)),
        ("正文:(川渝 OR 年鉴)", Or((a("川渝", 4, "body"), a("年鉴", 10, "body")))),
        ("人物:陈建春", Facet("person", "陈建春", 3)),
        ('office:"雅安市 地方志办"', Facet("office", "雅安市 地方志办", 8)),
        ("总期:275", Facet("total", "275", 3)),
        ("职务:雅安市常务副市长", Facet("post", "雅安市常务副市长", 3)),
        ("日期:2020", Dates(20200101, 20201231, 3)),
        ("日期:2020-02", Dates(20200201, 20200229, 3)),
        ("日期:2020年7月16日", Dates(20200716, 20200716, 3)),
        ("date:2020-01..2020-06", Dates(20200101, 20200630, 5)),
        ("日期:..2020-06", Dates(0, 20200630, 3)),
        ("日期:2020..", Dates(20200101, 99999999, 3)),
        ('"批示 年鉴"~10', Near(("批示", "年鉴"), 10, 1)),
        ('"批示 人物:*"~10', Near(("批示", Facet("person", "*", 1)), 10, 1)),
        ('"批示 年鉴"', a("批示 年鉴", 1, quoted=True)),
        ('"年鉴"~10', a("年鉴", 1, quoted=True)),
        ("四川*年鉴", Pattern("四川*年鉴", 0)),
        ("陈?春", Pattern("陈?春", 0)),
        ("陈见春~", Fuzzy("陈见春", 0)),
        ("四川年鉴(2023)", a("四川年鉴(2023)")),
        ("网址:http", a("网址:http")),
        ("12:30", a("12:30")),
        ("and or not", And((a("and"), a("or", 4), a("not", 7)))),
    ],
)
def test_the_grammar(query, tree):
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "code", "position"),
    [
        ("(川渝 AND", "operand", 7),
        ("(川渝 年鉴", "bracket", 0),
        ("川渝 OR", "operand", 5),
        ("AND 川渝", "operand", 0),
        ("川渝 AND OR 年鉴", "operand", 7),
        ("NOT", "operand", 3),
        ("()", "operand", 1),
        ("标题:", "field", 0),
        ("川渝 人物: ", "field", 3),
        ("日期:去年", "date", 3),
        ("日期:2020-13", "date", 3),
        ("日期:2020-02-31", "date", 3),
        ("a*b*c*d*e*f*g*", "wildcards", 0),
        ("(" * 20 + "年鉴" + ")" * 20, "deep", 16),
        ('"批示 年鉴"~999', "distance", 7),
    ],
)
def test_a_fault_names_its_place(query, code, position):
    with pytest.raises(QueryFault) as caught:
        parse(query)
    assert (caught.value.code, caught.value.position) == (code, position)


@pytest.mark.parametrize("query", ["*" * 500, "鉴" * 10_000, ")" * 300, "(" * 900, "NOT " * 200, "a~ " * 30, "\x00\x1b[31m", "' OR 1=1 --"])
def test_queries_that_nobody_means_are_answered_or_refused(query):
    try:
        parse(query)
    except QueryFault as fault:
        assert fault.code and 0 <= fault.position <= len(query)
