"""Signing in and out, one's own account, the record of what was done."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Redirect

from explorer.accounts import audit, signing
from explorer.accounts import people as registry
from explorer.accounts.people import ADMINISTRATOR
from explorer.answers.tabular import as_csv
from explorer.errors import BadName, LoginRefused, NotFound
from explorer.web import access, params, results, shelf
from explorer.web.errors import problem_of
from explorer.web.i18n import N_, local

people = Blueprint("people", __name__)

WORDS = {
    audit.SIGNED_IN: N_("登录"), audit.REFUSED: N_("登录失败"), audit.SIGNED_OUT: N_("退出"), audit.CHANGED: N_("更改"),
    audit.TAKEN_OUT: N_("导出"), audit.READ: N_("阅读"), audit.MANAGED: N_("账户管理"),
}  # fmt: skip
ROLES = {"reader": N_("读者"), "editor": N_("编辑"), "administrator": N_("管理员")}


@people.get("/login")
def login() -> str:
    """The form; where there are no accounts it says so."""
    return render_template("login.html", back=local(request.args.get("next", "/")), refused="", name="")


@people.post("/login")
def sign_in() -> Redirect | tuple[str, int]:
    """Signs in, and goes back to where one was. The session is a new one: what was in the old one is gone."""
    name, back = request.form.get("name", "")[:100], local(request.form.get("next", "/"))
    if not access.with_accounts():
        raise NotFound(N_("没有账户"))
    try:
        token = signing.sign_in(access.book(), name, request.form.get("password", "")[: registry.MOST + 1], access.caller())
    except LoginRefused as error:
        access.record(audit.REFUSED, name)
        return render_template("login.html", back=back, refused=error.reason, name=name), problem_of(error).status
    session.clear()
    session["token"] = token
    access.record(audit.SIGNED_IN, "", who=name)
    return redirect(back, 303)


@people.post("/logout")
def sign_out() -> Redirect:
    """Ends the session."""
    if access.account():
        access.record(audit.SIGNED_OUT, "")
        signing.sign_out(access.book(), str(session.get("token", "")))
    session.clear()
    return redirect(url_for("pages.home"), 303)


@people.get("/account")
def account() -> str:
    """One's own account."""
    return render_template("account.html", own=access.member(), roles=ROLES, problem="", least=registry.LEAST)


@people.post("/account/password")
def password() -> Redirect | tuple[str, int]:
    """Another password, for whoever knows the one so far; all sessions end, this one begins anew."""
    own, new = access.member(), request.form.get("new", "")
    try:
        if new != request.form.get("again", ""):
            raise BadName(N_("两次输入的新密码不同"))
        signing.sign_in(access.book(), own.name, request.form.get("old", ""), access.caller())
        registry.set_password(access.book(), own.name, new)
    except (BadName, LoginRefused) as error:
        return render_template("account.html", own=own, roles=ROLES, problem=error.reason, least=registry.LEAST), problem_of(error).status
    access.record(audit.MANAGED, f"password {own.name}")
    session.clear()
    session["token"] = signing.sign_in(access.book(), own.name, new, access.caller())
    return redirect(url_for("people.account"), 303)


@people.post("/account/everywhere")
def everywhere() -> Redirect:
    """Ends all sessions of the account."""
    signing.sign_out_everywhere(access.book(), access.member())
    access.record(audit.SIGNED_OUT, "*")
    session.clear()
    return redirect(url_for("pages.home"), 303)


@people.post("/collection")
def collection() -> Redirect:
    """Opens a collection (`name`), or what is public."""
    access.member()
    shelf.choose(request.form.get("name", ""))
    return redirect(url_for("pages.home"), 303)


@people.get("/audit")
def record() -> str:
    """The record, newest first, for administrators."""
    access.member(ADMINISTRATOR)
    page = audit.page(access.book(), params.whole("page", 1))
    turning = results.turning(page.page, page.pages, lambda number: url_for("people.record", page=number))
    return render_template("audit.html", page=page, turning=turning, what=WORDS)


@people.get("/audit/export")
def export() -> Response:
    """All of it as CSV."""
    access.member(ADMINISTRATOR)
    rows = (asdict(entry) for entry in audit.entries(access.book()))
    response = current_app.response_class("\ufeff" + as_csv(rows, [(name, name) for name in ("at", "who", "address", "what", "about")]), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=jianbao-audit.csv"
    return response
