"""Web pages: the text of a bulletin out of what government sites put around it."""

import random
import re
import time
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import forms
from explorer import parsing
from explorer.errors import BrokenEncoding, EmptyFile, FileTooLarge, InputError, NotText
from explorer.model import ARTICLE
from explorer.readers.web import html
from explorer.readers.base import Limits

SAMPLE = next((Path(parsing.__file__).parents[1] / "samples").glob("*issue.txt")).read_text("utf-8")
ISSUE = parsing.parse(SAMPLE, b"-", "a.txt")
ARTICLES = [article for article in ISSUE.articles if article.part == ARTICLE]
SITE = "某某市地方志编纂中心"


def read(page, charset="utf-8"):
    return html.read(page if isinstance(page, bytes) else page.encode(charset), Limits())


def facts(bulletin):
    return [(a.section, a.title, a.attribution, a.date, a.body) for a in bulletin.articles if a.part == ARTICLE]


def parsed(text):
    return facts(parsing.parse(text, b"-", "a.html"))


def plain_page(article):
    return f"{article.title}\n来源：{SITE} 发布时间：2020-07-20\n{article.body}\n"


# ---- Templates: made up, each in the habits of a family of systems -------------------------------------------------------------


def divs(article):
    body = "".join(f'<p style="text-indent:2em">　　{escape(p)}</p>\n' for p in article.body.split("\n"))
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{article.title}-工作动态-{SITE}</title>
<style>.a{{color:red}}</style><script>var x = "<p>脚本里的文字。</p>";</script></head><body>
<div class="top"><span id="clock">今天是2021年2月3日 星期三</span><a href="/">设为首页</a> <a href="#">加入收藏</a></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">机构概况</a></li><li><a href="/b">工作动态</a></li></ul></div>
<div class="position">您的位置：<a href="/">首页</a> &gt; <a href="/b">工作动态</a> &gt; 正文</div>
<div class="article"><h1>{article.title}</h1>
<div class="info"><span>来源：{SITE}</span>&nbsp;&nbsp;<span>发布时间：2020-07-20</span>&nbsp;&nbsp;<span>浏览次数：<i id="hits">321</i></span>
&nbsp;【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</div>
<div class="TRS_Editor">{body}</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div class="page"><p>上一篇：<a href="/1">市志办开展年鉴编纂业务培训</a></p><p>下一篇：<a href="/2">区志办召开志书终审会</a></p></div></div>
<div class="footer"><p>主办：某某市地方志办公室　技术支持：某某公司</p><p>蜀ICP备05001234号-1　川公网安备 51010402000001号</p></div>
</body></html>"""


def tables(article):
    body = "<br>\r\n<br>\r\n".join("&nbsp;&nbsp;&nbsp;&nbsp;" + escape(p) for p in article.body.split("\n"))
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{SITE}</title></head>
<body bgcolor=#ffffff><table width=778 align=center><tr><td><a href=index.asp>首页</a></td><td><a href=1.asp>机构简介</a></td><td><a href=2.asp>方志动态</a></td></tr></table>
<table width=778 align=center><tr><td width=180 valign=top><table><tr><td>栏目导航</td></tr><tr><td><a href=a>年鉴编纂</a></td></tr><tr><td><a href=b>旧志整理</a></td></tr></table></td>
<td valign=top><table width="100%"><tr><td align=center><font size=4><b>{article.title}</b></font></td></tr>
<tr><td align=center>来源：{SITE}　发布时间：2020-07-20　点击数：58</td></tr>
<tr><td style="line-height:180%">{body}</td></tr>
<tr><td align=right>【<a href=# onclick="window.print()">打印本页</a>】【<a href=#>关闭窗口</a>】</td></tr></table></td></tr></table>
<table align=center><tr><td>版权所有：某某市地方志办公室　地址：某某市人民路1号</td></tr><tr><td>蜀ICP备05001234号</td></tr></table></body></html>"""


def labelled(article):
    body = "".join(f"<p><span style='font-size:16pt'>　　{escape(p)}</span></p>" for p in article.body.split("\n"))
    return f"""<!DOCTYPE html><html><head><meta charset="UTF-8"/><meta name="ArticleTitle" content="{article.title}"/><meta name="PubDate" content="2020-07-20 09:30"/>
<meta name="ContentSource" content="{SITE}"/><meta name="SiteName" content="某某市人民政府"/><title>{article.title}_地方动态_某某市人民政府</title></head><body>
<div id="header"><div class="logo"><img src="logo.png" alt="某某市人民政府"></div><div id="nav_main"><a href="/zwgk">政务公开</a><a href="/jlhd">交流互动</a></div></div>
<div id="main"><div class="crumbs">当前位置：<a href="/">网站首页</a> &gt;&gt; <a href="/x">地方动态</a></div>
<ucaptitle>{article.title}</ucaptitle>
<div class="xxgk"><span>2020-07-20 09:30</span><span> 来源：</span><span>{SITE}</span><span>字号：<a>大</a><a>中</a><a>小</a></span></div>
<ucapcontent id="zoom">{body}</ucapcontent>
<div class="xgxw"><h3>相关阅读</h3><ul><li><a href="/1">某某县召开年鉴审查会议</a></li><li><a href="/2">某某区启动村志编纂工作</a></li></ul></div></div>
<div id="foot">主办单位：某某市人民政府办公室<br>网站标识码：5101000001<br>网站地图 | 联系我们</div></body></html>"""


def account(article):
    body = "".join(f"<section><span>{escape(p)}</span></section><section><br></section>" for p in article.body.split("\n"))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="{article.title}"><title></title></head><body id="activity-detail">
<div class="rich_media"><div id="page-content"><h1 class="rich_media_title">
  {article.title}
</h1><div id="meta_content"><span class="rich_media_meta">来源：{SITE}</span> <em id="publish_time">发布时间：2020-07-20</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden;">{body}</div>
<div class="rich_media_tool"><a>阅读原文</a><span>阅读 103</span><span>在看</span></div></div></div>
<div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div></body></html>"""


def faculty(article):
    body = "".join(f'<p class="vsbcontent_start">{escape(p)}</p>' for p in article.body.split("\n"))
    return f"""<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>{article.title}-{SITE}</title></head><body>
<form><div class="search"><input type="text" value="请输入关键字"/><button>搜索</button></div></form>
<div class="wrap"><div class="left"><h2>方志要闻</h2><ul><li><a href="1">地情资料</a></li><li><a href="2">志鉴研究</a></li></ul></div>
<div class="right"><div class="dqwz">首页 - 方志要闻 - 正文</div><form name="_newscontent_fromname"><div class="bt"><h2>{article.title}</h2>
<p>发布日期：2020-07-20&nbsp;&nbsp;&nbsp;&nbsp;来源：{SITE}&nbsp;&nbsp;&nbsp;&nbsp;点击：<script>_showDynClicks("wbnews", 1, 2)</script></p></div>
<div id="vsb_content" class="v_news_content">{body}</div><div class="sxp"><p>上一条：<a href="3">关于征集地情资料的公告</a></p><p>下一条：<a href="4">我市年鉴获奖</a></p></div><p>【<a href="javascript:window.close()">关闭</a>】</p></form></div></div>
<div class="copy">Copyright © 2020 某某市地方志编纂中心 版权所有　邮编：610000</div></body></html>"""


def nameless(article):
    """Nothing has a name: only prose and links tell what is what."""
    body = "".join(f"<div>&emsp;&emsp;{escape(p)}</div>" for p in article.body.split("\n"))
    links = "".join(f'<div><a href="/{n}">某某县开展第{n}批村志审读工作</a></div>' for n in range(9))
    return f"""<!DOCTYPE html><title>{article.title} - {SITE}</title><body><div><div><a href="/">首页</a><a href="/1">概况</a><a href="/2">动态</a></div>
<div><div>{article.title}</div><div>来源：{SITE} 发布时间：2020-07-20 09:12:30 阅读：66次</div><div><div>{body}</div></div></div>
<div>{links}</div><div>主办：某某市地方志办公室</div><div>蜀ICP备12345678号</div></div></body>"""


def crowded(article):
    """Hidden parts, a menu for telephones, notes to the reader, a picture with its name, related news with prose."""
    first, *rest = article.body.split("\n")
    body = f"<p>{escape(first)}</p><p style='text-align:center'><img src='W020200720.jpg' alt='W020200720.jpg'></p>" + "".join(f"<p>{escape(p)}</p>" for p in rest)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{article.title}</title></head><body>
<!-- 2020 模板 --><div style="display:none"><p>这是一段看不见的说明文字，供搜索引擎使用，里面有句号。</p></div><noscript>请启用脚本。</noscript>
<nav><a href="/">首页</a><a href="/x">工作动态</a></nav><div class="mobile-menu" hidden><ul><li>菜单一</li></ul></div>
<main><article><header><h1>{article.title}</h1><div class="meta"><time>发布时间：2020-07-20</time> <span>来源：{SITE}</span> <span>责任编辑：张三</span></div></header>
<div class="article-content">{body}</div><div class="bdsharebuttonbox">分享：<a>微信</a></div></article>
<aside><h3>热点新闻</h3><p><a href="/9">某县方志馆开馆，市民前来参观。</a></p></aside></main>
<footer><p>技术支持：某某科技</p><p>网站标识码：5100000000</p></footer><script>document.write("统计。")</script></body></html>"""


def word(article):
    """Saved by a word processor: the source is wrapped in the middle of sentences."""
    wrapped = lambda text: re.sub(r"(.{24,29}(?<!\d)(?!\d))", r"\1\r\n", text)  # noqa: E731
    body = "".join(f"<p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US>{wrapped(escape(p))}<o:p></o:p></span></p>\r\n" for p in article.body.split("\n"))
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>简报</title>
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>作者</o:Author></o:DocumentProperties></xml><![endif]--></head><body lang=ZH-CN><div class=Section1>
<p class=MsoNormal align=center><b><span>{article.title}</span></b></p><p class=MsoNormal>来源：{SITE} 发布时间：2020-07-20</p>{body}</div></body></html>"""


def split_title(article):
    """The title in a cell, in two lines; the window has the name of the site."""
    body = "<br>".join(f"　　{escape(p)}" for p in article.body.split("\n"))
    return f"""<html><head><title>方志网</title><meta charset="utf-8"></head><body><table><tr><td><a href="/">首页</a> &gt; <a href="/1">动态</a> &gt; 正文</td></tr></table>
<table><tr><td class="title" align="center">{article.title[:10]}<br>{article.title[10:]}</td></tr><tr><td>发布时间：2020-07-20 &nbsp; 来源：{SITE}</td></tr>
<tr><td>{body}</td></tr></table><div>附件：<a href="a.doc">附件1.doc</a></div><table><tr><td>Copyright 某某</td></tr></table></body></html>"""


def teasers(article):
    """Beside a short article the beginnings of other stories, more prose than the article itself."""
    body = "".join(f"<p>{escape(p)}</p>" for p in article.body.split("\n"))
    others = "".join(f'<div><a href="/{n}">某县召开年鉴编纂工作推进会</a><p>7月{n}日，某县召开年鉴编纂工作推进会，全体人员参加。</p></div>' for n in range(1, 9))
    return f"""<html><head><title>{article.title}</title><meta charset="utf-8"></head><body><div><a href="/">首页</a></div><div class="l"><h3>{article.title}</h3>
<p>发布时间：2020-07-20 来源：{SITE} 浏览：10</p><div>{body}</div></div><div class="r"><h3>推荐</h3>{others}</div><div>版权所有 某某</div></body></html>"""


def portal(article):
    """A portal of a city: lists for what others set in blocks, the editor below the text."""
    body = "".join(f"<p>{escape(p)}</p>" for p in article.body.split("\n"))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{article.title}"><meta name="PubDate" content="2020-07-20 10:00:00">
<title>{article.title}_某市人民政府</title></head><body><header><div class="wza">无障碍阅读</div><ul class="nav"><li>首页</li><li>政务公开</li></ul></header>
<section class="mianbao">当前位置：首页 &gt; 动态</section><div class="article"><div class="article_title"><h1>{article.title}</h1></div>
<ul class="article_info"><li>发布日期：2020-07-20 10:00</li><li>信息来源：{SITE}</li><li>字体：[<a>大</a> <a>中</a> <a>小</a>]</li><li>打印</li></ul>
<div id="UCAP-CONTENT" class="article_content">{body}</div><div class="ewm">扫一扫在手机打开当前页</div><p class="bianji">责任编辑：张三</p></div>
<div class="tj"><h4>相关信息</h4><ul><li>某县年鉴出版</li><li>某县志书评审</li></ul></div>
<footer>主办：某市人民政府办公室 承办：某市大数据局 地址：某市 备案号：蜀ICP备1号</footer></body></html>"""


TEMPLATES = {f.__name__: f for f in (divs, tables, labelled, account, faculty, nameless, crowded, word, split_title, teasers, portal)}
_CHARSETS = {"tables": "gb18030", "word": "gb18030"}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("number", range(len(ARTICLES)))
def test_a_page_says_what_its_text_says(template, number):
    article = ARTICLES[number]
    found = parsed(read(TEMPLATES[template](article), _CHARSETS.get(template, "utf-8")).text)
    assert found == parsed(plain_page(article))
    assert found[0][1:] == (article.title, article.attribution, article.date, article.body)


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_of_the_site_is_left(template):
    text = read(TEMPLATES[template](ARTICLES[1]), _CHARSETS.get(template, "utf-8")).text
    for odd in ("首页", "ICP", "脚本", "上一", "下一", "分享", "打印", "栏目导航", "热点", "相关阅读", "看不见", "扫一扫", "浏览", "字号", "字体", "技术支持"):
        assert odd not in text, odd


def issue_lines():
    """The whole issue, a paragraph a line: number, imprint, sections, titles, bodies."""
    lines, section = ["四川省地方志工作简报2020年第18期(总第269期)", "四川省地方志工作办公室　2020年7月20日"], ""
    for article in ARTICLES:
        lines += [f"【{article.section}】"] if article.section != section else []
        section = article.section
        lines += [article.title, *article.body.split("\n")]
    return lines


class Whole:
    """An issue in place of an article: its number is the title of the page."""

    title = issue_lines()[0]
    body = "\n".join(issue_lines()[1:])


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_whole_issue_on_one_page(template):
    found = parsed(read(TEMPLATES[template](Whole), _CHARSETS.get(template, "utf-8")).text)
    assert found == [(a.section, a.title, a.attribution, a.date, a.body) for a in ARTICLES]


@pytest.mark.parametrize("template", ["divs", "nameless"])
@pytest.mark.parametrize(
    ("declared", "actual"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gbk"), ("gb2312", "utf-8"), ("utf-8", "gb18030"), ("", "gb18030"), ("", "utf-8-sig"), ("utf-16", "utf-16")],
)
def test_the_characters_are_those_of_the_bytes_whatever_is_declared(template, declared, actual):
    page = TEMPLATES[template](ARTICLES[0]).replace('<meta charset="utf-8">', f'<meta charset="{declared}">' if declared else "")
    assert read(page, actual).text == read(TEMPLATES[template](ARTICLES[0])).text


def test_traditional_characters_in_big5():
    text = "縣志編纂委員會召開會議，討論縣志的出版事宜，各鄉鎮的負責人參加了會議，會上對下半年的工作作了安排。"
    page = f'<html><head><meta charset="big5"><title>縣志</title></head><body><h1>縣志編纂會議召開</h1><p>{text}</p></body></html>'
    assert text in read(page, "big5").text
    assert "—— " + text in read(page.replace("<p>", "<p>—— "), "big5hkscs").text


def test_traditional_characters_that_say_nothing_of_their_encoding():
    text = "縣志編纂委員會召開會議，討論縣志的出版事宜，各鄉鎮的負責人參加了會議，會上對下半年的工作作了安排。"
    assert text in read(f"<html><body><h1>縣志編纂會議召開</h1><p>{text}</p></body></html>", "big5").text


def test_a_page_by_an_office_program_keeps_blanks_at_which_it_wraps():
    if not forms.has_office():
        pytest.skip("LibreOffice is not installed")
    pytest.importorskip("docx", reason="python-docx is missing (extra [dev])")
    (page,) = forms.converted({"issue.docx": forms.word(forms.typed(SAMPLE))}, "html").values()
    assert parsed(read(page).text) == facts(ISSUE)


def test_dashes_of_gb2312_stay_what_they_are():
    assert "历史——现实" in read('<html><meta charset="gb2312"><body><p>历史——现实，地方志的工作。</p></body></html>', "gbk").text


def test_breaks_blanks_and_entities():
    page = "<html><body><div>　　第一段&nbsp;&nbsp;的话，&ldquo;引文&rdquo;&#12290;<br/>　　第二段，&lt;不是标签&gt;。<br><br><span>第</span><b>三</b>段。</div></body></html>"
    assert read(page).text.replace("\u3000", "").replace("\u00a0", " ").split("\n") == ["第一段  的话，“引文”。", "第二段，<不是标签>。", "第三段。", ""]


def test_instructions_that_word_leaves_are_passed_over():
    assert "某县召开年鉴工作会。" in read('<body><p>某县召开<?xml:namespace prefix = "o" ns = "urn:schemas" /><o:p></o:p>年鉴工作会。<?p ?></p></body>').text


def test_a_table_of_data_is_a_line_a_row():
    rows = "".join(f"<tr><td>{name}</td><td>{n}</td><td><p>部</p></td></tr>" for name, n in (("成都市", 20), ("雅安市", 8)))
    page = f"<html><body><p>各地完成情况如下，请查阅。</p><table><tr><th>市州</th><th>数量</th><th>单位</th></tr>{rows}</table></body></html>"
    assert read(page).text.split("\n")[1:4] == ["市州\t数量\t单位", "成都市\t20\t部", "雅安市\t8\t部"]


@pytest.mark.parametrize("how", ['style="display:none"', "style='color:red;DISPLAY : NONE'", "hidden"])
def test_hidden_text_is_not_of_the_page(how):
    text = read(f"<html><body><div {how}>看不见的话，有句号。</div><p>看得见的话，也有句号，是正文。</p></body></html>").text
    assert text == "看得见的话，也有句号，是正文。\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [("frames", b"<html><frameset><frame src=a.htm></frameset></html>"), ("script", b"<html><body><div id=app></div><script>render()</script></body></html>"), ("comment", b"<html><!-- x -->")],
)
def test_a_page_without_text_says_so(name, content):
    with pytest.raises(EmptyFile) as caught:
        read(content)
    assert caught.value.remedy


def test_bytes_that_are_no_text():
    with pytest.raises(NotText):
        read(b"<html>\x00\x01\x02")


def test_a_byte_without_meaning_in_the_text_is_named_and_outside_of_it_forgiven():
    page = divs(ARTICLES[0]).encode()
    at = page.index("会议总结".encode())
    with pytest.raises(BrokenEncoding, match=str(at)):
        read(page[:at] + b"\xff" + page[at:])
    footer = page.index("技术支持".encode())
    assert parsed(read(page[:footer] + b"\xff" + page[footer:]).text) == parsed(read(page).text)


# ---- Hostile pages -------------------------------------------------------------------------------------------------------------


def _hostile():
    tail = "<p>正文的一句话，在最深处。</p>"
    return {
        "divs": "<html><body>" + "<div>" * 100_000 + tail,
        "spans": "<html><body>" + "<b><i><font>" * 40_000 + tail,
        "tables": "<html><body>" + "<table><tr><td>" * 30_000 + tail,
        "lists": "<html><body>" + "<ul><li>" * 50_000 + tail,
        "formatting": "<html><body>" + "<a><p>" * 30_000 + tail,
        "attributes": "<html><body><div " + " ".join(f"a{n}=1" for n in range(60_000)) + ">" + tail,
        "unclosed tag": "<html><body>" + tail + "<div " * 100_000,
        "unclosed comment": "<html><body>" + tail + "<!--" * 100_000,
        "entities": "<html><body>" + tail + "&nbsp;" * 300_000,
        "svg": "<html><body>" + "<svg><g>" * 50_000 + "</svg>" + tail,
        "end tags": "<html><body>" + "</p>" * 200_000 + tail,
        "cells": "<html><body><table><tr>" + "<td>一。" * 50_000 + tail,
        "rows": "<html><body><table>" + "<tr><td>甲<td>乙" * 30_000 + "</table>" + tail,
        "headings": "<html><body>" + "<h1>标题</h1>" * 30_000 + tail,
        "boxes": "<html><body>" + ("<div class=content>" * 400 + "一句话。" + "</div>" * 400) * 40 + tail,
        "quotes": "<html><body>" + tail + "<a href='" * 50_000,
        "xhtml": '<?xml version="1.0"?><html><body>' + tail + "<div " * 60_000 + "<script " * 20_000 + "/>",
        "doctype": "<!DOCTYPE html [" + "<!ENTITY a 'x'>" * 20_000 + "]><html><body>" + tail,
        "labels": "<html><body><p>" + "时间：" * 50_000 + "</p>" + tail,
        "brackets": "<html><body><p>" + "【字体：" * 50_000 + "</p>" + tail,
        "titles": "<html><head><title>" + "一 - " * 50_000 + "</title></head><body>" + "<a>首页</a>" + tail,
        "metas": "<html><head>" + '<meta name="ArticleTitle" content="一">' * 30_000 + "</head><body>" + tail,
    }


@pytest.mark.parametrize("name", list(_hostile()))
def test_hostile_markup_takes_no_unbounded_time(name):
    page, start = _hostile()[name], time.perf_counter()
    try:
        read(page)
    except InputError as error:
        assert error.reason and error.remedy
    assert time.perf_counter() - start < 10


def test_a_page_of_tags_alone_is_refused_before_it_is_parsed():
    with pytest.raises(FileTooLarge):
        read(b"<p>" * 1_100_000)


def test_two_hundred_damaged_pages_give_a_reading_or_an_input_error():
    rng = random.Random(7)
    sources = [TEMPLATES[name](ARTICLES[0]).encode(_CHARSETS.get(name, "utf-8")) for name in TEMPLATES]
    for turn in range(200):
        page = bytearray(sources[turn % len(sources)])
        for _ in range(rng.choice((1, 3, 20))):
            page[rng.randrange(len(page))] = rng.randrange(256)
        try:
            assert read(bytes(page[: rng.choice((len(page), rng.randrange(1, len(page))))])).text.strip()
        except InputError as error:
            assert error.reason and error.remedy


_MARKUP = st.lists(
    st.sampled_from(["<div>", "</div>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<pre>", "</pre>", "<br>", "<a>", "</a>", "<h1>", "<ul><li>", "一句话。", "发布时间：2020-07-20", "<!--", "-->", "<script>", "</script>", "【", "&nbsp;", "<div class=nav>", "<div id=zoom>", "<div hidden>", "<select>", "\r\n"])
    | st.text(max_size=8),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(_MARKUP)
def test_any_markup_gives_text_or_an_input_error(parts):
    try:
        assert read("<html><body>" + "".join(parts)).text.strip()
    except InputError as error:
        assert error.reason and error.remedy


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="地方志编纂工作年鉴审查会议", min_size=30, max_size=80), min_size=2, max_size=6), st.sampled_from(["divs", "labelled", "nameless", "faculty"]))
def test_no_paragraph_of_the_body_is_lost(paragraphs, template):
    class Made:
        title = "某某市召开地方志编纂工作会议"
        body = "\n".join(f"{text}。" for text in paragraphs)

    text = read(TEMPLATES[template](Made)).text
    assert text.split("\n")[-len(paragraphs) - 1 : -1] == Made.body.split("\n")


def test_what_begins_a_page_is_recognised():
    for start in ("<!DOCTYPE html>", "<HTML>", "\ufeff<html>", "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC>", "<!-- saved from url=(0014)about:internet -->\r\n<html>"):
        assert html.FORMAT.recognises(start.encode())
    assert html.FORMAT.recognises("<html>".encode("utf-16"))
    assert not html.FORMAT.recognises("<问题>的解决。".encode())
