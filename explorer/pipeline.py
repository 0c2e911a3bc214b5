"""The only writer that calls several engines in a row: file → issue → knowledge → index.

SQL comes first, the index after. The store notes which revision the index was built from, so a
crash between the two is mended by the next run.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from explorer import parsing, readers
from explorer.config import Config
from explorer.errors import (
    InputError,
    JianbaoError,
    NotFound,
    WorkspaceBusy,
    WorkspaceDamaged,
    WorkspaceError,
)
from explorer.model import ARTICLE, Bulletin
from explorer.readers import files
from explorer.readers.files import printable
from explorer.store import bulletins, entities, knowledge, queries, state
from explorer.store.database import Database
from explorer.store.rows import PartRow
from explorer.workspace import Workspace
from graph.errors import GraphFault
from graph.extract import Extractor
from graph.gazetteer import Gazetteer
from graph.model import OFFICE, PERSON, Entity, Extraction, Ref
from graph.resolve import Usage, resolve
from index import layout
from index.errors import IndexBusy, IndexMissing
from index.schema import IndexDoc
from index.writer import IndexWriter, build

READING, RESOLVING, INDEXING = "reading", "resolving", "indexing"
"""Stages that progress is reported of."""

Progress = Callable[[str, int, int], None]
"""Called with the stage, how many are done, and how many there are."""

_DUPLICATE = "内容与已收录的文件相同"
_WORDS_TOLERANCE = 0.05
"""Share of the word list that may change before the whole index is cut anew."""

Resolve = Callable[[Iterable[Usage]], Mapping[Ref, Entity]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was not taken in: one line for the person who gave it."""

    path: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did."""

    added: tuple[tuple[str, str, int], ...] = ()
    """(path, issue id, number of articles) of each file taken in."""
    problems: tuple[Problem, ...] = ()
    """Files that were not, in the order given; those whose content was there already are among them."""
    skipped: int = 0
    """How many of the problems are files whose content was there already."""
    articles: int = 0
    mentions: int = 0
    relations: int = 0
    """Found in the files taken in."""
    indexed: int = 0
    """Documents written to the full-text index."""


def ingest(
    workspace: Workspace,
    paths: Iterable[Path],
    config: Config,
    progress: Progress | None = None,
    *,
    extractor: Extractor | None = None,
    resolver: Resolve = resolve,
) -> Summary:
    """Takes in files, and the files in folders; one bad file is a problem of its own and stops no other.

    Raises WorkspaceBusy if another process is writing.
    """
    with workspace.writing() as store:
        run = _Run(workspace, store, config, extractor or Extractor(workspace.lexicon), resolver, progress or _silent)
        sound = state.index_is_current(store)
        renewed = run.reread(queries.outdated(store, run.version))
        run.read(list(files.candidates(paths)))
        run.refresh(whole=renewed or not sound)
        return run.summary


def rebuild(
    workspace: Workspace,
    config: Config,
    progress: Progress | None = None,
    *,
    extractor: Extractor | None = None,
    resolver: Resolve = resolve,
) -> Summary:
    """Derives everything anew from the kept originals: the same files give the same ids and the same knowledge."""
    with workspace.writing() as store:
        run = _Run(workspace, store, config, extractor or Extractor(workspace.lexicon), resolver, progress or _silent)
        run.reread(queries.originals(store), count=True)
        run.refresh(whole=True)
        return run.summary


def index_doc(row: PartRow, divisions: Gazetteer) -> IndexDoc:
    """The one document that full-text search knows of an article; its place counts for the places above too."""
    return IndexDoc(
        id=row.id, title=row.title, body=row.body, date=row.date if len(row.date) == 10 else "", order=row.position,
        facets={
            "year": (str(row.year),) if row.year else (), "section": _one(row.section), "place": divisions.path(row.place),
            "person": row.persons, "office": row.offices, "document": row.documents, "issue": (row.bulletin_id,),
        },
    )  # fmt: skip


class _Run:
    """One run of the writer, and what it has done so far."""

    def __init__(
        self, workspace: Workspace, store: Database, config: Config, extractor: Extractor, resolver: Resolve,
        progress: Progress,
    ) -> None:  # fmt: skip
        self.summary = Summary()
        self.version = _version(extractor, workspace)
        self._workspace, self._store, self._config = workspace, store, config
        self._extractor, self._resolver, self._progress = extractor, resolver, progress
        self._fresh: set[str] = set()

    def read(self, candidates: Sequence[Path | InputError]) -> None:
        """Takes in each file, or notes why not."""
        for done, candidate in enumerate(candidates):
            self._progress(READING, done, len(candidates))
            if isinstance(candidate, InputError):
                self._note(Problem(candidate.place, candidate.reason, candidate.remedy))
            else:
                self._guarded(printable(candidate), partial(self._read_file, candidate))
        self._progress(READING, len(candidates), len(candidates))

    def reread(self, originals: Sequence[tuple[str, str]], *, count: bool = False) -> bool:
        """Reads kept files, given as (sha256, name), once more; whether any could be read."""
        for done, (sha256, name) in enumerate(originals, 1):
            self._guarded(name, partial(self._read_original, sha256, name, count))
            self._progress(READING, done, len(originals))
        return bool(self._fresh)

    def refresh(self, *, whole: bool) -> None:
        """Resolves all names anew and brings the index up to date; nothing if nothing has changed."""
        if not whole and not self._fresh:
            return
        self._progress(RESOLVING, 0, 1)
        with self._store.write() as connection:
            knowledge.sweep(connection)
            usages = [Usage(*usage) for usage in knowledge.usages(connection)]
            changed = knowledge.write_entities(connection, self._resolver(usages))
        self._progress(RESOLVING, 1, 1)
        self._index(None if whole else self._fresh | changed)

    def _read_file(self, path: Path) -> None:
        content = readers.load(path, self._config.max_file_bytes)
        if queries.issue_with_content(self._store, hashlib.sha256(content).hexdigest()):
            self._note(Problem(printable(path), _DUPLICATE, "无需处理。"))
            self.summary = replace(self.summary, skipped=self.summary.skipped + 1)
        else:
            self._count(printable(path), *self._take(printable(path.name), content))

    def _read_original(self, sha256: str, name: str, count: bool) -> None:
        try:
            content = self._workspace.read_original(sha256)
        except (NotFound, WorkspaceDamaged) as error:  # one original is lost: what was read from it stays
            self._note(Problem(name, error.reason, error.remedy))
            return
        taken = self._take(name, content)
        if count:
            self._count(name, *taken)

    def _take(self, name: str, content: bytes) -> tuple[Bulletin, list[Extraction]]:
        """One file in one transaction; the original is kept last, so that a failure leaves nothing behind."""
        bulletin = parsing.parse(readers.read(name, content), content, name)
        found = [self._extractor.extract(article, bulletin.articles) for article in bulletin.articles]
        with self._store.write() as connection:
            bulletins.write_bulletin(connection, bulletin, self.version)
            for article, extraction in zip(bulletin.articles, found, strict=True):
                knowledge.write_extraction(connection, article, extraction)
            self._workspace.keep_original(content)
        self._fresh.update(article.id for article in bulletin.articles)
        return bulletin, found

    def _guarded(self, shown: str, action: Callable[[], None]) -> None:
        """What is wrong with one file is noted; what is wrong with the whole workspace ends the run."""
        try:
            action()
        except InputError as error:
            self._note(Problem(shown, error.reason, error.remedy))
        except WorkspaceError:
            raise
        except Exception as error:
            _log.debug("%s", shown, exc_info=True)
            reason = f"处理时出现意外错误（{type(error).__name__}）"
            self._note(Problem(shown, reason, JianbaoError.remedy))

    def _note(self, problem: Problem) -> None:
        self.summary = replace(self.summary, problems=(*self.summary.problems, problem))

    def _count(self, shown: str, bulletin: Bulletin, found: Sequence[Extraction]) -> None:
        articles = sum(article.part == ARTICLE for article in bulletin.articles)
        self.summary = replace(
            self.summary,
            added=(*self.summary.added, (shown, bulletin.id, articles)),
            articles=self.summary.articles + articles,
            mentions=self.summary.mentions + sum(len(one.mentions) for one in found),
            relations=self.summary.relations + sum(len(one.relations) for one in found),
        )

    def _index(self, ids: set[str] | None) -> None:
        """Brings the index to the store's revision: these articles, or all of it when that does not do."""
        revision = state.revision(self._store)
        old, new = state.index_words(self._store), entities.words(self._store, (OFFICE, PERSON))
        try:
            done = None if ids is None or _differ(old, new) else self._put(ids, old)
            words = new if done is None else old
            count = self._build(new) if done is None else done
        except IndexBusy as error:
            raise WorkspaceBusy("另一个任务正在写入索引", place=str(self._workspace.fulltext)) from error
        with self._store.write(revise=False) as connection:
            state.mark_indexed(connection, revision, words)
        self.summary = replace(self.summary, indexed=count)

    def _put(self, ids: set[str], words: Sequence[str]) -> int | None:
        """Writes single documents; None if there is no index that they could be put into."""
        try:
            layout.read_current(self._workspace.fulltext)
            with IndexWriter(self._workspace.fulltext, words) as writer:
                return writer.put(self._docs(ids))
        except IndexMissing:
            return None

    def _docs(self, ids: set[str] | None) -> Iterator[IndexDoc]:
        divisions = Gazetteer()
        return (index_doc(row, divisions) for row in queries.parts(self._store, ids))

    def _build(self, words: Sequence[str]) -> int:
        """Writes the whole index beside the old one and swaps it in."""
        total = len(queries.searchable_ids(self._store))
        self._progress(INDEXING, 0, total)
        return build(self._workspace.fulltext, self._docs(None), words, lambda done: self._progress(INDEXING, done, total))


def _version(extractor: Extractor, workspace: Workspace) -> str:
    """The extractor's version; the word lists are read here, so a bad one stops the run before it begins."""
    try:
        return extractor.version
    except GraphFault as error:
        remedy = "请改正该文件，或把它移出 lexicon 文件夹。"
        raise WorkspaceError(f"词表无法读取（{error}）", place=str(workspace.lexicon), remedy=remedy) from error


def _differ(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether so many words came or went that the index should be cut anew."""
    return len(set(old) ^ set(new)) > len(old) * _WORDS_TOLERANCE


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _silent(stage: str, done: int, total: int) -> None:
    """Reports to nobody."""
