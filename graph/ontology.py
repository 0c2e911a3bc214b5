"""The kinds of relation: who may stand at either end, what is recorded with it, how it reads.

After FollowTheMoney a relation declares its roles; the Chinese words are those of the bulletins.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import AGREEMENT, DOCUMENT, EVENT, GROUP, ISSUE, OFFICE, PERSON, WORK

ENDORSED, POST, POSSIBLY_SAME = "endorsed", "holds_post", "possibly_same"

FORMS = ("批示", "圈阅", "肯定", "听取汇报", "调研", "要求", "贺信", "表扬")
"""Forms of an act of endorsement, as the bulletins name them."""


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One row: roles, the two readings of the arrow, and how much a path over it is worth reading.

    `distance` is the length of the edge in a path search: 1 for an act one person does to
    another's office, more for what merely sets two names side by side.
    """

    name: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    label: str
    label_back: str
    distance: float
    attrs: tuple[str, ...] = ()


_WORKS = (DOCUMENT, AGREEMENT)

RELATIONS: tuple[RelationKind, ...] = (
    RelationKind(POST, (PERSON,), (OFFICE, GROUP), "任职", "任职者", 1.0, ("title", "title_surface", "host", "former")),
    RelationKind(ENDORSED, (PERSON, OFFICE, GROUP), (OFFICE, DOCUMENT, AGREEMENT, WORK), "批示肯定", "受到批示肯定", 1.0,
                 ("form", "post", "words", "about", "what", "points", "generic", "issue", "on")),
    RelationKind("seconded", (PERSON,), (PERSON,), "就其批示再批示", "批示获再批示", 1.0, ("form",)),
    RelationKind(POSSIBLY_SAME, (PERSON,), (PERSON,), "可能是同一人", "可能是同一人", 2.5),
    RelationKind("forwarded_to", (PERSON, OFFICE), (OFFICE,), "转办", "收到转办", 1.2),
    RelationKind("spoke_at", (PERSON,), (EVENT,), "讲话", "讲话人", 1.2),
    RelationKind("presided", (PERSON,), (EVENT,), "主持", "主持人", 1.2),
    RelationKind("attended", (PERSON, OFFICE), (EVENT,), "参加", "参加者", 1.5),
    RelationKind("reported_at", (PERSON,), (EVENT,), "汇报", "汇报人", 1.3),
    RelationKind("accompanied", (PERSON,), (EVENT,), "陪同", "陪同者", 1.4),
    RelationKind("organized", (OFFICE,), (EVENT,), "主办", "主办单位", 1.2),
    RelationKind("signed", (OFFICE, PERSON), _WORKS, "签署", "签署方", 1.0),
    RelationKind("compiled", (OFFICE, PERSON), _WORKS, "编纂", "编纂单位", 1.2),
    RelationKind("issued", (OFFICE,), (*_WORKS, ISSUE), "印发", "印发单位", 1.2),
    RelationKind("implements", (OFFICE,), _WORKS, "落实", "落实单位", 1.3),
    RelationKind("reviewed", (OFFICE,), (DOCUMENT, WORK), "审查评审", "审查评审单位", 1.3),
    RelationKind("revised", (OFFICE,), _WORKS, "修订", "修订单位", 1.2),
    RelationKind("brought_out", (OFFICE,), (DOCUMENT,), "出版", "出版单位", 1.4),
    RelationKind("awarded", (OFFICE,), (DOCUMENT,), "评奖", "授奖单位", 1.3, ("prize",)),
    RelationKind("published", (ISSUE,), (DOCUMENT,), "刊登", "刊登于", 1.2),
    RelationKind("part_of", (ISSUE,), (DOCUMENT,), "属于", "各期", 1.5),
    RelationKind("belongs_to", (OFFICE,), (OFFICE,), "隶属", "下设", 1.3),
    RelationKind("reported_by", (DOCUMENT,), (OFFICE,), "供稿单位", "供稿", 1.5),
    RelationKind("distributed_to", (ISSUE,), (OFFICE,), "分送", "收到", 3.0, ("mode",)),
)  # fmt: skip

BY_NAME = {kind.name: kind for kind in RELATIONS}

CHOICES = (*BY_NAME, *(f"{ENDORSED}:{form}" for form in FORMS))
"""What one may choose the observations by: kinds of relation, and forms of an act of endorsement."""
