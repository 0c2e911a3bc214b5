"""Uploading: files wait with a preview of how they would be read, until somebody takes them in or drops them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from explorer.answers import Answers
from explorer.collections import follow_all
from explorer.config import Config
from explorer.crew import Job
from explorer.errors import InputError
from explorer.inspecting import FileReport, inspect_content
from explorer.pipeline import receive
from explorer.uploads import MOST, Uploads, Waiting
from explorer.web import access, shelf
from explorer.web.i18n import N_

uploading = Blueprint("uploading", __name__)

HEAD = {
    "刊名": N_("刊名"), "期": N_("期"), "总期": N_("总期"), "年份": N_("年份"), "编发单位": N_("编发单位"), "日期": N_("日期"), "日期来源": N_("日期来源"),
    "供稿": N_("供稿"), "作者": N_("作者"),
}  # fmt: skip
"""The fields of a masthead, as a report calls them."""
_FRAME = 1_000_000
"""Bytes of a form around its files."""
_TOLD = 20
"""Issues told of after they were taken in."""


def install(app: Flask, config: Config) -> None:
    """The pages, and how much they may be sent at a time."""
    app.register_blueprint(uploading)
    access.allow_bytes(app, "uploading.upload", config.max_file_bytes + _FRAME)


def answers() -> Answers:
    """The answers of this application."""
    return shelf.answers()


def _waiting() -> Uploads:
    return Uploads(answers().workspace.path)


@uploading.get("/upload")
def uploads() -> str:
    """What waits, and the form to send more."""
    access.writer()
    added = answers().issues_of(request.args.getlist("added")[:_TOLD])
    return render_template("upload.html", waiting=_waiting().all(), added=added, most=answers().config.max_file_bytes)


@uploading.post("/upload")
def upload() -> Redirect:
    """Keeps the files sent, each with a report on how it would be read; a bad one says so, the others go on."""
    access.writer()
    refused = []
    for file in request.files.getlist("file")[:MOST]:
        try:
            if file.filename:
                kept = _waiting().keep(file.stream, file.filename, answers().config.max_file_bytes)  # type: ignore[arg-type]
                _waiting().note(replace(kept, reports=tuple(_inspected(kept))))
        except InputError as error:
            refused.append(error)
    if refused:
        raise refused[0]
    return redirect(url_for("uploading.uploads"), 303)


@uploading.get("/upload/<upload_id>")
def preview(upload_id: str) -> str:
    """How one would be read: masthead, articles, doubts, steps."""
    access.writer()
    waiting = _waiting().get(upload_id)
    return render_template("upload_preview.html", waiting=waiting, held=answers().issue_of_content(waiting.id), head=HEAD)


@uploading.post("/upload/accept")
def accept() -> Redirect:
    """Takes in those chosen (`id`), or all; what fails stays, with the reason."""
    access.writer()
    chosen = _chosen()
    summary = receive(answers().workspace, [_job(one) for one in chosen], answers().config)
    follow_all(answers().workspace, answers().config)
    failed = {one.path.split(" › ")[0]: f"{one.reason}。{one.remedy}" for one in summary.problems}
    taken = {path.split(" › ")[0] for path, _, _ in summary.added}
    for one in chosen:
        if one.id in failed and one.id not in taken:
            _waiting().note(replace(one, problem=failed[one.id]))
        else:
            _waiting().drop(one)
    return redirect(url_for("uploading.uploads", added=[issue for _, issue, _ in summary.added[:_TOLD]]), 303)


@uploading.post("/upload/drop")
def drop() -> Redirect:
    """Those chosen (`id`) wait no longer."""
    access.writer()
    for one in _chosen():
        _waiting().drop(one)
    return redirect(url_for("uploading.uploads"), 303)


def _chosen() -> list[Waiting]:
    ids = request.form.getlist("id")[:MOST]
    return [_waiting().get(one) for one in ids] or [one for one in _waiting().all() if one.readable]


def _job(waiting: Waiting) -> Job:
    """Its id is its path: two files may bear one name."""
    return Job(waiting.id, waiting.name, _waiting().content(waiting))


def _inspected(waiting: Waiting) -> list[FileReport]:
    workspace, config = answers().workspace, answers().config
    try:
        return inspect_content(waiting.name, waiting.name, _waiting().content(waiting), Path(workspace.lexicon), config)
    except InputError as error:
        return [FileReport(waiting.name, f"{error.reason}。{error.remedy}")]
