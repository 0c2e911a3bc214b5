"""One issue in every form that offices keep gives the same articles; the text-born forms to the character.

Word files are made by python-docx, DOC and PDF by LibreOffice, scans by poppler: other hands than those that read them.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks import forms
from explorer import parsing, readers
from explorer.errors import InputError
from explorer.model import ARTICLE
from explorer.readers.scan import ocr

SAMPLE = Path(__file__).parents[2] / "explorer" / "samples" / "2020-07-20-issue.txt"
SEED = Path(__file__).parents[3] / "shared" / "bulletins" / "2020-07-20-seed.txt"
TEXT_BORN = ("issue.txt", "issue-gb.txt", "issue.html", "issue-gb.html", "issue.mhtml", "issue.eml", "issue.zip", "issue.docx", "columns.docx")
CONVERTED = ("issue.doc", "issue.pdf", "columns.pdf")

pytest.importorskip("docx", reason="python-docx is missing (extra [dev])")


@dataclass(frozen=True)
class Issue:
    """One bulletin in all its forms."""

    files: dict[str, bytes]
    expected: tuple


def sources():
    return [pytest.param(SAMPLE, id="sample"), pytest.param(SEED, id="seed", marks=pytest.mark.skipif(not SEED.exists(), reason="the folder shared is not here"))]


@pytest.fixture(scope="module", params=sources())
def issue(request):
    text = request.param.read_text("utf-8")
    paragraphs = forms.typed(text)
    files = forms.text_born(paragraphs)
    files["columns.docx"] = forms.word(paragraphs, columns=2, head=forms.TITLE)
    if shutil.which("soffice"):
        files |= forms.converted({"issue.docx": files["issue.docx"]}, "doc")
        files |= forms.converted({"issue.docx": forms.word(paragraphs, head=forms.TITLE), "columns.docx": files["columns.docx"]}, "pdf")
    return Issue(files, told(parsing.parse(text, text.encode(), "issue.txt")))


def told(bulletin):
    """What must be the same in every form: the head and the articles."""
    head, articles = bulletin.masthead, [one for one in bulletin.articles if one.part == ARTICLE]
    return (
        (head.series, head.issue_no, head.total_no, bulletin.date),
        [(one.section, one.title, one.attribution, one.date) for one in articles],
        [one.body for one in articles],
    )


def texts(name, content):
    """The readings of a file, or of the files within it."""
    inner = readers.members(name, content)
    if inner is None:
        return [readers.read(name, content)]
    members = [one for one in inner if not isinstance(one, InputError) and readers.is_worth_reading(one.name, one.content)]
    return [reading for one in members for reading in texts(one.name, one.content)]


def parsed(name, content):
    *others, reading = texts(name, content)
    assert not others, [one.text[:40] for one in others]
    return parsing.parse(reading.text, content, name)


def wanted(issue, name):
    if name not in issue.files:
        pytest.skip("LibreOffice is not installed")
    return issue.files[name]


@pytest.mark.parametrize("name", [*TEXT_BORN, *CONVERTED])
def test_a_text_born_form_gives_the_same_articles_to_the_character(issue, name):
    head, articles, bodies = told(parsed(name, wanted(issue, name)))
    assert len(articles) == len(issue.expected[1])
    assert head == with_series(issue, name)
    assert articles == issue.expected[1]
    if name == "columns.pdf":  # a blank at which a line breaks is not in the file
        assert [body.replace(" ", "") for body in bodies] == [body.replace(" ", "") for body in issue.expected[2]]
        assert sum(map(len, issue.expected[2])) - sum(map(len, bodies)) <= 1
    else:
        assert bodies == issue.expected[2]


def with_series(issue, name):
    """On paper the running head names the series, which the text alone does not."""
    series, *numbers = issue.expected[0]
    return (series or forms.TITLE if name.endswith(".pdf") else series, *numbers)


def distance(one, other):
    """Edits between two texts (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row, before = [i], row
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
    return row[-1]


@pytest.mark.skipif(not ocr.available(), reason="rapidocr is missing (extra [ocr])")
@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
@pytest.mark.parametrize(("dpi", "right"), [(150, 0.97), (300, 0.98)])
def test_a_scan_gives_the_same_articles(issue, dpi, right):
    pages = forms.scanned(wanted(issue, "issue.pdf"), dpi)
    bulletin = parsed("scan.pdf", forms.scanned_pdf(pages, dpi))
    head, articles, bodies = told(bulletin)
    assert head == with_series(issue, "scan.pdf")
    assert articles == issue.expected[1]
    wrong = sum(distance(a, b) for a, b in zip(bodies, issue.expected[2], strict=True))
    share = 1 - wrong / sum(map(len, issue.expected[2]))
    print(f"{dpi} dpi: {share:.2%} of the characters")
    assert share >= right
