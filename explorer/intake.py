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
from explorer.crew import Job, Opener, Read, Told
from explorer.errors import InputError, JianbaoError, NotFound, WorkspaceDamaged, WorkspaceError
from explorer.model import ARTICLE
from explorer.readers import Limits
from explorer.readers.files import printable
from explorer.store import bulletins, files, knowledge, queries
from explorer.store.database import Database
from explorer.unpacking import WITHIN, unpacked
from explorer.workspace import Workspace
from graph.extract import Extractor

READING = "reading"
"""The stage that progress is reported of here."""

Progress = Callable[[str, float, int], None]
"""Called with the stage, how many are done (a file whose pages take long counts by parts), and how many there are."""

_DUPLICATE = "内容与已收录的文件相同"

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

    def __init__(self, workspace: Workspace, store: Database, config: Config, extractor: Extractor, version: str, progress: Progress) -> None:
        """`version`: what the issues are stamped with, so that a later one reads them anew."""
        self.summary = Summary()
        self.fresh: set[str] = set()
        """Ids of the articles written."""
        self.gone: set[str] = set()
        """Ids of the articles withdrawn."""
        self._workspace, self._store, self._config = workspace, store, config
        self._extractor, self.version, self._progress = extractor, version, progress
        limits = Limits(bytes=config.max_unpacked_bytes, pages=config.max_pages, ocr=bool(config.ocr))
        self._terms = crew.Terms(workspace.lexicon, config.workers, config.max_read_seconds, limits)

    def read(self, candidates: Sequence[Path | InputError]) -> None:
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

    @staticmethod
    def _shown(candidate: Path | InputError) -> str:
        return candidate.place if isinstance(candidate, InputError) else printable(candidate)

    def _jobs(self, candidates: Sequence[Path | InputError], opener: Opener) -> Iterator[Job]:
        """The files to read, those within files too; what cannot be opened or is here already is noted on the way."""
        for candidate in candidates:
            if isinstance(candidate, InputError):
                self._note(Problem(candidate.place, candidate.reason, candidate.remedy))
                continue
            found: list[Job | InputError] = []
            self._guarded(printable(candidate), partial(self._load, candidate, opener, found))
            for one in found:
                if isinstance(one, InputError):
                    self._note(Problem(one.place, one.reason, one.remedy))
                elif not self._duplicate(one):
                    yield one

    def _load(self, path: Path, opener: Opener, found: list[Job | InputError]) -> None:
        content = readers.load(path, self._config.max_file_bytes)
        found += unpacked(Job(printable(path), printable(path.name), content), opener, self._terms.limits)

    def _duplicate(self, job: Job) -> bool:
        sha256 = hashlib.sha256(job.content).hexdigest()
        if queries.issue_with_content(self._store, sha256) is None:
            return False
        before = files.content_of(self._store, _key(job.path))
        if before == sha256:
            self.summary = replace(self.summary, unchanged=self.summary.unchanged + 1)
            return True
        with self._store.write(revise=before is not None) as connection:  # a new path to what is here is no news to readers
            gone = files.note(connection, _key(job.path), sha256)
        self._replaced(job.path, gone)
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
        if small and all(_is_plain(job) for job in first):
            return self._here(chain(first, jobs))
        return crew.read_all(chain(first, jobs), self._terms, told)

    def _here(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Callable[[], Read]]]:
        return ((job, partial(crew.read, job, self._extractor, self._terms.limits)) for job in jobs)

    def _keep(self, job: Job, result: Callable[[], Read]) -> None:
        read = result()
        if not self._duplicate(job):  # the same content twice in one batch
            self._write(job.content, read, job.path)
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
                knowledge.write_extraction(connection, article, extraction)
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
    outer, within, inner = path.partition(WITHIN)
    return os.path.abspath(outer) + within + inner
