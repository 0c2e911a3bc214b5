"""How often one caller may ask: nobody on this machine is held up, others only when they ask as no person reads.

Counted in memory, in each process by itself: a bound on harm, no accounting.
"""

from __future__ import annotations

from flask import Flask, request
from flask_limiter import Limiter

from explorer.config import Config
from explorer.errors import ConfigurationError
from explorer.web import access

_FREE = frozenset(("static", "watched.healthz"))


def install(app: Flask, config: Config) -> None:
    """The bound of the settings on every endpoint together. Raises ConfigurationError if it cannot be read."""
    check(config)
    if not config.rate_limit:
        return
    limiter = Limiter(
        access.caller, application_limits=[config.rate_limit], application_limits_exempt_when=access.is_here, storage_uri="memory://",
        strategy="moving-window", headers_enabled=True,
    )  # fmt: skip
    limiter.request_filter(_is_free)
    limiter.init_app(app)


def _is_free() -> bool:
    return request.endpoint in _FREE


def check(config: Config) -> None:
    """Raises ConfigurationError if the setting cannot be read."""
    from limits import parse_many

    try:
        parse_many(config.rate_limit or "1/second")
    except ValueError as error:
        raise ConfigurationError("设置项 rate_limit 无法读取", place=config.rate_limit[:40], remedy="请写成 600/minute 这样的形式，或留空关闭。") from error
