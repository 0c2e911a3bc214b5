"""Whether the parts of a workspace agree: originals, store, index and network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from explorer import ledger
from explorer.answers import Answers
from explorer.corrections import log
from explorer.errors import JianbaoError
from explorer.fulltext import index_of, reaching
from explorer.store import checks, corrected, entities, queries, state
from explorer.workspace import Workspace
from index.errors import IndexMissing

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


def check(answers: Answers, *, derived: bool = True) -> tuple[Check, ...]:
    """The checks of a store and what rests on it, in the order of what rests on what; without `derived` those alone after whose failing
    the store must be made anew."""
    store = answers.store
    rows: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("数据库文件", store.damaged),
        ("数据库内部引用", store.dangling),
        ("简报完整", lambda: checks.issues(store)),
        ("文章的文字", lambda: checks.texts(store)),
        ("名称与引文的位置", lambda: checks.evidence(store)),
    )
    if derived:
        rows += (
            ("原文件", lambda: _originals(answers.workspace)),
            ("收录台账", lambda: _ledger(answers.workspace)),
            ("更正已应用", lambda: _corrections(answers)),
            ("全文索引", lambda: _index(answers)),
            ("关系网络", lambda: _network(answers)),
        )
    return tuple(Check(name, _said(run)) for name, run in rows)


def differing_originals(folder: Path, known: Iterable[str]) -> Iterator[str]:
    """SHA-256 of kept files that are gone or are not what they were."""
    for sha256 in known:
        path = folder / "originals" / sha256[:2] / sha256
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield sha256


def _ledger(workspace: Workspace) -> Iterator[str]:
    yield from (f"{one.name} 在台账中，但不在数据库" for one in ledger.missing(workspace, workspace.store()))
    yield from (f"{one.name} 不在台账中" for one in ledger.uncounted(workspace, workspace.store()))


def _corrections(answers: Answers) -> Iterator[str]:
    if corrected.applied(answers.store) != log.read(answers.workspace.path).digest:
        yield "更正记录中有尚未应用的条目，请运行 jianbao repair"


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
        yield "索引不是最新，请运行 jianbao repair"
    try:
        with reaching():
            damaged = index_of(answers.workspace, answers.config).damaged()
        yield from (f"索引文件 {name} 已改变" for name in damaged)
    except IndexMissing:
        yield "没有可用的索引"
        return
    try:
        stored, indexed = set(queries.searchable_ids(answers.store)), set(answers.searcher().ids())
    except JianbaoError:
        raise
    except Exception as error:  # a damaged index fails in any way
        yield f"索引无法读取（{type(error).__name__}）"
        return
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
