"""Which data folder answers: the public one, or the collection that a member has opened.

Nothing else in the pages knows of collections: what answers for the public folder has nothing of them (see explorer/collections.py).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from flask import Flask, current_app, g, session

from explorer import collections
from explorer.answers import Answers
from explorer.errors import NotFound
from explorer.web import access
from explorer.workspace import Workspace


def install(app: Flask) -> None:
    """The folders of an application; the public one is `app.extensions["answers"]`."""
    app.extensions["shelf"] = Shelf(app.extensions["answers"])
    app.jinja_env.globals.update(collection=chosen, collections=offered)


class Shelf:
    """The public folder, and the collections opened so far. Safe to share between threads."""

    def __init__(self, public: Answers) -> None:
        self.public = public
        self._lock = threading.Lock()
        self._opened: dict[str, tuple[Workspace, Answers]] = {}

    def of(self, name: str) -> Answers:
        """A collection; '' is the public folder. Raises NotFound."""
        if not name:
            return self.public
        with self._lock:
            if name not in self._opened:
                own = Workspace.open(collections.path_of(self.public.workspace.path, name))
                self._opened[name] = own, Answers(own, self.public.config)
            return self._opened[name][1]

    def close(self) -> None:
        """Closes all of them."""
        with self._lock:
            for own, answers in self._opened.values():
                answers.close()
                own.close()
            self._opened.clear()
        self.public.close()


def answers() -> Answers:
    """What answers whoever asks."""
    if "answers" not in g:
        g.answers = current_app.extensions["shelf"].of(chosen())
    return g.answers  # type: ignore[no-any-return]


def chosen() -> str:
    """The collection that he has opened, as long as he may see it and it is there; '' for what is public."""
    name = str(session.get("collection", ""))
    return name if name and name in offered() else ""


def offered() -> Sequence[str]:
    """The collections that he may see."""
    if "offered" not in g:
        account = access.account()
        there = collections.names(current_app.extensions["answers"].workspace.path) if account and account.collections else ()
        g.offered = [name for name in there if account and name in account.collections]
    return g.offered  # type: ignore[no-any-return]


def choose(name: str) -> None:
    """Opens a collection, or what is public (''). Raises NotFound for one that he may not see, as for one that is not there."""
    if name and name not in offered():
        raise NotFound("没有这个专题库", place=name[:40])
    session["collection"] = name
