"""Dated sentences, from an article to the files that leave the house."""

import csv
import io
import zipfile

import docx
import pytest

from explorer import pipeline
from explorer.answers import Answers, chronicle_files
from explorer.answers.chronicle import Entry, exactness
from explorer.config import load
from explorer.errors import NotFound
from explorer.store.chronicle import order
from explorer.workspace import Workspace
from graph import dated
from graph.extract import Extractor
from graph.patterns import wide

HEAD = "四川省地方志工作简报\n\n第{number}期（总第{total}期）\n\n四川省地方志工作办公室　　　　　{day}\n\n【市州动态】\n\n{title}\n\n"
TOLD = "7月16日，雅安市地方志编纂中心主任李兴全到汉源县调研地方志工作。"
FIRST = HEAD.format(number=20, total=271, day="2020年7月20日", title="雅安市开展地方志工作调研") + (
    TOLD + "李兴全要求加快进度。近日，雅安市地方志编纂中心召开会议，李兴全主持会议。"
    "2019年，雅安市地方志编纂中心主任李兴全到石棉县调研。2020年5月，李兴全到荥经县调研。"
    "到2025年，雅安市地方志编纂中心将出版《雅安年鉴》。李兴全自2016年以来从事地方志工作。（雅安市地方志编纂中心）\n"
)  # fmt: skip
SECOND = HEAD.format(number=21, total=272, day="2020年7月28日", title="汉源县推进地方志编纂工作") + (
    TOLD.replace("，", ",") + "汉源县地方志编纂中心随即召开会议，部署下半年编纂工作，各乡镇参加会议并汇报进度，要求年内完成初稿。（汉源县地方志编纂中心）\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chronicle")
    files = [folder / "1.txt", folder / "2.txt"]
    for path, text in zip(files, (FIRST, SECOND), strict=True):
        path.write_text(text, "utf-8")
    with Workspace.open(folder / "data", create=True) as workspace:
        assert not pipeline.ingest(workspace, files, load({})).problems
        with Answers(workspace, load({})) as opened:
            yield opened


@pytest.fixture(scope="module")
def person(answers):
    return answers.named("李兴全").id


def test_a_date_sorts_after_what_is_more_exact_in_it():
    days = [("2020-06-30", ""), ("2020-07-16", ""), ("", "2020-07-16"), ("2020-07-17", ""), ("2020-07", ""), ("2020-08-01", ""), ("2020", ""), ("2021-01-01", ""), ("", "")]
    assert sorted(days, key=lambda one: order(*one)) == days
    assert order("--07-16", "2020-07-20") > order("2020-07-20", "") and order("--07-16", "") == order("", "")


def test_how_exactly_a_date_is_known():
    assert [exactness(date) for date in ("2020-07-16", "2020-07", "2020", "", "--07-16")] == ["day", "month", "year", "vague", "no-year"]


def test_events_stand_by_date_with_what_is_only_a_year_last(answers, person):
    page = answers.chronicle(person)
    assert [(entry.year, entry.date, entry.exact) for entry in page.entries] == [
        ("2019", "2019", "year"), ("2020", "2020-05", "month"), ("2020", "2020-07-16", "day"), ("2020", "2020-07-16", "day"), ("2020", "", "vague"),
    ]  # fmt: skip
    assert page.years == (("2019", 1), ("2020", 4)) and page.total == 5 and page.title == "李兴全大事记"


def test_a_fact_takes_its_day_from_the_sentence_before_and_never_over_a_date_of_its_own(answers, person):
    told = {entry.quote: entry.date for entry in answers.chronicle(person).entries}
    assert told["李兴全要求加快进度。"] == "2020-07-16" and told["2020年5月，李兴全到荥经县调研。"] == "2020-05"


def test_what_is_planned_and_what_is_counted_from_is_no_event(answers):
    told = "".join(entry.quote for entry in answers.chronicle(answers.named("雅安市地方志编纂中心").id).entries)
    assert "2025年" not in told and "2016年" not in told


def test_an_event_told_twice_stands_once_with_both_sources(answers, person):
    entry = next(entry for entry in answers.chronicle(person).entries if entry.exact == "day" and "汉源" in entry.quote)
    assert [(told.telling.told, told.telling.attribution) for told in entry.sources] == [
        ("2020-07-20", "雅安市地方志编纂中心"), ("2020-07-28", "汉源县地方志编纂中心"),
    ]  # fmt: skip
    assert "第20期（总第271期）" in entry.sources[0].issue


def test_every_entry_is_the_words_of_its_article(answers, person):
    for entry in answers.chronicle(person).entries:
        for told in entry.sources:
            text = answers.article(told.telling.article_id).article.text
            assert wide(text[told.telling.start : told.telling.end]) == wide(entry.quote)


def test_a_pair_reads_the_same_from_both_ends(answers, person):
    office = answers.named("雅安市地方志编纂中心").id
    one, other = answers.chronicle(person, office), answers.chronicle(office, person)
    assert [entry.quote for entry in one.entries] == [entry.quote for entry in other.entries] and one.total == 3
    assert all("雅安市地方志编纂中心" in entry.quote for entry in one.entries)
    assert one.title == "李兴全与雅安市地方志编纂中心大事记"


def test_one_year_and_pages(answers, person):
    assert [entry.year for entry in answers.chronicle(person, year="2019").entries] == ["2019"]
    assert answers.chronicle(person, year="1999").entries == () and answers.chronicle(person, year="").entries == ()
    with pytest.raises(NotFound):
        answers.chronicle(person, page=2)
    with pytest.raises(NotFound):
        answers.chronicle("nobody")
    with pytest.raises(NotFound):
        answers.chronicle(person, "nobody")


def test_markdown_has_a_heading_a_year_and_says_what_is_vague(answers, person):
    text = "".join(chronicle_files.markdown("李兴全大事记", answers.chronicle_entries(person)))
    assert [line for line in text.splitlines() if line.startswith("#")] == ["# 李兴全大事记", "## 2019年", "## 2020年"]
    assert "**是年**" in text and "**5月**" in text and "**7月16日**" in text and "**近日（7月20日刊）**" in text


def test_csv_has_a_row_a_source_and_runs_no_formula(answers, person):
    rows = list(csv.DictReader(io.StringIO("".join(chronicle_files.as_rows(answers.chronicle_entries(person))))))
    assert len(rows) == 6 and rows[2]["记事"] == rows[3]["记事"] and rows[0]["日期精度"] == "年"
    hostile = [Entry("2020", "2020-07-16", "", "day", "=1", "=HYPERLINK(1)", next(answers.chronicle_entries(person)).sources)]
    assert "\"'=HYPERLINK(1)\"" in "".join(chronicle_files.as_rows(hostile))


def test_markdown_takes_no_marks_from_a_text(answers, person):
    hostile = [Entry("2020", "2020-07-16", "2020-08-01", "day", "", "<b>[x](javascript:1)*`\n# 题", next(answers.chronicle_entries(person)).sources)]
    text = "".join(chronicle_files.markdown("<题>", hostile))
    assert "\\<b\\>\\[x\\](javascript:1)\\*\\` # 题" in text and text.startswith("# \\<题\\>") and "7月16日—8月1日" in text


def test_docx_opens_with_headings_chinese_type_and_links(answers, person):
    content = chronicle_files.as_docx("李兴全\x00大事记", answers.chronicle_entries(person), lambda article, start, end: f"http://localhost/article/{article}?from={start}&to={end}#quote")
    opened = docx.Document(io.BytesIO(content))
    assert [(p.style.name, p.text) for p in opened.paragraphs if p.style.name in ("Title", "Heading 1")] == [("Title", "李兴全大事记"), ("Heading 1", "2019年"), ("Heading 1", "2020年")]
    assert sum(p.style.name == "Source" for p in opened.paragraphs) == 5
    assert opened.styles["Normal"].element.rPr.rFonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia") == "宋体"
    links = [link.url for p in opened.paragraphs for link in p.hyperlinks]
    assert len(links) == 6 and all("/article/" in link for link in links)
    assert opened.core_properties.title == "李兴全大事记"


def test_docx_is_the_same_file_for_the_same_chronicle_and_types_come_first(answers, person):
    made = [chronicle_files.as_docx("题", answers.chronicle_entries(person)) for _ in range(2)]
    assert made[0] == made[1]
    assert zipfile.ZipFile(io.BytesIO(made[0])).namelist()[0] == "[Content_Types].xml"


def test_a_hidden_version_of_a_story_tells_nothing(tmp_path):
    longer = FIRST.replace("。（雅安市地方志编纂中心）", "。会议由全体干部参加。（雅安市地方志编纂中心）").replace("第20期（总第271期）", "第22期（总第273期）")
    files = [tmp_path / "1.txt", tmp_path / "2.txt"]
    for path, text in zip(files, (FIRST, longer), strict=True):
        path.write_text(text, "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as workspace:
        pipeline.ingest(workspace, files, load({}))
        with Answers(workspace, load({})) as opened:
            page = opened.chronicle(opened.named("李兴全").id)
    assert {len(entry.sources) for entry in page.entries} == {1}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("2010年至2011年，四川省地方志办公室开展工作。", {("2010", "2011", "2010年至2011年")}),
        ("9月23日至25日，四川省地方志办公室开展工作。", {("2020-09-23", "2020-09-25", "9月23日至25日")}),
        ("四川省地方志办公室印发《关于2019年1月1日会议的通知》。", set()),
        ("四川省地方志办公室开展工作。", set()),
        ("日前，四川省地方志办公室开展工作。", {("", "", "日前")}),
        ("四川省地方志办公室近日召开会议。", {("", "", "近日")}),
        ("会议总结2019年工作，四川省地方志办公室参加。", set()),
        ("2019年，四川省地方志办公室总结2018年工作。", {("2019", "", "2019年")}),
        ("《四川年鉴》出版于2019年5月，四川省地方志办公室编纂。", {("2019-05", "", "2019年5月")}),
        ("10月7日，四川省地方志办公室开展工作。", {("2019-10-07", "", "10月7日")}),
    ],
)  # fmt: skip
def test_what_date_a_sentence_has(body, found):
    source = _Paper(body)
    told = dated.find(source, _EXTRACTOR.extract(source, [source]))
    assert {(one.date, one.until, one.wording) for one in told if one.ref.kind == "office"} == found


def test_a_year_in_a_title_is_no_date():
    source = _Paper("四川省地方志办召开2020年半年工作总结会\n7月16日，四川省地方志办召开会议。")
    source.title, source.body_start = source.text.partition("\n")[0], source.text.index("\n") + 1
    assert {one.date for one in dated.find(source, _EXTRACTOR.extract(source, [source])) if one.ref.kind == "office"} == {"2020-07-16"}


class _Paper:
    id, title, attribution, issuer, part, body_start, date = "a-1", "", "", "四川省地方志工作办公室", "article", 0, "2020-09-28"

    def __init__(self, text):
        self.text = text


_EXTRACTOR = Extractor()
