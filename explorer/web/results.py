"""Addresses around a page of results: each facet value toggles, each filter can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from explorer.answers.facets import SHOWN, Facet, FacetValue
from explorer.answers.found import GROUP_LABELS, SORT_LABELS, SearchPage

_AROUND = 2
FORMS = {"csv": "CSV", "json": "JSON", "gb7714": "GB/T 7714", "bibtex": "BibTeX", "ris": "RIS"}
"""Form of an export → its name."""


@dataclass(frozen=True, slots=True)
class Toggle:
    """A value of a facet, and the address at which it is chosen if it is not, or not if it is."""

    value: FacetValue
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """One facet as it is shown."""

    facet: Facet
    toggles: tuple[Toggle, ...]



@dataclass(frozen=True, slots=True)
class Turning:
    """Addresses of other pages; a number of None stands for those left out between, '' for no such page."""

    numbers: tuple[tuple[int | None, str], ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A place with the places within it; `open` if one of them is chosen, or if it stands alone."""

    toggle: Toggle
    branches: tuple[Branch, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the histogram: what it counts, its address, and its height from 1 to 100; 0 for none."""

    toggle: Toggle
    height: int


@dataclass(frozen=True, slots=True)
class Links:
    """All addresses of a page of results."""

    columns: tuple[Column, ...]
    places: tuple[Branch, ...]
    chosen: tuple[tuple[str, Toggle], ...]
    """(label of the facet, value) of each filter in force."""
    bars: tuple[Bar, ...]
    sorts: tuple[tuple[str, str, bool], ...]
    """(label, address, in force); so for groups."""
    groups: tuple[tuple[str, str, bool], ...]
    turning: Turning
    unfiltered: str
    exact: str
    """The same with names taken as they are typed, or no longer."""
    concordance: str
    feed: str
    exports: tuple[tuple[str, str], ...]
    """(label, address)."""
    instead: str


def links(page: SearchPage) -> Links:
    """The addresses of one page of results."""
    toggles = {facet.name: tuple(_toggle(page, facet.name, value) for value in facet.values) for facet in page.facets if facet.values}
    labels = {facet.name: facet.label for facet in page.facets}
    columns = tuple(Column(facet, toggles[facet.name]) for facet in page.facets if facet.name in toggles and facet.name in SHOWN)
    chosen = tuple((labels[name], toggle) for name, several in toggles.items() for toggle in several if toggle.value.chosen)
    return Links(
        columns, _branches(toggles.get("place", ())), chosen, _bars(page),
        tuple((label, address(page, sort=name, group=""), name == page.sort and not page.group) for name, label in SORT_LABELS.items()),
        tuple((label, address(page, group=name), name == page.group) for name, label in GROUP_LABELS.items()),
        turning(page.page, page.pages, lambda number: address(page, number=number)), address(page, filters={}),
        address(page, expand=not page.expand), address(page, to="pages.concordance"), address(page, to="keeping.feed"),
        tuple((label, address(page, to="keeping.export", form=form)) for form, label in FORMS.items()),
        address(page, query=page.instead) if page.instead else "",
    )  # fmt: skip


def turning(page: int, pages: int, url: Callable[[int], str]) -> Turning:
    """The addresses of the pages around `page` of `pages`."""
    numbers = tuple((n, url(n) if n else "") for n in numbers_around(page, pages))
    return Turning(numbers, url(page - 1) if 1 < page <= pages else "", url(page + 1) if page < pages else "")


def address(
    page: SearchPage, *, filters: Mapping[str, Sequence[str]] | None = None, sort: str | None = None, number: int = 1,
    group: str | None = None, expand: bool | None = None, query: str | None = None, to: str = "pages.search", form: str = "",
) -> str:  # fmt: skip
    """The page of results with something changed, or another view (`to`) of the same search; any change begins at its
    first page."""
    sort = page.sort if sort is None else sort
    expand = page.expand if expand is None else expand
    group = page.group if group is None else group
    values: dict[str, object] = {"q": (page.query if query is None else query) or None, **(page.filters if filters is None else filters)}
    values |= {"exact": None if expand else "1", "page": number if number > 1 else None, "format": form or None}
    if to in ("pages.search", "keeping.export"):
        values["sort"] = None if sort == "relevance" else sort
    if to == "pages.search":
        values["group"] = group or None
    return url_for(to, **values)  # type: ignore[arg-type]


def numbers_around(page: int, pages: int) -> tuple[int | None, ...]:
    """1 … 4 5 6 7 8 … 20: first, last, and those near; None for a gap."""
    near = [n for n in range(1, pages + 1) if n in (1, pages) or abs(n - page) <= _AROUND]
    shown: list[int | None] = []
    for number in near:
        if shown and shown[-1] is not None and number > shown[-1] + 1:
            shown.append(None)
        shown.append(number)
    return tuple(shown)


def _toggle(page: SearchPage, name: str, value: FacetValue) -> Toggle:
    chosen = list(page.filters.get(name, ()))
    chosen = [v for v in chosen if v != value.value] if value.chosen else [*chosen, value.value]
    return Toggle(value, address(page, filters={**page.filters, name: chosen}, group=""))


def _branches(toggles: Sequence[Toggle], depth: int = 0) -> tuple[Branch, ...]:
    """The tree from its walk: what follows a place and lies deeper lies within it."""
    heads = [at for at, toggle in enumerate(toggles) if toggle.value.depth == depth]
    found = []
    for head, end in zip(heads, [*heads[1:], len(toggles)]):
        inner = toggles[head + 1 : end]
        found.append(Branch(toggles[head], _branches(inner, depth + 1), len(heads) == 1 or any(toggle.value.chosen for toggle in inner)))
    return tuple(found)


def _bars(page: SearchPage) -> tuple[Bar, ...]:
    """Choosing one bar lets go of another: a histogram is walked through."""
    bars = page.histogram.bars
    most = max((bar.count for bar in bars), default=1) or 1
    name = page.histogram.name
    url = lambda bar: address(page, filters={**page.filters, name: [] if bar.chosen else [bar.value]}, group="")  # noqa: E731
    return tuple(Bar(Toggle(bar, url(bar)), -(-100 * bar.count // most)) for bar in bars)
