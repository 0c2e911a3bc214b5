"""Whether the parts of a workspace agree: originals, store, index and network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from explorer.answers import Answers
from explorer.errors import JianbaoError
from explorer.store import checks, entities, queries, state
from explorer.workspace import Workspace

_SHOWN = 20
"""Lines shown of what is wrong in one respect."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold, and what is wrong with it: nothing if it holds."""

    name: str
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def check(answers: Answers) -> tuple[Check, ...]:
    """All checks of a workspace, in the order of what rests on what."""
    store = answers.store
    rows: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("数据库文件", lambda: checks.pages(store)),
        ("数据库内部引用", lambda: checks.references(store)),
        ("简报完整", lambda: checks.issues(store)),
        ("原文件", lambda: _originals(answers.workspace)),
        ("名称与引文的位置", lambda: checks.evidence(store)),
        ("全文索引", lambda: _index(answers)),
        ("关系网络", lambda: _network(answers)),
    )
    return tuple(Check(name, _said(run)) for name, run in rows)


def _said(run: Callable[[], Iterator[str]]) -> tuple[str, ...]:
    """A check that cannot even be made says why."""
    try:
        return tuple(islice(run(), _SHOWN))
    except JianbaoError as error:
        return (str(error),)


def _originals(workspace: Workspace) -> Iterator[str]:
    for sha256, name in queries.originals(workspace.store()):
        try:
            workspace.read_original(sha256)
        except JianbaoError as error:
            yield f"{name}：{error.reason}"


def _index(answers: Answers) -> Iterator[str]:
    if not state.index_is_current(answers.store):
        yield "索引不是最新，请运行 jianbao rebuild"
    stored, indexed = set(queries.searchable_ids(answers.store)), set(answers.searcher().ids())
    yield from (f"{article} 没有编入索引" for article in sorted(stored - indexed))
    yield from (f"{article} 在索引中，但已不在数据库" for article in sorted(indexed - stored))


def _network(answers: Answers) -> Iterator[str]:
    known = {entity.id for entity in entities.entities(answers.store)}
    for link in entities.links(answers.store):
        if link.subject not in known or link.object not in known:
            yield f"关系 {link.id} 的一端不存在"
    network = answers.network()
    missing = sorted(known - {node.id for node in network.nodes()})
    yield from (f"条目 {entity} 不在网络中" for entity in missing)
