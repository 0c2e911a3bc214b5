"""For those who watch the server: whether it is ready, and its figures in the form of Prometheus."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request

from explorer.answers import Answers
from explorer.config import Config
from explorer.errors import Forbidden, JianbaoError
from explorer.web import access, errors
from explorer.web.i18n import N_

watched = Blueprint("watched", __name__)

METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))
"""Those counted by name: a caller could make up any number of others."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
_EXTENSION = "figures"


def install(app: Flask, config: Config) -> None:
    """The two pages, and a clock on every request."""
    app.extensions[_EXTENSION] = Figures(app.extensions["answers"])
    app.config["METRICS_OPEN"] = bool(config.metrics_open)
    app.register_blueprint(watched)
    app.before_request(_begin)
    app.after_request(_count)


@watched.get("/healthz")
def healthz() -> Response:
    """One line: ready, or (503) why not."""
    try:
        response = jsonify(status="ready", revision=_answers().ready())
    except JianbaoError as error:
        response = jsonify(status="unavailable", reason=error.reason, remedy=error.remedy)
        response.status_code = errors.problem_of(error).status
    return response


@watched.get("/metrics")
def metrics() -> Response:
    """Counts and times of requests by endpoint, of all processes; size of the workspace. For callers on this machine alone."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    if not (access.is_here() or current_app.config["METRICS_OPEN"]):
        raise Forbidden(N_("运行数据只供本机查看"), remedy=N_("请在服务器本机打开，或由管理员设置 metrics_open。"))
    return Response(generate_latest(current_app.extensions[_EXTENSION].registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


class Figures:
    """The counters of one application, in a registry of its own; of several processes they are added up (Prometheus' files of each)."""

    def __init__(self, answers: Answers) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram
        from prometheus_client.multiprocess import MultiProcessCollector

        own = CollectorRegistry()
        self.requests = Counter("jianbao_requests", "Requests answered.", ("endpoint", "method", "status"), registry=own)
        self.seconds = Histogram("jianbao_request_seconds", "Seconds until the answer was made.", ("endpoint",), registry=own, buckets=SECONDS)
        self.registry = own
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            self.registry = CollectorRegistry()
            MultiProcessCollector(self.registry)
        self.registry.register(_Workspace(answers.health))  # type: ignore[arg-type]


class _Workspace:
    """Gauges that are read when they are asked for."""

    def __init__(self, health: Callable[[], Any]) -> None:
        self._health = health

    def describe(self) -> list[Any]:
        """Nothing: the workspace is not to be read when this is registered."""
        return []

    def collect(self) -> Iterator[Any]:
        """The figures of the workspace; `jianbao_ready` alone where it cannot be read."""
        from prometheus_client.core import GaugeMetricFamily

        try:
            found = self._health()
        except JianbaoError:
            yield GaugeMetricFamily("jianbao_ready", "1: the workspace can be read.", value=0)
            return
        yield GaugeMetricFamily("jianbao_ready", "1: the workspace can be read.", value=1)
        yield GaugeMetricFamily("jianbao_bulletins", "Issues in the workspace.", value=found.bulletins)
        yield GaugeMetricFamily("jianbao_articles", "Articles in the workspace.", value=found.articles)
        yield GaugeMetricFamily("jianbao_index_bytes", "Size of the full-text index.", value=found.index_bytes)
        yield GaugeMetricFamily("jianbao_index_current", "0: articles are being taken in, or were not indexed.", value=int(found.index_current))
        yield GaugeMetricFamily("jianbao_revision", "Revision of the store.", value=found.revision)


def _answers() -> Answers:
    return current_app.extensions["answers"]


def _begin() -> None:
    g.begun = time.perf_counter()


def elapsed() -> float:
    """Seconds since the request came."""
    return time.perf_counter() - g.get("begun", time.perf_counter())


def _count(response: Response) -> Response:
    figures, endpoint = current_app.extensions[_EXTENSION], request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"
    figures.requests.labels(endpoint, method, str(response.status_code)).inc()
    figures.seconds.labels(endpoint).observe(elapsed())
    return response
