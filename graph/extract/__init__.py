"""Extraction of one article: structure, offices, people, posts, documents, events, acts, in this order.

The result depends only on the article, the other parts of its issue and the data files.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from graph import context, lexicon, patterns, times
from graph.extract import acts, bodies, colophon, documents, people, posts, roles, works
from graph.extract.reading import Reading
from graph.gazetteer import Gazetteer, Place
from graph.model import CANDIDATE, Extraction, Ref, Source
from graph.ontology import POST
from graph.recognise import Recogniser, Token


class Extractor:
    """Reads articles. Model and tables are opened when first used; one instance a process."""

    rules = "13"
    """Raised whenever a rule changes."""

    def __init__(self, lexicons: Path | None = None) -> None:
        """`lexicons`: a folder whose files add to the packaged lists of the same names."""
        self._folder = lexicons

    @cached_property
    def version(self) -> str:
        """Of rules and lists: facts derived by another version are stale."""
        return f"{self.rules}-{self._lexicon.fingerprint}"

    @cached_property
    def _lexicon(self) -> lexicon.Lexicon:
        return lexicon.load(self._folder)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The divisions of the country."""
        return Gazetteer(self._lexicon.common_words, self._lexicon.former_divisions)

    @cached_property
    def _recogniser(self) -> Recogniser:
        return Recogniser()

    def extract(self, source: Source, siblings: Sequence[Source] = ()) -> Extraction:
        """All that `source` says; `siblings` are the parts of its issue (itself may be among them)."""
        reading = self._open(source, siblings)
        bodies.find(reading)
        if source.part in ("masthead", "colophon"):
            colophon.find(reading)
        else:
            self._article(reading)
        for hit in reading.offices:
            reading.mention(hit.ref, hit.start, hit.end, hit.rule, hit.confidence)
            if hit.ref != hit.root:
                reading.relate("belongs_to", hit.ref, hit.root, hit.start, hit.end, rule="office.unit", confidence=0.93, date="")
        return Extraction(source.id, reading.context.home, tuple(dict.fromkeys(reading.mentions)), _distinct(reading))

    def _open(self, source: Source, siblings: Sequence[Source]) -> Reading:
        text = patterns.wide(source.text)
        titles = patterns.book_titles(text)
        dates = [when for when in times.find(text, source.date) if patterns.at(titles, when.start) is None]
        around, tokens = context.read(source, siblings, self.gazetteer), self._recogniser.tokens(text)
        return Reading(
            source=source, siblings=siblings, lexicon=self._lexicon, text=text,
            context=replace(around, places=tuple(place for place in around.places if not (_of_a_name(place, tokens) or _joined(place, text, around.province) or _of_a_title(place, text)))), tokens=tokens,
            sentences=patterns.sentences(text), paragraphs=patterns.paragraphs(text),
            dates=[when for when in dates if not when.listed], listed=[when for when in dates if when.listed], titles=titles,
        )  # fmt: skip

    def _article(self, reading: Reading) -> None:
        people.find(reading)
        posts.find(reading)
        documents.find(reading)
        for family in (works, roles, acts):
            family.find(reading)
        _people_and_posts(reading)
        for hit in reading.documents:
            reading.mention(hit.ref, hit.start, hit.end, "document.titled", 0.98)


def _of_a_name(place: Place, tokens: Sequence[Token]) -> bool:
    """Whether a short place name is part of a person's (蓝田玉): then it is no place."""
    first = bisect_right(tokens, place.start, key=lambda token: token.start) - 1
    return not place.full and first >= 0 and tokens[first].tag == "PER" and len(tokens[first].text) >= 3 and place.end <= tokens[first].end


def _of_a_title(place: Place, text: str) -> bool:
    """Whether a short name begins with the last sign of a title (部长|海棠、县档案局 holds no 长海县)."""
    return not place.full and bool(re.match(r"[部局院处科校所站社团厅馆镇乡]长", text[max(0, place.start - 1) : place.start + 1]))


def _joined(place: Place, text: str, province: str) -> bool:
    """Whether a county's name is a conjunction before a level sign (馆长某某和|县农业局), far from that county."""
    name, before = text[place.start : place.end], text[max(0, place.start - 1) : place.start]
    near = any(division.code.startswith(province) for division in place.divisions) if province else False
    return bool(re.fullmatch("[和与及][省市县州区旗]", name) and re.match(patterns.HAN, before)) and not near


def _people_and_posts(reading: Reading) -> None:
    for hit in reading.people:
        reading.mention(reading.refs[hit.name], hit.start, hit.end, hit.rule, hit.confidence)
    for hit in reading.candidates:
        reading.mention(Ref(CANDIDATE, hit.name, (reading.source.id,)), hit.start, hit.end, hit.rule, hit.confidence)
    for post in reading.posts:
        when = reading.date_at(post.start)
        reading.relate(
            POST, reading.refs[post.person], post.office, post.start, post.end, rule=post.rule,
            confidence=round(post.confidence, 3), date=when.date if when and when.date else reading.source.date,
            title=post.title, title_surface=post.surface, former=post.former or None, host=post.host.name,
        )  # fmt: skip


def _distinct(reading: Reading) -> tuple:
    """Relations without repeats: the same act said twice in one span counts once."""
    seen, kept = set(), []
    for relation in reading.relations:
        key = (relation.kind, relation.subject, relation.object, relation.start, relation.end, str(relation.attrs.get("form", relation.attrs.get("title", ""))))
        if key not in seen:
            seen.add(key)
            kept.append(relation)
    return tuple(kept)
