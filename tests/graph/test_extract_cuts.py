"""Names that the recogniser cuts or runs on, or does not see at all; all of them are made up."""

import pytest

PLACE = {"title": "珙县推进修志工作", "attribution": "珙县地方志办"}
TOLD = {
    "会上，县志办主任徐英新通报了工作情况。": "徐英新",
    "特邀专家江光欢、贺英利作专题辅导。": "江光欢 贺英利",
    "省志办沈利后主任到县调研。": "沈利后",
    "万涛礼副县长对此作出批示。": "万涛礼",
    "办党组成员、副主任任静作总结讲话。": "任静",
    "县志办党支部书记、主任李娟前为党员干部上了一堂党课。": "李娟前",
    "受县长姜琴和委托，副县长孟玉前到县志办调研。": "姜琴和 孟玉前",
    "专家组由阳华和任组长，高洋新、鲜远任副组长。": "阳华和 高洋新 鲜远",
    "由汤河林同志牵头编写。": "汤河林",
    "会议听取了汇报。汤宁才指出，要加快进度。": "汤宁才",
    "县档案局局长夏兴代表县档案局致辞。": "夏兴",
    "县志办主任柏松年作工作汇报，副主任戚海棠任副组长。": "柏松年 戚海棠",
}
PRESENT = {
    "出席会议的领导有：柏松年、戚海棠、谭若愚。": "柏松年 戚海棠 谭若愚",
    "参加评审的还有：柏松年、戚海棠。": "柏松年 戚海棠",
    "主持人：柏松年": "柏松年",
    "获奖者柏松年发表感言。": "柏松年",
    "县领导柏松年、戚海棠出席。": "柏松年 戚海棠",
    "退休干部陶柏良向县方志馆捐赠家谱。": "陶柏良",
    "全国人大代表鲜永东提出建议。": "鲜永东",
    "县志办 戴菊川、苟家根 参加学习。": "戴菊川 苟家根",
}
NOBODY = (
    "县领导高度重视，县志办全体同志参加会议。", "党史办同志说，老同志贡献大。方志办同志表示，要继续。", "曾多次强调，要抓好修志。",
    "出席会议的还有：县委办、县政府办、县财政局负责人。", "参加人员：各科室负责人、全体职工。", "获奖人员的是：成都、德阳、绵阳。",
    "全国人大代表高水平建言。局领导带头参加。", "张书记强调，要加快。", "主讲人：四川师范大学历史文化学院。", "参会领导有：省、市、县三级。",
)  # fmt: skip


@pytest.mark.parametrize(("text", "names"), TOLD.items())
def test_a_name_is_whole_however_it_was_cut(read, text, names):
    assert read(text, **PLACE).names("person") == set(names.split())


@pytest.mark.parametrize(("text", "names"), PRESENT.items())
def test_those_present_are_named_behind_what_says_so(read, text, names):
    assert read(text, **PLACE).names("person") == set(names.split())


@pytest.mark.parametrize("text", NOBODY)
def test_words_where_names_would_stand_are_nobody(read, text):
    assert not read(text, **PLACE).names("person")
