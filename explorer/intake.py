"""Taking files in: from bytes to an issue with its knowledge in the store, one transaction a file."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from explorer import crew, readers
from explorer.config import Config
from explorer.corrections.rulings import Rulings
from explorer.crew import Job, Opener, Read, Told
from explorer.errors import InputError, JianbaoError, NotFound, WorkspaceDamaged, WorkspaceError
from explorer.model import ARTICLE
from explorer.ledger import Kept
from explorer.readers import Limits
from explorer.readers.files import printable
from explorer.store import bulletins, files, queries, unread
from explorer.store.database import Database
from explorer.store.files import FOLLOWED
from explorer.unpacking import WITHIN, unpacked
from explorer.workspace import Workspace
from graph.extract import Extractor

READING = "reading"
"""The stage that progress is reported of here."""

Progress = Callable[[str, float, int], None]
"""Called with the stage, how many are done (a file whose pages take long counts by parts), and how many there are."""

_DUPLICATE = "内容与已收录的文件相同"

_BATCH = 200
"""Files of another data folder that are in memory at a time."""

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
    """How many of the problems are files whose content was there already, from another file."""
    unchanged: int = 0
    """Files that were read before and have not changed."""
    replaced: tuple[str, ...] = ()
    """Files that have another content than when they were read before: the old one is withdrawn."""
    removed: tuple[str, ...] = ()
    """Files in the folders given that were read before and are gone."""
    withdrawn: int = 0
    """Articles withdrawn with what was replaced, or removed and asked to be withdrawn."""
    articles: int = 0
    mentions: int = 0
    relations: int = 0
    """Found in the files taken in."""
    indexed: int = 0
    """Documents written to the full-text index."""


class Intake:
    """The reading half of one run of the writer, and what it has done so far."""

    def __init__(
        self, workspace: Workspace, store: Database, config: Config, extractor: Extractor, version: str, progress: Progress, rulings: Rulings
    ) -> None:
        """`version`: what the issues are stamped with, so that a later one reads them anew. `rulings`: what people have decided."""
        self.summary = Summary()
        self.fresh: set[str] = set()
        """Ids of the articles written."""
        self.gone: set[str] = set()
        """Ids of the articles withdrawn."""
        self._workspace, self._store, self._config = workspace, store, config
        self._extractor, self.version, self._progress, self._rulings = extractor, version, progress, rulings
        limits = Limits(bytes=config.max_unpacked_bytes, pages=config.max_pages, ocr=bool(config.ocr))
        self._noted, self._aside = True, False
        self._terms = crew.Terms(workspace.lexicon, config.workers, config.max_read_seconds, limits)

    def receive(self, jobs: Sequence[Job]) -> None:
        """Takes in files that came without a place of their own, all read in another process; that they came is not noted:
        nobody will ask later whether they are still there."""
        self._noted, self._aside = False, True
        self.read(jobs)

    def follow(self, public: Workspace) -> None:
        """Takes in the issues that another data folder holds, and withdraws those that it holds no more."""
        theirs = {FOLLOWED + sha256: (sha256, name) for sha256, name in queries.originals(public.store())}
        here = set(files.under(self._store, FOLLOWED))
        for path in sorted(here - theirs.keys()):
            with self._store.write() as connection:
                self.gone.update(files.forget(connection, path))
        new = [(path, *theirs[path]) for path in sorted(theirs.keys() - here)]
        for start in range(0, len(new), _BATCH):
            self.read([self._theirs(public, *one) for one in new[start : start + _BATCH]])

    def regain(self, kept: Sequence[Kept]) -> None:
        """Takes in originals that are kept already, each as one file that was read from where it is said to have been."""
        for start in range(0, len(kept), _BATCH):
            self.read([self._regained(one) for one in kept[start : start + _BATCH]])
        with self._store.write() as connection:  # a file that was found in several places
            for one in kept:
                for path in one.paths[1:]:
                    files.note(connection, path, one.sha256)

    def _regained(self, one: Kept) -> Job | InputError:
        try:
            return Job(one.paths[0] if one.paths else "", one.name, self._workspace.read_original(one.sha256))
        except (NotFound, WorkspaceDamaged) as error:
            return InputError(error.reason, place=one.name, remedy=error.remedy)

    def _theirs(self, public: Workspace, path: str, sha256: str, name: str) -> Job | InputError:
        issue = queries.issue_with_content(public.store(), sha256)
        try:
            return Job(path, name, public.read_original(sha256), queries.reading(public.store(), issue) if issue else None)
        except (NotFound, WorkspaceDamaged) as error:
            return InputError(error.reason, place=name, remedy=error.remedy)

    def read(self, candidates: Sequence[Path | Job | InputError]) -> None:
        """Takes in each file, or notes why not; many files are read on all cores."""
        self._progress(READING, 0, len(candidates))
        order = {self._shown(candidate): place for place, candidate in enumerate(candidates)}
        place = lambda path: order.get(path.split(WITHIN)[0], -1)  # noqa: E731
        told = lambda job, share: self._progress(READING, place(job.path) + share, len(candidates))  # noqa: E731
        with Opener(self._terms) as opener:
            for job, result in self._results(self._jobs(candidates, opener), len(candidates), told):
                self._guarded(job.path, partial(self._keep, job, result))
                told(job, 1.0)
        found = sorted(self.summary.problems, key=lambda problem: place(problem.path))
        self.summary = replace(self.summary, problems=tuple(found))
        if self._noted:
            self._keep_account({_key(self._shown(candidate)) for candidate in candidates})

    def _keep_account(self, tried: set[str]) -> None:
        """Which of the files given could not be read, for those who look later."""
        unreadable = [unread.Unread(_key(one.path), one.reason, one.remedy) for one in self.summary.problems if one.reason != _DUPLICATE and not one.path.startswith(FOLLOWED)]
        if unreadable or unread.count(self._store):
            with self._store.write(revise=False) as connection:
                unread.note(connection, unreadable, lambda path: path.split(WITHIN)[0] in tried or not os.path.lexists(path.split(WITHIN)[0]))

    @staticmethod
    def _shown(candidate: Path | Job | InputError) -> str:
        if isinstance(candidate, Job):
            return candidate.path
        return candidate.place if isinstance(candidate, InputError) else printable(candidate)

    def _jobs(self, candidates: Sequence[Path | Job | InputError], opener: Opener) -> Iterator[Job]:
        """The files to read, those within files too; what cannot be opened or is here already is noted on the way."""
        for candidate in candidates:
            if isinstance(candidate, InputError):
                self._note(Problem(candidate.place, candidate.reason, candidate.remedy))
                continue
            found: list[Job | InputError] = []
            self._guarded(self._shown(candidate), partial(self._load, candidate, opener, found))
            for one in found:
                if isinstance(one, InputError):
                    self._note(Problem(one.place, one.reason, one.remedy))
                elif not self._duplicate(one):
                    yield one

    def _load(self, given: Path | Job, opener: Opener, found: list[Job | InputError]) -> None:
        job = given if isinstance(given, Job) else Job(printable(given), printable(given.name), readers.load(given, self._config.max_file_bytes))
        found += unpacked(job, opener, self._terms.limits)

    def _duplicate(self, job: Job) -> bool:
        sha256 = hashlib.sha256(job.content).hexdigest()
        if queries.issue_with_content(self._store, sha256) is None:
            return False
        before = files.content_of(self._store, _key(job.path)) if self._noted else None
        if before == sha256:
            self.summary = replace(self.summary, unchanged=self.summary.unchanged + 1)
            return True
        if self._noted:
            with self._store.write(revise=before is not None) as connection:  # a new path to what is here is no news to readers
                gone = files.note(connection, _key(job.path), sha256)
            self._replaced(job.path, gone)
        if job.path.startswith(FOLLOWED):
            return True
        self._note(Problem(job.path, _DUPLICATE, "无需处理。"))
        self.summary = replace(self.summary, skipped=self.summary.skipped + 1)
        return True

    def _replaced(self, path: str, gone: Sequence[str]) -> None:
        if gone:
            self.gone.update(gone)
            self.summary = replace(self.summary, replaced=(*self.summary.replaced, path), withdrawn=self.summary.withdrawn + len(gone))

    def look_for_removed(self, folders: Iterable[Path], *, withdraw: bool) -> None:
        """Notes which files in the folders were read before and are gone; takes back what was read from them, if asked."""
        found = []
        for folder in folders:
            for path in files.under(self._store, os.path.join(os.path.abspath(folder), "")):
                if not os.path.lexists(path.split(WITHIN)[0]):
                    found.append(path)
        for path in found if withdraw else ():
            with self._store.write() as connection:
                gone = files.forget(connection, path)
            self.gone.update(gone)
            self.summary = replace(self.summary, withdrawn=self.summary.withdrawn + len(gone))
        self.summary = replace(self.summary, removed=tuple(found))

    def _results(self, jobs: Iterable[Job], count: int, told: Told | None = None) -> Iterator[tuple[Job, Callable[[], Read]]]:
        jobs = iter(jobs)
        if type(self._extractor) is not Extractor:
            return self._here(jobs)
        first = list(islice(jobs, crew.WORTH_A_CREW))
        small = self._config.workers == 1 or count < crew.WORTH_A_CREW and len(first) < crew.WORTH_A_CREW
        if small and not self._aside and all(_is_plain(job) for job in first):
            return self._here(chain(first, jobs))
        return crew.read_all(chain(first, jobs), self._terms, told)

    def _here(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Callable[[], Read]]]:
        return ((job, partial(crew.read, job, self._extractor, self._terms.limits)) for job in jobs)

    def _keep(self, job: Job, result: Callable[[], Read]) -> None:
        read = result()
        if not self._duplicate(job):  # the same content twice in one batch
            self._write(job.content, read, job.path if self._noted else "")
            self._count(job.path, read)

    def reread(self, originals: Sequence[tuple[str, str]], *, count: bool = False) -> bool:
        """Reads kept files, given as (sha256, name), once more; whether any could be read.

        `count`: everything is derived anew; else what OCR gave stands, and only what follows from it is.
        """
        jobs = (job for sha256, name in originals if (job := self._original(sha256, name, anew=count)))
        for done, (job, result) in enumerate(self._results(jobs, len(originals)), 1):
            self._guarded(job.path, partial(self._renew, job, result, count))
            self._progress(READING, done, len(originals))
        return bool(self.fresh)

    def _original(self, sha256: str, name: str, *, anew: bool) -> Job | None:
        issue = None if anew else queries.issue_with_content(self._store, sha256)
        before = queries.reading(self._store, issue) if issue else None
        try:
            return Job(name, name, self._workspace.read_original(sha256), before if before and before.confidence else None)
        except (NotFound, WorkspaceDamaged) as error:  # one original is lost: what was read from it stays
            self._note(Problem(name, error.reason, error.remedy))
            return None

    def _renew(self, job: Job, result: Callable[[], Read], count: bool) -> None:
        read = result()
        self._write(job.content, read)
        if count:
            self._count(job.path, read)

    def _write(self, content: bytes, read: Read, path: str = "") -> None:
        """One file in one transaction; the original is kept last, so that a failure leaves nothing behind. `path`: where it
        was found; '' if it is a kept one."""
        gone: list[str] = []
        with self._store.write() as connection:
            bulletins.write_bulletin(connection, read.bulletin, self.version, read.reading)
            for article, extraction in zip(read.bulletin.articles, read.found, strict=True):
                self._rulings.write(connection, read.bulletin.sha256, article, extraction)
            if path:
                gone = files.note(connection, _key(path), read.bulletin.sha256)
            self._workspace.keep_original(content)
        self._replaced(path, gone)
        self.fresh.update(article.id for article in read.bulletin.articles)

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

    def _count(self, shown: str, read: Read) -> None:
        articles = sum(article.part == ARTICLE for article in read.bulletin.articles)
        self.summary = replace(
            self.summary,
            added=(*self.summary.added, (shown, read.bulletin.id, articles)),
            articles=self.summary.articles + articles,
            mentions=self.summary.mentions + sum(len(one.mentions) for one in read.found),
            relations=self.summary.relations + sum(len(one.relations) for one in read.found),
        )


def _is_plain(job: Job) -> bool:
    """Whether the file is plain text, which harms nobody; all else is read in another process."""
    try:
        return readers.format_of(job.name, job.content).name == "text"
    except InputError:
        return True


def _key(path: str) -> str:
    """A path that is the same wherever the program was called from; of a file within a file the way to it."""
    if path.startswith(FOLLOWED):
        return path
    outer, within, inner = path.partition(WITHIN)
    return os.path.abspath(outer) + within + inner
