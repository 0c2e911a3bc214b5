"""The pages. Each asks one question and hands the answer to a template."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from explorer.answers import Answers
from explorer.answers.concordance import CONTEXT_SORTS
from explorer.answers.listing import ARTICLES, KINDS
from explorer.web import params, results, shelf, views
from explorer.web.i18n import COOKIE, LANGUAGES, local
from explorer.web.looking import scope

pages = Blueprint("pages", __name__)

_A_YEAR = 365 * 24 * 3600


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


@pages.get("/")
def home() -> str:
    """What is here, and where to begin."""
    return render_template("home.html", page=answers().home())


@pages.get("/search")
def search() -> str:
    """Hits, and the entities that bear the words as their name."""
    asked = params.searching(answers().config.max_query_chars)
    page = answers().search(**asked, sort=params.sort(), page=params.whole("page", 1), group=request.args.get("group", ""))
    named = answers().meant(page.query) if page.query and page.page == 1 and not page.filters else []
    return render_template("search.html", page=page, links=results.links(page), named=named)


@pages.get("/concordance")
def concordance() -> str:
    """Every place that prints what is asked for, with its context."""
    asked = params.searching(answers().config.max_query_chars)
    page = answers().concordance(**asked, sort=params.choice("sort", tuple(CONTEXT_SORTS), "newest"), page=params.whole("page", 1))
    kept = {"q": page.query or None, "exact": None if asked["expand"] else "1", **page.filters}
    url = lambda **changed: url_for("pages.concordance", **kept, **changed)  # noqa: E731
    return render_template(
        "concordance.html", page=page, results=url_for("pages.search", **kept), export=url_for("keeping.concordance", **kept, sort=page.sort),
        sorts=tuple((label, url(sort=name), name == page.sort) for name, label in CONTEXT_SORTS.items()),
        turning=results.turning(page.page, page.pages, lambda number: url(sort=page.sort, page=number)),
    )  # fmt: skip


@pages.get("/issues")
def issues() -> str:
    """All issues, newest first."""
    page = answers().issues(params.whole("page", 1))
    turning = results.turning(page.page, page.pages, lambda number: url_for("pages.issues", page=number))
    return render_template("issues.html", page=page, turning=turning)


@pages.get("/issue/<issue_id>")
def issue(issue_id: str) -> str:
    """One issue, set as it is printed: head, articles by section, foot."""
    page = answers().issue(issue_id)
    return render_template("issue.html", page=page, sections=views.sections(page))


@pages.get("/issue/<issue_id>/source")
def source(issue_id: str) -> str:
    """The source of an issue beside what was read from it."""
    return render_template("source.html", page=answers().source_page(issue_id))


@pages.get("/coverage")
def coverage() -> str:
    """Which issues of each series are held, and which are missing."""
    return render_template("coverage.html", series=answers().coverage())


@pages.get("/article/<article_id>")
def article(article_id: str) -> str:
    """One article to read; an evidence link marks its sentence."""
    query = params.query(answers().config.max_query_chars)
    page = answers().article(article_id, params.offsets(), query, fact=params.name("fact"))
    return render_template("article.html", page=page, reading=views.reading(page))


@pages.get("/entity/<entity_id>")
def entity(entity_id: str) -> str:
    """Everything known of one entity."""
    page = answers().entity(entity_id)
    acts = (*page.acts_done, *page.acts_received)
    return render_template(
        "entity.html",
        page=page,
        other_names=views.other_names(page),
        written_on=views.written_on(answers(), acts),
        picture=answers().picture(entity_id),
    )


@pages.get("/entity/<entity_id>/all")
def listing(entity_id: str) -> str:
    """All facts of one kind, or all articles, that the page of an entity shows the first of."""
    of, back = params.choice("of", KINDS, ARTICLES), params.choice("back", ("", "1"), "") == "1"
    page = answers().listing(entity_id, of, back, params.whole("page", 1))
    turn = lambda number: url_for("pages.listing", entity_id=page.entity.id, of=of, back=1 if back else None, page=number)  # noqa: E731
    return render_template("listing.html", page=page, turning=results.turning(page.page, page.pages, turn))


@pages.get("/path")
def path() -> tuple[str, int]:
    """How two entities are linked, over the kinds of relation and the years chosen."""
    form = views.path_form(answers(), params.name("from"), params.name("to"), scope("since", "until"))
    return render_template("path.html", form=form, kinds=answers().network().choices, years=answers().network().years), form.status


@pages.get("/language/<code>")
def language(code: str) -> Redirect:
    """Keeps the reader's choice of language and goes back to where it was made."""
    if code not in LANGUAGES:
        abort(404)
    response: Response | Redirect = redirect(local(request.args.get("next", "/")))
    response.set_cookie(COOKIE, code, max_age=_A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
