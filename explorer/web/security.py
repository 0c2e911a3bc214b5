"""What every response says to the browser about what it may load, frame and tell others."""

from __future__ import annotations

from flask import Flask, Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "connect-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def install(app: Flask) -> None:
    """Every response of the application carries the headers, errors and files included."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """The headers, put on one response. Pages differ by the language cookie, and a cache must know it."""
    response.headers.update(HEADERS)
    if response.mimetype in ("text/html", "application/json"):
        response.headers["Cache-Control"] = "no-cache"
        response.vary.add("Cookie")
    return response
