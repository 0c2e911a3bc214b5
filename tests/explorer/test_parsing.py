"""From text to a bulletin: every layout of the genre, its damage, and what is no bulletin at all."""

import datetime
import random
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import InputError, NoBulletin
from explorer.model import ARTICLE, COLOPHON, MASTHEAD, NOTE
from explorer.parsing import parse
from explorer.parsing.clean import is_furniture, mend
from explorer.text import MENDED, Traced, width

LESHAN = (
    "3月5日，乐山市地方志工作办公室召开全市村志编纂工作推进会，总结上年度工作，研究部署新一年的重点任务，各县市区地方志工作机构负责人参加会议并作了交流发言。",
    "会议强调，要坚持质量第一，严格执行三审三校制度，认真落实《四川省村志编纂工作规范》的各项要求，确保年内完成三十部村志的终审与出版任务，为乡村振兴提供史志支撑。",
)
GONGXIAN = (
    "3月8日，珙县地方志编纂中心组织干部前往僰王山镇开展口述史采集，走访老党员和老教师十二人，整理录音三十余小时，收集旧契约、老照片等实物资料一百多件。",
)
FOOT = (
    "信息公开选项：主动公开",
    "报：省委，省人大常委会，省人民政府，政协四川省委。",
    "国家方志馆。",
    "送：省直各部门，各市（州）委、市（州）人民政府。",
    "发：各市（州）地方志办公室（党史地方志研究室，",
    "地方志编纂中心）。",
    "四川省地方志工作办公室综合处 2021年 3月 20日印发",
    "（共印 25份）",
)


SERIES = "四川省地方志工作简报第18期(总第850期)"


def bulletin(*rows: str, gap: str = "\n"):
    text = gap.join(rows)
    return parse(text, text.encode(), "a.txt")


def articles(found):
    return [article for article in found.articles if article.part == ARTICLE]


def titles(found):
    return [article.title for article in articles(found)]


def wrapped(paragraph: str, measure: float = 28) -> list[str]:
    """The lines of a paragraph as a PDF gives them: indent lost, no mark at the head of a line."""
    rows, rest, room = [], paragraph, measure - 2
    while rest:
        cut = 0
        while cut < len(rest) and width(rest[: cut + 1]) <= room:
            cut += 1
        while 1 < cut < len(rest) and (rest[cut] in "，。；：、！？）》”" or rest[cut - 1] in "（《“"):
            cut -= 1
        rows.append(rest[:cut])
        rest, room = rest[cut:], measure
    return rows


def sheet(*parts, measure: float = 28):
    """Rows of a printed issue; a tuple is a run of paragraphs."""
    return [row for part in parts for row in ((r for p in part for r in wrapped(p, measure)) if isinstance(part, tuple) else (part,))]


# Layouts


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n", "\n \n"])
@pytest.mark.parametrize("measure", [24, 26, 28, 30, 34])
def test_wrapped_print(gap, measure):
    rows = sheet(
        "四川省地方志工作办公室 2021年 3月 20日", "【特别关注】", "乐山市推进村志编纂", LESHAN, "（乐山市地方志办）",
        "【市州动态】", "珙县开展口述史采集", (GONGXIAN[0] + "（珙县地方志编纂中心）",), *FOOT, measure=measure,
    )  # fmt: skip
    found = bulletin(*rows, gap=gap)
    first, second = articles(found)
    assert (found.date, found.date_source, found.masthead.issuer) == ("2021-03-20", "printed", "四川省地方志工作办公室")
    assert (first.title, first.section, first.attribution) == ("乐山市推进村志编纂", "特别关注", "乐山市地方志办")
    assert (second.title, second.section, second.attribution) == ("珙县开展口述史采集", "市州动态", "珙县地方志编纂中心")
    assert first.body.split("\n")[:2] == list(LESHAN)
    assert second.body == GONGXIAN[0] + "（珙县地方志编纂中心）"
    assert [article.part for article in found.articles] == [MASTHEAD, ARTICLE, ARTICLE, COLOPHON]


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n"])
def test_web_text(gap):
    found = bulletin(
        "您的位置: 首页 >新闻中心>工作简报>2026年工作简报>详细内容", SERIES, "发布时间:2026-03-20 09:19:42 浏览次数: 【字体:",
        "【特别关注】", "乐山市推进村志编纂", *LESHAN, "(乐山市地方志办)", "【市州动态】", "珙县开展口述史采集", *GONGXIAN,
        "(珙县地方志编纂中心)", "【打印】【返回顶部】", gap=gap,
    )  # fmt: skip
    head = found.masthead
    assert (head.series, head.issue_no, head.total_no, head.posted) == ("四川省地方志工作简报", 18, 850, "2026-03-20")
    assert [(a.title, a.section, a.attribution) for a in articles(found)] == [
        ("乐山市推进村志编纂", "特别关注", "乐山市地方志办"),
        ("珙县开展口述史采集", "市州动态", "珙县地方志编纂中心"),
    ]
    assert (found.date, found.date_source) == ("2026-03-20", "posted")
    assert not any("返回顶部" in a.text or "浏览次数" in a.text for a in found.articles)


@pytest.mark.parametrize(
    ("line", "series", "issue", "total", "year"),
    [
        ("四川省地方志工作简报第18期(总第850期)", "四川省地方志工作简报", 18, 850, 2026),
        ("四川省地方志工作简报2022年第52期(总第447期)", "四川省地方志工作简报", 52, 447, 2022),
        ("四川地方志工作2011年第10期", "四川地方志工作", 10, None, 2011),
        ("乐山史志工作简报 第 3 期", "乐山史志工作简报", 3, None, None),
        ("广元政务信息〔2023〕第7期", "广元政务信息", 7, None, 2023),
        ("自贡方志动态（第十二期）", "自贡方志动态", 12, None, None),
        ("乐山史志工作简报第３期（总第４１期）", "乐山史志工作简报", 3, 41, None),
    ],
)
def test_number_lines(line, series, issue, total, year):
    found = bulletin(line, "【工作动态】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）")
    head = found.masthead
    assert (head.series, head.issue_no, head.total_no, found.year) == (series, issue, total, year)
    assert titles(found) == ["乐山市推进村志编纂"]


@pytest.mark.parametrize(
    "rows",
    [
        ("乐山史志工作简报", "第 3 期"),
        ("乐 山 史 志 工 作 简 报", "2021年第3期（总第41期）"),
        ("乐山史志工作简报", "第3期", "（总第41期）"),
    ],
)
def test_name_and_number_on_two_lines(rows):
    found = bulletin(*rows, "乐山市地方志办公室 2021年3月6日", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）")
    assert (found.masthead.series, found.masthead.issue_no, found.date) == ("乐山史志工作简报", 3, "2021-03-06")
    assert found.masthead.issuer == "乐山市地方志办公室" and titles(found) == ["乐山市推进村志编纂"]


@pytest.mark.parametrize("name", ["简  报", "简报", "工 作 简 报", "珙县史志动态", "珙 县 史 志 信 息"])
def test_a_name_above_office_and_date(name):
    found = bulletin(name, "", " 珙县史志办公室             2020年 1月 3日", "", "珙县开展口述史采集", *GONGXIAN, "（珙县史志办）")
    assert (found.masthead.series, found.masthead.issuer, found.date) == (name.replace(" ", ""), "珙县史志办公室", "2020-01-03")
    assert titles(found) == ["珙县开展口述史采集"]


@pytest.mark.parametrize(("issue", "total", "year"), [(5, 256, "2020"), (52, 447, "2022"), (83, 578, "2023"), (9, 614, "2024"), (1, 833, "2026")])
def test_the_two_numbers_tell_the_year(issue, total, year):
    found = bulletin(f"四川省地方志工作简报第{issue}期(总第{total}期)", "【特别关注】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）")
    assert (found.date, found.date_source, found.year) == (year, "number", int(year))


@pytest.mark.parametrize("line", ["四川省地方志工作简报第19期(总第924期)", "乐山史志工作简报第18期(总第850期)", "四川省地方志工作简报第18期"])
def test_numbers_that_tell_no_year_give_none(line):
    found = bulletin(line, "【特别关注】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）")
    assert (found.date, found.date_source) == ("", "")


def test_a_printed_date_goes_before_that_of_the_page():
    found = bulletin(
        SERIES, "四川省地方志工作办公室 2026年3月18日", "发布时间:2026-03-20 09:19:42", "【特别关注】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）"
    )
    assert (found.date, found.date_source, found.masthead.posted) == ("2026-03-18", "printed", "2026-03-20")


# Sections and titles


@pytest.mark.parametrize("section", ["【特别关注】", "【市州动态】", "【工作动态】", "【 市州动态 】", "【市州动态"])
def test_sections(section):
    found = bulletin(SERIES, section, "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）", "珙县开展口述史采集", *GONGXIAN, "（珙县地方志编纂中心）")
    assert {a.section for a in articles(found)} == {section.strip("【】 ")} and len(articles(found)) == 2


@pytest.mark.parametrize("medium", ["【川观新闻】", "【乐山日报】", "【人民网】", "【四川电视台】"])
def test_a_medium_in_brackets_opens_no_section(medium):
    found = bulletin(SERIES, "【市州动态】", medium + "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）", medium, "珙县开展口述史采集", *GONGXIAN, "（珙县地方志编纂中心）")
    assert {a.section for a in articles(found)} == {"市州动态"}
    assert titles(found)[0].endswith("乐山市推进村志编纂")


def test_a_column_before_a_title_opens_no_section():
    found = bulletin(SERIES, "【市州动态】", "【经验交流】乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）")
    assert [(a.section, "乐山市推进村志编纂" in a.title) for a in articles(found)] == [("市州动态", True)]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (("乐山市完成县（区）综合年鉴2020年卷", "编纂篇目审查工作"), "乐山市完成县（区）综合年鉴2020年卷编纂篇目审查工作"),
        (("扎根乡土记乡愁", "——珙县村志编纂侧记"), "扎根乡土记乡愁——珙县村志编纂侧记"),
        (("省地方志办与乐山市", "联合举办的村志编纂业务骨干", "培训班圆满结束"), "省地方志办与乐山市联合举办的村志编纂业务骨干培训班圆满结束"),
        (("乐山：守正创新 笃行致远", "以三个抓手推动村志提质"), "乐山：守正创新 笃行致远 以三个抓手推动村志提质"),
        (("省地方志办与乐山市联合举办", "村志编纂业务骨干培训班", "——乡村振兴史志行动"), "省地方志办与乐山市联合举办村志编纂业务骨干培训班——乡村振兴史志行动"),
        (("乐山市村志编纂“三个一”行动",), "乐山市村志编纂“三个一”行动"),
    ],
)
@pytest.mark.parametrize("print_", [False, True])
def test_titles_of_several_lines(rows, title, print_):
    body = sheet(LESHAN, "（乐山市地方志办）", "【市州动态】", "珙县开展口述史采集", GONGXIAN) if print_ else (*LESHAN, "（乐山市地方志办）")
    found = bulletin(SERIES, "【特别关注】", *rows, *body)
    assert titles(found)[0] == title
    assert articles(found)[0].body.startswith(LESHAN[0])


def test_a_title_wrapped_inside_a_word_after_a_digit_is_one():
    found = bulletin(SERIES, "", "【特别关注】", "", "乐山市完成地方综合年鉴 2020年卷", "", "编纂篇目审查工作", "", *sheet(LESHAN), "（乐山市地方志办）")
    assert titles(found) == ["乐山市完成地方综合年鉴2020年卷编纂篇目审查工作"]


@pytest.mark.parametrize("title", ["自贡市地方志办公室“三个强化”推动年鉴提质增效", "乐山市召开地方志工作座谈会研究部署村志编纂工作"])
def test_a_long_title_on_one_line(title):
    rows = sheet("【特别关注】", "乐山市推进村志编纂", LESHAN, "（乐山市地方志办）", "【市州动态】", title, GONGXIAN, "（珙县地方志编纂中心）")
    assert titles(bulletin("四川省地方志工作办公室 2021年3月20日", *rows)) == ["乐山市推进村志编纂", title]


def test_a_long_title_alone():
    rows = sheet("【特别关注】", "自贡市地方志办公室“三个强化”推动年鉴提质增效", LESHAN, "（自贡市地方志办）")
    assert titles(bulletin("四川省地方志工作办公室 2021年3月20日", *rows)) == ["自贡市地方志办公室“三个强化”推动年鉴提质增效"]


@pytest.mark.parametrize(
    ("lines", "opening"),
    [
        (("四川省地方志工作办公室印发《四川省乡镇村志编纂三年", "行动规划（2022—2024年）》"), "近日，"),
        (("四川省地方志工作办公室与乐山市联合举办村志编纂业务", "骨干培训班开班仪式"), "为深入贯彻落实全会精神，"),
        (("聚焦主责主业，乐山市地方志办扎实推进村志编纂工作",), "3月5日，"),
        (("乐山市地方志办公室召开村志编纂工作座谈会议部署",), "根据《四川省地方志工作办公室关于实施质量提升行动的意见》要求，"),
        (("乐山市地方志办公室召开村志编纂工作座谈会议部署",), "四川省地方志工作办公室党组成员、副主任一行赴乐山市调研，"),
    ],
)
@pytest.mark.parametrize("before", ["【市州动态】", "（珙县地方志编纂中心）", "来源：珙县地方志编纂中心供稿"])
def test_a_wide_title_stays_apart_from_its_body(lines, opening, before):
    rows = sheet("【特别关注】", "珙县开展口述史采集", GONGXIAN, before, *lines, (opening + LESHAN[0], LESHAN[1]), "（乐山市地方志办）")
    first, second = articles(bulletin("四川省地方志工作办公室 2021年3月20日", *rows))
    assert (first.title, second.title) == ("珙县开展口述史采集", "".join(lines))
    assert second.body.split("\n") == [opening + LESHAN[0], LESHAN[1], "（乐山市地方志办）"]


def test_a_wide_title_after_a_missing_attribution_is_found_by_the_news_below_it():
    title = "乐山市召开地方志工作座谈会研究部署村志编纂工作"
    rows = sheet("【特别关注】", "珙县开展口述史采集", GONGXIAN, title, LESHAN, "（乐山市地方志办）")
    assert titles(bulletin("四川省地方志工作办公室 2021年3月20日", *rows)) == ["珙县开展口述史采集", title]


def test_a_first_line_without_a_comma_is_no_title():
    body = ("四川省地方志工作办公室市县志工作处处长与机关全体干部于2021年3月5日到乐山市沐川县调研，并召开座谈会，听取意见。", LESHAN[1])
    rows = sheet("【特别关注】", "乐山市推进村志编纂", LESHAN[:1], body, "（乐山市地方志办）")
    (article,) = articles(bulletin("四川省地方志工作办公室 2021年3月20日", *rows))
    assert article.body.split("\n") == [LESHAN[0], *body, "（乐山市地方志办）"]


# Attributions


@pytest.mark.parametrize(
    "ending",
    [
        ("（乐山市地方志办）",),
        ("                      （乐山市地方志办）",),
        ("(乐山市地方志办)                ",),
        ("（乐山市地方志办供稿）",),
        ("（ 乐山市地方志办 ）",),
        ("来源：乐山市地方志办供稿",),
        ("供稿：乐山市地方志办",),
    ],
)
def test_an_attribution_on_its_own_line(ending):
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, *ending, "珙县开展口述史采集", *GONGXIAN, "（珙县地方志编纂中心）")
    assert [a.attribution for a in articles(found)] == ["乐山市地方志办", "珙县地方志编纂中心"]
    assert titles(found) == ["乐山市推进村志编纂", "珙县开展口述史采集"]


@pytest.mark.parametrize("ending", ["（乐山市地方志办）", " （乐山市地方志办）", "(乐山市地方志办)", "（乐山市地方志办供稿）"])
def test_an_attribution_behind_the_last_paragraph(ending):
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", LESHAN[0], LESHAN[1] + ending, "珙县开展口述史采集", GONGXIAN[0] + ending)
    assert [a.attribution for a in articles(found)] == ["乐山市地方志办"] * 2


@pytest.mark.parametrize(
    "office",
    ["珙县委党史和地方志研究中心", "绵阳市委党史研究室（市地方志编纂中心）", "四川省地方志工作办公室方志馆", "甘孜州地方志办公室、康定市地方志办公室", "四川年鉴社", "宜宾学院"],
)
def test_attributions_of_all_kinds_of_offices(office):
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, f"（{office}）", "珙县开展口述史采集", GONGXIAN[0] + f"（{office}）")
    assert [a.attribution for a in articles(found)] == [office] * 2


def test_a_nested_attribution_at_the_end_of_a_full_line():
    for filler in range(30):
        body = "出版村志，" + "采" * filler + "集口述史料，采集口述史料，完成任务。（绵阳市委党史研究室（市地方志编纂中心））"
        rows = sheet("【市州动态】", "绵阳市推进村志编纂", (*LESHAN, body), "珙县开展口述史采集", GONGXIAN, "（珙县地方志编纂中心）")
        assert titles(bulletin("四川省地方志工作办公室 2021年3月20日", *rows)) == ["绵阳市推进村志编纂", "珙县开展口述史采集"], rows


@pytest.mark.parametrize("aside", ["（图为会议现场）", "（2020年卷）", "（下称《规范》）"])
def test_brackets_that_end_a_paragraph_are_not_always_an_attribution(aside):
    body = LESHAN[0][:-1] + aside + "。"
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", body, LESHAN[1] + "（乐山市地方志办）")
    assert [a.attribution for a in articles(found)] == ["乐山市地方志办"] and len(articles(found)) == 1


@pytest.mark.parametrize("byline", ["（川观新闻记者 何雨清 叶知秋）", "(本报记者 何雨清)", "（通讯员 何雨清）", "（记者：何雨清）"])
def test_reporters_are_no_attribution_but_end_an_article(byline):
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, byline, "珙县开展口述史采集", *GONGXIAN, "（珙县地方志编纂中心）")
    assert [(a.title, a.attribution) for a in articles(found)] == [("乐山市推进村志编纂", ""), ("珙县开展口述史采集", "珙县地方志编纂中心")]


@pytest.mark.parametrize("office", ["四川日报社乐山记者站", "乐山市摄影家协会", "县记者协会办公室"])
def test_an_office_of_reporters_is_an_attribution(office):
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, f"（{office}）")
    assert articles(found)[0].attribution == office


def test_staff_between_an_attribution_and_the_next_title():
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, "来源：乐山市地方志办供稿", "作者：何雨清 终审：叶知秋", "珙县开展口述史采集", *GONGXIAN)
    assert [(a.title, a.attribution) for a in articles(found)] == [("乐山市推进村志编纂", "乐山市地方志办"), ("珙县开展口述史采集", "")]


def test_a_missing_attribution_ends_at_the_next_dated_news():
    found = bulletin(SERIES, "【市州动态】", "乐山市推进村志编纂", *LESHAN, "珙县开展口述史采集", *GONGXIAN, "自贡市启动盐业志补编", "近日，自贡市地方志办启动盐业志补编工作。（自贡市地方志办）")
    assert [(a.title, a.attribution) for a in articles(found)] == [
        ("乐山市推进村志编纂", ""), ("珙县开展口述史采集", ""), ("自贡市启动盐业志补编", "自贡市地方志办"),
    ]  # fmt: skip


def test_a_short_line_inside_an_article_is_no_title():
    found = bulletin(SERIES, "【市州动态】", "乐山市推进村志编纂", LESHAN[0], "一、抓好队伍建设", LESHAN[1], "（二）抓实质量管理", LESHAN[1], "1.严格三审三校", LESHAN[1] + "（乐山市地方志办）")
    assert titles(found) == ["乐山市推进村志编纂"]
    assert "（二）抓实质量管理" in articles(found)[0].body.split("\n")


def test_an_editors_note_is_no_article():
    found = bulletin(SERIES, "编者按：为交流经验，现刊发两地做法，供参考。", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）", "珙县开展口述史采集", *GONGXIAN, "（珙县地方志编纂中心）")
    assert [a.text for a in found.articles if a.part == NOTE] == ["编者按：为交流经验，现刊发两地做法，供参考。"]
    assert titles(found) == ["乐山市推进村志编纂", "珙县开展口述史采集"]


# The foot


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_printed_foot(gap):
    found = bulletin("四川省地方志工作办公室 2021年3月20日", "【特别关注】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）", *FOOT, gap=gap)
    foot = found.colophon
    assert {line.mode: line.names for line in foot.recipients} == {
        "报": ("省委", "省人大常委会", "省人民政府", "政协四川省委", "国家方志馆"),
        "送": ("省直各部门", "各市（州）委", "市（州）人民政府"),
        "发": ("各市（州）地方志办公室（党史地方志研究室，地方志编纂中心）",),
    }
    assert (foot.disclosure, foot.printer, foot.printed, foot.copies) == ("主动公开", "四川省地方志工作办公室综合处", "2021-03-20", 25)
    assert not any("共印" in a.text for a in articles(found))


def test_the_foot_dates_an_issue_without_a_masthead_date():
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）", *FOOT)
    assert (found.date, found.date_source) == ("2021-03-20", "colophon")


@pytest.mark.parametrize("copies", ["（共印25份）", "(共印 25 份)", "共印二十五份"])
def test_copies(copies):
    assert bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）", "发：各县地方志办。", copies).colophon.copies == 25


@pytest.mark.parametrize("mode", ["主送", "抄送", "抄报", "报送"])
def test_other_words_for_recipients(mode):
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）", f"{mode}：市委办公室、市政府办公室，市档案馆。")
    assert [(line.mode, line.names) for line in found.colophon.recipients] == [(mode, ("市委办公室", "市政府办公室", "市档案馆"))]


def test_a_sentence_that_begins_like_a_foot_ends_no_issue():
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", "送：书进校园，修志为民。", *LESHAN, "（乐山市地方志办）", "【市州动态】", "珙县开展口述史采集", *GONGXIAN, "（珙县地方志编纂中心）")
    assert titles(found) == ["乐山市推进村志编纂", "珙县开展口述史采集"]


# Single pages and their furniture


PAGE = (
    "您的位置: 首页 >新闻中心>全省地情动态>市县动态>详细内容", "2021-10-13 13:25:42", "珙县开展口述史采集",
    "来源:珙县地方志编纂中心供稿 发布时间:2021-03-09 10:00:00 浏览次数: 【字体:", *GONGXIAN, "f1a2b3c4.png", "会后，工作人员对资料进行了分类登记。",
    "来源: 珙县地方志编纂中心供稿", "终审:何雨清", "分享到:", "×", "【打印】【返回顶部】【关闭】", "上一条:乐山市推进村志编纂", "COPYRIGHT © 2021",
)  # fmt: skip


def test_a_single_page():
    found = bulletin(*PAGE)
    (article,) = articles(found)
    assert (article.title, article.attribution, article.date) == ("珙县开展口述史采集", "珙县地方志编纂中心", "2021-03-09")
    assert article.body.split("\n") == [*GONGXIAN, "会后，工作人员对资料进行了分类登记。"]
    assert (found.date_source, found.masthead.issue_no) == ("posted", None)


def test_the_clock_of_the_page_is_not_its_date():
    assert bulletin(*PAGE).date == "2021-03-09"


@pytest.mark.parametrize("title", [("珙县开展口述史采集", "——走进僰王山镇"), ("珙县地方志编纂中心组织干部", "开展口述史采集活动")])
def test_a_page_with_a_title_of_two_lines(title):
    found = bulletin(*title, *PAGE[3:])
    assert titles(found) == ["".join(title)]


def test_a_page_with_date_and_office_below_the_title():
    title = "珙县政协专题调研口述史采集工作"
    found = bulletin(title, "", "2021年3月9日  珙县政协办公室", "", *GONGXIAN)
    assert (titles(found), found.date, found.date_source) == ([title], "2021-03-09", "posted")
    assert (found.masthead.series, found.masthead.contributor) == ("", "珙县政协办公室")


def test_a_page_with_navigation_and_a_medium_before_the_title():
    found = bulletin(
        "网站首页 | 机构概况 | 县区动态 | 志鉴成果", "当前位置: 首页 > 县区动态 > 正文", "【川观新闻】珙县开展口述史采集", "发布日期:2021-03-09    来源:珙县地方志编纂中心    浏览:118    字体: 大 中 小",
        *GONGXIAN, "(川观新闻记者 何雨清 叶知秋)", "责任编辑:何雨清", "扫一扫在手机打开当前页    【我要打印】 【关闭窗口】",
    )  # fmt: skip
    (article,) = articles(found)
    assert (article.title, article.attribution, article.date) == ("【川观新闻】珙县开展口述史采集", "珙县地方志编纂中心", "2021-03-09")
    assert article.body.split("\n") == [*GONGXIAN, "(川观新闻记者 何雨清 叶知秋)"]


@pytest.mark.parametrize(
    "line", ["珙县人民政府门户网站 政务公开 部门动态", "珙县地方志编纂中心  通知公告 党建园地", "僰乡发布 | 文化", "珙县第一中学新校区 | 校地合作", "当前栏目：县区动态", "珙县地方志网站      [ 彝文版 ]  [ 设为首页 ]"]
)  # fmt: skip
def test_the_name_of_a_site_with_its_columns_is_no_title(line):
    assert titles(bulletin(line, "", "珙县开展口述史采集", "", "发布时间:2021-03-09", *GONGXIAN)) == ["珙县开展口述史采集"]


@pytest.mark.parametrize("line", ["原创 僰乡史志 2021-03-09 19:30 四川", "文/图 办公室 何雨清  2021年3月9日", "2021-03-09  来自：珙县地方志编纂中心   阅读 77"])
def test_what_stands_under_a_headline_dates_the_page(line):
    found = bulletin("珙县开展口述史采集", line, *GONGXIAN)
    assert (found.date, titles(found)) == ("2021-03-09", ["珙县开展口述史采集"])


def test_a_source_and_a_date_that_run_together():
    found = bulletin("珙县开展口述史采集", "来源：珙县地方志编纂中心  2021-03-09 17:20", *GONGXIAN)
    assert (found.masthead.contributor, found.date) == ("珙县地方志编纂中心", "2021-03-09")


def test_a_second_article_on_a_page_begins_at_its_title_and_a_whole_date():
    found = bulletin("珙县开展口述史采集", "发布时间:2021-03-09 来源:珙县地方志编纂中心", *GONGXIAN, "僰人史料首次成册", "3月8日上午，中心举行了交接。")
    assert titles(found) == ["珙县开展口述史采集", "僰人史料首次成册"]
    assert {article.attribution for article in articles(found)} == {"珙县地方志编纂中心"}


@pytest.mark.parametrize("line", ["口述史采集培训班现场", "口述史采集启动仪式", "培训掠影"])
def test_a_caption_above_a_date_is_no_second_title(line):
    found = bulletin("珙县开展口述史采集", "发布时间:2021-03-09 来源:珙县地方志编纂中心", *GONGXIAN, line, "3月8日上午，中心举行了交接。")
    assert titles(found) == ["珙县开展口述史采集"]


def test_the_sender_may_stand_at_the_end_of_a_page_alone():
    found = bulletin("珙县开展口述史采集", "发布时间:2021-03-09", *GONGXIAN, "来源: 珙县地方志编纂中心供稿 作者:何雨清 终审:叶知秋")
    (article,) = articles(found)
    assert article.attribution == "珙县地方志编纂中心" and article.body == GONGXIAN[0]


def test_a_caption_that_a_page_repeats_is_dropped():
    found = bulletin(*PAGE[:5], "采集现场", PAGE[6], "b2.png", "采集现场", *PAGE[7:])
    assert "采集现场" not in articles(found)[0].text


def test_a_line_that_an_issue_repeats_is_kept():
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", LESHAN[0], "重点工作", LESHAN[1], "重点工作", LESHAN[1], "（乐山市地方志办）")
    assert articles(found)[0].body.count("重点工作") == 2


def test_a_title_that_the_page_repeats_is_kept_once():
    found = bulletin(*PAGE[:4], "珙县开展口述史采集", *PAGE[4:])
    assert articles(found)[0].text.count("珙县开展口述史采集") == 1


def test_an_author_is_no_office():
    found = bulletin("珙县开展口述史采集", "作者:何雨清 发布时间:2021-03-09 10:00:00", *GONGXIAN)
    assert found.masthead.author == "何雨清" and articles(found)[0].attribution == ""


@pytest.mark.parametrize(
    "line",
    ["您的位置: 首页 >新闻中心>详细内容", "【打印】【返回顶部】", "分享到:", "×", "用户登录", "c91795a8bc9a4f30.png", "COPYRIGHT © 2020", "蜀ICP备12345678号",
     "上一篇:乐山市推进村志编纂", "网站首页 | 机构概况 | 县区动态 | 志鉴成果", "首页｜要闻｜通知公告", "扫一扫在手机打开当前页 【我要打印】 【关闭窗口】", "【我要打印】", "分享到: 微信 微博",
     "欢迎光临珙县地方志网! | 网站无障碍本站支持IPV6", "珙县地方志编纂中心版权所有", "版权所有：珙县地方志编纂中心", "— 3 —", "- 12 -", "第 2 页 共 6 页", "2022-07-13 13:25:42", "【字体: 大 中 小】", "浏览次数: 18"],
)  # fmt: skip
def test_furniture(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["分享到场的修志人员有关经验。", "年鉴版权所有权归编纂单位，任何单位不得翻印。", "打印出版《珙县志》。", "关闭旧馆，新建史志馆。", "2021年，全市出版村志30部。", "中小学校志编修启动", "×县与×县签约。", "首页图书一万册。",
     "扫一扫二维码，读者即可查阅全套志书。", "网站已完成IPV6改造，读者访问更快。", "浏览次数达三万，居全市前列。", "当前位置优越，交通便利。", "姓名 | 职务", "分享到会代表的修志经验，" * 20,
     "主办单位珙县地方志编纂中心向学校赠书。", "收藏旧志三百部。", "第三批村志出版"],
)  # fmt: skip
def test_text_that_is_no_furniture(line):
    assert not is_furniture(line)


@pytest.mark.parametrize("number", ["— 3 —", "3", "- 3 -", "第3页"])
def test_a_page_number_in_the_middle_of_a_paragraph(number):
    rows = sheet((LESHAN[0],))
    rows[1:1] = [number]
    found = bulletin("四川省地方志工作办公室 2021年3月20日", "【特别关注】", "乐山市推进村志编纂", *rows, *sheet((LESHAN[1],)), "（乐山市地方志办）")
    assert articles(found)[0].body.split("\n")[:2] == list(LESHAN)


# Damage


def mended(text, posted):
    return mend(Traced(text, tuple(range(len(text)))), posted).text


@pytest.mark.parametrize(
    ("printed", "posted", "meant"),
    [
        ("210日，召开会议", "2021-02-20", "2月10日，召开会议"),
        ("613日，召开会议", "2021-06-20", "6月13日，召开会议"),
        ("613日，召开会议", "", "6月13日，召开会议"),
        ("20261月出版", "2026-02-09", "2026年1月出版"),
        ("194912月解放", "2026-02-09", "1949年12月解放"),
        ("2020619日签署", "2023-02-09", "2020年6月19日签署"),
        ("1110日，召开会议", "2021-11-20", "11月10日，召开会议"),
        ("210—12日，举办培训", "2021-02-20", "2月10—12日，举办培训"),
        ("1225日，召开会议", "2022-01-10", "12月25日，召开会议"),
        ("45日，召开会议", "2021-04-20", "4月5日，召开会议"),
        ("24日，召开会议", "2021-02-20", "24日，召开会议"),
        ("3日，召开会议", "2021-02-20", "3日，召开会议"),
        ("31日，召开会议", "2021-03-31", "31日，召开会议"),
        ("3月5日，召开会议", "2021-03-20", "3月5日，召开会议"),
        ("2020年6月19日签署", "2023-02-09", "2020年6月19日签署"),
        ("历时120日", "", "历时120日"),
        ("历时120日", "2021-02-20", "历时120日"),
        ("工期210日", "2021-02-20", "工期210日"),
        ("历时365日", "2021-02-20", "历时365日"),
        ("共330日，全书出版", "2021-04-20", "共330日，全书出版"),
        ("要求在120日内完成", "2021-02-20", "要求在120日内完成"),
        ("编纂工作为期45日。", "2021-04-20", "编纂工作为期45日。"),
        ("会议于210日召开", "2021-02-20", "会议于2月10日召开"),
        ("《珙县年鉴》210日出版", "2021-02-20", "《珙县年鉴》2月10日出版"),
        ("自128日至210日", "2021-02-20", "自1月28日至2月10日"),
        ("2月8日、210日", "2021-02-20", "2月8日、2月10日"),
        ("999日", "2021-02-20", "999日"),
        ("2030日", "2021-02-20", "2030日"),
    ],
)
def test_lost_digits(printed, posted, meant):
    assert mended(printed, posted) == meant


@pytest.mark.parametrize("posted", ["", "2021-01-31", "2021-02-20", "2021-03-01", "2021-12-31"])
def test_213_is_never_the_21st_of_another_month(posted):
    assert mended("213日，召开会议", posted) in ("213日，召开会议", "2月13日，召开会议")


def test_a_day_after_the_posting_is_not_believed():
    assert mended("1110日，召开会议", "2021-02-01") in ("1110日，召开会议", "11月10日，召开会议")
    assert mended("111日，召开会议", "2021-01-05") != "1月11日，召开会议"


@given(st.dates(min_value=datetime.date(2010, 1, 1)), st.integers(0, 60))
def test_what_is_mended_is_a_day_that_was_possible(posted, age):
    """A date that lost its 月 is put back as it was or left alone, never made another."""
    day = posted - datetime.timedelta(days=age)
    damaged = f"{day.month}{day.day}日，召开会议"
    for knows in (posted.isoformat(), ""):
        result = mended(damaged, knows)
        assert result in (damaged, f"{day.month}月{day.day}日，召开会议"), (day, knows, result)


def test_mended_characters_are_marked_in_the_article():
    found = bulletin(SERIES, "发布时间:2026-02-20 09:19:42", "【特别关注】", "乐山市推进村志编纂", "210日，乐山市地方志办召开会议。（乐山市地方志办）")
    (article,) = articles(found)
    assert [article.text[a:b] for a, b in article.mended] == ["月"] and "2月10日" in article.text


def test_a_line_break_between_paragraphs_is_not_marked_as_mended():
    found = bulletin(SERIES, "【特别关注】", "乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）")
    assert articles(found)[0].mended == ()


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("measure", range(22, 36))
def test_words_and_titles_cut_by_a_line_are_whole_again(gap, measure):
    body = "3月5日，乐山市地方志办派员参加《四川年鉴》编纂业务培训会，集中学习《生命至上——四川抗疫实录》的编纂经验，会后向四川年鉴社、四川大学图书馆赠送《乐山大佛志》三十册。"
    rows = sheet("【特别关注】", "乐山市推进村志编纂", (*LESHAN, body), "（乐山市地方志办）", measure=measure)
    found = bulletin("四川省地方志工作办公室 2021年3月20日", *rows, gap=gap)
    assert articles(found)[0].body.split("\n") == [*LESHAN, body, "（乐山市地方志办）"]


# Texts with no bulletin


@pytest.mark.parametrize(
    "text",
    ["你好，世界。", "abc", "# README\n\nInstall with pip.\n", "第一章\n从前有座山，山里有座庙。\n" * 20, "白日依山尽，\n黄河入海流。", "1,2,3\n4,5,6\n", '{"a": [1, 2]}', "【",
     "乐山乐水\n\n今天天气很好，我们去爬山。\n\n山上有一座亭子。"],
)  # fmt: skip
def test_a_text_without_a_bulletin(text):
    with pytest.raises(NoBulletin) as caught:
        bulletin(text)
    assert caught.value.reason and caught.value.remedy


def test_a_masthead_alone_is_no_bulletin():
    with pytest.raises(NoBulletin):
        bulletin(SERIES, "四川省地方志工作办公室 2026年3月18日")


# Properties


def same(stored: str, source: str) -> bool:
    return stored == source or unicodedata.normalize("NFKC", stored).strip() == unicodedata.normalize("NFKC", source).strip()


def origins(article):
    return [MENDED if origin == MENDED else origin + step for _, origin, length in article.origins for step in range(length)]


def check_origins(text, found):
    for article in found.articles:
        places = origins(article)
        assert len(places) == len(article.text)
        assert all(origin == MENDED or same(char, text[origin]) for char, origin in zip(article.text, places, strict=True))
        known = [origin for origin in places if origin != MENDED]
        assert known == sorted(set(known)), article.title
        assert article.text[article.body_start :] == article.body


PIECES = st.sampled_from(
    [SERIES, "四川省地方志工作办公室 2021年 3月 20日", "【特别关注】", "【市州动态】", "【川观新闻】", "乐山市推进村志编纂", "珙县开展口述史采集", "——走进僰王山镇",
     *LESHAN, *GONGXIAN, "（乐山市地方志办）", "     (珙县地方志编纂中心)", "210日，会议召开。", "— 3 —", "a.png", "", "   ", "来源:珙县地方志编纂中心供稿 发布时间:2021-03-09 10:00:00",
     "编者按：供参考。", "一、抓队伍", *FOOT, "终审:何雨清", "2021-10-13 13:25:42", "《四川\u3000年鉴》\u200b第 3期", "\ufeff", "；", "（", "》", "20261月"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=24), st.sampled_from(["\n", "\n\n", "\r\n", "\f", ""]))
def test_any_order_of_lines_gives_a_bulletin_or_an_input_error(rows, gap):
    text = gap.join(rows)
    try:
        found = parse(text, text.encode(), "a.txt")
    except InputError:
        return
    check_origins(text, found)
    assert [a.position for a in found.articles] == list(range(found.articles[0].position, found.articles[0].position + len(found.articles)))
    assert len({a.id for a in found.articles}) == len(found.articles)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_bulletin_or_an_input_error(text):
    try:
        check_origins(text, parse(text, text.encode("utf-8", "surrogatepass"), "a.txt"))
    except InputError:
        pass


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="第期(总)年月日0123456789一二三〇【】（）《》——：:,，。 \n\t报送发来源", max_size=200))
def test_any_text_of_the_genres_marks_gives_a_bulletin_or_an_input_error(text):
    try:
        check_origins(text, parse(text, text.encode(), "a.txt"))
    except InputError:
        pass


SENTENCES = (
    "乐山市地方志办邀请省内专家对志稿逐章审读", "全县十八个乡镇同步开展资料征集", "采集口述史料三十余小时", "邀请老同志座谈", "建立周调度月通报工作机制",
    "认真落实《四川省村志编纂工作规范》", "以“一镇一志”为抓手", "出版《犍为县罗城镇志》等12部志书", "编纂质量明显提升", "制定了详细的时间表和路线图",
    "累计接待读者4.6万人次", "举办读志活动23场次", "把方志馆建成乡土教育基地", "组织力量深入田间地头",
)  # fmt: skip
HEADLINES = (
    "乐山市推进村志编纂", "珙县开展口述史采集活动", "自贡市地方志办“三个强化”推动年鉴提质增效", "广元市举办修志业务培训班", "《青川县乡镇志丛书》首发式举行",
    "甘孜州启动2021年卷年鉴编纂工作", "叙永县志通过终审", "四川省地方志工作办公室召开全省年鉴编纂工作会", "泸州市召开地方志工作座谈会",
)  # fmt: skip
OFFICES = ("乐山市地方志办", "珙县地方志编纂中心", "绵阳市委党史研究室（市地方志编纂中心）", "省地方志办", "甘孜州地方志办公室")


@pytest.mark.parametrize("seed", range(24))
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_random_printed_issue_is_taken_apart_as_it_was_put_together(seed, gap):
    chosen, rows, expected = random.Random(seed), ["四川省地方志工作办公室 2021年 3月 20日"], []
    measure = chosen.choice((28, 30, 32))
    for section in ("【特别关注】", "【市州动态】"):
        rows.append(section)
        for _ in range(chosen.randint(1, 4)):
            title, office = chosen.choice(HEADLINES), chosen.choice(OFFICES)
            body = ["，".join(chosen.sample(SENTENCES, chosen.randint(4, 9))) + "。" for _ in range(chosen.randint(1, 4))]
            if chosen.random() < 0.5:
                body[-1] += f"（{office}）"
            rows += [title, *sheet(tuple(body), measure=measure)] + ([] if body[-1].endswith("）") else [f"（{office}）"])
            expected.append((section.strip("【】"), title, office, "".join(body)))
    found = articles(bulletin(*rows, *FOOT, gap=gap))
    assert [(a.section, a.title, a.attribution) for a in found] == [row[:3] for row in expected]
    for article, row in zip(found, expected, strict=True):
        assert re.sub(r"\s", "", article.body).removesuffix(f"（{row[2]}）") == row[3].removesuffix(f"（{row[2]}）")


@pytest.mark.parametrize("kind", ["print", "web", "one paragraph", "mended"])
def test_parsing_time_grows_with_the_length_of_the_text(kind):
    """Twice the text takes twice the time, not four times; the bound leaves room for a busy machine."""

    def seconds(times):
        story = {
            "print": (*sheet("乐山市推进村志编纂", LESHAN), "（乐山市地方志办）") * times,
            "web": ("乐山市推进村志编纂", *LESHAN, "（乐山市地方志办）") * times,
            "one paragraph": ("乐山市推进村志编纂", *wrapped(LESHAN[0][:-1] * times * 2), "（乐山市地方志办）"),
            "mended": ("乐山市推进村志编纂", "210日，召开会议，" * times * 16, "（乐山市地方志办）"),
        }[kind]
        text = "\n".join(("四川省地方志工作办公室 2021年3月20日", "【特别关注】", *story))
        start = time.process_time()
        parse(text, text.encode(), "a.txt")
        return time.process_time() - start

    assert min(seconds(1600) for _ in range(2)) < 8 * 2.5 * min(seconds(200) for _ in range(2)) + 0.1


def test_the_same_file_has_the_same_ids():
    one, two = bulletin(*PAGE), bulletin(*PAGE)
    assert one == two and one.id != bulletin(*PAGE, "近日，又记。").id


def test_office_number_and_date_on_one_line():
    source = ("湖北方志简讯\n\n湖北省地方志学会秘书处编    2016年第4期    2016年12月8日\n\n学会召开会议\n\n11月29日，学会在武汉召开会议。\n")
    head = parse(source, source.encode(), "a.txt").masthead
    assert (head.series, head.issue_no, head.year, head.printed, head.issuer) == ("湖北方志简讯", 4, 2016, "2016-12-08", "湖北省地方志学会秘书处")


@pytest.mark.parametrize("line", ["您当前所在位置：首页 > 动态", "您的位置：首页 > 动态", "当前位置: 首页", "您现在的位置：首页"])
def test_where_one_is_on_a_site_is_furniture(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "trail",
    [
        "测试市地方志办公室 > 首页 > 区县动态", "测试市地方志编纂中心\n首页 > 史志动态 > 详情", "测试市地方志编纂中心>>要闻", "测试史志网\n\n当前位置： 首页 >史志要闻",
        "测试市地方志编纂中心\n您当前的位置： 首页 -> 工作动态 -> 区县动态", "测试省地方志办公室 网站  |  2023年10月27日", "首页 » 工作动态 » 正文",
    ],
)  # fmt: skip
def test_the_way_to_a_page_is_no_part_of_its_title(trail):
    issue = bulletin(*(f"{trail}\n\n雅安市召开修志会\n\n来源：雅安市地方志编纂中心   日期：2024-03-05    浏览：\n\n2月29日，会议召开。\n").split("\n"))
    (article,) = issue.articles[-1:]
    assert (article.title, article.attribution, issue.date) == ("雅安市召开修志会", "雅安市地方志编纂中心", "2024-03-05")


def test_a_dated_opening_is_no_second_line_of_a_title():
    issue = bulletin(*("四川地方志工作\n\n2012年第 6期\n\n四川省地方志编纂委员会 2012年 7月 9日\n\n《测试志》通过评审\n\n6月 27日至 28日，《测试志（1986—2005）》\n\n评审会召开。会议由步青云主持。\n").split("\n"))
    assert [a.title for a in issue.articles if a.part == "article"] == ["《测试志》通过评审"]


def test_the_office_in_brackets_at_the_end_sent_the_article_in():
    issue = bulletin(*("测试市修志\n\n来源：甘州地方志办公室   日期：2024-03-05\n\n2月29日，会议召开。（州地方志办）\n").split("\n"))
    assert issue.articles[-1].attribution == "州地方志办"


@pytest.mark.parametrize(
    "head",
    ["大竹县召开年鉴工作会\n", "大竹县召开年鉴工作会\n作者：李明\n", "四川省地方志工作办公室\n大竹县召开年鉴工作会\n", "大竹县召开年鉴工作会\n（2020年7月18日）\n",
     "四川省地方志工作简报\n（第5期）\n四川省地方志工作办公室　　二○二○年七月十八日\n大竹县召开年鉴工作会\n"],
)  # fmt: skip
def test_a_headline_over_dated_news_is_enough(head):
    issue = bulletin(*head.split("\n"), "7月16日，大竹县召开年鉴工作会。县长李明主持会议。")
    assert titles(issue) == ["大竹县召开年鉴工作会"]
    assert issue.date in ("", "2020-07-18")


@pytest.mark.parametrize("sign", ["★", "▲ ", "◆", "●", "■"])
@pytest.mark.parametrize("section", ["【要闻】", ""])
def test_signs_before_titles_are_no_part_of_them(sign, section):
    names = ["珙县召开村志编纂工作推进会", "长宁县志办开展驻村帮扶"]
    body = "3月5日，有关单位召开推进会，总结工作，部署任务。（珙县志办）"
    rows = [row for row in ("珙县史志工作简报", "2021年第3期", "珙县志办  2021年3月8日", section) if row]
    found = bulletin(*rows, *(row for name in names for row in (sign + name, body)))
    assert titles(found) == names and all(article.attribution == "珙县志办" for article in articles(found))
    assert sign.strip() not in "".join(article.title for article in articles(found))


@pytest.mark.parametrize("head", ["本 期 要 目", "本期目录", "【本期要目】", "目  录", "本期导读："])
@pytest.mark.parametrize("sign", ["", "★"])
@pytest.mark.parametrize("section", ["【要闻】", ""])
@pytest.mark.parametrize("page", ["", "……………2"])
def test_a_list_of_contents_is_no_article(head, sign, section, page):
    names = ["珙县召开村志编纂工作推进会", "长宁县志办开展驻村帮扶活动"]
    body = "3月5日，有关单位召开推进会，总结工作，部署任务。（珙县志办）"
    rows = ["珙县史志工作简报", "2021年第3期", "珙县志办  2021年3月8日", head, *(sign + name + page for name in names), *([section] if section else [])]
    found = bulletin(*rows, *(row for name in names for row in (sign + name, body)))
    assert titles(found) == names
    assert {article.section for article in articles(found)} == {section.strip("【】")} or head.startswith("【") and not section


@pytest.mark.parametrize("line", ["【来源：珙县志办】【2021-03-08】【浏览：】", "[来源：珙县志办] 2021-03-08"])
def test_a_posting_line_in_brackets(line):
    found = bulletin("珙县人民政府网 > 部门动态", "珙县召开村志编纂工作推进会", line, "3月5日，珙县召开推进会，总结工作，部署任务。")
    assert articles(found)[0].attribution == "珙县志办" and found.date == "2021-03-08"


@pytest.mark.parametrize("line", ["珙县地方志编纂中心 2021-03-08 09:40", "珙县地方志编纂中心　2021-03-08 09:40　字号：大 中 小"])
def test_an_office_before_the_day_sent_the_page_in(line):
    found = bulletin("首页 > 部门动态", "珙县召开村志编纂工作推进会", line, "3月5日，珙县召开推进会，总结工作，部署任务。")
    assert found.date == "2021-03-08" and articles(found)[0].attribution == "珙县地方志编纂中心"


def test_a_menu_above_a_headline_is_no_part_of_it():
    found = bulletin("珙县人民政府网站　新闻中心　部门动态", "市县领导到珙县调研史志工作", "2021年03月08日   信息来源：珙县地方志办公室  【打印】", "3月5日，市领导到珙县调研，听取汇报，部署任务。")
    assert titles(found) == ["市县领导到珙县调研史志工作"]
