"""Collections: what is for one group alone, each in a folder of its own that holds what is public as well.

    collections/NAME/     a data folder as any other (see workspace.py): the public issues, and those of the collection

Whoever may not see a collection is answered from the public folder, in which nothing of it is: no count, no suggestion and no
path can tell of it, whatever page is added to the program. The price is the room of the public issues once for each collection.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from explorer.config import Config
from explorer.errors import BadName, NotFound, WorkspaceBusy
from explorer.fulltext import index_of, reaching
from explorer.intake import Progress, Summary
from explorer.pipeline import follow, ingest
from explorer.store import opening
from explorer.workspace import Workspace, usable

FOLDER = "collections"
_NAME = re.compile(r"[\w（）()·-]{1,40}")


def names(public: Path) -> list[str]:
    """The collections of a data folder, sorted."""
    with usable(public):
        found = (path.name for path in (public / FOLDER).iterdir()) if (public / FOLDER).is_dir() else ()
        return sorted(name for name in found if _NAME.fullmatch(name) and opening.present(public / FOLDER / name))


def path_of(public: Path, name: str) -> Path:
    """The folder of a collection. Raises NotFound for a name that none has: no other name ever becomes a path."""
    if name not in names(public):
        raise NotFound("没有这个专题库", place=name[:40])
    return public / FOLDER / name


def create(public: Workspace, name: str, config: Config, progress: Progress | None = None) -> Summary:
    """A new collection, with what is public in it. Raises BadName for a name that is no good, or that is taken."""
    if not _NAME.fullmatch(name):
        raise BadName("名称只能用汉字、字母、数字、括号、间隔号和短横，最多 40 字", place=name[:40])
    if name in names(public.path):
        raise BadName("已有同名的专题库", place=name)
    path = public.path / FOLDER / name
    if server := opening.elsewhere(public.path):  # beside the store of all, in a schema of its own
        with usable(path):
            path.mkdir(parents=True)
            opening.point(path, server.address, opening.server(path, server.address).schema)
    with Workspace.open(path, create=True) as own:
        return follow(own, public, config, progress)


def remove(public: Path, name: str, config: Config) -> None:
    """Deletes a collection, its originals and corrections with it. Raises SearchUnavailable if its index cannot be removed."""
    path = path_of(public, name)
    with Workspace.open(path) as own, own.writing(), reaching():  # nobody writes into it
        index_of(own, config).remove()
        if server := opening.elsewhere(path):
            server.drop()
    with usable(path):
        shutil.rmtree(path)


def add(public: Workspace, name: str, paths: Iterable[Path], config: Config, progress: Progress | None = None, *, withdraw: bool = False) -> Summary:
    """Takes files into a collection, once it has all that is public. Raises NotFound, WorkspaceBusy."""
    with opened(public.path, name) as own:
        follow(own, public, config, progress)
        return ingest(own, paths, config, progress, withdraw=withdraw)


def follow_all(public: Workspace, config: Config, progress: Progress | None = None) -> dict[str, Summary]:
    """Brings every collection up to what is public; name → what came of it. One that another process writes to is left to the next time."""
    found = {}
    for name in names(public.path):
        with opened(public.path, name) as own, suppress(WorkspaceBusy):
            found[name] = follow(own, public, config, progress)
    return found


@contextmanager
def opened(public: Path, name: str) -> Iterator[Workspace]:
    """The data folder of a collection. Raises NotFound."""
    with Workspace.open(path_of(public, name)) as own:
        yield own
