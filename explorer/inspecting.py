"""How a file is read, step by step, without storing anything: for whoever reports a bad parse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer import crew, readers
from explorer.answers.source import doubts
from explorer.config import Config
from explorer.crew import Job, Opener, Read, Terms
from explorer.errors import InputError
from explorer.model import Article
from explorer.readers import Limits
from explorer.readers.files import printable
from explorer.unpacking import unpacked
from graph.model import Extraction


_OPENING = 80


@dataclass(frozen=True, slots=True)
class PartReport:
    """One part of an issue and how much was recognised in it."""

    part: str
    section: str
    title: str
    attribution: str
    characters: int
    mentions: int
    relations: int
    opening: str = ""
    """The beginning of its text."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file; `problem` if it cannot be read, and then nothing else. `head` are (field, value) of the masthead."""

    path: str
    problem: str = ""
    form: str = ""
    pages: int = 0
    confidence: float | None = None
    steps: tuple[str, ...] = ()
    head: tuple[tuple[str, str], ...] = ()
    parts: tuple[PartReport, ...] = ()
    doubts: tuple[str, ...] = ()


def inspect(file: Path, lexicon: Path, config: Config) -> list[FileReport]:
    """A report on the file, or on each file within it. Raises InputError if it cannot be opened at all."""
    return inspect_content(printable(file), printable(file.name), readers.load(file, config.max_file_bytes), lexicon, config)


def inspect_content(path: str, name: str, content: bytes, lexicon: Path, config: Config) -> list[FileReport]:
    """The same of bytes that are called `name`; `path` is what the report calls them."""
    limits = Limits(bytes=config.max_unpacked_bytes, pages=config.max_pages, ocr=bool(config.ocr))
    terms = Terms(lexicon, 1, config.max_read_seconds, limits)
    job = Job(path, name, content)
    found, jobs = [], []
    with Opener(terms) as opener:
        for one in unpacked(job, opener, limits):
            if isinstance(one, InputError):
                found.append(FileReport(one.place, f"{one.reason}。{one.remedy}"))
            else:
                jobs.append(one)
    for one, result in crew.read_all(jobs, terms):
        try:
            found.append(_report(one, result()))
        except InputError as error:
            found.append(FileReport(one.path, f"{error.reason}。{error.remedy}"))
    return found


def _report(job: Job, read: Read) -> FileReport:
    head, reading = read.bulletin.masthead, read.reading
    rows = (
        ("刊名", head.series), ("期", head.issue_no), ("总期", head.total_no), ("年份", read.bulletin.year), ("编发单位", head.issuer),
        ("日期", read.bulletin.date), ("日期来源", read.bulletin.date_source), ("供稿", head.contributor), ("作者", head.author),
    )  # fmt: skip
    confidence = sum(reading.confidence) / len(reading.confidence) if reading.confidence else None
    return FileReport(
        job.path, "", reading.form, len(reading.pages), confidence, reading.steps, tuple((name, str(value)) for name, value in rows if value),
        tuple(_part(article, found) for article, found in zip(read.bulletin.articles, read.found)), tuple(doubts(read.bulletin.date, read.bulletin.articles, reading)),
    )  # fmt: skip


def _part(article: Article, found: Extraction) -> PartReport:
    return PartReport(
        article.part, article.section, article.title, article.attribution, len(article.body), len(found.mentions), len(found.relations),
        article.body[:_OPENING].strip(),
    )

