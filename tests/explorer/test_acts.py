"""The ledger of acts against a naive count of the stored relations, whatever the filters; its tables sum to its rows."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import config, pipeline
from explorer.answers import Answers, heat, ledger_filters
from explorer.answers.ledger import NONE, OWN, Act, Ledger, chosen_year
from explorer.answers.ledger_reading import posts
from explorer.errors import NotFound, QueryError
from explorer.workspace import Workspace
from graph.gazetteer import Gazetteer
from graph.ontology import FORMS

CONFIG = config.load({})
MORE = {
    "a": "四川省地方志工作简报2021年第12期（总第331期）\n\n四川省地方志工作办公室 2021年 4月 20日\n\n乐山市史志工作获市领导批示\n\n"
    "4月16日，乐山市委书记裴向远在《四川省地方志工作简报》2021年第9期（总第328期）刊登的《绵阳市举办史志培训》上批示："
    "“绵阳做法可学。”4月18日，市长方其采在裴向远批示上作出批示：“抓好落实。”（乐山市地方志办公室）\n",
    "b": "四川省地方志工作简报2021年第9期（总第328期）\n\n四川省地方志工作办公室 2021年 4月 9日\n\n绵阳市举办史志培训\n\n"
    "4月2日，绵阳市委党史研究室（市地方志编纂中心）主任尤墨川讲话。（绵阳市委党史研究室）\n",
    "c": "四川省地方志工作简报2022年第3期（总第398期）\n\n四川省地方志工作办公室 2022年 1月 28日\n\n犍为县史志工作获肯定\n\n"
    "1月20日，犍为县委副书记、县长卜知秋对犍为县地方志办公室工作作出批示：“成绩喜人，望再接再厉。”（犍为县地方志办公室）\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("acts")
    for name, text in MORE.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    with resources.as_file(resources.files("explorer") / "samples") as samples, Workspace.open(folder / "data", create=True) as workspace:
        pipeline.ingest(workspace, [folder, *sorted(samples.glob("*.txt"))], CONFIG)
        with Answers(workspace, CONFIG) as opened:
            yield opened


@pytest.fixture(scope="module")
def naive(answers):
    """Every stored act as a dict, read without any of our code."""
    with closing(sqlite3.connect(answers.store.path)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            "SELECT r.id, r.attrs, r.confidence, r.date, a.date AS told, a.place AS about, s.entity_id AS leader, s.kind AS leader_kind,"
            " o.entity_id AS office, o.kind AS office_kind, e.place FROM relations r JOIN articles a ON a.id = r.article_id"
            " JOIN refs s ON s.id = r.subject_ref JOIN refs o ON o.id = r.object_ref LEFT JOIN entities e ON e.id = o.entity_id WHERE r.kind = 'endorsed'"
        ).fetchall()
    return [{**dict(row), **{"form": "", "post": ""}, **json.loads(row["attrs"])} for row in rows]


def shown(answers, view="rows", **asked):
    return answers.acts({name: [value] if isinstance(value, str) else value for name, value in asked.items()}, view=view)


def ids(page):
    return {entry.act.fact.id for entry in page.rows}


def test_every_stored_act_is_a_row(answers, naive):
    page = shown(answers)
    assert page.total == page.everything == len(naive) > 15
    assert ids(page) == {row["id"] for row in naive}


def test_each_filter_finds_what_a_naive_count_finds(answers, naive):
    def check(wanted, **asked):
        assert ids(shown(answers, **asked)) == {row["id"] for row in naive if wanted(row)} != set()

    leader, office = answers.named("李志超").id, answers.named("大竹县地方志办").id
    check(lambda row: row["leader"] == leader, leader="李志超")
    check(lambda row: row["office"] == office, office="大竹县地方志办公室")
    check(lambda row: row["leader_kind"] == "group", leader=NONE)
    check(lambda row: row["office_kind"] not in ("office", "document", "agreement"), office=NONE)
    check(lambda row: "县长" in posts(row["post"]), post="县长")
    check(lambda row: (row["place"] or row["about"]).startswith("5117"), place="达州市")
    check(lambda row: (row["place"] or row["about"]) == "51", place=f"51{OWN}")
    check(lambda row: "批示" in row["form"].split("、"), kind="批示")
    check(lambda row: "批示" in row["form"] or "要求" in row["form"], kind=["批示", "要求"])
    check(lambda row: (row["date"] or row["told"]).startswith("2021"), year="2021")
    check(lambda row: "2021" <= (row["date"] or row["told"])[:4] <= "2022", **{"from": "2021", "to": "2022"})
    check(lambda row: row["confidence"] < 0.75, confidence="low")
    check(lambda row: row["leader"] == leader and row["form"] == "批示", leader=leader, kind="批示")


def test_a_work_or_group_of_one_article_is_found_by_its_id_too(answers, naive):
    for name in ("leader", "office"):
        passing = next(row[name] for row in naive if row[f"{name}_kind"] in ("group", "work"))
        assert ids(shown(answers, **{name: passing})) == {row["id"] for row in naive if row[name] == passing}


def test_a_facet_says_what_its_value_brings(answers):
    for asked in ({}, {"kind": ["批示"]}, {"leader": ["陈建春"], "confidence": ["high", "low"]}, {"place": ["51"], "year": ["2020"]}):
        page = shown(answers, **asked)
        for facet in page.facets:
            others = {name: values for name, values in asked.items() if name != facet.name}
            for value in facet.values:
                assert shown(answers, **others, **{facet.name: value.value}).total == value.count, (asked, facet.name, value)


def test_totals_and_matrices_sum_to_the_rows_and_their_cells_open_them(answers):
    for asked in ({}, {"leader": [NONE]}, {"year": ["2020"]}, {"place": ["5133", "511724"]}, {"kind": ["肯定", "批示"], "from": ["2020"], "to": ["2024"]}):
        page, totals = shown(answers, "heat", **asked), shown(answers, "totals", **asked)
        assert sum(line.count for line in totals.by_leader) == sum(line.count for line in totals.by_office) == page.total
        for name, line in [("leader", line) for line in totals.by_leader] + [("office", line) for line in totals.by_office]:
            for kind, number in zip(FORMS, line.kinds, strict=True):
                if number:
                    assert shown(answers, **ledger_filters.narrowed(answers.ledger().passing, page.filters, **{name: line.value, "kind": kind})).total == number
        for matrix in page.matrices:
            assert sum(row.total for row in matrix.rows) == page.total
            for row in matrix.rows:
                for column, number in zip(matrix.columns, row.cells, strict=True):
                    cell = ledger_filters.narrowed(answers.ledger().passing, page.filters, **{matrix.down: row.value, matrix.across: column})
                    assert shown(answers, **cell).total == number, (asked, cell)


def test_the_words_the_post_and_the_days_from_print(answers):
    first, second = sorted(shown(answers, office="大竹县地方志办").rows, key=lambda entry: entry.act.fact.date)
    assert (first.act.words, first.act.post, first.act.days) == ("好，工作持续创新。转方志办。", "县委副书记、县长", 11)
    assert (second.act.words, second.act.days) == ("县方志办创新工作，值得肯定。", 4)
    assert first.about_id and first.issue_id and first.told_in
    assert {entry.act.days for entry in shown(answers, leader="裴向远").rows if not entry.act.fact.implied} == {7}


def test_rows_are_sorted(answers):
    def sorted_by(sort):
        return [entry.act for entry in answers.acts({}, sort=sort).rows]

    dates = [act.fact.date or act.fact.article_date for act in sorted_by("newest")]
    assert dates == sorted(dates, reverse=True) and [act.fact.date or act.fact.article_date for act in sorted_by("oldest")] == sorted(dates)
    days = [act.days for act in sorted_by("days")]
    known = [number for number in days if number is not None]
    assert known == sorted(known) == days[: len(known)] != []
    leaders = [act.fact.subject.name for act in sorted_by("leader") if act.fact.subject.kind == "person"]
    once = list(dict.fromkeys(leaders))
    assert sorted(leaders, key=once.index) == leaders  # each leader's acts stand together
    assert once.index("陈建春") < once.index("李志超") < once.index("宋开慧") < once.index("赵行")  # by pinyin: C, L, S, Z


@pytest.mark.parametrize("asked", [{"leader": "查无此人"}, {"office": "o-0000000000"}, {"place": "不存在的地方"}])
def test_what_nothing_is_called_is_not_found(answers, asked):
    with pytest.raises(NotFound):
        shown(answers, **asked)


@pytest.mark.parametrize(
    "asked",
    [{"kind": "乱写"}, {"year": "20x0"}, {"year": "２０２０"}, {"from": "2022", "to": "2020"}, {"from": ["2020", "2021"]}, {"quarter": "5"},
     {"confidence": "0.9"}, {"post": "长" * 201}, {"leader": ["x"] * 1000}],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(answers, asked):
    with pytest.raises(QueryError):
        shown(answers, **asked)


def test_an_entity_in_no_act_gives_an_empty_page(answers):
    page = shown(answers, leader="尤墨川")
    assert page.total == 0 < page.everything and page.rows == ()


GAZETTEER = Gazetteer()
SOME = st.sampled_from
PLACES = ["", "51", "5133", "5117", "511724", "511781", "11", "500101"]


def _act(leader, office, kinds, place, year, quarter, number):
    path = GAZETTEER.path(place)
    return Act(
        str(number), leader, office, (), kinds, (*path, f"{place}{OWN}") if path else (NONE,), (year,), (quarter,), ("high",), None
    )  # fmt: skip


ACTS = st.builds(
    _act, SOME([(f"p-{n}",) for n in range(70)] + [(NONE, "g-1")]), SOME([(f"o-{n}",) for n in range(30)] + [(NONE, "w-1")]),
    st.lists(SOME(FORMS), min_size=1, max_size=2, unique=True).map(tuple), SOME(PLACES), SOME(["1949", "2019", "2020", "2024", NONE]),
    SOME(heat.QUARTERS), st.integers(),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=120), SOME([{}, {"year": ("2020",)}, {"from": ("2020",), "to": ("2020",)}, {"place": ("51",)}]))
def test_any_matrix_sums_to_its_rows(acts, filters):
    year = chosen_year(filters)
    acts = [replace(act, year=(year,)) if year else act for act in acts]
    ledger = Ledger(acts, {}, {}, {})
    chosen = ledger.select({})
    for matrix in (heat.leaders_by_offices(ledger, chosen), heat.places_by_periods(ledger, chosen, GAZETTEER, filters)):
        assert sum(row.total for row in matrix.rows) == len(acts)
        assert len(set(matrix.columns)) == len(matrix.columns) and len({row.value for row in matrix.rows}) == len(matrix.rows)
        assert len(matrix.rows) <= 22 and len(matrix.columns) <= 14
    for name in ("leader", "office"):
        lines = heat.totals(ledger, chosen, name)
        counts = Counter(getattr(act, name)[0] for act in acts)
        assert sum(line.count for line in lines) == len(acts)
        assert all(counts[line.value] == line.count for line in lines if line.value)
