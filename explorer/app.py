"""The web application, put together: one workspace, its answers, the pages and the JSON interface."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from explorer.answers import Answers
from explorer.config import Config
from explorer.web import access, api, correcting, errors, exports, formats, health, i18n, keeping, ledger, limits, logs, moved, networks, openapi, pages, people, places, security, shelf, uploading
from explorer.workspace import Workspace

_PACKAGE = Path(__file__).parent
_TEMPLATES = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
"""An installed wheel carries them inside the package; a checkout beside it."""


def create_app(workspace: Workspace, config: Config) -> Flask:
    """An application over one workspace. Close `app.extensions["shelf"]` in the end, not the workspace alone."""
    app = Flask("explorer", template_folder=str(_templates()), static_folder="web/static")
    app.extensions["answers"] = Answers(workspace, config)
    app.json.ensure_ascii, app.json.sort_keys = False, False  # type: ignore[attr-defined]
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    health.install(app, config)  # first: its clock runs for every request, refused ones too
    logs.install(app, config.log)
    i18n.install(app, config.language)
    formats.install(app)
    errors.install(app)
    security.install(app, https=bool(config.https))
    access.install(app, workspace.path, config, read_only=workspace.read_only)
    shelf.install(app)
    limits.install(app, config)
    moved.install(app)
    app.register_blueprint(pages.pages)
    app.register_blueprint(keeping.keeping)
    app.register_blueprint(correcting.correcting)
    uploading.install(app, config)
    app.register_blueprint(places.places)
    app.register_blueprint(ledger.ledger)
    app.register_blueprint(exports.exports)
    app.register_blueprint(networks.networks)
    app.register_blueprint(api.api)
    app.register_blueprint(openapi.openapi)
    app.register_blueprint(people.people)
    return app


def _templates() -> Path:
    return next((path for path in _TEMPLATES if path.is_dir()), _TEMPLATES[0])
