"""The state of a picture as an address, and back: what is shown, what was done to it, how it is drawn.

Each thing done is one `do` in the order it was done (`open.ID`, `open.ID.KIND`, `hide.ID`, `pin.ID.X.Y`), so that the
last can be taken back by leaving it out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import request, url_for

from explorer.answers.drawn import Looking, Step
from explorer.answers.picture import COLOURS, MOST, SIZES
from explorer.web import params
from explorer.web.i18n import N_
from graph.ontology import BY_NAME, CHOICES
from graph.scope import Scope

STEPS, STARTS, LONGEST_ID = 200, 40, 80
COUNTS = (20, 40, 80, 150, MOST)
"""How many nodes a picture may begin with."""

STEP = re.compile(r"(open)\.([^.]{1,80})(?:\.([a-z_]{1,40}))?|(hide)\.([^.]{1,80})|(pin)\.([^.]{1,80})\.(-?\d{1,5})\.(-?\d{1,5})", re.ASCII)
_CORRECT = N_("请改正地址中的参数。")


@dataclass(frozen=True, slots=True)
class State:
    """What an address of the picture says. `kept`: the search it began with, or nothing."""

    looking: Looking
    starts: tuple[str, ...]
    query: str = ""
    filters: Mapping[str, Sequence[str]] | None = None

    def url(self, endpoint: str = "networks.network", *, focus: str | None = None) -> str:
        """The address of this state."""
        return f"{url_for(endpoint)}?{self.asked(focus)}"

    def asked(self, focus: str | None = None) -> str:
        """The part of the address behind the question mark; in a fixed order, and nothing of what is the default."""
        now = self.looking
        focus = now.focus if focus is None else focus
        rows = [
            *(("id", start) for start in self.starts), ("q", self.query),
            *((name, value) for name, values in (self.filters or {}).items() for value in values),
            *(("do", told(step)) for step in now.steps), *(("kind", kind) for kind in now.scope.kinds),
            ("from", now.scope.first or ""), ("to", now.scope.last or ""), ("at", now.at or ""), ("size", _unless(now.size, "same")),
            ("colour", _unless(now.colour, "kind")), ("n", "" if now.most == COUNTS[1] else now.most), ("focus", focus),
        ]  # fmt: skip
        return urlencode([(name, value) for name, value in rows if value != ""])

    def but(self, **changed: object) -> State:
        """The same with other values of `looking`."""
        return replace(self, looking=replace(self.looking, **changed))  # type: ignore[arg-type]

    def done(self, step: Step) -> State:
        """One step more; a pin takes the place of the one before it on the same node."""
        steps = self.looking.steps
        if step.what == "pin":
            steps = tuple(old for old in steps if (old.what, old.id) != ("pin", step.id))
        focus = "" if step.what == "hide" and self.looking.focus == step.id else self.looking.focus
        return self.but(steps=(*steps, step), focus=focus)

    def undone(self) -> State | None:
        """Without the last step; None if there is none."""
        return self.but(steps=self.looking.steps[:-1]) if self.looking.steps else None

    def without(self, what: str, node_id: str) -> State:
        """Without the steps of one sort on one node."""
        return self.but(steps=tuple(step for step in self.looking.steps if (step.what, step.id) != (what, node_id)))


def state(starts: tuple[str, ...] = ()) -> State:
    """What the address asks for; QueryError with what to do about it if it cannot be read."""
    starts = starts or _ids(request.args.getlist("id"))
    looking = Looking(
        starts, steps(), scope(), params.whole("at", 0), params.choice("size", SIZES, "same"), params.choice("colour", COLOURS, "kind"),
        params.name("focus"), _count(), alone=False,
    )  # fmt: skip
    return State(looking, starts)


def scope(since: str = "from", until: str = "to") -> Scope:
    """The kinds of relation (`kind`) and the years that count; `since` and `until` are what the years are called."""
    kinds = tuple(sorted({kind for kind in request.args.getlist("kind") if kind}))
    unknown = next((kind for kind in kinds if kind not in CHOICES), None)
    if unknown is not None:
        raise params.odd("没有这种关系", f"kind={unknown[:30]}", _CORRECT)
    first, last = year(since), year(until)
    if first and last and first > last:
        raise params.odd("起止年份颠倒", f"{first}, {last}", _CORRECT)
    return Scope(kinds, first, last)


def year(name: str) -> int:
    """A year, 0 if none is given."""
    given = params.whole(name, 0)
    if given and not 1000 <= given <= 2999:
        raise params.odd("年份应为四位数字", f"{name}={given}", params.WHOLE)
    return given


def steps() -> tuple[Step, ...]:
    """What was done to the picture, in order."""
    given = request.args.getlist("do")
    if len(given) > STEPS:
        raise params.odd("对图的操作太多", f"{len(given)} > {STEPS}", N_("请撤销几步，或从一个条目重新开始。"))
    return tuple(_step(one) for one in given)


def _step(given: str) -> Step:
    found = STEP.fullmatch(given)
    if not found or (found[3] and found[3] not in BY_NAME):
        raise params.odd("看不懂对图的这步操作", given[:40], _CORRECT)
    if found[1]:
        return Step("open", found[2], found[3] or "")
    return Step("hide", found[5]) if found[4] else Step("pin", found[7], x=int(found[8]), y=int(found[9]))


def told(step: Step) -> str:
    """A step as an address says it."""
    if step.what == "pin":
        return f"pin.{step.id}.{step.x}.{step.y}"
    return f"{step.what}.{step.id}" + (f".{step.kind}" if step.kind else "")


def _ids(given: Sequence[str]) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(one.strip() for one in given if one.strip()))
    if len(ids) > STARTS or any(len(one) > LONGEST_ID for one in ids):
        raise params.odd("条目太多", f"{len(ids)} > {STARTS}", _CORRECT)
    return ids


def _count() -> int:
    given = params.whole("n", COUNTS[1])
    if not 1 <= given <= MOST:
        raise params.odd("条数超出范围", f"n={given}", params.WHOLE)
    return given


def _unless(value: str, default: str) -> str:
    return "" if value == default else value
