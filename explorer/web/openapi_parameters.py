"""Parameters of the JSON interface as OpenAPI has them. Bounds come from the constants that the program itself checks by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from explorer.answers.facets import FACET_LABELS
from explorer.answers.ledger_filters import NAMES as LEDGER
from explorer.answers.picture import COLOURS, MOST, SIZES
from explorer.web.i18n import N_
from explorer.web.looking import LONGEST_ID, STARTS, STEP, STEPS
from explorer.web.params import LARGEST, LONGEST_NAME
from graph.confidence import BANDS
from graph.ontology import BY_NAME, CHOICES, FORMS

_YEARS = (1000, 2999)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address. `told` says in the words of the interface what it is; `example` works in the demo."""

    name: str
    told: str
    schema: dict[str, Any]
    example: Any = None
    required: bool = False
    place: str = "query"
    identifies: bool = False
    """Its example is the id of something in the workspace."""

    def but(self, **changed: Any) -> Parameter:
        """The same with something changed."""
        return replace(self, **changed)


def text(name: str, told: str, longest: int = LONGEST_NAME, example: str | None = None) -> Parameter:
    """Free text: a name, an id or a query."""
    return Parameter(name, told, {"type": "string", "maxLength": longest}, example)


def number(name: str, told: str, least: int, most: int, default: int | None = None) -> Parameter:
    """A whole number within bounds, both of which are allowed."""
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(name, told, schema if default is None else {**schema, "default": default}, default)


def choice(name: str, told: str, values: Sequence[str], default: str = "") -> Parameter:
    """One of a closed set of values."""
    return Parameter(name, told, {"type": "string", "enum": list(values), **({"default": default} if default else {})}, default or None)


def several(name: str, told: str, item: dict[str, Any], most: int | None = None) -> Parameter:
    """A parameter that may be repeated."""
    return Parameter(name, told, {"type": "array", "items": item, **({} if most is None else {"maxItems": most})})


def in_path(name: str, told: str, example: str = "") -> Parameter:
    """A part of the path: an id, unless an example is given."""
    return Parameter(name, told, {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}, example or None, True, "path", not example)


def year(name: str, told: str) -> Parameter:
    """A year."""
    return number(name, told, *_YEARS)


def page(most: int = LARGEST) -> Parameter:
    """Which page of a list."""
    return number("page", N_("页码"), 1, most, 1)


def filters() -> tuple[Parameter, ...]:
    """What a search can be narrowed to."""
    return tuple(several(name, told, {"type": "string", "maxLength": LONGEST_NAME}, 50) for name, told in FACET_LABELS.items())


def searching(longest: int) -> tuple[Parameter, ...]:
    """What every view of a search is given."""
    exact = choice("exact", N_("1：名称照所输入的字检索，不扩展到其他名称"), ("0", "1"), "0")
    return text("q", N_("检索式"), longest, "年鉴"), exact, *filters()


def relations() -> Parameter:
    """Kinds of relation."""
    return several("kind", N_("关系种类"), {"type": "string", "enum": list(BY_NAME)})


def observations() -> Parameter:
    """Kinds of relation, and forms of an act."""
    return several("kind", N_("关系种类"), {"type": "string", "enum": list(CHOICES)})


def picture() -> tuple[Parameter, ...]:
    """What was done to the picture of the network, and how it is drawn."""
    steps = {"type": "string", "maxLength": 200, "pattern": f"^(?:{STEP.pattern})$"}
    return (
        several("id", N_("条目编号"), {"type": "string", "maxLength": LONGEST_ID}, STARTS).but(identifies=True),
        several("do", N_("对图的操作，依先后"), steps, STEPS),
        observations(), year("from", N_("起始年份")), year("to", N_("截止年份")), year("at", N_("只看这一年")),
        choice("size", N_("圆点大小的依据"), SIZES, "same"), choice("colour", N_("颜色的依据"), COLOURS, "kind"),
        text("focus", N_("细看的条目编号")), number("n", N_("最多画出的条目数"), 1, MOST, 40),
    )  # fmt: skip


def ledger() -> tuple[Parameter, ...]:
    """Filters of the ledger of acts; names are those of `ledger_filters.NAMES`."""
    name, one_year = {"type": "string", "maxLength": LONGEST_NAME}, {"type": "string", "pattern": "^([12][0-9]{3}|none)$"}
    items = {
        "kind": {"type": "string", "enum": [*FORMS, "none"]}, "year": one_year, "quarter": {"type": "string", "enum": ["1", "2", "3", "4", "none"]},
        "confidence": {"type": "string", "enum": [band for band, _ in BANDS]},
    }  # fmt: skip
    single = {name: Parameter(name, told, {"type": "string", "pattern": "^[12][0-9]{3}$"}) for name, told in (("from", N_("起始年份")), ("to", N_("截止年份")))}
    told = {
        "leader": N_("领导（名称或编号）"), "office": N_("机构（名称或编号）"), "post": N_("职务"), "place": N_("地区（名称或代码）"), "kind": N_("方式"),
        "year": N_("年份"), "quarter": N_("季度"), "confidence": N_("可信度"),
    }  # fmt: skip
    return tuple(single.get(one) or several(one, told[one], items.get(one, name), 50) for one in LEDGER)
