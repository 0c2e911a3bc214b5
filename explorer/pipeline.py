"""The only writer that calls several engines in a row: file → issue → knowledge → index.

SQL comes first, the index after. The store notes which revision the index was built from, so a
crash between the two is mended by the next run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from explorer import ledger
from explorer.config import Config
from explorer.corrections import log as corrections
from explorer.corrections.log import Log
from explorer.corrections.rulings import Rulings, rewrite
from explorer.crew import Job
from explorer.errors import NotFound, WorkspaceBusy, WorkspaceError
from explorer.fulltext import index_of, reaching
from explorer.intake import Intake, Progress, Summary
from explorer.ledger import Kept
from explorer.readers import files
from explorer.store import corrected, entities, knowledge, queries, state, unread, versions
from explorer.store.database import Database
from explorer.store.rows import PartRow
from explorer.workspace import Workspace, usable
from graph.corrections.model import Correction
from graph.errors import GraphFault
from graph.extract import Extractor
from graph.gazetteer import Gazetteer
from graph.model import OFFICE, PERSON, Entity, Ref
from graph.resolve import Usage, placed, resolve
from index.engine import Engine
from index.errors import IndexBusy, IndexMissing
from index.schema import IndexDoc

RESOLVING, INDEXING = "resolving", "indexing"
"""Stages that progress is reported of, beside `intake.READING`."""

_A_YEAR = 10_000
"""More issues than a year has: a number by which issues of all years are in order."""

_WORDS_TOLERANCE = 0.05
"""Share of the word list that may change before the whole index is cut anew."""

Resolve = Callable[[Iterable[Usage]], Mapping[Ref, Entity]]


def ingest(
    workspace: Workspace,
    paths: Iterable[Path],
    config: Config,
    progress: Progress | None = None,
    *,
    extractor: Extractor | None = None,
    resolver: Resolve = resolve,
    withdraw: bool = False,
) -> Summary:
    """Takes in files, and the files in folders; one bad file is a problem of its own and stops no other.

    A file that has changed since it was read replaces what was read from it. `withdraw`: what was read from files that are
    gone from the folders is taken back. Raises WorkspaceBusy if another process is writing.
    """
    with workspace.writing() as store, ledger.followed(workspace, store):
        intake, derived = _begin(workspace, store, config, extractor, resolver, progress or _silent)
        sound = state.index_is_current(store)
        followed = derived.follow()
        renewed = intake.reread(queries.outdated(store, intake.version))
        paths = list(paths)
        intake.read(list(files.candidates(paths)))
        intake.look_for_removed((path for path in paths if not path.is_file()), withdraw=withdraw)
        hidden = _settle(store, intake)
        return replace(intake.summary, indexed=derived.refresh(intake.fresh | followed, intake.gone | hidden, whole=renewed or not sound))


def receive(workspace: Workspace, jobs: Sequence[Job], config: Config) -> Summary:
    """Takes in files by their content; each is read in another process. Raises WorkspaceBusy if another process is writing."""
    with workspace.writing() as store, ledger.followed(workspace, store):
        intake, derived = _begin(workspace, store, config, None, resolve, _silent)
        sound, followed = state.index_is_current(store), derived.follow()
        intake.receive(jobs)
        hidden = _settle(store, intake)
        return replace(intake.summary, indexed=derived.refresh(intake.fresh | followed, intake.gone | hidden, whole=not sound))


def follow(workspace: Workspace, public: Workspace, config: Config, progress: Progress | None = None) -> Summary:
    """Brings a data folder up to what another one holds: its issues come, those that are gone there go (unless they were taken in here
    as well), and its corrections are taken over. Raises WorkspaceBusy."""
    with workspace.writing() as store, ledger.followed(workspace, store):
        theirs = corrections.read(public.path).entries
        known = {entry.id for entry in corrections.read(workspace.path).entries}
        if new := [entry for entry in theirs if entry.id not in known]:
            corrections.append(workspace.path, new)
        intake, derived = _begin(workspace, store, config, None, resolve, progress or _silent)
        sound, followed = state.index_is_current(store), derived.follow()
        intake.follow(public)
        hidden = _settle(store, intake)
        return replace(intake.summary, indexed=derived.refresh(intake.fresh | followed, intake.gone | hidden, whole=not sound))


def correct(workspace: Workspace, config: Config, make: Callable[[Log], Sequence[Correction]], *, resolver: Resolve = resolve) -> Sequence[Correction]:
    """Adds the entries that `make` makes of the log so far, and applies them: to the facts, the entities and the index.

    What is on disk first is the log: after a crash the next run of any writer applies what is in it. Raises WorkspaceBusy if
    another process is writing, and what `make` raises.
    """
    with workspace.writing() as store:
        sound, before = state.index_is_current(store), corrections.read(workspace.path)
        followed = corrected.applied(store) == before.digest
        entries = make(before)
        if entries:
            corrections.append(workspace.path, entries)
        derived = _Derived(workspace, store, config, resolver, _silent, Rulings(corrections.read(workspace.path)))
        derived.refresh(derived.follow(entries if followed else None), set(), whole=not sound)
        return entries


def regain(workspace: Workspace, kept: Sequence[Kept], config: Config, progress: Progress | None = None) -> Summary:
    """Takes originals that are kept, and that the store does not have, in again under the names they had. Raises WorkspaceBusy."""
    with workspace.writing() as store, ledger.followed(workspace, store):
        intake, derived = _begin(workspace, store, config, None, resolve, progress or _silent)
        followed = derived.follow()
        intake.regain(kept)
        hidden = _settle(store, intake)
        return replace(intake.summary, indexed=derived.refresh(intake.fresh | followed, intake.gone | hidden, whole=True))


def reindex(workspace: Workspace, config: Config, progress: Progress | None = None) -> int:
    """Applies the log of corrections, resolves all names anew and writes the whole index; how many documents. Raises WorkspaceBusy."""
    with workspace.writing() as store:
        _, derived = _begin(workspace, store, config, None, resolve, progress or _silent)
        return derived.refresh(derived.follow(), set(), whole=True)


def see_to(workspace: Workspace, path: str) -> None:
    """A file that could not be read is not to be shown any more, until it changes. Raises NotFound, WorkspaceBusy."""
    with workspace.writing() as store, store.write(revise=False) as connection:
        if not unread.see_to(connection, path):
            raise NotFound("没有这个文件", place=path[:80])


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
        intake, derived = _begin(workspace, store, config, extractor, resolver, progress or _silent)
        intake.reread(queries.originals(store), count=True)
        _settle(store, intake)
        return replace(intake.summary, indexed=derived.refresh(intake.fresh, intake.gone, whole=True))


def _settle(store: Database, intake: Intake) -> frozenset[str]:
    """Chooses the reading text of each story that is here twice; the ids of the other versions, which have no facts."""
    hidden: frozenset[str] = frozenset()
    while not versions.are_settled(store):
        with store.write() as connection:
            hidden = versions.settle(connection)
        intake.reread(queries.outdated(store, intake.version))  # the better text of a story is gone: another takes its place
    return hidden


def _begin(
    workspace: Workspace, store: Database, config: Config, extractor: Extractor | None, resolver: Resolve, progress: Progress
) -> tuple[Intake, _Derived]:
    extractor = extractor or Extractor(workspace.lexicon)
    rulings = Rulings(corrections.read(workspace.path))
    intake = Intake(workspace, store, config, extractor, _version(extractor, workspace), progress, rulings)
    return intake, _Derived(workspace, store, config, resolver, progress, rulings)


def index_doc(row: PartRow, divisions: Gazetteer) -> IndexDoc:
    """The one document that full-text search knows of an article; its place counts for the places above too."""
    return IndexDoc(
        id=row.id, title=row.title, body=row.body, date=row.date if len(row.date) == 10 else "", order=row.position,
        facets={
            "year": (str(row.year),) if row.year else (), "section": _one(row.section), "place": divisions.path(row.place),
            "person": row.persons, "office": row.offices, "document": row.documents, "act": row.acts, "issue": (row.bulletin_id,),
        },
        number=(row.year * _A_YEAR + row.issue_no) if row.year and row.issue_no else 0,
    )  # fmt: skip


class _Derived:
    """What follows from all issues together: the entities, and the index."""

    def __init__(self, workspace: Workspace, store: Database, config: Config, resolver: Resolve, progress: Progress, rulings: Rulings) -> None:
        self._workspace, self._store, self._resolver, self._progress = workspace, store, resolver, progress
        self._workers, self._rulings = config.workers or os.cpu_count() or 1, rulings
        self._fulltext: Engine = index_of(workspace, config)

    def follow(self, entries: Sequence[Correction] | None = None) -> set[str]:
        """Makes the facts follow the log, whose last entries are `entries` (None: all of it is new); the ids of the articles changed.

        Nothing if the store follows it already.
        """
        if entries is None and corrected.applied(self._store) == self._rulings.log.digest:
            return set()
        places = self._rulings.places(entries)
        return rewrite(self._store, self._rulings, corrected.articles_with(self._store, places))

    def refresh(self, fresh: set[str], gone: set[str], *, whole: bool) -> int:
        """Resolves all names anew and brings the index up to date; nothing if no article is `fresh` or `gone`, unless `whole`.

        Gives the number of documents written to the index.
        """
        if not whole and not fresh and not gone and corrected.applied(self._store) == self._rulings.log.digest:
            self._still_current()
            return 0
        self._progress(RESOLVING, 0, 1)
        with self._store.write() as connection:
            knowledge.sweep(connection)
            usages = [Usage(*usage) for usage in knowledge.usages(connection)]
            resolved = placed(self._resolver(usages), Gazetteer().beginning)
            changed = knowledge.write_entities(connection, self._rulings.settle(connection, self._store, resolved, usages))
        self._progress(RESOLVING, 1, 1)
        return self._index(None if whole else fresh | changed, gone - fresh)

    def _still_current(self) -> None:
        """The index was that of the store, and no article has changed since, whatever else was written."""
        if not state.index_is_current(self._store):
            with self._store.write(revise=False) as connection:
                state.mark_indexed(connection, state.revision(self._store), state.index_words(self._store))

    def _index(self, ids: set[str] | None, gone: set[str]) -> int:
        """Brings the index to the store's revision: these articles, or all of it when that does not do."""
        revision = state.revision(self._store)
        old, new = state.index_words(self._store), entities.words(self._store, (OFFICE, PERSON))
        try:
            with usable(self._workspace.fulltext), reaching():
                done = None if ids is None or _differ(old, new) else self._put(ids, gone, old)
                words = new if done is None else old
                count = self._build(new) if done is None else done
        except IndexBusy as error:
            raise WorkspaceBusy("另一个任务正在写入索引", place=str(self._workspace.fulltext)) from error
        with self._store.write(revise=False) as connection:
            state.mark_indexed(connection, revision, words)
        return count

    def _put(self, ids: set[str], gone: set[str], words: Sequence[str]) -> int | None:
        """Writes single documents; None if there is no index that they could be put into."""
        try:
            self._fulltext.check()
            with self._fulltext.writer(words) as writer:
                writer.delete(gone)
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
        return self._fulltext.build(self._docs(None), words, lambda done: self._progress(INDEXING, done, total), self._workers)


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
