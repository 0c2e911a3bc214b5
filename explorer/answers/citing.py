"""Citations of articles as GB/T 7714—2015 (numeric), BibTeX and RIS, made of nothing but what is handed in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from urllib.parse import quote

from explorer.errors import QueryError

FORMS = ("gb7714", "bibtex", "ris")

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip
"""Braces by their names: BibTeX counts the brace of `\\{` all the same, and a title with one would end its field."""
_IN_ADDRESS = "!#$%&'()*+,-./:;=?@[]_~"
"""What RFC 3986 lets stand in an address; the rest, braces and backslash among it, is percent-encoded."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a source to cite; an empty string or None where nothing is known.

    `article` is its id, `attribution` the office that sent it in, `issuer` the office that issues the bulletin,
    `date` is ISO and may be partial.
    """

    article: str
    title: str
    series: str = ""
    issuer: str = ""
    issue_no: int | None = None
    total_no: int | None = None
    year: int | None = None
    date: str = ""
    section: str = ""
    attribution: str = ""
    address: str = ""


def gb7714(source: Source, accessed: str = "") -> str:
    """One entry of a list of references by GB/T 7714—2015, without its number; `accessed` is the 引用日期, ISO.

    - An article of a bulletin with a name or a number is one of a serial (4.4): 责任者. 题名[J]. 刊名, 年(期). Bulletins
      reach the program without page numbers, so there are none. The running total has no place in 年,卷(期) and is left
      out; where it alone is known it stands as 年(总275), and where no number is known the date stands, as for a
      newspaper. A name of the serial that is not printed is supplied in square brackets, which clause 7 keeps for 自拟的信息.
    - [J/OL] with [引用日期] and address if both are given: then the copy on the network was read. Else the print is cited.
    - Neither name nor number, but an address: electronic (4.6), 题名[EB/OL]. (更新日期)[引用日期]. 访问路径. The standard
      demands an 引用日期 here; only who asks knows it, so without `accessed` it is missing.
    - Neither that nor an address: [Z], 其他 in annex B, with who issued it and when.
    - No author: the item is left out, as 8.1.4 allows for numeric lists (佚名 is for the others). The office that issues
      the bulletin is not put in its place. An office is written as printed, undivided (8.1.5 divides only names in other
      scripts).
    - Symbols are half-width with a blank after `.` and `,`; the final full stop, optional, stands as in the examples of
      the standard. Punctuation within a title is kept as printed.
    """
    source = _flattened(source)
    code, place, address = _whereabouts(source, f"[{_flat(accessed)}]" if accessed.strip() else "")
    return ". ".join(filter(None, (source.attribution, f"{source.title}[{code}]", place, address))) + "."


def bibtex(source: Source) -> str:
    """One entry, `@article` in a serial, else `@misc`; its key is `jianbao-` and the article's id.

    The inner braces keep a title's capitals and make an office one name, whatever `and` or comma is in it. `year` is for
    BibTeX, `date`, given where more than the year is known, for biblatex. Nothing in a value ends its field.
    """
    source = _flattened(source)
    serial = _in_serial(source)
    values = {
        "author": _protected(source.attribution), "title": _protected(source.title),
        "journal": _tex(_serial(source)) if serial else "", "howpublished": "" if serial else _tex(source.issuer),
        "year": _tex(_year(source)), "number": _tex(_number(source)),
        "date": _tex(source.date) if source.date != _year(source) else "", "note": _tex(_note(source)),
        "url": quote(source.address, safe=_IN_ADDRESS),
    }  # fmt: skip
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in values.items() if value)
    return f"@{'article' if serial else 'misc'}{{jianbao-{re.sub('[^0-9A-Za-z-]', '-', source.article)}{lines}\n}}\n"


def ris(source: Source) -> str:
    """One RIS record: JOUR in a serial, ELEC at an address, else GEN. Lines end with CRLF; a value is always one line."""
    source = _flattened(source)
    serial = _in_serial(source)
    pairs = (
        ("TI", source.title), ("AU", source.attribution), ("T2", _serial(source) if serial else ""), ("PB", source.issuer),
        ("PY", _year(source)), ("DA", _slashed(source.date)), ("IS", _number(source)), ("UR", source.address), ("N1", _note(source)),
    )  # fmt: skip
    kind = "JOUR" if serial else "ELEC" if source.address else "GEN"
    return "".join(f"{tag}  - {value}\r\n" for tag, value in (("TY", kind), *pairs) if value) + "ER  - \r\n"


def citations(sources: Iterable[Source], form: str, *, accessed: str = "") -> str:
    """The citations of a list in its order, in one of FORMS; gb7714 is numbered [1], [2], … and alone uses `accessed`, for
    what is on the network only: a printed bulletin is cited as print.

    Raises QueryError on another form.
    """
    if form == "gb7714":
        visited = lambda source: "" if source.series or source.issue_no or source.total_no else accessed  # noqa: E731
        return "".join(f"[{number}] {gb7714(source, visited(source))}\n" for number, source in enumerate(sources, 1))
    if form == "bibtex":
        return "\n".join(map(bibtex, sources))
    if form == "ris":
        return "".join(map(ris, sources))
    raise QueryError("没有这种引用格式", place=form[:30])


def _flattened(source: Source) -> Source:
    told = {field.name: getattr(source, field.name) for field in fields(source)}
    return replace(source, **{name: _flat(value) for name, value in told.items() if isinstance(value, str)})


def _flat(text: str) -> str:
    """On one line, without control characters: RIS knows no other end of a value than the line's."""
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs")).split())


def _whereabouts(source: Source, accessed: str) -> tuple[str, str, str]:
    """文献类型标识, what follows it, and the address to give."""
    if _in_serial(source):
        online = bool(accessed and source.address)
        return ("J/OL", _issue(source) + accessed, source.address) if online else ("J", _issue(source), "")
    if source.address:
        return "EB/OL", (f"({source.date})" if source.date else "") + accessed, source.address
    return "Z", ", ".join(filter(None, (source.issuer, source.date))), ""


def _in_serial(source: Source) -> bool:
    return bool(source.series) or source.issue_no is not None or source.total_no is not None


def _serial(source: Source) -> str:
    return source.series or f"[{source.issuer}简报]"


def _issue(source: Source) -> str:
    """刊名, 2020(24); clause 7 puts the comma before the year, so without a year there is none."""
    number, year = _number(source), _year(source)
    issue = f"{year}({number})" if number else source.date or year
    return _serial(source) + (f", {issue}" if year else issue)


def _number(source: Source) -> str:
    if source.issue_no is not None:
        return str(source.issue_no)
    return f"总{source.total_no}" if source.total_no is not None else ""


def _year(source: Source) -> str:
    return str(source.year) if source.year is not None else source.date.partition("-")[0]


def _note(source: Source) -> str:
    total = f"总第{source.total_no}期" if source.total_no is not None else ""
    return "；".join(filter(None, (total, source.section)))


def _slashed(date: str) -> str:
    """YYYY/MM/DD/ as RIS wants it: parts that are not known stay empty, the slashes stand."""
    return "/".join((date.split("-") + ["", ""])[:3]) + "/" if date else ""


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _protected(text: str) -> str:
    return f"{{{_tex(text)}}}" if text else ""
