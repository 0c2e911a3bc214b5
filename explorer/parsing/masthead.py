"""The head of a file: series and number, issuing office and date, or the posting line of a web page."""

from __future__ import annotations

import re
from dataclasses import replace

from explorer.model import Masthead
from explorer.parsing import dates
from explorer.parsing.clean import is_furniture, is_trail
from explorer.parsing.marks import is_note, is_office, of_site, section_of
from explorer.text import CJK, Traced, join, number, tidy

_N = r"[0-9０-９〇零一二三四五六七八九十百千]{1,7}"
_TOTAL = rf"(?:\s*[（(]\s*(?:总|累计|总计)第?\s*(?P<total>{_N})\s*期?\s*[）)])?"
_NUMBER = rf"[（(]?\s*(?:[〔\[（(]?(?P<year>(?:19|20)\d\d)\s*[年〕\]）)])?\s*第?\s*(?P<no>{_N})\s*期\s*[）)]?{_TOTAL}"
_SERIES = re.compile(rf"^(?P<series>[{CJK}]{{3,24}}?)\s*{_NUMBER}$")
_NUMBER_ALONE = re.compile(rf"^{_NUMBER}$")
_NAME_ALONE = re.compile(rf"^[{CJK}]{{0,18}}简报$|^[{CJK}]{{2,18}}(?:快报|专报)$")
_NAME_PERHAPS = re.compile(rf"^[{CJK}]{{2,18}}(?:动态|信息|通讯|简讯|志讯|通报|月报|要情|参考|工作)$")
"""So ends many a headline too (…征集工作): it is a series only above a number or an issuing office."""
_ISSUED = re.compile(rf"^(?P<issuer>[{CJK}（）() ]{{4,40}}?)\s*(?P<date>{dates.WRITTEN})$")
_IMPRINT = re.compile(rf"^(?P<issuer>[{CJK}（）()]{{4,40}}?)?\s*{_NUMBER}\s*(?P<date>{dates.WRITTEN})$")
"""Office, number and date on one line."""
_DATED = re.compile(rf"^{dates.WRITTEN}\s+(?P<office>[{CJK}（）()]{{4,40}})$")
"""Date, then office: the line under the headline of a page with one article."""
_TOTAL_ALONE = re.compile(rf"^[（(]\s*(?:总|累计|总计)第?\s*(?P<total>{_N})\s*期\s*[）)]$")
"""The running total on a line of its own, below the number."""
_ACCOUNT = re.compile(rf"^原创\s*[{CJK}A-Za-z]{{2,20}}\s*(?=(?:19|20)\d\d[-年/.])|^(?!今天|现在)[{CJK}A-Za-z]{{2,20}}\s*(?=(?:19|20)\d\d[-年/.]\S{{3,7}}\s\d\d:\d\d)|^(?:文/图|图/文|[文图])[/／\s:：].{{2,20}}?(?=(?:19|20)\d\d[-年])")
"""What a public account prints under its headline (原创 X 2026-01-26 19:30 四川), or who wrote and when."""
_POSTING = re.compile(r"(?:发布(?:时间|日期)?|发表(?:时间|日期)?|发稿时间|更新时间|日期|时间)\s*[:：]?\s*\[?\s*(?=(?:19|20)\d\d)|^\[?\d{4}-\d{1,2}-\d{1,2}")
_SOURCE = re.compile(r"(?:来源|来自|信息来源|稿源|文章来源|供稿|供稿单位|发布单位|发布机构|发布(?=\s*[:：]\s*[^\s\d]))\s*[:：]\s*(?P<name>[^\s:：|】\]]{2,40}?)(?=\s|$|[】\]]|发布|作者|\||(?:19|20)\d\d[-年/.])")
_AUTHOR = re.compile(r"(?:作者|撰稿|供稿人)\s*[:：]\s*(?P<name>[^\s:：|]{2,30}?)(?=\s|$|来源|发布)")
_STAFF = re.compile(r"^(?:签发(?:人)?|编辑|责任编辑|责编|主编|审核|校对|编校|终审)\s*[:：]")
_COUNTERS = re.compile(r"\s*(?:浏览次数|点击数|阅读|浏览)\s*[:：].*$|\s*[【\[]?\s*字体\s*[:：].*$")
_NEWSWIRE = re.compile(r"(?:【本[站网报]讯】\s*)?")
"""Says that the site wrote the news itself."""
_REACH = 14
"""How many lines with text the head may take."""


def read(lines: list[Traced]) -> tuple[Masthead, int]:
    """What the head says, and the number of lines it takes. A head that says nothing takes none."""
    head, taken, pending, seen = Masthead(), 0, [], 0
    for at, raw in enumerate(lines):
        line = tidy(raw)
        if not line.text or is_furniture(line.text) or _STAFF.match(line.text):
            if is_trail(line.text):
                taken, pending = at + 1, []
            taken = at + 1 if not pending else taken
            continue
        seen += 1
        updated = _row(head, line.text, _following(lines, at)) if seen <= _REACH else None
        if updated is not None:
            head, taken, pending = _with_title(updated, pending), at + 1, []
        elif len(pending) < 3 and not (head.posted or head.printed or head.issue_no) and _short(line.text):
            pending.append(line)
        else:
            break
    kept = [tidy(line.without(_COUNTERS)) for line in lines[:taken] if not is_furniture(tidy(line).text)]
    text = join([line for line in kept if line.text], "\n")
    return replace(head, text=text), taken


def _following(lines: list[Traced], at: int) -> str:
    """The next line with text that is not of the page, a few lines further down at most."""
    texts = (tidy(line).text for line in lines[at + 1 : at + 1 + _REACH])
    return next((text for text in texts if text and not is_furniture(text)), "")


def _row(head: Masthead, text: str, following: str) -> Masthead | None:
    """The head with what this line adds, or None if the line is not of the head."""
    for rule in (_series, _number, _imprint, _issued, _posting):
        found = rule(head, text)
        if found is not None:
            return found
    return _name(head, text, following)


def _series(head: Masthead, text: str) -> Masthead | None:
    match = None if head.issue_no else _SERIES.match(text)
    return replace(_numbered(head, match), series=match["series"]) if match else None


def _number(head: Masthead, text: str) -> Masthead | None:
    match = None if head.issue_no else _NUMBER_ALONE.match(text)
    total = _TOTAL_ALONE.match(text) if head.issue_no and not head.total_no else None
    if total:
        return replace(head, total_no=number(total["total"]))
    return _numbered(head, match) if match else None


def _numbered(head: Masthead, match: re.Match[str]) -> Masthead:
    return replace(
        head,
        issue_no=number(match["no"]),
        total_no=number(match["total"]) if match["total"] else None,
        year=number(match["year"]) if match["year"] else head.year,
    )


def _name(head: Masthead, text: str, following: str) -> Masthead | None:
    """A series name alone on its line, perhaps letter-spaced (简  报)."""
    name = text.replace(" ", "")
    printed = _NUMBER_ALONE.match(following) or _IMPRINT.match(following) or _ISSUED.match(following) or dates.DATE.fullmatch(following)
    if head.series or not (_NAME_ALONE.match(name) or printed and _NAME_PERHAPS.match(name)):
        return None
    return replace(head, series=name)


def _imprint(head: Masthead, text: str) -> Masthead | None:
    match = None if head.issue_no or head.printed else _IMPRINT.match(text)
    if match is None:
        return None
    return replace(_numbered(head, match), issuer=_issuer(match["issuer"] or ""), printed=dates.find(match["date"]))


def _issuer(printed: str) -> str:
    """An office without the word that says it edits the bulletin."""
    return re.sub(r"(?:编印|主办|主编|编)$", "", printed.strip())


def _issued(head: Masthead, text: str) -> Masthead | None:
    match = None if head.printed else _ISSUED.match(text)
    if match:
        return replace(head, issuer=_issuer(match["issuer"]), printed=dates.find(text))
    whole = dates.DATE.fullmatch(text.strip("（）()[]【】 "))
    return replace(head, printed=dates.find(text)) if whole and not head.printed and "年" in text else None


def _posting(head: Masthead, text: str) -> Masthead | None:
    dated = _DATED.match(text)
    if dated and is_office(dated["office"]) and not head.issue_no:
        return replace(head, posted=head.posted or dates.find(text), contributor=head.contributor or dated["office"])
    source, author = _SOURCE.search(text), _AUTHOR.search(text)
    under = len(text) <= 60 and _ACCOUNT.match(text) and not re.search(r"[，。]", text)
    posted = dates.find(text) if under or _POSTING.search(text) or (source or author) and len(text) <= 80 else ""
    if not posted and not (source or author) or len(text) > 160:
        return None
    if posted and not (source or author) and len(text) > 60:
        return None
    return replace(
        head,
        posted=head.posted or posted,
        contributor=_contributor(source["name"]) if source else head.contributor or _above(text),
        author=author["name"] if author else head.author,
    )


def _above(text: str) -> str:
    """An office before the day on a line without any label (资中县地方志编纂中心 2017-06-16 09:40)."""
    match = re.match(rf"(?P<office>[{CJK}（）()]{{4,40}})\s*(?=(?:19|20)\d\d[-年/.]\d)", text)
    return match["office"] if match and is_office(match["office"]) else ""


def _contributor(name: str) -> str:
    return re.sub(r"(?:供稿|报送|提供)$", "", name)


def _short(text: str) -> bool:
    """Whether a line may be of a headline: a medium may stand before it in brackets (【川观新闻】), a section may not."""
    return len(text) <= 80 and text[-1] not in "。，；、】" and not section_of(text) and not is_note(text)


def _with_title(head: Masthead, pending: list[Traced]) -> Masthead:
    """Lines between breadcrumb and posting line are the title of a single-article page."""
    if not pending:
        return head
    dated = head.printed and not head.issuer and not head.series and len(pending) <= 2  # the day alone, under the headline
    pending = [row[_NEWSWIRE.match(row.text).end() :] for row in pending]  # type: ignore[union-attr]
    while len(pending) > 1 and of_site(pending[0].text):
        pending = pending[1:]
    if head.issue_no is None and (head.posted or head.contributor or head.author or dated):
        return replace(head, title=join_title(pending))
    return head


def join_title(lines: list[Traced]) -> Traced:
    """Title lines in one: with a space where the title is set in parallel halves (维新更序 厚积薄发)."""
    halves = any(re.search(rf"[{CJK}] [{CJK}]", line.text) for line in lines)
    return join(lines, " " if halves else "")
