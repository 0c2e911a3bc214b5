"""Commands that serve pages: serve, demo."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from importlib import resources
from pathlib import Path
from typing import Any

import click

from explorer.cli.terminal import Progress, configured, reported

host_option = click.option("--host", default=None, help="监听地址（默认本机回环地址 127.0.0.1）。")
port_option = click.option("--port", default=None, type=click.IntRange(0, 65535), help="端口（默认 8765；0 为任意空闲端口）。")


@click.command()
@host_option
@port_option
@click.option("--log", default=None, type=click.Choice(["errors", "json"]), help="日志：errors 只记错误（默认）；json 每个请求一行 JSON。")
@click.option("--read-only", is_flag=True, default=None, help="只读：不写入任何文件，可用于只读磁盘上的副本。")
@click.pass_obj
def serve(data: Path, host: str | None, port: int | None, log: str | None, read_only: bool | None) -> None:
    """在浏览器中检索与浏览（默认只对本机开放）。"""
    from explorer.web import limits, logs
    from explorer.workspace import Workspace

    with reported(), configured(host=host, port=port, log=log, read_only=read_only and 1) as config:
        logs.check(config.log)
        limits.check(config)
        with Workspace.open(data, read_only=bool(config.read_only)) as workspace:  # what is wrong with it is said before anything is started
            listener = _listen(config.host, config.port)
            if not hasattr(os, "fork"):
                return _serve(workspace, config, listener, browser=False)
        _serve_by_many(data, config, listener)


def _serve_by_many(data: Path, config: Any, listener: socket.socket) -> None:
    """Several processes, each with a workspace of its own."""
    from explorer.cli import prefork

    def make() -> Any:
        from explorer.app import create_app
        from explorer.workspace import Workspace

        app = create_app(Workspace.open(data, read_only=bool(config.read_only)), config)
        app.extensions["answers"].warm()
        return app

    _announce(listener)
    prefork.serve(make, listener, workers=config.web_workers, threads=config.threads)


@click.command()
@host_option
@port_option
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器。")
def demo(host: str | None, port: int | None, no_browser: bool) -> None:
    """用随附的样例建立临时数据并打开网页；退出后数据即删除。"""
    from explorer.pipeline import ingest
    from explorer.workspace import Workspace

    progress = Progress()
    with reported(), configured(host=host, port=port) as config, tempfile.TemporaryDirectory(prefix="jianbao-demo-") as folder:
        listener = _listen(config.host, config.port, tries=20)
        with Workspace.open(Path(folder), create=True) as workspace, resources.as_file(resources.files("explorer") / "samples") as samples:
            summary = ingest(workspace, sorted(samples.glob("*.txt")), config, progress)
            progress.finish()
            click.echo(f"样例：{len(summary.added)} 期，{summary.articles} 篇文章，{summary.relations} 条关系（临时数据）")
            _serve(workspace, config, listener, browser=not no_browser)


def _listen(host: str, port: int, tries: int = 1) -> socket.socket:
    """A listening socket on `port`, or on the next free one of `tries`."""
    from explorer.errors import JianbaoError

    for candidate in range(port, port + tries) if port else (0,):
        try:
            return socket.create_server((host, candidate))
        except (OSError, OverflowError):
            continue
    raise JianbaoError("端口已被占用，或地址不可用", place=f"{host}:{port}", remedy="请用 --port 换一个端口。")


def _serve(workspace: Any, config: Any, listener: socket.socket, *, browser: bool) -> None:
    """Serve until interrupted; the address is printed once the pages can be opened."""
    from waitress.server import create_server

    from explorer.app import create_app

    app = create_app(workspace, config)
    server = create_server(app, sockets=[listener], threads=config.threads, ident=None)
    address = _announce(listener)
    if browser and _has_browser():
        threading.Timer(0.3, webbrowser.open, (address,)).start()
    for wanted in (signal.SIGINT, signal.SIGTERM):  # also where a shell in the background has them ignored
        signal.signal(wanted, _stop)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        app.extensions["shelf"].close()


def _announce(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    click.echo(f"已就绪：{address}　（按 Ctrl+C 结束）")
    return address


def _stop(number: int, frame: object) -> None:
    """Ends the server in order: requests under way finish, the temporary data go."""
    raise KeyboardInterrupt


def _has_browser() -> bool:
    """Whether this machine has a screen to open a browser on; a server reached over ssh has none."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
