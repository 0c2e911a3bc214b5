"""Eight re-written pages and issues: what their heads say, and their articles, as a reader sees them on the page."""

import pytest

from explorer import parsing, readers
from explorer.model import ARTICLE, NOTE

SERIES = "四川省地方志工作简报"
OFFICE = "四川省地方志工作办公室"
FOCUS = "特别关注"

EXPECTED = {
    # file: (series, 期, 总期, year, date, how the date is known, who sent it in, author), [(section, title, attribution), …]
    "standin-002": (
        (SERIES, 13, 845, 2026, "2026-02-09", "posted", "", ""),
        [(FOCUS, "《巴蜀历史文化十讲》入选“长安街读书会”干部学习新书书单", "")],
    ),
    "standin-005": (
        (SERIES, 9, 614, 2024, "2024-01-16", "posted", OFFICE, ""),
        [("", "巴中:维新更序 厚积薄发 以三项建设为抓手树立史志新形象", "")],
    ),
    "standin-007": (
        (SERIES, 83, 578, 2023, "2023", "number", "", ""),
        [(FOCUS, "方志出版社向眉山市捐赠书籍", "")],
    ),
    "standin-010": (
        (SERIES, 55, 306, 2020, "2020-11-11", "posted", OFFICE, "刘源"),
        [(FOCUS, "省地方志办调研组赴泸州市、自贡市调研督导“两全目标”及乡镇志编纂等工作", "省地方志办")],
    ),
    "standin-023": (
        ("", None, None, 2023, "2023-04-03", "posted", "武胜县委党史和地方志研究中心", ""),
        [("", "武胜县签订成渝地区双城经济圈八市区县史志工作交流合作框架协议", "武胜县委党史和地方志研究中心")],
    ),
    "standin-024": (
        ("", None, None, 2020, "2020-09-27", "posted", "甘孜州地方志办公室", ""),
        [("", "省地方志办党组书记、主任陈建春一行到甘孜州考察调研", "甘孜州地方志办公室")],
    ),
    "standin-051": (
        ("", None, None, 2013, "2013-04-08", "posted", "泸州史志办", ""),
        [("", "泸州市2013年史志工作会议召开副市长马宗慧出席会议", "泸州史志办")],
    ),
    "standin-068": (
        ("", None, None, 2020, "2020-11-20", "posted", "", "成都市地方志办公室"),
        [("", "四川省成都市与眉山市签署《地方志事业一体化发展行动计划(2020—2022年)》", "成都市地方志办公室")],
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=sorted(EXPECTED))
def one(request, shared):
    content = (shared / "bulletins" / f"{request.param}.txt").read_bytes()
    return parsing.parse(readers.read(f"{request.param}.txt", content).text, content, request.param), *EXPECTED[request.param]


def test_what_the_head_says(one):
    bulletin, expected, _ = one
    head = bulletin.masthead
    assert (head.series, head.issue_no, head.total_no, bulletin.year, bulletin.date, bulletin.date_source, head.contributor, head.author) == expected


def test_sections_titles_attributions(one):
    bulletin, _, expected = one
    assert [(part.section, part.title, part.attribution) for part in bulletin.articles if part.part == ARTICLE] == expected


def test_editors_notes(one):
    bulletin, head, _ = one
    notes = [part.body for part in bulletin.articles if part.part == NOTE]
    assert len(notes) == (head[1:3] == (9, 614))
    assert all("2023年全省地方志工作" in note and note.endswith("供参考。") for note in notes)


def test_nothing_of_the_site_is_in_the_text(one):
    bulletin, _, _ = one
    for part in bulletin.articles:
        for furniture in ("您的位置", "浏览次数", "【字体", ".png", "欢迎光临", "发布时间"):
            assert part.part != ARTICLE or furniture not in part.text
