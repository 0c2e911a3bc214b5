"""Words for the closed sets of values that pages show."""

from __future__ import annotations

from explorer.web.i18n import N_

KINDS = {
    "person": N_("人物"),
    "office": N_("机构"),
    "document": N_("文件"),
    "agreement": N_("协议"),
    "issue": N_("期次"),
    "event": N_("会议活动"),
    "work": N_("工作事项"),
    "group": N_("群体"),
    "candidate": N_("可能的人名"),
}
PARTS = {"article": N_("文章"), "note": N_("编者按"), "masthead": N_("报头"), "colophon": N_("版记")}
DATE_SOURCES = {
    "printed": N_("报头所印日期"),
    "colophon": N_("版记所印日期"),
    "posted": N_("网页发布日期"),
    "number": N_("由总期号推算"),
}
BANDS = {"high": N_("高"), "middle": N_("中"), "low": N_("低")}
"""The bands of graph.confidence."""

FORMS = {
    "批示": N_("批示"),
    "圈阅": N_("圈阅"),
    "肯定": N_("肯定"),
    "听取汇报": N_("听取汇报"),
    "调研": N_("调研"),
    "要求": N_("要求"),
    "贺信": N_("贺信"),
    "表扬": N_("表扬"),
}
"""Forms of an act, as graph.ontology.FORMS has them."""

MODES = {"报": N_("报"), "送": N_("送"), "发": N_("发")}
SIGNED = N_("签署或修订日期")
