"""What the server writes about its work: by default errors, to be read by people; or a line of JSON for each request and each error.

Never in it: what was searched for, addresses with their parameters, cookies, forms. A request is known by its endpoint and an id, which
the answer carries too (`X-Request-ID`).
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import secrets
import sys

from flask import Flask, Response, current_app, g, has_request_context, request

from explorer.errors import ConfigurationError
from explorer.web.health import elapsed

JSON = "json"
KINDS = ("errors", JSON)
HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_EXTENSION = "requests"


class JsonLines(logging.Formatter):
    """Each record a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, what the record carries in `fields`; of an error its traceback."""
        line: dict[str, object] = {"time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        fields = getattr(record, "fields", None)
        line.update(fields if fields is not None else {"message": record.getMessage(), **_request_id()})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def install(app: Flask, kind: str) -> None:
    """With `kind` json a line for each request; with errors nothing but those. Raises ConfigurationError."""
    check(kind)
    app.before_request(_name)
    app.after_request(_told)
    if kind == JSON:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        app.extensions[_EXTENSION] = logging.Logger("explorer.requests")  # not in the tree of loggers: it belongs to this application
        app.extensions[_EXTENSION].addHandler(handler)
        app.logger.handlers, app.logger.propagate = [handler], False


def check(kind: str) -> None:
    """Raises ConfigurationError if there is no such kind of log."""
    if kind not in KINDS:
        raise ConfigurationError("设置项 log 只能是 errors 或 json", place=kind[:40])


def _request_id() -> dict[str, object]:
    return {"request": g.request_id} if has_request_context() and "request_id" in g else {}


def _name() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)


def _told(response: Response) -> Response:
    if "request_id" in g:
        response.headers[HEADER] = g.request_id
    logger = current_app.extensions.get(_EXTENSION)
    if logger is not None:
        fields = {
            "method": request.method[:16], "endpoint": request.endpoint or "none", "status": response.status_code, "ms": round(elapsed() * 1000, 1), **_request_id(),
        }  # fmt: skip
        logger.info("request", extra={"fields": fields})
    return response
