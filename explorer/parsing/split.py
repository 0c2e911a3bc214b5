"""Sections, titles, articles and attributions out of a run of paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from explorer.parsing.marks import attribution_of, bullet, closes_article, entry, heads_contents, is_note, is_staff, is_title, of_site, opens_news, section_of, sent_by
from explorer.parsing.masthead import join_title
from explorer.text import Traced

_PICTURE = re.compile(r"(?:现场|合影|仪式|场景|一角|[图摄照])$")
_DAY = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日")


@dataclass(slots=True)
class Piece:
    """An article or an editor's note being gathered."""

    section: str = ""
    title: Traced = field(default_factory=lambda: Traced("", ()))
    paragraphs: list[Traced] = field(default_factory=list)
    attribution: str = ""
    note: bool = False


def split(paragraphs: list[Traced], title: Traced, attribution: str) -> list[Piece]:
    """The pieces of an issue in printed order.

    `title` and `attribution` are those of a single-article page, empty for an issue. A new article
    begins at a title that follows a section head or an attribution, or, where attributions are
    missing, at a title-like line followed by an opening that dates news (`7月16日，…`).
    """
    if title.text:
        return _further(_single(paragraphs, title, attribution))
    pieces: list[Piece] = []
    section, fresh, at = "", True, 0
    while at < len(paragraphs):
        lines, step = _title_lines(paragraphs, at), 1
        if heads_contents(paragraphs[at].text):
            fresh, step = True, _contents(paragraphs, at)
        elif found := section_of(paragraphs[at].text):
            section, fresh = found, True
        elif lines and (fresh or _dated_below(paragraphs, at, lines)):
            site = next((n for n in range(lines) if not of_site(paragraphs[at + n].text)), 0) if not pieces else 0
            title = join_title(paragraphs[at + site : at + lines])
            pieces.append(Piece(section, title[bullet(title.text) :]))
            fresh, step = False, lines
        elif not is_staff(paragraphs[at].text):  # staff may stand between an attribution and the next title
            fresh = _add(pieces, paragraphs[at], section) or (fresh and not pieces)
        at += step
    return [piece for piece in pieces if piece.paragraphs]


def _contents(paragraphs: list[Traced], at: int) -> int:
    """How many lines a list of contents takes, its head too: up to a section, or to the title that it lists first; its head
    alone if neither follows."""
    listed: set[str] = set()
    for after in range(at + 1, min(at + 60, len(paragraphs))):
        text = paragraphs[after].text
        if entry(text) in listed or section_of(text):
            return after - at
        if not is_title(text):
            break
        listed.add(entry(text))
    return 1


def _single(paragraphs: list[Traced], title: Traced, attribution: str) -> Piece:
    """The article of a page that has one alone: without the repeated title, the staff and the captions."""
    captions = _captions(paragraphs)
    name, sender = title.text.replace(" ", ""), ""
    piece = Piece(title=title)
    for paragraph in paragraphs:
        text = paragraph.text
        sender = sent_by(text) or sender
        if not (text.replace(" ", "") == name or text in captions or is_staff(text) or sent_by(text)):
            piece.paragraphs.append(paragraph)
    closing = (found for p in reversed(piece.paragraphs[-2:]) if (found := attribution_of(p.text)))
    piece.attribution = next(closing, "") or attribution or sender
    return piece


def _further(piece: Piece) -> list[Piece]:
    """The articles of a page that prints a second one below the first, under a title of its own.

    Beside a title a caption is such a line too: only a whole line of eight characters or more that calls nothing
    a picture, behind a sentence that is ended and above an opening with a whole day, is believed.
    """
    at = next((n for n in range(1, len(piece.paragraphs) - 1) if _second_title(piece.paragraphs, n)), 0)
    if not at:
        return [piece]
    first, rest = piece.paragraphs[:at], piece.paragraphs[at + 1 :]
    closing = next((found for p in reversed(first[-2:]) if (found := attribution_of(p.text))), "")
    second = Piece(title=piece.paragraphs[at], paragraphs=rest, attribution=piece.attribution)
    return [Piece(title=piece.title, paragraphs=first, attribution=closing or piece.attribution), *_further(second)]


def _second_title(paragraphs: list[Traced], at: int) -> bool:
    text, below = paragraphs[at].text, paragraphs[at + 1].text
    return is_title(text) and not _PICTURE.search(text) and bool(_DAY.match(below)) and _dated_below(paragraphs, at, 1)


def _captions(paragraphs: list[Traced]) -> set[str]:
    """Captions of pictures: short lines that a page prints again under the next picture."""
    counts = Counter(p.text for p in paragraphs if len(p.text) <= 40 and p.text[-1] not in "。！？；：”")
    return {text for text, count in counts.items() if count > 1}


def _title_lines(paragraphs: list[Traced], at: int) -> int:
    """How many lines from `at` on make a title with a body below it; 0 if none do."""
    count = 0
    while at + count < len(paragraphs) and count < 4:
        text = paragraphs[at + count].text
        if not is_title(text) or section_of(text) or count and (bullet(text) or heads_contents(text) or _is_subheading(text, count) or opens_news(text) and "，" in text):
            break
        count += 1
    follows = at + count < len(paragraphs) and not section_of(paragraphs[at + count].text)
    return count if count and follows else 0


def _is_subheading(text: str, count: int) -> bool:
    return count >= 3 and not text.startswith("——")


def _dated_below(paragraphs: list[Traced], at: int, lines: int) -> bool:
    text = "".join(p.text for p in paragraphs[at : at + lines])
    previous = paragraphs[at - 1].text if at else "。"
    return len(text) >= 8 and previous[-1] in "。！？”）)" and opens_news(paragraphs[at + lines].text)


def _add(pieces: list[Piece], paragraph: Traced, section: str) -> bool:
    """Put a paragraph where it belongs; True if it closes its article."""
    text = paragraph.text
    if is_note(text):
        pieces.append(Piece(section, paragraphs=[paragraph], note=True))
        return True
    if not pieces:
        return False
    piece = pieces[-1]
    if sender := sent_by(text):
        piece.attribution = piece.attribution or sender
        return True
    piece.paragraphs.append(paragraph)
    piece.attribution = attribution_of(text) or piece.attribution
    return closes_article(text)
