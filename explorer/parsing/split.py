"""Sections, titles, articles and attributions out of a run of paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from explorer.parsing.masthead import join_title
from explorer.text import Traced

_SECTION = re.compile(r"^【([^】]{2,12})】?$")
_MEDIUM = re.compile(r"(?:新闻|日报|晚报|早报|时报|报|网|电视台|广播|客户端|观察)$")
_NOTE = re.compile(r"^[【（(]?编者按[】）)]?\s*[:：]?")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、是．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)|第[一二三四五六七八九十]+[章节部分])")
_STAFF = re.compile(r"^(?:终审|编辑|责任编辑|责编|审核|校对|签发|图片?|摄影|文|文/图|图/文|作者|撰稿|记者|通讯员)\s*[:：/]\s*\S")
_SENT_BY = re.compile(r"^(?:来源|供稿|信息来源|供稿单位|报送单位)\s*[:：]\s*(\S.{1,39}?)(?:供稿|报送)?$")
_BRACKET = re.compile(r"(?:^|(?<=[。！？”」…；])|\s)\s*[（(]\s*((?:[^（）()。！？]|[（(][^（）()]{1,40}[）)]){2,60})\s*[）)]\s*$")
_OFFICE_END = re.compile(r"(?:办|室|中心|馆|社|局|委|处|会|院|厅|学校|大学|集团|公司|站|科|组|系统|部|府|供稿|报送|摘编|整理)(?:[）)])?$")
_NEWS = re.compile(r"^(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}|^(?:近日|日前|近期|连日来|今年以来|截至|前不久|上半年|下半年|[一二三四五六七八九十]{1,2}月)")


@dataclass(slots=True)
class Piece:
    """An article or an editor's note being gathered."""

    section: str = ""
    title: Traced = field(default_factory=lambda: Traced("", ()))
    paragraphs: list[Traced] = field(default_factory=list)
    attribution: str = ""
    note: bool = False


def is_title(text: str) -> bool:
    """Whether a line may be (part of) a title: short, unfinished as a sentence, no numbered heading."""
    return (
        2 <= len(text) <= 70
        and text[-1] not in "。；，：、;,:"
        and "。" not in text
        and not _HEADING.match(text)
        and not _NOTE.match(text)
        and not _STAFF.match(text)
        and not _BRACKET.match(text)
    )


def section_of(text: str) -> str:
    """The section a line opens (特别关注), or ''. A medium in the same brackets (【川观新闻】) is none."""
    match = _SECTION.match(text)
    return match[1].strip() if match and not _MEDIUM.search(match[1]) else ""


def is_office(name: str) -> bool:
    """Whether a contributor is an office rather than a person."""
    return bool(_OFFICE_END.search(name))


def attribution_of(text: str) -> str:
    """The office in brackets at the end of a paragraph or alone on a line; '' where there is none."""
    match = _BRACKET.search(text)
    if not match:
        return ""
    name, alone = match[1].strip(), match.start() == 0
    if not (_OFFICE_END.search(name) or alone and len(name) <= 30 and not re.search(r"[，。：]", name)):
        return ""
    return re.sub(r"\s*(?:供稿|报送)$", "", name)


def split(paragraphs: list[Traced], title: Traced, attribution: str) -> list[Piece]:
    """The pieces of an issue in printed order.

    `title` and `attribution` are those of a single-article page, empty for an issue. A new article
    begins at a title that follows a section head or an attribution, or, where attributions are
    missing, at a title-like line followed by an opening that dates news (`7月16日，…`).
    """
    if title.text:
        return [_single(paragraphs, title, attribution)]
    pieces: list[Piece] = []
    section, fresh, at = "", True, 0
    while at < len(paragraphs):
        text = paragraphs[at].text
        if found := section_of(text):
            section, fresh, at = found, True, at + 1
            continue
        lines = _title_lines(paragraphs, at)
        if lines and (fresh or _opens_news(paragraphs, at, lines)):
            pieces.append(Piece(section, join_title(paragraphs[at : at + lines])))
            fresh, at = False, at + lines
            continue
        fresh = _add(pieces, paragraphs[at], section) or (fresh and not pieces)
        at += 1
    return [piece for piece in pieces if piece.paragraphs]


def _single(paragraphs: list[Traced], title: Traced, attribution: str) -> Piece:
    piece = Piece(title=title, attribution=attribution)
    for paragraph in paragraphs:
        same = paragraph.text.replace(" ", "") == title.text.replace(" ", "")
        if not same and not _STAFF.match(paragraph.text) and not _SENT_BY.match(paragraph.text):
            piece.paragraphs.append(paragraph)
    piece.attribution = attribution or next(
        (found for p in reversed(piece.paragraphs[-2:]) if (found := attribution_of(p.text))), ""
    )
    return piece


def _title_lines(paragraphs: list[Traced], at: int) -> int:
    """How many lines from `at` on make a title with a body below it; 0 if none do."""
    count = 0
    while at + count < len(paragraphs) and count < 4:
        text = paragraphs[at + count].text
        if not is_title(text) or section_of(text) or count and _is_subheading(text, count):
            break
        count += 1
    follows = at + count < len(paragraphs) and not section_of(paragraphs[at + count].text)
    return count if count and follows else 0


def _is_subheading(text: str, count: int) -> bool:
    return count >= 3 and not text.startswith("——")


def _opens_news(paragraphs: list[Traced], at: int, lines: int) -> bool:
    text = "".join(p.text for p in paragraphs[at : at + lines])
    previous = paragraphs[at - 1].text if at else "。"
    return len(text) >= 8 and previous[-1] in "。！？”）)" and bool(_NEWS.match(paragraphs[at + lines].text))


def _add(pieces: list[Piece], paragraph: Traced, section: str) -> bool:
    """Put a paragraph where it belongs; True if it closes its article with an attribution."""
    text = paragraph.text
    if _NOTE.match(text):
        pieces.append(Piece(section, paragraphs=[paragraph], note=True))
        return True
    if not pieces:
        return False
    if _STAFF.match(text):
        return False
    if match := _SENT_BY.match(text):
        pieces[-1].attribution = pieces[-1].attribution or match[1]
        return True
    pieces[-1].paragraphs.append(paragraph)
    found = attribution_of(text)
    pieces[-1].attribution = found or pieces[-1].attribution
    return bool(found)
