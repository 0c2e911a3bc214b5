"""What a line is by its own words: section head, title, heading, attribution, byline, line of staff."""

from __future__ import annotations

import re

from explorer.text import CJK

_SECTION = re.compile(r"^【([^】]{2,12})】?$")
_MEDIUM = re.compile(r"(?:新闻|日报|晚报|早报|时报|报|网|电视台|广播|客户端|观察)$")
_NOTE = re.compile(r"^[【（(]?编者按[】）)]?\s*[:：]?")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、是．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)|第[一二三四五六七八九十]+[章节部分])")
_STAFF_WORD = r"(?:终审|编辑|责任编辑|责编|主编|审核|校对|编校|签发|签发人|图片?|摄影|文|文/图|图/文|作者|撰稿|撰稿人|供稿人|记者|通讯员)"
_STAFF = re.compile(rf"^{_STAFF_WORD}\s*[:：/]\s*\S")
_SENT_BY = re.compile(
    rf"^(?:来源|稿源|供稿|信息来源|供稿单位|报送单位)\s*[:：]\s*(\S[^:：]{{1,39}}?)\s*(?:供稿|报送|提供)?(?:\s+{_STAFF_WORD}\s*[:：].*)?$"
)
_BRACKET = re.compile(r"(?:^|(?<=[。！？”」…；])|\s)\s*[（(]\s*((?:[^（）()。！？]|[（(][^（）()]{1,40}[）)]){2,60})\s*[）)]\s*$")
_OFFICE_END = re.compile(r"(?:办|室|中心|馆|社|局|委|处|会|院|厅|学校|大学|集团|公司|站|科|股|组|系统|部|府|机关|供稿|报送|摘编|整理)(?:[）)])?$")
_REPORTER = re.compile(r"(?:记者|通讯员|摄影|摄影师|撰稿人?|作者)(?!站|部|团|联|家|协会|学会|中心)[\s:：/]*\S|[图文摄]\s*[:：/]|\s摄$")
_PRESS = re.compile(r"(?:记者|通讯员)(?!站|部|团|联|家|协会)[\s:：/]*\S")
_NEWS = re.compile(r"^(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}|^(?:近日|日前|近期|连日来|今年以来|截至|前不久|上半年|下半年|[一二三四五六七八九十]{1,2}月)")
_COLUMN = re.compile(r"(?:动态|要闻|新闻|信息|专栏|公告|园地|资讯|公开|概况|文化|合作|交流|之窗|首页|天地|风采|在线|党建|专题|年鉴|成果|史志|方志|馆|(?:新闻|资讯|信息)中心)$")
"""How the columns of a site are called."""
_SITE_NAME = re.compile(r"(?:网|网站|发布|政府|客户端|平台|公众号|校区)$")
_BULLET = re.compile(r"[★☆▲△●○◆◇■□※►▶▷◎✦✧❖]+\s*")
"""Signs that some bulletins set before each title."""
_CONTENTS = re.compile(r"[【\[]?(?:本期(?:要目|目录|导读|内容|提要|看点|主要内容)|目录|要目|导读|内容提要)[】\]]?[:：]?")
_TAIL = 200
"""An attribution with its brackets is never longer: only the end of a long paragraph is searched."""


def is_title(text: str) -> bool:
    """Whether a line may be (part of) a title: short, unfinished as a sentence, no numbered heading."""
    return (
        2 <= len(text) <= 70
        and text[-1] not in "。；，：、;,:"
        and "。" not in text
        and not is_heading(text)
        and not is_note(text)
        and not is_staff(text)
        and not sent_by(text)
        and not _BRACKET.match(text)
    )


def bullet(text: str) -> int:
    """How many characters of a line are signs before a title (★, ▲)."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def heads_contents(text: str) -> bool:
    """Whether a line stands above a list of the titles of the issue (本 期 要 目)."""
    return bool(_CONTENTS.fullmatch(text.replace(" ", "")))


def entry(text: str) -> str:
    """A title as a list of contents has it: without signs before it, and dots and a page behind it."""
    return re.sub(r"[\s.…·．]*[（(]?\d{0,3}[）)]?$", "", text[bullet(text) :]).replace(" ", "")


def is_heading(text: str) -> bool:
    """Whether a line is, or a paragraph begins with, a numbered heading (一、 （二） 3.)."""
    return bool(_HEADING.match(text))


def is_note(text: str) -> bool:
    """Whether a paragraph opens an editor's note (编者按)."""
    return bool(_NOTE.match(text))


def is_staff(text: str) -> bool:
    """Whether a line names those who wrote, checked or signed the page."""
    return bool(_STAFF.match(text))


def section_of(text: str) -> str:
    """The section a line opens (特别关注), or ''. A medium in the same brackets (【川观新闻】) is none."""
    match = _SECTION.match(text)
    return match[1].strip() if match and not _MEDIUM.search(match[1]) else ""


def is_office(name: str) -> bool:
    """Whether a contributor is an office rather than a person."""
    return bool(_OFFICE_END.search(name))


def of_site(text: str) -> bool:
    """Whether a line above a headline names the site or its columns: an office alone, 区县动态, X中心 工作动态 党建园地."""
    return _is_menu(text) or bool(re.match(rf"[{CJK}（）()]{{2,20}}(?:办公室|中心|研究室|委员会|研究院|志办)(?:\s[A-Za-z ]+)?$", text) and not re.search(r"组织|召开|举行|举办|成立|获|到|赴|完成|开展", text) or re.match(rf"[{CJK}（）()]{{2,10}}(?:动态|要闻|新闻|信息|专栏|公告)$", text))


def _is_menu(text: str) -> bool:
    """Whether a line is the name of a site and columns of it, set off by blanks or bars: X发布 | 文化."""
    first, *columns = re.split(r"\s*[|｜│]\s*|\s+", text)
    named = bool(re.search(r"[|｜│]", text)) or is_office(first) or bool(_SITE_NAME.search(first) or _COLUMN.search(first))
    return bool(columns) and named and all(len(word) <= 8 and _COLUMN.search(word) for word in columns)


def sent_by(text: str) -> str:
    """Who sent an article in, by a line of its own (来源：X供稿, 供稿：X); '' where the line says something else."""
    match = _SENT_BY.match(text)
    return match[1] if match else ""


def attribution_of(text: str) -> str:
    """The office in brackets at the end of a paragraph or alone on a line; '' where there is none.

    Reporters in brackets (川观新闻记者 …) are people who wrote, not the office that sent the article in.
    """
    match = _BRACKET.search(text, max(0, len(text) - _TAIL))
    if not match or _REPORTER.search(match[1]):
        return ""
    name, alone = match[1].strip(), match.start() == 0
    signed = re.fullmatch(r"(\S{4,}?)(?:\s+|[，,、：:/])\s*(?:[\u4e00-\u9fff·]{2,4}[ 、]?){1,3}", name)
    name = signed[1] if signed and is_office(signed[1]) and not is_office(name) else name  # （石棉县地方志办公室 郜鹏）
    if not (is_office(name) or alone and len(name) <= 30 and not re.search(r"[，。：\d]", name)):
        return ""
    return re.sub(r"\s*(?:供稿|报送)$", "", name)


def is_byline(text: str) -> bool:
    """Whether a paragraph ends with reporters in brackets: an article taken over from a medium ends there."""
    match = _BRACKET.search(text, max(0, len(text) - _TAIL))
    return bool(match and _PRESS.search(match[1]))


def closes_article(text: str) -> bool:
    """Whether an article ends with this paragraph."""
    return bool(attribution_of(text) or is_byline(text) or sent_by(text))


def opens_news(text: str) -> bool:
    """Whether a paragraph opens as news does: with a date, or with a word in place of one (近日)."""
    return bool(_NEWS.match(text))
