"""What holds for every article, whatever it says."""

import random
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.model import KINDS
from graph.ontology import BY_NAME, FORMS

SENTENCES = (
    "3月5日，珙县地方志办召开村志编纂推进会。", "县委书记康永年、县长廖志成分别批示：好。", "办党组成员、副主任孟立行、蒋丽辉参加会议。", "6月5日，县长廖志成批示：“工作扎实。”",
    "副县长温玉兰提出三点要求：一是提高站位，二是加快进度，三是确保质量。", "《四川省地方志工作简报》第 24期（总第 275期）刊登《珙县抓实“四个环节” 推动提质》信息。",
    "省地方志办与重庆市地方志办签署《川渝合作协议》。", "康定市、泸定县、雅江县地方志办公室作了汇报。", "中国地方志工作办公室（以下简称中志办）主任秦望舒到会。", "截至6月底，完成三十部。",
    "珙县地方志办工作得到省领导肯定。", "（珙县地方志办）", "《", "》", "（", "一是。", "转方志办。", "批示：", "办党组书记", "副主任", "、", "，", "\n", "报：省委，省人大常委会。", "邓 瑜", "12月30日至1月2日",
    "原岳池县史志办主任苏文海、", "受市委书记杜衡山委托，", "听取汇报后，", "政协四川省委。", "各市（州）地方志办公室（党史地方志研究室，地方志编纂中心）。",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=14).map("".join)


def holds(said):
    assume(not re.search(r"《[\W_]*》", said.paper.text))  # see test_an_empty_title_is_no_document
    text, extraction = said.paper.text, said.extraction
    for mention in extraction.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        assert mention.ref.kind in KINDS and mention.ref.name.strip() and mention.rule and 0 < mention.confidence <= 1
    for relation in extraction.relations:
        assert 0 <= relation.start < relation.end <= len(text)
        assert text[relation.start : relation.end] == relation.quote and "\n" not in relation.quote
        kind = BY_NAME[relation.kind]
        assert relation.subject.kind in kind.subject and relation.object.kind in kind.object, relation
        assert set(relation.attrs) <= set(kind.attrs), relation
        assert relation.rule and 0 < relation.confidence <= 1
        if relation.kind == "endorsed":
            assert relation.attrs["form"] in FORMS


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["", "珙县推进村志编纂", "省地方志办召开工作会", "《生命至上》出版"]), st.sampled_from(["", "珙县地方志办", "某办"]),
       st.sampled_from(["2021-07-20", "2021", "", "2021-01-02"]))  # fmt: skip
def test_any_run_of_sentences(read, body, title, attribution, date):
    if title or body:
        holds(read(body or "。", title, attribution, date=date))


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["masthead", "colophon", "note"]))
def test_any_part_of_an_issue(read, body, part):
    holds(read(body or "。", part=part))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_any_text(read, body):
    holds(read(body or "。", "标题"))


def test_an_empty_title_is_no_document(read):
    assert read("会议学习《》。", "工作会议召开").mentions("document") == []


@pytest.mark.parametrize("seed", range(5))
def test_reading_twice_gives_the_same(extractor, make, seed):
    body = "".join(random.Random(seed).choices(SENTENCES, k=12))
    source = make(body, "珙县推进村志编纂", "珙县地方志办")
    assert extractor.extract(source, [source]) == extractor.extract(source, [source])


def test_the_model_is_no_part_of_the_result(make):
    """Two readers opened apart read alike."""
    from graph.extract import Extractor

    source = make("".join(SENTENCES[:12]), "珙县推进村志编纂", "珙县地方志办")
    assert Extractor().extract(source, [source]) == Extractor().extract(source, [source])


def test_half_width_marks_read_like_full_width_ones(read):
    full = read("6月5日，县长廖志成批示：“好，继续。”（珙县地方志办）", "珙县地方志工作获批示")
    half = read("6月5日,县长廖志成批示:“好,继续。”(珙县地方志办)", "珙县地方志工作获批示")
    assert [(r.kind, r.subject.name, r.object.name) for r in full.extraction.relations] == [(r.kind, r.subject.name, r.object.name) for r in half.extraction.relations]


def test_the_foot_of_an_issue(read, make):
    head = make("四川省地方志工作简报第18期（总第850期）", part="masthead", id="a-0")
    said = read("报：省委，省人大常委会，省人民政府，政协四川省委。\n送：乐山市委。\n四川省地方志工作办公室综合处2021年3月20日印发", part="colophon", siblings=(head,))
    sent = {(r.object.name, r.attrs["mode"]) for r in said.relations("distributed_to")}
    assert sent == {
        ("中共四川省委员会", "报"), ("四川省人民代表大会常务委员会", "报"), ("四川省人民政府", "报"), ("中国人民政治协商会议四川省委员会", "报"), ("中共乐山市委员会", "送"),
    }  # fmt: skip
    assert {r.subject.scope for r in said.relations("distributed_to")} == {("四川省地方志工作简报", "总850")}
    assert [r.object.scope for r in said.relations("issued")] == [("四川省地方志工作简报", "总850")]


def test_a_word_list_of_the_user_is_read(tmp_path, make):
    from graph.extract import Extractor

    (tmp_path / "titles.txt").write_text("总策划\n", "utf-8")
    source = make("会上，四川年鉴社总策划苏文海讲话。", "工作会议召开")
    names = {m.ref.name for m in Extractor(tmp_path).extract(source).mentions if m.ref.kind == "person"}
    assert names == {"苏文海"}
