"""Who is there, what he may do, and that it was really asked for: by a form of ours.

Without accounts it is the person at this machine. A page anywhere on the web can make a reader's browser send requests to 127.0.0.1: so
a form carries a token (CSRF), and the name by which the browser called us must be a local one (DNS rebinding: a foreign name that
resolves to 127.0.0.1). With accounts it is who has signed in, or whom a trusted proxy names; a foreign name then has no session.
"""

from __future__ import annotations

import ipaddress
import secrets
from pathlib import Path

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as Redirect

from explorer.accounts import audit, signing
from explorer.accounts.book import Book
from explorer.accounts.people import ADMINISTRATOR, EDITOR, READER, Account
from explorer.config import Config
from explorer.errors import Forbidden, LoginRequired, WorkspaceReadOnly
from explorer.web.i18n import N_

_KEY = "secret"
_HERE = "本机"
_HANDED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""What a proxy adds."""
MOST_BYTES = 1_000_000
"""Of a form without files."""
ONLY_HERE = N_("只有在本机打开的页面可以更改数据")
READ_ONLY = N_("数据以只读方式打开，不能更改")
EXPIRED = N_("表单已过期")
MEMBERS = N_("须登录后使用")
NOT_HIS = N_("您的账户没有这项权限")


OPEN = frozenset({"people.login", "people.sign_in", "people.sign_out", "pages.language", "static", "watched.healthz", "watched.metrics"})
"""What whoever has not signed in may ask for where reading is for members."""
OWN = frozenset({"people.sign_in", "people.sign_out", "people.password", "people.everywhere", "people.collection"})
"""What may be sent by whoever may ask for it: it changes his own things."""


def install(app: Flask, folder: Path, config: Config, *, read_only: bool = False) -> None:
    """Every request but reading ones needs a token. `folder`: the data folder, where the key that signs them is kept.
    With `read_only` nobody may change anything, and the key is made for this run."""
    app.extensions["book"], app.extensions["config"] = Book(folder), config
    app.config.update(
        READ_ONLY=read_only, SECRET_KEY=secrets.token_hex(32) if read_only else _key(folder), SESSION_COOKIE_NAME="jianbao", SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False, SESSION_COOKIE_SECURE=bool(config.https),
    )  # fmt: skip
    app.before_request(_guard)  # before the form is read
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _expired)
    app.extensions.setdefault("most_bytes", {})
    app.after_request(_recorded)
    app.after_request(_private)
    app.jinja_env.globals.update(may_write=may_write, account=account, with_accounts=with_accounts, may_audit=may_audit)


def book() -> Book:
    """Where accounts are kept."""
    return current_app.extensions["book"]


def with_accounts() -> bool:
    """Whether there are accounts."""
    if "with_accounts" not in g:
        g.with_accounts = book().is_kept
    return bool(g.with_accounts)


def account() -> Account | None:
    """Who has signed in, if somebody has."""
    if "account" not in g:
        g.account = _named_by_proxy() or signing.who(book(), str(session.get("token", ""))) if with_accounts() else None
    return g.account  # type: ignore[no-any-return]


def _named_by_proxy() -> Account | None:
    """Whom the reverse proxy has let in; its header counts only if the request comes from the proxy."""
    config: Config = current_app.extensions["config"]
    trusted = {one.strip() for one in config.trusted_proxy.split(",")} - {""}
    if not config.auth_header or (request.remote_addr or "") not in trusted:
        return None
    return signing.named(book(), request.headers.get(config.auth_header, ""))


def _guard() -> Redirect | None:
    """Reading is for members where that is set. What would change something needs somebody who may, and is no larger than it may be."""
    config: Config = current_app.extensions["config"]
    if config.reading == "members" and request.endpoint not in OPEN and not (account() if with_accounts() else is_here()):
        if request.path.startswith("/api/") or request.method != "GET" or not with_accounts():
            raise LoginRequired(MEMBERS)
        return redirect(url_for("people.login", next=request.full_path.rstrip("?")), 303)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        if not (with_accounts() and request.endpoint in OWN):
            writer()
        own = current_app.extensions["most_bytes"].get(request.endpoint)
        request.max_content_length = own or MOST_BYTES
    return None


def _recorded(response: Response) -> Response:
    """Puts down changes, exports and, if that is set, what was read."""
    if with_accounts() and response.status_code // 100 < 4 and request.endpoint not in (None, "static"):
        what = _what(response)
        if what:
            record(what, request.full_path.rstrip("?"))
    return response


def _private(response: Response) -> Response:
    """Where it depends on who asks what an answer says, nothing between here and the browser keeps it, nor the browser after signing out."""
    if request.endpoint != "static" and with_accounts():
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _what(response: Response) -> str:
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        return "" if request.endpoint in OWN else audit.CHANGED
    if "attachment" in response.headers.get("Content-Disposition", ""):
        return audit.TAKEN_OUT
    return audit.READ if current_app.extensions["config"].audit_reading and request.method == "GET" else ""


def record(what: str, about: str, who: str = "") -> None:
    """A line in the record, if accounts are kept."""
    found = account()
    audit.note(book(), who or (found.name if found else ""), caller(), what, about, current_app.extensions["config"].audit_log)


def allow_bytes(app: Flask, endpoint: str, size: int) -> None:
    """Lets one form carry more than others."""
    app.extensions.setdefault("most_bytes", {})[endpoint] = size


def may_write() -> bool:
    """Whether the one who asks may change something."""
    if current_app.config["READ_ONLY"]:
        return False
    return _may(EDITOR) if with_accounts() else is_here() and _is_local_name(request.host)


def may_audit() -> bool:
    """Whether he may see the record."""
    return with_accounts() and _may(ADMINISTRATOR)


def _may(role: str) -> bool:
    found = account()
    return found is not None and found.may(role)


def is_here() -> bool:
    """Whether the caller is on this machine. What a proxy on this machine hands on comes from elsewhere."""
    return _is_local(request.remote_addr or "") and not any(name in request.headers for name in _HANDED_ON)


def caller() -> str:
    """The address that counts as one caller; behind a proxy on this machine, that which the proxy names last."""
    address = request.remote_addr or ""
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return named[:45] if named and _is_local(address) else address


def writer() -> str:
    """The name under which a change is logged. Raises Forbidden, LoginRequired, WorkspaceReadOnly."""
    if current_app.config["READ_ONLY"]:
        raise WorkspaceReadOnly(READ_ONLY)
    if not with_accounts():
        if not may_write():
            raise Forbidden(ONLY_HERE)
        return _HERE
    return member(EDITOR).name


def member(role: str = READER) -> Account:
    """Who has signed in, with a role that holds this one. Raises LoginRequired, Forbidden."""
    found = account()
    if found is None:
        raise LoginRequired(MEMBERS)
    if not found.may(role):
        raise Forbidden(NOT_HIS, remedy=N_("请联系管理员。"))
    return found


def _expired(error: CSRFError):  # type: ignore[no-untyped-def]
    from explorer.web import errors

    return errors.respond(Forbidden(EXPIRED, remedy=N_("请返回上一页，刷新后再提交。")))


def _is_local(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _is_local_name(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name == "localhost" or _is_local(name.strip("[]"))


def _key(folder: Path) -> str:
    """The key in the data folder, made if there is none; one for this run alone where nothing can be written."""
    path = folder / _KEY
    try:
        with path.open("x", encoding="ascii") as stream:
            path.chmod(0o600)
            stream.write(secrets.token_hex(32))
    except OSError:
        pass  # it is there, or it cannot be
    try:
        found = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        found = ""
    return found if len(found) >= 32 else secrets.token_hex(32)
