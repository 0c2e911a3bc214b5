"""From the text of a file to a bulletin: head, foot, cleaned paragraphs, sections, articles."""

from __future__ import annotations

import hashlib

from explorer.errors import NoBulletin
from explorer.model import ARTICLE, COLOPHON, MASTHEAD, NOTE, Article, Bulletin, Colophon, Masthead, article_id, bulletin_id
from explorer.parsing import colophon, layout, masthead, series
from explorer.parsing.clean import is_furniture, mend
from explorer.parsing.marks import is_office, opens_news, section_of
from explorer.parsing.split import Piece, split
from explorer.text import MENDED, Traced, join, lines_of, tidy


def parse(source: str, content: bytes, name: str) -> Bulletin:
    """The bulletin in `source` (decoded text of the file `content`, called `name`).

    Raises NoBulletin when there is text but neither the head, the sections, the attributions nor
    the foot of a bulletin, nor a title over an opening that dates news; or no article with a title and a body.
    """
    lines = lines_of(source)
    head, taken = masthead.read(lines)
    lines, foot = colophon.split(lines[taken:])
    lines = [line for line in lines if not is_furniture(tidy(line).text)]
    paragraphs = [mend(paragraph, head.posted or head.printed) for paragraph in layout.paragraphs(lines)]
    pieces = split(paragraphs, head.title, head.contributor or (head.author if is_office(head.author) else ""))
    _require_bulletin(head, foot, paragraphs, pieces)
    return _assemble(content, name, head, foot, pieces)


def _require_bulletin(head: Masthead, foot: Colophon, paragraphs: list[Traced], pieces: list[Piece]) -> None:
    known = (
        head.issue_no or head.printed or head.posted or foot.printed or foot.recipients
        or any(section_of(p.text) for p in paragraphs) or any(piece.attribution for piece in pieces)
        or any(piece.title.text and opens_news(piece.paragraphs[0].text) for piece in pieces if piece.paragraphs)
    )  # fmt: skip
    if not known:
        raise NoBulletin("没有找到简报的报头、栏目、供稿单位或版记")
    if not any(piece.title.text for piece in pieces):
        raise NoBulletin("没有找到带标题的文章")


def _assemble(content: bytes, name: str, head: Masthead, foot: Colophon, pieces: list[Piece]) -> Bulletin:
    identity = bulletin_id(content)
    date, source = next(
        ((d, s) for d, s in ((head.printed, "printed"), (foot.printed, "colophon"), (head.posted, "posted")) if d),
        (series.year_of(head), "number") if series.year_of(head) else ("", ""),
    )
    issuer = head.issuer or (head.contributor if head.issue_no else "") or _issuer_from_series(head.series)
    parts = [_part(MASTHEAD, head.text)] if head.text.text else []
    parts += [(NOTE if p.note else ARTICLE, p) for p in pieces]
    parts += [_part(COLOPHON, foot.text)] if foot.text.text else []
    offset = 0 if head.text.text else 1
    articles = tuple(
        _article(identity, at + offset, part, piece, date, issuer) for at, (part, piece) in enumerate(parts)
    )
    sha256 = hashlib.sha256(content).hexdigest()
    return Bulletin(identity, sha256, name, head, foot, date, source, articles)


def _part(part: str, text: Traced) -> tuple[str, Piece]:
    return part, Piece(paragraphs=[text])


def _issuer_from_series(series: str) -> str:
    """四川省地方志工作简报 is issued by an office of 四川省: only the printed stem is kept, nothing is invented."""
    return series.removesuffix("简报").removesuffix("工作") if series else ""


def _article(bulletin: str, position: int, part: str, piece: Piece, date: str, issuer: str) -> Article:
    body = join(piece.paragraphs, "\n")
    whole = join((piece.title, body), "\n") if piece.title.text else body
    runs = whole.segments()
    title = {MASTHEAD: "报头", COLOPHON: "版记", NOTE: "编者按"}.get(part, piece.title.text)
    return Article(
        id=article_id(bulletin, position), bulletin_id=bulletin, position=position, part=part,
        section=piece.section, title=title, text=whole.text, body_start=len(whole) - len(body), attribution=piece.attribution,
        date=date, issuer=issuer, origins=tuple((a, b, c) for a, b, c in runs), mended=_mended(whole.text, runs),
    )  # fmt: skip


def _mended(text: str, runs: list[list[int]]) -> tuple[tuple[int, int], ...]:
    """Put-back characters; a line break between paragraphs has no origin either, and is not one."""
    lost = (range(at, at + length) for at, origin, length in runs if origin == MENDED)
    return tuple((at, at + 1) for places in lost for at in places if text[at] in "年月")
