"""The server of `serve` where the system can fork: gunicorn, several processes of several threads each on one socket.

Each process opens the workspace for itself: connections to SQLite, the mapped index and the locks of threads do not outlive a fork.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from typing import Any

GRACE = 30
"""Seconds that requests under way are given when the server stops."""
_IDLE = 75
"""Seconds that an idle connection is kept: longer than a proxy in front keeps it, so that none is cut in its hand."""
_SILENCE = 120
"""Seconds after which a process that shows no sign of life is replaced."""

_TURN = 0.0005
"""Seconds that a thread keeps Python's lock when others wait."""

Make = Callable[[], Any]


def serve(make: Make, listener: socket.socket, *, workers: int, threads: int) -> None:
    """Serves until SIGTERM or SIGINT; requests under way are finished. `make` gives the application, once in each process."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # gunicorn wants a class; it is given everything here, and reads no file and no argument
        def load_config(self) -> None:
            for name, value in _settings(listener, workers, threads, shared).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return make()

    with tempfile.TemporaryDirectory(prefix="jianbao-serve-") as shared:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = shared  # before the client library is imported, which looks once
        import explorer.app  # noqa: F401 - what it loads is shared by the processes until they write to it

        gc.freeze()
        os.environ.pop("GUNICORN_CMD_ARGS", None)
        try:
            Server().run()
        except SystemExit as error:  # gunicorn ends with one, also when all is well
            if error.code:
                raise


def _settings(listener: socket.socket, workers: int, threads: int, folder: str) -> dict[str, Any]:
    return {
        "bind": f"fd://{os.dup(listener.fileno())}", "workers": workers, "threads": threads, "worker_class": "gthread",
        "graceful_timeout": GRACE, "timeout": _SILENCE, "keepalive": _IDLE, "control_socket_disable": True, "worker_tmp_dir": folder,
        "loglevel": "error", "limit_request_line": 0, "limit_request_field_size": 0, "proc_name": "jianbao",
        "when_ready": _ready, "post_worker_init": _begun, "child_exit": _forget, "worker_exit": _close,
    }  # fmt: skip
# A query of 1,000 characters is 9,000 bytes as an address, more than gunicorn's longest line; how long one may be is said by the pages.


def _ready(arbiter: Any) -> None:
    """Ctrl-C stops in order too; a second one at once."""
    pressed: list[int] = []

    def stop(number: int, frame: object) -> None:
        os.kill(os.getpid(), signal.SIGQUIT if pressed else signal.SIGTERM)
        pressed.append(number)

    signal.signal(signal.SIGINT, stop)


def _begun(worker: Any) -> None:
    """A terminal sends Ctrl-C to every process; the first one tells the others. Threads take turns at Python's lock quickly: a page
    of many short queries would else wait at each of them while a network is made beside it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setswitchinterval(_TURN)


def _forget(arbiter: Any, worker: Any) -> None:
    """The gauges of a process that is gone count no longer."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def _close(arbiter: Any, worker: Any) -> None:
    application = getattr(worker, "wsgi", None)
    if application is not None:
        application.extensions["shelf"].close()
        application.extensions["answers"].workspace.close()
