"""Addresses around a page of results: each facet value toggles, each filter can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from explorer.answers.found import SORT_LABELS, Facet, FacetValue, SearchPage

_AROUND = 2


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

    @property
    def chosen(self) -> tuple[Toggle, ...]:
        """The values in force."""
        return tuple(toggle for toggle in self.toggles if toggle.value.chosen)


@dataclass(frozen=True, slots=True)
class Turning:
    """Addresses of other pages; a number of None stands for those left out between, '' for no such page."""

    numbers: tuple[tuple[int | None, str], ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Links:
    """All addresses of a page of results."""

    columns: tuple[Column, ...]
    sorts: tuple[tuple[str, str, bool], ...]
    """(label, address, in force)."""
    turning: Turning
    unfiltered: str


def links(page: SearchPage) -> Links:
    """The addresses of one page of results."""
    columns = tuple(
        Column(facet, tuple(Toggle(value, _toggled(page, facet.name, value.value)) for value in facet.values))
        for facet in page.facets
        if facet.values
    )
    sorts = tuple((label, address(page, sort=name), name == page.sort) for name, label in SORT_LABELS.items())
    turn = turning(page.page, page.pages, lambda number: address(page, number=number))
    return Links(columns, sorts, turn, address(page, filters={}))


def turning(page: int, pages: int, url: Callable[[int], str]) -> Turning:
    """The addresses of the pages around `page` of `pages`."""
    numbers = tuple((n, url(n) if n else "") for n in numbers_around(page, pages))
    return Turning(numbers, url(page - 1) if 1 < page <= pages else "", url(page + 1) if page < pages else "")


def address(
    page: SearchPage, *, filters: Mapping[str, Sequence[str]] | None = None, sort: str = "", number: int = 1
) -> str:
    """The page of results with something changed; a change of filter or order begins at its first page."""
    sort = sort or page.sort
    values: dict[str, object] = {"q": page.query or None, **(page.filters if filters is None else filters)}
    values |= {"sort": None if sort == "relevance" else sort, "page": number if number > 1 else None}
    return url_for("pages.search", **values)  # type: ignore[arg-type]


def numbers_around(page: int, pages: int) -> tuple[int | None, ...]:
    """1 … 4 5 6 7 8 … 20: first, last, and those near; None for a gap."""
    near = [n for n in range(1, pages + 1) if n in (1, pages) or abs(n - page) <= _AROUND]
    shown: list[int | None] = []
    for number in near:
        if shown and shown[-1] is not None and number > shown[-1] + 1:
            shown.append(None)
        shown.append(number)
    return tuple(shown)


def _toggled(page: SearchPage, name: str, value: str) -> str:
    chosen = list(page.filters.get(name, ()))
    chosen = [v for v in chosen if v != value] if value in chosen else [*chosen, value]
    return address(page, filters={**page.filters, name: chosen})
