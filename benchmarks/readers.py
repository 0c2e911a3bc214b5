"""A reader of the load test: one kept connection, and a walk from page to page by the links that stand in them."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

_ARTICLE = re.compile(r"/article/([0-9a-zA-Z_-]+)[\"?#]")
_ENTITY = re.compile(r"/entity/([0-9a-zA-Z_-]+)[\"?#]")
_TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request; `problem` is empty where all is well."""

    route: str
    ms: float
    problem: str


class Reader(threading.Thread):
    """Walks until it is told to stop."""

    def __init__(self, number: int, host: str, port: int, names: list[str], think: float) -> None:
        super().__init__(daemon=True)
        self._rng, self._names, self._think = random.Random(number), names, think
        self._connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
        self._answers: list[Answer] = []
        self._ended = threading.Event()
        self._article = self._entity = self._before = ""

    def run(self) -> None:
        """One page after another, with time to think."""
        while not self._ended.wait(self._rng.expovariate(1 / self._think)):
            self._rng.choices(self._steps(), weights=_WEIGHTS)[0]()
        self._connection.close()

    def stop(self) -> None:
        """No page after this one."""
        self._ended.set()

    def finished(self) -> list[Answer]:
        """All answers, once the last one has come."""
        self.join(_TIMEOUT)
        return self._answers

    def _steps(self) -> list[Callable[[], None]]:
        return [self._search, self._read, self._look_up, self._picture, self._path, self._json, self._type, self._front]

    def _search(self) -> None:
        page = self._get("/search", f"/search?q={quote(self._rng.choice(self._names))}")
        if found := _ARTICLE.findall(page):
            self._article = self._rng.choice(found)

    def _read(self) -> None:
        if not self._article:
            return self._search()
        page = self._get("/article", f"/article/{self._article}")
        if found := _ENTITY.findall(page):
            self._before, self._entity = self._entity, self._rng.choice(found)

    def _look_up(self) -> None:
        if not self._entity:
            return self._read()
        self._get("/entity", f"/entity/{self._entity}")

    def _picture(self) -> None:
        if not self._entity:
            return self._read()
        self._get("/network", f"/network?id={self._entity}")

    def _path(self) -> None:
        if not self._before:
            return self._read()
        self._get("/path", f"/path?from={self._before}&to={self._entity}")

    def _json(self) -> None:
        if self._entity and self._rng.random() < 0.5:
            self._get("/api/v1/network", f"/api/v1/network?id={self._entity}")
        else:
            self._get("/api/v1/search", f"/api/v1/search?q={quote(self._rng.choice(self._names))}")

    def _type(self) -> None:
        self._get("/api/v1/suggest", f"/api/v1/suggest?q={quote(self._rng.choice(self._names)[:2])}")

    def _front(self) -> None:
        self._get("/", "/")

    def _get(self, route: str, address: str) -> str:
        begun = time.perf_counter()
        body, problem = b"", ""
        try:
            self._connection.request("GET", address)
            response = self._connection.getresponse()
            body = response.read()
            problem = "" if response.status == 200 else f"{response.status} {address}"
        except (OSError, http.client.HTTPException) as error:
            problem = f"{type(error).__name__}: {error}"
            self._connection.close()  # the next request opens it anew
        self._answers.append(Answer(route, (time.perf_counter() - begun) * 1000, problem))
        return body.decode("utf-8", "replace")


_WEIGHTS = (25, 25, 15, 10, 5, 10, 5, 5)
"""Of the steps, in their order."""
