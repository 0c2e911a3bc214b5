"""What every response says to the browser about what it may load, frame and tell others."""

from __future__ import annotations

from collections.abc import Mapping

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
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


def install(app: Flask, *, https: bool = False) -> None:
    """Every response of the application carries the headers, errors and files included. `https`: it is reached by nothing else."""
    kept = HEADERS | (_ONLY_HTTPS if https else {})
    app.after_request(lambda response: add_headers(response, kept))


def add_headers(response: Response, kept: Mapping[str, str]) -> Response:
    """The headers, put on one response. Pages differ by the language cookie, and a cache must know it."""
    response.headers.update(kept)
    if response.mimetype in ("text/html", "application/json"):
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.add("Cookie")
    return response
