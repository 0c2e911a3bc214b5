"""Answers made ready for a template where its markup needs more than the answer says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from explorer.answers import Answers
from explorer.answers.acts import ActLine
from explorer.answers.dossier import Dossier
from explorer.answers.reading import ArticlePage, IssuePage, Run
from explorer.answers.walk import Route
from explorer.errors import AmbiguousName, NotFound
from explorer.model import Article
from explorer.store.rows import Match
from graph.model import DOCUMENT, ISSUE
from graph.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class Anchored:
    """A run of text; `first` if the quotation begins with it, which is where an evidence link lands."""

    run: Run
    first: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's runs, the beginning of the quotation marked, and its citation."""

    title: tuple[Anchored, ...]
    paragraphs: tuple[tuple[Anchored, ...], ...]
    citation: str


@dataclass(frozen=True, slots=True)
class End:
    """One end of a path as it was asked for: what it means, or the choices, or neither (unknown)."""

    asked: str
    match: Match | None
    choices: tuple[Match, ...]

    @property
    def shown(self) -> str:
        """What stands in the form: a name where the name is enough to find it again."""
        return self.match.name if self.match and not self.choices else self.asked

    @property
    def unknown(self) -> bool:
        """Asked for, and nothing bears the name."""
        return bool(self.asked) and not self.match and not self.choices


@dataclass(frozen=True, slots=True)
class PathForm:
    """The two ends, and the ways between them once both are known."""

    start: End
    goal: End
    route: Route | None
    scope: Scope = EVERYTHING

    @property
    def status(self) -> int:
        """404 when a name is borne by nothing."""
        return 404 if self.start.unknown or self.goal.unknown else 200


def sections(page: IssuePage) -> tuple[tuple[str, tuple[Article, ...]], ...]:
    """The articles under their section heads, as printed; '' where there is none."""
    return tuple((section, tuple(parts)) for section, parts in groupby(page.articles, key=lambda part: part.section))


def reading(page: ArticlePage) -> Reading:
    """An article ready to be set."""
    lines = list(_anchored((page.title, *page.paragraphs)))
    return Reading(lines[0], tuple(lines[1:]), _citation(page))


def _anchored(lines: Iterable[Sequence[Run]]) -> Iterator[tuple[Anchored, ...]]:
    begun = False
    for line in lines:
        shown = []
        for run in line:
            shown.append(Anchored(run, run.quoted and not begun))
            begun = begun or run.quoted
        yield tuple(shown)


def _citation(page: ArticlePage) -> str:
    """《文章题名》，《简报名称》2020年第24期（总第275期），2020-06-05。"""
    series = f"《{page.issue.series}》" if page.issue.series else page.issue.issuer
    parts = (f"《{page.article.title}》", f"{series}{page.issue_label}", page.article.date)
    return "，".join(part for part in parts if part) + "。"


def other_names(page: Dossier) -> tuple[tuple[str, int], ...]:
    """Printed forms other than the name itself, bare or in book-title marks."""
    own = {page.entity.name, f"《{page.entity.name}》"}
    return tuple((name, count) for name, count in page.names if count and name not in own)


def written_on(answers: Answers, acts: Iterable[ActLine]) -> dict[str, str]:
    """Names of the articles and issues that acts were written on → ids of their entities."""
    found: dict[str, str] = {}
    for act in acts:
        for name, kind in ((act.about, DOCUMENT), (act.issue, ISSUE)):
            if name and name not in found:
                found |= {name: match.id for match in answers.find(name, kind, 1) if match.exact}
    return found


def path_form(answers: Answers, start: str, goal: str, scope: Scope = EVERYTHING) -> PathForm:
    """What the page of a path shows for two names or ids, either of which may be missing, and the relations chosen."""
    ends = _end(answers, start), _end(answers, goal)
    known = [end.match for end in ends if end.match]
    route = answers.path(known[0].id, known[1].id, scope) if len(known) == 2 else None
    return PathForm(*ends, route, scope)


def _end(answers: Answers, asked: str) -> End:
    if not asked:
        return End("", None, ())
    try:
        match = answers.named(asked)
    except NotFound:
        return End(asked, None, ())
    except AmbiguousName:
        return End(asked, None, tuple(match for match in answers.find(asked)))
    alike = [other for other in answers.find(match.name) if other.exact and other.id != match.id]
    return End(asked, match, tuple(alike))
