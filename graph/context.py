"""Where an article stands: the place it is about, and what a bare 市, 县 or 省 means in it.

The place is taken from the title, then the attribution, the first paragraph, the issuing office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.gazetteer import Division, Gazetteer, Place
from graph.model import Source

LEVELS = {"省": (2,), "市": (4, 6, 2), "州": (4,), "县": (6,), "区": (6,), "旗": (6,), "盟": (4,)}
"""Sign of a level → lengths of the codes it may stand for, the likeliest first."""


_NEAR = 120
"""Characters within which a city named last is still the one spoken of."""


@dataclass(frozen=True, slots=True)
class Context:
    """`home` is the code of the place the article is about ('' if unknown), `province` of its province."""

    gazetteer: Gazetteer
    home: str
    province: str
    places: tuple[Place, ...]
    issuer: str = ""
    """Code of the place whose office issues the bulletin, '' if unknown."""

    def code_of(self, place: Place) -> str:
        """The division a place name means here: of namesakes the one nearest to home."""
        return nearest(place.divisions, self.home or self.province)

    def resolve(self, sign: str, position: int) -> str:
        """Code of the division that a bare level sign (市, 县) at `position` means, '' if open.

        The place of the article or one above it if the level fits, else the last such place named
        before `position`, else that of the issuing office.
        """
        if sign == "省":
            return self.province
        if sign == "市" and len(self.home) == 6 and (near := self._city_near(position)):
            return near
        for code in reversed(self.gazetteer.path(self.home)):
            if self.fits(code, sign):
                return code
        for place in reversed(self.places):
            if place.end <= position and self.fits(code := self.code_of(place), sign):
                return code
        return next((code for code in reversed(self.gazetteer.path(self.issuer)) if self.fits(code, sign)), "")

    def _city_near(self, position: int) -> str:
        """In an article about a city that is a county (阆中市) 市 may mean the city above it too: the one named last."""
        if not self.fits(self.home, "市"):
            return ""
        cities = [code for code in self.gazetteer.path(self.home) if self.fits(code, "市")]
        named = (self.code_of(place) for place in reversed(self.places) if place.end <= position <= place.end + _NEAR)
        return next((code for code in named if code in cities), "")

    def fits(self, code: str, sign: str) -> bool:
        """Whether a division is one that a level sign may stand for."""
        name = self.gazetteer.by_code[code].name if code else ""
        return len(code) in LEVELS.get(sign, ()) and name.endswith(sign)

    def name(self, code: str) -> str:
        """Full name of a division."""
        return self.gazetteer.by_code[code].name


def nearest(divisions: Sequence[Division], home: str) -> str:
    """Of divisions of one name the one that shares most of its code with `home`; higher levels win a tie."""

    def rank(division: Division) -> tuple[int, int, str]:
        shared = 0
        while shared < min(len(home), len(division.code)) and home[shared] == division.code[shared]:
            shared += 1
        return (-(shared // 2), len(division.code), division.code)

    return min(divisions, key=rank).code


def read(source: Source, siblings: Sequence[Source], gazetteer: Gazetteer) -> Context:
    """The context of one article, from itself and the other parts of its issue."""
    places = tuple(gazetteer.find(source.text))
    province = _province(source, siblings, places, gazetteer)
    title = source.text[: source.body_start]
    first = source.text[source.body_start :].split("\n", 1)[0]
    home = (
        _only(title, province, gazetteer)
        or _only(source.attribution, province, gazetteer)
        or (province if source.attribution.startswith("省") or title.startswith("省") else "")
        or _first(first, province, gazetteer)
        or _only(source.issuer, province, gazetteer)
        or province
    )
    return Context(gazetteer, home, province, places, _only(source.issuer, province, gazetteer))


def _codes(text: str, province: str, gazetteer: Gazetteer) -> list[str]:
    """Codes of the places named; a short county name (大竹) counts only inside the province."""
    codes = []
    for place in gazetteer.find(text):
        code = nearest(place.divisions, province)
        if place.full or len(code) < 6 or (province and code.startswith(province)):
            codes.append(code)
    return codes


def _only(text: str, province: str, gazetteer: Gazetteer) -> str:
    """The one place a text is about: the lowest of a chain (四川省成都市), '' when several stand side by side."""
    codes = sorted(set(_codes(text, province, gazetteer)), key=len)
    lowest = codes[-1] if codes else ""
    return lowest if all(lowest.startswith(code) for code in codes) else ""


def _first(text: str, province: str, gazetteer: Gazetteer) -> str:
    codes = _codes(text, province, gazetteer)
    return codes[0] if codes else ""


def _province(source: Source, siblings: Sequence[Source], places: Sequence[Place], gazetteer: Gazetteer) -> str:
    """The province most places of the issue lie in; the issuing office decides first."""
    issued = [place for text in (source.issuer, source.attribution) for place in gazetteer.find(text)]
    heads = (place for sibling in siblings for place in gazetteer.find(sibling.text[:200]))
    for found in (issued, places, heads):
        counts = Counter(code for place in found if (code := _sure_province(place)))
        if counts:
            return min(counts, key=lambda code: (-counts[code], code))
    return ""


def _sure_province(place: Place) -> str:
    """The province of a name that leaves no doubt: written in full or of a city, and in one province alone."""
    codes = {division.code[:2] for division in place.divisions}
    sure = place.full or all(len(division.code) < 6 for division in place.divisions)
    return codes.pop() if sure and len(codes) == 1 else ""
