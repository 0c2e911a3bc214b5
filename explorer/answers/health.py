"""How the workspace does: what a watcher of the server asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer.store import queries, state
from explorer.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Health:
    """Figures of one moment; `index_current` is False while articles are being taken in."""

    revision: int
    index_current: bool
    bulletins: int
    articles: int
    index_bytes: int


def ready(workspace: Workspace) -> int:
    """The revision of the store. Raises WorkspaceError if it cannot be read."""
    return state.revision(workspace.store())


def health(workspace: Workspace) -> Health:
    """All figures. Raises WorkspaceError."""
    store = workspace.store()
    stats = queries.stats(store)
    return Health(state.revision(store), state.index_is_current(store), stats.bulletins, stats.articles, _size(workspace.fulltext))


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue  # swept by a build in the meantime
    return total
