"""Files a second by form: our readers beside the bare library each stands on, and the whole way into the store on all cores.

    python benchmarks/ingest.py --files 200            a table as in docs/performance.md
    python benchmarks/ingest.py --files 40 --scans 0   quick, without OCR

Reader and library read the same files in turn (A B A B …), in one process; medians of rounds. The library gets the text as it
comes; the reader finds paragraphs, columns, numbers of lists, what belongs to the site. Word and PDF are made by python-docx and LibreOffice.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import bulletins, forms
from benchmarks.forms import BODY, HEADING, LINE, Typed
from explorer import readers
from explorer.config import load
from explorer.errors import InputError
from explorer.intake import READING
from explorer.pipeline import ingest
from explorer.workspace import Workspace

ARTICLES = 3
"""Articles of an issue: together some 2,200 characters, as long as the whole issues of the genre are (2,100)."""
ROUNDS = 5

Text = Callable[[bytes], object]


def issues(count: int) -> Iterator[list[Typed]]:
    """Invented issues, all different."""
    made = bulletins.articles(count * ARTICLES, 1)
    for number in range(count):
        year, issue = 2011 + number // 60, number % 60 + 1
        lines = ["四川省地方志工作简报", f"{year}年第{issue}期（总第{number + 1}期）", f"四川省地方志工作办公室　　{year}年{issue // 6 + 1}月{issue % 28 + 1}日"]
        paragraphs = [Typed(LINE, line) for line in lines]
        for article in (next(made) for _ in range(ARTICLES)):
            sentences = article.doc.body.split("。")
            half = len(sentences) // 2
            bodies = "。".join(sentences[:half]) + "。", "。".join(sentences[half:])
            paragraphs += [Typed(HEADING, article.doc.title), *(Typed(BODY, body) for body in bodies if body)]
        yield paragraphs


def made(count: int) -> dict[str, list[bytes]]:
    """Suffix → files of that form; each form holds the same issues."""
    every = list(issues(count))
    found: dict[str, list[bytes]] = {}
    for paragraphs in every:
        born = forms.text_born(paragraphs)
        for name in ("issue.txt", "issue.html", "issue.mhtml", "issue.eml", "issue.zip", "issue.docx"):
            found.setdefault(Path(name).suffix, []).append(born[name])
    if forms.has_office():
        words = {f"{number:05}.docx": content for number, content in enumerate(found[".docx"])}
        found |= {f".{to}": list(forms.converted(words, to).values()) for to in ("doc", "pdf")}
    return found


def peers() -> dict[str, tuple[str, Text]]:
    """Suffix → the library alone, with its name."""
    return {
        ".txt": ("bytes.decode", lambda content: content.decode("utf-8")), ".html": ("selectolax", _html), ".mhtml": ("email + selectolax", _mhtml),
        ".eml": ("email", _mail), ".zip": ("zipfile", _zip), ".docx": ("python-docx", _docx), ".doc": ("olefile (stream only)", _doc), ".pdf": ("pypdfium2", _pdf),
    }  # fmt: skip


def _html(content: bytes) -> object:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(content.decode("utf-8")).body
    return body.text() if body else ""


def _mhtml(content: bytes) -> object:
    from email import message_from_bytes, policy

    return [_html(part.get_payload(decode=True)) for part in message_from_bytes(content, policy=policy.default).walk() if not part.is_multipart()]


def _mail(content: bytes) -> object:
    from email import message_from_bytes, policy

    return [part.get_payload(decode=True).decode("gb18030", "replace") for part in message_from_bytes(content, policy=policy.default).walk() if not part.is_multipart()]


def _zip(content: bytes) -> object:
    from zipfile import ZipFile

    archive = ZipFile(io.BytesIO(content))
    return [archive.read(name).decode("utf-8") for name in archive.namelist()]


def _docx(content: bytes) -> object:
    from docx import Document

    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def _doc(content: bytes) -> object:
    from olefile import OleFileIO

    return OleFileIO(io.BytesIO(content)).openstream("WordDocument").read()


def _pdf(content: bytes) -> object:
    from pypdfium2 import PdfDocument

    document = PdfDocument(content)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def read(name: str, content: bytes) -> None:
    """A file, or the files within it, by our readers. Raises what they raise."""
    inner = readers.members(name, content)
    for one in inner or ():
        if isinstance(one, InputError):
            raise one
        read(one.name, one.content)
    if inner is None:
        readers.read(name, content)


def speeds(suffix: str, files: Sequence[bytes], bare: Text) -> tuple[float, float]:
    """Files a second of the reader and of the library."""
    times: list[tuple[float, float]] = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        for content in files:
            read(f"issue{suffix}", content)
        middle = time.perf_counter()
        for content in files:
            bare(content)
        times.append((middle - start, time.perf_counter() - middle))
    ours, alone = (statistics.median(column) for column in zip(*times[1:], strict=True))
    return len(files) / ours, len(files) / alone


def stored(suffix: str, files: Sequence[bytes]) -> float:
    """Files a second from the folder into the store, on all cores; what comes after (names, index) is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        for number, content in enumerate(files):
            (Path(folder) / "in" / f"{number:05}{suffix}").write_bytes(content)
        ends: list[float] = []
        told = lambda stage, done, total: ends.append(time.perf_counter()) if stage == READING else None  # noqa: E731
        with Workspace.open(Path(folder) / "workspace", create=True) as workspace:
            start = time.perf_counter()
            summary = ingest(workspace, [Path(folder) / "in"], load({}), told)
        if summary.problems:
            print(f"{suffix}: {len(summary.problems)} problems, such as {summary.problems[0]}", file=sys.stderr)
        return len(summary.added) / (max(ends) - start)


def scans(pdfs: Mapping[str, bytes], count: int) -> None:
    """Print pages a second by OCR: ours beside the engine alone, on the same pictures."""
    from PIL import Image

    from explorer.readers.scan import ocr

    if not ocr.available() or not pdfs or not count:
        print("OCR: not measured")
        return
    pictures = [page for pdf in pdfs.values() for page in forms.scanned(pdf, 300)][:count]
    rows = []
    for _ in range(2):
        start = time.perf_counter()
        ocr.reading((Image.open(io.BytesIO(picture)) for picture in pictures), "png")
        middle = time.perf_counter()
        for picture in pictures:
            _engine_alone(picture)
        rows.append((middle - start, time.perf_counter() - middle))
    ours, alone = rows[-1]
    print(f"| scan, 300 dpi (pages) | rapidocr | {len(pictures) / ours:.2f} | {len(pictures) / alone:.2f} | {alone / ours:.2f} | |")


def _engine_alone(picture: bytes) -> object:
    import os

    from explorer.readers.scan import ocr

    return ocr._engine(os.getpid())(picture)


def main() -> None:
    """A row for each form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--scans", type=int, default=4, help="pages read by OCR; 0: none")
    asked = parser.parse_args()
    files = made(asked.files)
    print("| form | library | reader, files/s | library alone, files/s | ratio | into the store, files/s |\n| --- | --- | --- | --- | --- | --- |")
    for suffix, (name, bare) in peers().items():
        if suffix in files:
            ours, alone = speeds(suffix, files[suffix], bare)
            print(f"| {suffix} | {name} | {ours:,.0f} | {alone:,.0f} | {ours / alone:.2f} | {stored(suffix, files[suffix]):,.1f} |", flush=True)
    scans({"issue.pdf": files[".pdf"][0]} if ".pdf" in files else {}, asked.scans)


if __name__ == "__main__":
    main()
