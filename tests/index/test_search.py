import pytest

from index.errors import IndexFault, IndexMissing, QueryFault
from index.schema import FACETS


def matched(results):
    return {hit.id: hit.matched for hit in results.hits}


def test_tiers_come_best_first(library_of, doc):
    library = library_of(
        doc("words", "目标", "两全。" * 20 + "目标" * 20),
        doc("body", "会议", "实现目标两全。"),
        doc("title", "目标 两全", "会议。"),
        doc("none", "目标", "会议。"),
    )
    results = library.search("目标两全")
    assert [(h.id, h.matched) for h in results.hits] == [
        ("title", "exact-title"), ("body", "exact-body"), ("words", "words")
    ]


def test_a_quoted_phrase_finds_what_is_printed_only(seed):
    assert seed.find('"目标两全"') == []
    assert seed.find('"16月7日"') == []
    assert seed.find("16月7日") == []
    assert seed.find('"中心编纂"') == []
    assert seed.find("“两全目标”") == ["a"]
    assert matched(seed.search("目标两全")) == {"a": "words"}


def test_a_phrase_never_crosses_from_title_to_body(library_of, doc):
    library = library_of(doc("a", "召开年鉴", "编纂会议"))
    assert library.find('"年鉴编纂"') == []
    assert matched(library.search('"年鉴" "编纂"')) == {"a": "exact-body"}


@pytest.mark.parametrize("query", ["陳建春", "陈建春", '"陳 建春"', "「主任陈建春到雅安」", "主任陳建春\n"])
def test_a_name_in_either_script_and_across_a_wrap(seed, query):
    assert seed.find(query)[:1] == ["a"]


def test_full_and_half_width_and_case(library_of, doc):
    library = library_of(doc("a", "ＯＡ系统", "共１２卷"), doc("b", "oa", "12"))
    assert set(library.find('"oa"')) == {"a", "b"}
    assert library.find('"共12卷"') == library.find("共１２卷") == ["a"]


def test_characters_of_both_scripts_stay(seed):
    assert seed.find("乾隆") == ["c"]
    assert seed.find('"干隆"') == []


@pytest.mark.parametrize(("char", "ids"), [("鉴", "abd"), ("。", "abcd"), ("信", "d"), ("卷", "c"), ("瀛", ""), ("７", "a")])
def test_single_characters(seed, char, ids):
    assert "".join(sorted(seed.find(f'"{char}"'))) == ids


def test_digits_beside_chinese(seed):
    assert seed.find("7月16日") == seed.find('"16日"') == seed.find('"0年7"') == ["a"]


def test_all_chunks_are_wanted(seed):
    assert seed.find("年鉴 成都市") == ["b"]
    assert seed.find("年鉴 瀛台") == []


def test_a_name_that_the_dictionary_lacks_is_no_bag_of_characters(library_of, doc):
    library = library_of(doc("printed", "李国纂调研", ""), doc("scattered", "", "李。国。纂。调研"))
    assert library.find("李国纂") == ["printed"]
    assert library.find("李国纂调研") == ["printed"]


def test_the_empty_query_browses_newest_first(seed):
    results = seed.search("")
    assert [hit.id for hit in results.hits] == ["c", "a", "b", "d"]
    assert {hit.matched for hit in results.hits} == {"all"}
    assert results.hits[0].snippets[0].text


def test_sorting(seed):
    assert seed.find("", sort="newest") == ["c", "a", "b", "d"]
    assert seed.find("", sort="oldest") == ["a", "b", "c", "d"]
    assert seed.find("年鉴", sort="oldest") == ["a", "b", "d"]


def test_ranking_prefers_titles_and_frequent_words(library_of, doc):
    library = library_of(
        doc("once", "会议", "年鉴。" + "会议代表参加。" * 20),
        doc("often", "会议", "年鉴。年鉴。年鉴。" + "会议代表参加。" * 20),
        doc("title", "年鉴", "会议代表参加。" * 20),
    )
    results = library.search("年鉴")
    assert [hit.id for hit in results.hits] == ["title", "often", "once"]
    assert results.hits[1].score > results.hits[2].score > 0


def test_filters_are_or_within_a_facet_and_and_across(seed):
    assert set(seed.find("", filters={"place": ["雅安市", "成都市"]})) == {"a", "b", "c"}
    assert set(seed.find("", filters={"place": ["成都市"], "year": ["2020"]})) == {"b"}
    assert seed.find("", filters={"issue": ["2020年第5期"], "person": ["陈建春"]}) == ["a"]
    assert seed.find("", filters={"place": ["nowhere"]}) == []
    assert len(seed.find("", filters={"place": []})) == 4


def test_facet_values_may_hold_commas_and_spaces(library_of, doc):
    library = library_of(doc("a", document="通知, 第 5 号|办法"), doc("b", document="通知"))
    assert library.find("", filters={"document": ["通知, 第 5 号"]}) == ["a"]
    assert library.search("").facets["document"] == [("办法", 1), ("通知", 1), ("通知, 第 5 号", 1)]


def test_facets_count_all_hits_not_the_page(seed):
    results = seed.search("年鉴", size=1)
    assert (results.total, len(results.hits)) == (3, 1)
    assert results.facets["place"] == [("雅安市", 2), ("成都市", 1)]
    assert results.facets["year"] == [("2020", 2)]
    assert set(results.facets) == set(FACETS)
    assert seed.search("", facet_sizes={"place": 1}).facets["place"] == [("成都市", 2)]
    assert seed.search("", filters={"year": ["2021"]}).facets["place"] == [("成都市", 1)]


def test_pages(seed):
    pages = [seed.find("", page=page, size=3) for page in (1, 2, 3)]
    assert pages == [["c", "a", "b"], ["d"], []]


def test_marks_and_snippets(seed):
    (hit,) = seed.search('"陳建春到雅安市"').hits
    (snippet,) = hit.snippets
    ((start, end),) = snippet.marks
    assert snippet.text[start:end] == "陈建春\n到雅安市"
    assert hit.title_marks == []
    assert seed.search("川渝").hits[0].title_marks == [(0, 2)]


def test_words_are_marked_when_the_string_is_not_printed(seed):
    (hit,) = seed.search("目标两全").hits
    assert [s.text[a:b] for s in hit.snippets for a, b in s.marks] == ["两全目标"]


def test_terms_are_echoed(seed):
    assert seed.search(' 川渝 "年 鉴" ').terms == ["川渝", "年 鉴"]


def test_a_text_gone_from_the_store_is_no_error(seed):
    del seed.texts["a"]
    assert [hit.snippets for hit in seed.search('"两全目标"').hits] == [[]]
    assert [h.snippets for h in seed.search("川渝").hits] == [[]]


@pytest.mark.parametrize(
    "options",
    [{"sort": "best"}, {"page": 0}, {"size": 0}, {"size": 1001}, {"facet_sizes": {"place": -1}}, {"filters": {"a": ["b"]}}],
)
def test_arguments_that_cannot_be_used(seed, options):
    with pytest.raises(QueryFault):
        seed.search("年鉴", **options)


@pytest.mark.parametrize(
    "query", ["*" * 500, "'; DROP TABLE x; --", "<script>", "\x00鉴", '"' * 99, "鉴" * 1000]
)
def test_odd_queries_get_an_answer(seed, query):
    assert seed.search(query).total >= 0


def test_a_query_that_is_too_long(seed):
    with pytest.raises(QueryFault) as caught:
        seed.search("鉴" * 1001)
    assert caught.value.position == 1000


def test_an_index_without_documents(library_of):
    library = library_of()
    assert library.search("年鉴").total == library.search("").total == library.searcher.count() == 0


def test_no_index(tmp_path, cutter, open_engine):
    engine = open_engine(tmp_path)
    with pytest.raises(IndexMissing):
        engine.searcher(dict, cutter)
    with pytest.raises(IndexMissing):
        engine.check()


def test_a_closed_searcher(seed):
    seed.searcher.close()
    with pytest.raises(IndexFault):
        seed.search("年鉴")
