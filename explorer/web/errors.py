"""The one place where an error becomes a response: a status, a sentence, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import BadHost, HTTPException

from explorer import errors as known
from explorer.web.i18n import N_, language, word

TABLE: tuple[tuple[type[known.JianbaoError], int, str], ...] = (
    (known.QueryError, 400, N_("这个请求无法处理")),
    (known.NotFound, 404, N_("没有找到")),
    (known.AmbiguousName, 409, N_("这个名称不止一个条目")),
    (known.Forbidden, 403, N_("没有权限")),
    (known.LoginRequired, 401, N_("须登录")),
    (known.LoginRefused, 403, N_("未能登录")),
    (known.CorrectionRefused, 400, N_("这条更正无法采用")),
    (known.BadName, 400, N_("名称不能用")),
    (known.InputError, 400, N_("这个文件无法收录")),
    (known.SearchUnavailable, 503, N_("检索暂时不可用")),
    (known.WorkspaceBusy, 503, N_("数据正在写入")),
    (known.WorkspaceReadOnly, 403, N_("这里是只读副本")),
    (known.WorkspaceError, 503, N_("数据暂时无法读取")),
    (known.JianbaoError, 500, N_("程序出错了")),
)
"""Class of error → status and heading; the first row that fits."""

HTTP: dict[int, tuple[str, str]] = {
    404: (N_("没有这个页面"), N_("请核对地址，或从首页检索。")),
    413: (N_("提交的内容太大"), N_("请分几次提交，或改用命令 jianbao ingest。")),
    429: (N_("请求太频繁"), N_("请稍等一分钟再试；批量取用请改用命令 jianbao，或与管理员联系。")),
    405: (N_("这个地址不接受这种请求"), N_("请从首页重新进入。")),
}
_OTHER = (N_("这个请求无法处理"), N_("请返回上一页重试，或从首页检索。"))
_BUG = (N_("程序出错了"), N_("问题已记入日志。请稍后重试；若再次出现，请把地址报告给维护者。"))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told to the reader."""

    status: int
    title: str
    reason: str
    place: str
    remedy: str
    position: int | None = None


def install(app: Flask) -> None:
    """Every error of the application passes here, also those nobody thought of."""
    app.register_error_handler(Exception, respond)


def respond(error: Exception) -> Response:
    """The response to an error: JSON under /api/, else a page. Redirects pass."""
    if isinstance(error, HTTPException) and (error.code is None or error.code < 400):
        return error.get_response()  # type: ignore[return-value]
    problem = problem_of(error)
    if problem.status >= 500:
        current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
    response = _as_json(problem) if request.path.startswith("/api/") else _as_page(problem, error)
    if isinstance(error, HTTPException):
        response.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
    return response


def problem_of(error: Exception) -> Problem:
    """An error in the reader's words."""
    if isinstance(error, known.JianbaoError):
        status, title = next((status, title) for kind, status, title in TABLE if isinstance(error, kind))
        position = getattr(error, "position", None)
        return Problem(status, word(title), _told(error.reason), error.place, _told(error.remedy), position)
    status = (error.code or 500) if isinstance(error, HTTPException) else 500
    title, remedy = _BUG if status >= 500 else HTTP.get(status, _OTHER)
    return Problem(status, word(title), "", "", word(remedy))


def _told(message: str) -> str:
    """The message in the reader's language; a sentence that carries data exists in Chinese only, and is left out."""
    told = word(message)
    return told if language() == "zh" or told != message else ""


def _as_json(problem: Problem) -> Response:
    shown = {
        "status": problem.status, "title": problem.title, "reason": problem.reason,
        "place": problem.place, "remedy": problem.remedy, "position": problem.position,
    }  # fmt: skip
    response = jsonify({"error": shown})
    response.status_code = problem.status
    return response


def _as_page(problem: Problem, error: Exception) -> Response:
    # A host that is none leaves no address to be built, so not even the page of an error can have the links of the others.
    template = "error_bare.html" if isinstance(error, BadHost) else "error.html"
    return make_response(render_template(template, problem=problem), problem.status)
