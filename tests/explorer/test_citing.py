"""Citations and tables that leave the program: what they say, and that no text breaks out of its place."""

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.answers.citing import FORMS, Source, bibtex, citations, gb7714, ris
from explorer.answers.tabular import as_csv
from explorer.errors import QueryError

DAZHU = Source(
    "14ce0bf3ab52-1", "大竹县紧扣“三个动作” 主动服务大局", "四川省地方志工作简报", "四川省地方志工作办公室", 24, 275, 2020, "2020-06-05",
    "市州动态", "大竹县地方志办", "https://example.org/article/14ce0bf3ab52-1",
)  # fmt: skip
GANZI = Source(
    "ecfa33f867fb-1", "省地方志办党组书记、主任陈建春一行到甘孜州考察调研", year=2020, date="2020-09-27", attribution="甘孜州地方志办公室",
    address="https://example.org/article/ecfa33f867fb-1",
)  # fmt: skip
YAAN = Source(
    "1c88888c5ef8-3", "宋开慧对雅安市地方志工作提出新要求", issuer="四川省地方志工作办公室", year=2020, date="2020-07-20", section="市州动态",
    attribution="雅安市地方志编纂中心",
)  # fmt: skip
HOSTILE = st.text(st.sampled_from("{}\\%$#_&~^\"'@=,+-*/:;. \t\r\n\x0b\x85\u2028\x00ab总第期（《") | st.characters(), max_size=30)
NUMBERS = st.none() | st.integers(0, 3000)
SOURCES = st.builds(Source, *[HOSTILE] * 4, NUMBERS, NUMBERS, NUMBERS, *[HOSTILE] * 4)
UNTEX = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^",
    r"\&": "&", r"\%": "%", r"\$": "$", r"\#": "#", r"\_": "_",
}  # fmt: skip


def parsed(entry):
    """The kind, key and fields of one entry, read as BibTeX does: it counts every brace, a backslash before it or not."""
    head = re.match(r"@(\w+)\{([\w-]+)", entry)
    at = head.end()
    fields = {}
    while opened := re.compile(r",\n  (\w+) = \{").match(entry, at):
        at, depth = opened.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[at], 0)
            at += 1
        assert opened[1] not in fields
        fields[opened[1]] = entry[opened.end() : at - 1]
    assert entry[at:] == "\n}\n"
    return head[1], head[2], fields


def said(value):
    """The text that TeX sets for a value."""
    left = value[1:-1] if value.startswith("{") else value
    assert not re.search(r"[{}~^&%$#_\\]", re.sub("|".join(map(re.escape, UNTEX)), "", left))
    return re.sub("|".join(map(re.escape, UNTEX)), lambda match: UNTEX[match[0]], left)


def flat(text):
    return " ".join(re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]", "", text).split())


@pytest.mark.parametrize(
    ("source", "accessed", "entry"),
    [
        (DAZHU, "", "大竹县地方志办. 大竹县紧扣“三个动作” 主动服务大局[J]. 四川省地方志工作简报, 2020(24)."),
        (DAZHU, "2026-03-01", "大竹县地方志办. 大竹县紧扣“三个动作” 主动服务大局[J/OL]. 四川省地方志工作简报, 2020(24)[2026-03-01]. "
         "https://example.org/article/14ce0bf3ab52-1."),
        (replace(DAZHU, attribution="", issue_no=None), "", "大竹县紧扣“三个动作” 主动服务大局[J]. 四川省地方志工作简报, 2020(总275)."),
        (replace(DAZHU, issue_no=None, total_no=None), "", "大竹县地方志办. 大竹县紧扣“三个动作” 主动服务大局[J]. 四川省地方志工作简报, 2020-06-05."),
        (replace(DAZHU, year=None, date=""), "", "大竹县地方志办. 大竹县紧扣“三个动作” 主动服务大局[J]. 四川省地方志工作简报(24)."),
        (replace(YAAN, issue_no=9), "", "雅安市地方志编纂中心. 宋开慧对雅安市地方志工作提出新要求[J]. [四川省地方志工作办公室简报], 2020(9)."),
        (GANZI, "2026-03-01", "甘孜州地方志办公室. 省地方志办党组书记、主任陈建春一行到甘孜州考察调研[EB/OL]. (2020-09-27)[2026-03-01]. "
         "https://example.org/article/ecfa33f867fb-1."),
        (YAAN, "2026-03-01", "雅安市地方志编纂中心. 宋开慧对雅安市地方志工作提出新要求[Z]. 四川省地方志工作办公室, 2020-07-20."),
    ],
)  # fmt: skip
def test_gb7714(source, accessed, entry):
    assert gb7714(source, accessed) == entry


def test_bibtex():
    assert bibtex(DAZHU) == (
        "@article{jianbao-14ce0bf3ab52-1,\n  author = {{大竹县地方志办}},\n  title = {{大竹县紧扣“三个动作” 主动服务大局}},\n"
        "  journal = {四川省地方志工作简报},\n  year = {2020},\n  number = {24},\n  date = {2020-06-05},\n"
        "  note = {总第275期；市州动态},\n  url = {https://example.org/article/14ce0bf3ab52-1}\n}\n"
    )
    assert parsed(bibtex(replace(YAAN, date="2020")))[0] == "misc"
    assert "date" not in parsed(bibtex(replace(YAAN, date="2020")))[2]


def test_a_title_of_nothing_but_specials():
    fields = parsed(bibtex(replace(DAZHU, title="}\\{%,\n@misc{a~b^c_d#e&f$", address="https://x.cn/a_b?c={d}&e=志%20#f")))[2]
    assert fields["title"] == (
        r"{\textbraceright{}\textbackslash{}\textbraceleft{}\%, @misc\textbraceleft{}a\textasciitilde{}b\textasciicircum{}c\_d\#e\&f\$}"
    )
    assert fields["url"] == "https://x.cn/a_b?c=%7Bd%7D&e=%E5%BF%97%20#f"


def test_ris():
    assert ris(DAZHU).split("\r\n") == [
        "TY  - JOUR", "TI  - 大竹县紧扣“三个动作” 主动服务大局", "AU  - 大竹县地方志办", "T2  - 四川省地方志工作简报", "PB  - 四川省地方志工作办公室",
        "PY  - 2020", "DA  - 2020/06/05/", "IS  - 24", "UR  - https://example.org/article/14ce0bf3ab52-1", "N1  - 总第275期；市州动态",
        "ER  - ", "",
    ]  # fmt: skip
    assert ris(GANZI).startswith("TY  - ELEC\r\n") and ris(YAAN).startswith("TY  - GEN\r\n")
    assert "DA  - 2011///\r\n" in ris(replace(YAAN, date="2011")) and "DA  - 2020/06//\r\n" in ris(replace(YAAN, date="2020-06"))


def test_lists():
    assert citations([DAZHU, GANZI], "gb7714") == f"[1] {gb7714(DAZHU)}\n[2] {gb7714(GANZI)}\n"
    assert citations([DAZHU, GANZI], "bibtex") == f"{bibtex(DAZHU)}\n{bibtex(GANZI)}"
    assert citations([DAZHU, GANZI], "ris").count("\r\nER  - \r\n") == 2
    assert [citations([], form) for form in FORMS] == ["", "", ""]
    with pytest.raises(QueryError):
        citations([DAZHU], "endnote")


@given(SOURCES)
def test_no_text_breaks_out_of_its_bibtex_field(source):
    kind, key, fields = parsed(bibtex(source))
    issuer, year = flat(source.issuer), flat(source.date).partition("-")[0] if source.year is None else str(source.year)
    place = {"journal": flat(source.series) or f"[{issuer}简报]"} if kind == "article" else {"howpublished": issuer}
    shown = {"author": flat(source.attribution), "title": flat(source.title), "year": year, **place}
    assert {name: said(value) for name, value in fields.items() if name in shown} == {k: v for k, v in shown.items() if v}
    assert fields.keys() - shown.keys() <= {"number", "date", "note", "url"}
    assert re.fullmatch(r"jianbao-[0-9A-Za-z-]*", key) and not set(fields.get("url", "")) & set('{}\\"^ ')


@given(SOURCES)
def test_a_ris_record_is_one_and_each_line_a_tag(source):
    lines = ris(source).removesuffix("\r\n").split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) and len(line.splitlines()) == 1 for line in lines)
    tags = [line[:2] for line in lines]
    assert (tags[0], tags[-1], len(set(tags))) == ("TY", "ER", len(tags))


@given(st.lists(SOURCES, max_size=4))
def test_a_numbered_list_has_a_line_for_each(sources):
    lines = citations(sources, "gb7714").splitlines()
    assert [line.split(" ")[0] for line in lines] == [f"[{at}]" for at in range(1, len(sources) + 1)]


@given(st.lists(st.tuples(HOSTILE, st.none() | st.integers() | HOSTILE)), HOSTILE)
def test_a_table_reads_back_and_runs_nothing(rows, header):
    made = as_csv([{"a": a, "b": b} for a, b in rows], [("a", header), ("b", "期")])
    read = list(csv.reader(io.StringIO(made, newline=""), strict=True))
    assert [len(row) for row in read] == [2] * (len(rows) + 1)
    for (a, b), cells in zip(rows, read[1:], strict=True):
        assert all(cell.removeprefix("'") == ("" if value is None else str(value)).removeprefix("'") for value, cell in zip((a, b), cells))
        assert not cells[0].startswith(tuple("=+-@\t\r\n＝＋－＠"))
        assert isinstance(b, int) or not cells[1].startswith(tuple("=+-@\t\r\n＝＋－＠"))


def test_a_table():
    rows = [{"title": '=HYPERLINK("x")', "no": -3, "kept": "a;=1"}, {"title": "修志，“续”", "no": None, "kept": "两\n行"}]
    assert as_csv(rows, [("title", "题名"), ("no", "期"), ("kept", "@备注")]) == (
        '"题名","期","\'@备注"\r\n"\'=HYPERLINK(""x"")",-3,"a;=1"\r\n"修志，“续”","","两\n行"\r\n'
    )
    with pytest.raises(KeyError):
        as_csv(rows, [("titel", "题名")])
