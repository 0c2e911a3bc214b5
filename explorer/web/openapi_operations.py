"""What each address under /api/v1 is given and tells: one row an endpoint, the only thing about the interface that is written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.answers.chronicle import Chronicle
from explorer.answers.concordance import CONTEXT_SORTS, Concordance
from explorer.answers.dossier import Dossier
from explorer.answers.doubts import LogPage
from explorer.answers.drawn import Picture
from explorer.answers.found import GROUP_LABELS, SORT_LABELS
from explorer.answers.ledger_page import SORTS, VIEWS, LedgerPage
from explorer.answers.listing import ARTICLES as ALL_ARTICLES
from explorer.answers.listing import KINDS as OF
from explorer.answers.listing import Listing
from explorer.answers.places import ACTS, ARTICLES, PlacePage
from explorer.answers.plain import Found
from explorer.answers.reading import ArticlePage, IssuePage
from explorer.answers.walk import Route
from explorer.config import Config
from explorer.errors import AmbiguousName, JianbaoError, NotFound
from explorer.store.rows import Stats
from explorer.web import openapi_parameters as given
from explorer.web import shapes
from explorer.web.api import MOST
from explorer.web.i18n import N_
from explorer.web.openapi_parameters import Parameter
from explorer.web.params import LARGEST
from graph.confidence import BANDS
from graph.export.part import MOST_HOPS
from graph.measures import Measures
from graph.model import KINDS
from graph.ontology import FORMS

_PAGES = 10_000
_PERIOD = {"type": "string", "pattern": r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"}
_LOST = (NotFound,)


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it gives in the words of the interface, the type of its answer, its parameters, and which errors
    it may tell beside a parameter that cannot be read."""

    summary: str
    answer: type
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[type[JianbaoError], ...] = ()


def operations(config: Config) -> Mapping[str, Operation]:
    """Endpoint → operation."""
    return {**_whole(), **_texts(config.max_query_chars), **_entities(), **_networks(config.max_query_chars), **_counted()}


def _whole() -> dict[str, Operation]:
    typed = given.text("q", N_("已输入的字"), example="年鉴")
    kind = given.choice("kind", N_("条目种类"), KINDS)
    return {
        "api.stats": Operation(N_("收录概况"), Stats),
        "correcting.as_json": Operation(N_("更正记录"), LogPage, (given.page(_PAGES),)),
        "api.coverage": Operation(N_("各刊已收与缺期"), shapes.Coverage),
        "api.suggest": Operation(N_("输入提示"), shapes.Suggestions, (typed,)),
        "api.find": Operation(N_("按名称查条目"), shapes.Matches, (typed, kind, given.number("limit", N_("最多条数"), 1, MOST, 20))),
    }


def _texts(longest: int) -> dict[str, Operation]:
    asked, article = given.searching(longest), given.in_path("article_id", N_("文章编号"))
    offsets = given.number("from", N_("引文起始位置"), 0, LARGEST), given.number("to", N_("引文终止位置"), 1, LARGEST)
    sort, group = given.choice("sort", N_("排序"), tuple(SORT_LABELS), "relevance"), given.choice("group", N_("分组"), tuple(GROUP_LABELS))
    contexts = given.choice("sort", N_("排序"), tuple(CONTEXT_SORTS), "newest")
    return {
        "api.search": Operation(N_("检索文章"), Found, (*asked, sort, group, given.page(_PAGES))),
        "api.concordance": Operation(N_("逐条语境"), Concordance, (*asked, contexts, given.page(_PAGES))),
        "api.issue": Operation(N_("一期简报"), IssuePage, (given.in_path("issue_id", N_("期次编号")),), _LOST),
        "api.article": Operation(
            N_("一篇文章"), ArticlePage, (article, *offsets, given.text("fact", N_("关系编号")), given.text("q", N_("检索式"), longest)), _LOST
        ),
    }  # fmt: skip


def _entities() -> dict[str, Operation]:
    entity = given.in_path("entity_id", N_("条目编号"))
    other = given.text("with", N_("另一条目的名称或编号"))
    back = given.choice("back", N_("1：由对方到本条"), ("", "1"))
    year = Parameter("year", N_("年份"), {"type": "string", "pattern": "^([12][0-9]{3}|none)$"})
    return {
        "api.entity": Operation(N_("一个条目"), Dossier, (entity,), _LOST),
        "api.listing": Operation(N_("一个条目的全部关系或文章"), Listing, (entity, given.choice("of", N_("关系种类"), OF, ALL_ARTICLES), back, given.page()), _LOST),
        "exports.chronicle_json": Operation(N_("大事记"), Chronicle, (entity, other, year, given.page()), (NotFound, AmbiguousName)),
    }


def _networks(longest: int) -> dict[str, Operation]:
    ends = ("from", N_("起点（名称或编号）")), ("to", N_("终点（名称或编号）"))
    start, goal = (given.text(name, told).but(required=True, identifies=True) for name, told in ends)
    years = given.year("since", N_("起始年份")), given.year("until", N_("截止年份"))
    scope = given.observations(), given.year("from", N_("起始年份")), given.year("to", N_("截止年份"))
    periods = tuple(Parameter(name, told, _PERIOD) for name, told in (("from", N_("起始日期")), ("to", N_("截止日期"))))
    sure = {"anyOf": [{"type": "string", "enum": [band for band, _ in BANDS]}, {"type": "number", "minimum": 0, "maximum": 1}]}
    part = (
        given.text("entity", N_("中心条目（名称或编号）")), given.number("hops", N_("步数"), 1, MOST_HOPS, 1), given.relations(), *periods,
        Parameter("confidence", N_("可信度"), sure),
    )  # fmt: skip
    query, *filters = given.searching(longest)
    return {
        "api.path": Operation(N_("关系路径"), Route, (start, goal, given.observations(), *years), (NotFound, AmbiguousName)),
        "networks.data": Operation(N_("关系图"), Picture, (*given.picture(), query.but(example=None), *filters), _LOST),
        "networks.measures_data": Operation(N_("网络指标"), Measures, scope),
        "exports.network_count": Operation(N_("可导出的关系网络"), shapes.NetworkPart, part, (NotFound, AmbiguousName)),
    }


def _counted() -> dict[str, Operation]:
    shown = given.choice("sort", N_("排序"), SORTS, "newest"), given.choice("view", N_("视图"), VIEWS, "rows"), given.page()
    code = given.in_path("code", N_("地区代码"), "51")
    counted = given.choice("of", N_("统计内容"), (ARTICLES, ACTS, *FORMS), ARTICLES), given.year("year", N_("年份"))
    return {
        "ledger.as_json": Operation(N_("批示与肯定台账"), LedgerPage, (*given.ledger(), *shown), _LOST),
        "places.as_json": Operation(N_("一个地区"), PlacePage, (code, *counted), _LOST),
    }
