"""What the query language finds, against a naive scan of the texts."""

import random
import re
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import fold
from index.names import Known, Term
from index.query import And, Chunk, Not, Or
from index.parser import parse

WORDS = ["川渝", "年鉴", "编纂", "批示", "雅安", "工作", "会议", "2020年", "合作", "史"]


class Registry:
    """People and offices of a few texts."""

    people = {"陈建春": "p1", "李志超": "p2"}
    printed = {"p1": ("陈建春", "建春同志"), "p2": ("李志超",)}

    def values(self, facet, text):
        return [self.people[text]] if facet == "person" and text in self.people else [text]

    def known(self, text):
        return [Known("person", self.people[text], self.printed[self.people[text]])] if text in self.people else []

    def alike(self, text):
        return [name for name in self.people if name != text and len(name) == len(text) and sum(map(str.__ne__, name, text)) == 1]

    def holders(self, post):
        return [Term("p1", 20200101, 20201231)] if post == "常务副市长" else []

    def surfaces(self, facet, values, ids):
        wanted = [name for person, names in self.printed.items() if values is None or person in values for name in names]
        return {doc: wanted for doc in ids} if facet == "person" else {}


@pytest.fixture(scope="module")
def shelf(shared_library_of, doc):
    rng = random.Random(5)
    text = lambda n: "".join(rng.choice(WORDS) if rng.random() < 0.7 else rng.choice("，。的了和\n") for _ in range(n))  # noqa: E731
    library = shared_library_of([doc(str(n), text(3), text(12)) for n in range(80)])
    return library.searcher, library.texts


def scan(node, title, body):
    match node:
        case And(parts):
            return all(scan(part, title, body) for part in parts)
        case Or(parts):
            return any(scan(part, title, body) for part in parts)
        case Not(part):
            return not scan(part, title, body)
        case Chunk(text):
            where = {"title": [title], "body": [body]}.get(node.field, [title, body])
            return any(fold(text) in fold(printed) for printed in where)


quoted = st.tuples(st.sampled_from(["", "", "标题:", "正文:"]), st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)).map(
    lambda pair: f'{pair[0]}"{"".join(pair[1])}"'
)
queries = st.recursive(
    quoted,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" AND ", " OR ", " ", " NOT "]), inner).map("".join),
        inner.map(lambda query: f"({query})"),
        inner.map(lambda query: f"NOT ({query})"),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries)
def test_booleans_are_those_of_a_scan(shelf, query):
    searcher, texts = shelf
    node = parse(query)
    expected = {doc for doc, (title, body) in texts.items() if scan(node, title, body)}
    assert {hit.id for hit in searcher.search(query, size=1000).hits} == expected


def test_a_denied_word_never_shows(shelf):
    searcher, texts = shelf
    found = {hit.id for hit in searcher.search("川渝 NOT 年鉴", size=1000).hits}
    assert found and not [doc for doc in found if "年鉴" in fold("".join(texts[doc]))]


@pytest.fixture
def named(library_of, doc):
    library = library_of(
        doc("a", "批示", "陈建春对省年鉴作出批示。", "2020-07-16", person="p1"),
        doc("b", "近况", "建春同志到雅安。" + "另" * 30 + "批示。", "2021-03-01", person="p1"),
        doc("c", "会议", "李志超主持会议，二〇二〇年工作。", "2020-02-01", person="p2"),
        doc("d", "李志起来信", "无人。２０２０年。", "", act="批示"),
    )
    library.open(names=Registry())
    return library


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("人物:陈建春", "ab"), ("person:李志超", "c"), ("人物:*", "abc"), ("NOT 人物:*", "d"), ("行为:批示", "d"),
        ("陈建春", "ab"), ('"陈建春"', "a"), ("标题:陈建春", ""), ("正文:陈建春", "ab"),
        ('"批示 年鉴"~5', "a"), ('"批示 年鉴"~1', ""), ('"批示 人物:*"~10', "a"), ('"批示 人物:陈建春"~40', "ab"),
        ("李志起~", "cd"), ("建?同志", "b"), ("省*批示", "a"), ("建春*批示", "a"), ("同志*批示", ""),
        ("日期:2020", "ac"), ("日期:2020-07..2021", "ab"), ("日期:..2020-06", "c"), ("职务:常务副市长", "a"),
        ('"二〇二〇年"', "cd"), ('"2020年"', "cd"), ("二○二○年", "cd"), ('"二〇二"', "c"),
        ("(陈建春 OR 李志超) NOT 年鉴", "bc"),
    ],
)  # fmt: skip
def test_what_a_query_finds(named, query, ids):
    assert "".join(sorted(named.find(query))) == ids


def test_names_can_be_taken_as_they_stand(named):
    assert named.find("陈建春", expand=False) == ["a"]
    assert {hit.id: hit.matched for hit in named.search("陈建春").hits} == {"a": "exact-body", "b": "alias"}
    assert [hit.printed for hit in named.search("陈建春").hits if hit.id == "b"] == [["建春同志"]]


def test_what_a_field_asks_for_is_marked(named):
    marked = {hit.id: hit.printed for hit in named.search('人物:陈建春').hits}
    assert marked == {"a": ["陈建春"], "b": ["建春同志"]}


def test_months_and_passages(named):
    assert named.search("").months == [("2020-02", 1), ("2020-07", 1), ("2021-03", 1)]
    passages = named.searcher.passages("批示")
    assert [(p.id, p.in_title, p.in_body) for p in passages] == [("b", [], [(38, 40)]), ("a", [(0, 2)], [(9, 11)])]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="川渝年 \n。", min_size=0, max_size=14), st.integers(1, 6))
def test_nearness_is_that_of_a_pattern(text, distance):
    from index.highlight import are_near

    printed = re.sub(r"\s", "", text)
    gap = f".{{0,{distance}}}"
    expected = re.search(f"川{gap}渝|渝{gap}川", printed, re.DOTALL) is not None
    assert are_near(text, [["川"], ["渝"]], distance) == expected


def test_a_document_like_another(library_of, doc):
    body = "方志馆开馆 数字化建设 口述史料 征集工作"
    library = library_of(
        doc("a", "方志馆开馆", body), doc("b", "口述史料征集", body + "推进会"), doc("c", "年鉴", "年鉴出版发行。"),
        *(doc(f"x{n}", "会议", f"会议{string.ascii_letters[n]}。") for n in range(6)),
    )  # fmt: skip
    assert library.searcher.similar("a") == ["b"]
    assert library.searcher.similar("nobody") == []


def test_issues_in_order(library_of):
    from index.schema import IndexDoc

    library = library_of(*(IndexDoc(f"{n}-{order}", "年鉴", "", "2020-01-01", order, {}, n) for n in (3, 12) for order in (2, 1)))
    assert library.find("年鉴", sort="issue") == ["12-1", "12-2", "3-1", "3-2"]
