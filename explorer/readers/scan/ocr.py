"""Scanned pages to text: RapidOCR (Apache-2.0; PP-OCRv6 models in the wheel, nothing is fetched) finds and reads the words.

Where the words stand is turned into lines and paragraphs by `printed.layout`. The optional extra `[ocr]` brings the engine;
without it a scan is an error that says how to install it. Options measured on a whole issue at 150 and 300 dpi: with the
classifier of upside-down lines it drops whole lines (2–3.7 % wrong characters), without it 0.1 %.
"""

from __future__ import annotations

import math
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from explorer.errors import EmptyFile, InputError, NotText
from explorer.readers.printed import layout
from explorer.readers.base import Reading
from explorer.readers.printed.layout import Page, Sheet
from explorer.readers.scan.folding import folded
from explorer.readers.scan.paper import cuts, plain
from explorer.readers.printed.words import Word

if TYPE_CHECKING:
    from PIL import Image

_SURE = 0.75
"""A page read with less confidence may stand on its head. Upright pages have 0.95 and more, turned ones less than 0.6."""
_NOTES = 50
"""Unclear places named for a file; the rest are counted."""
_REMEDY = "请安装文字识别组件：pip install \"jianbao-explorer[ocr]\"，或先用别的软件识别成文本（.txt，UTF-8）。"


def available() -> bool:
    """Whether the engine is installed; looks for it without importing it."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2", "PIL"))


def require(wanted: bool = True) -> None:
    """Raises NotText if OCR is not `wanted`, or, with how to install it, if the engine is missing."""
    if not wanted:
        raise NotText("这是图片或扫描件，而文字识别已关闭", remedy="请把设置 JIANBAO_OCR 设为 1 后重试。")
    if not available():
        raise NotText("这是图片或扫描件，要先识别文字，而文字识别组件没有安装", remedy=_REMEDY)


def recognise(images: Iterator[Image.Image]) -> Iterator[tuple[str, float]]:
    """Text and mean confidence (0 to 1) of each page, as `pages` gives them; raises NotText without the engine."""
    return ((page.text, page.confidence) for page in pages(images))


def pages(images: Iterable[Image.Image]) -> Iterator[Page]:
    """Pages read one by one, each given out when the two behind it are read: a running head is known by its repeating.

    The text of a page ends with a line break unless its last paragraph goes on: texts put together are the document.
    A page that the engine fails on is empty, with confidence 0. Raises NotText without the engine.
    """
    require()
    return layout.pages(sheet(image) for image in images)


def reading(images: Iterable[Image.Image], form: str) -> Reading:
    """All pages in one; raises NotText without the engine, EmptyFile where no word was found."""
    texts: list[str] = []
    starts: list[int] = []
    sure: list[float] = []
    notes: list[str] = []
    length = 0
    for number, page in enumerate(pages(images), 1):
        texts.append(page.text)
        starts.append(length)
        sure.append(round(page.confidence, 4))
        notes += [f"第{number}页{note}" for note in page.notes]
        length += len(page.text)
    if not length:
        raise EmptyFile("图片里没有认出文字", remedy="请核对图片；如果字太小或太淡，请以 300 dpi 重新扫描。")
    return Reading("".join(texts), form, tuple(starts), tuple(sure), ("文字识别 rapidocr", *_shortened(notes)))


def _shortened(notes: list[str]) -> list[str]:
    return notes if len(notes) <= _NOTES else [*notes[:_NOTES], f"另有 {len(notes) - _NOTES} 处不清楚"]


@cache
def _engine(process: int) -> Any:
    """The engine of this process (a forked one cannot use the threads of its parent). Several processes: one thread each."""
    from rapidocr import RapidOCR

    threads = 1 if multiprocessing.parent_process() else min(4, os.cpu_count() or 1)
    options = {
        "Global.use_cls": False, "Global.text_score": 0.3, "Global.max_side_len": 4000, "Global.log_level": "critical",
        "Global.return_word_box": True, "Global.return_single_char_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads, "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }  # fmt: skip
    return RapidOCR(params=options)


def sheet(image: Image.Image) -> Sheet:
    """The words of a page; a page that the engine stumbles over has none and is marked, the others go on."""
    try:
        return _upright(image)
    except (InputError, ImportError, MemoryError):
        raise
    except Exception:  # OpenCV, ONNX Runtime and RapidOCR have no common error
        return Sheet(1.0, 1.0, [], failed=True)


def _upright(image: Image.Image) -> Sheet:
    """The words of a page, turned upright. Sideways and upside-down sheets are common in scans; others cost nothing more."""
    paper = plain(image)
    words = _words(paper)
    sideways = _sideways(words)
    doubtful = bool(words) and _confidence(words) < _SURE
    turned = [paper.rotate(angle, expand=True) for angle in ((90, 270) if sideways else (180,) if doubtful else ())]
    tried = [] if sideways else [(paper, words)]
    tried += [(picture, _words(picture)) for picture in turned]
    picture, words = max(tried, key=lambda one: _confidence(one[1]))
    return Sheet(picture.width, picture.height, folded(words))


def _sideways(words: list[Word]) -> bool:
    tall = sum(len(word.text) for word in words if word.bottom - word.top > 1.5 * (word.right - word.left) and len(word.text) > 1)
    return tall > sum(len(word.text) for word in words) / 2


def _confidence(words: list[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(sum(word.scores) for word in words) / letters if letters else 0.0


def _words(image: Image.Image) -> list[Word]:
    found: list[Word] = []
    if all(low == high for low, high in image.getextrema()):
        return found
    for top, bottom in cuts(image):
        found += _read(image.crop((0, top, image.width, bottom)) if bottom - top < image.height else image, top)
    return found


def _read(image: Image.Image, top: int) -> list[Word]:
    """The words of a picture whose first row is row `top` of the page. The engine takes blue before red."""
    import numpy

    result = _engine(os.getpid())(numpy.ascontiguousarray(numpy.asarray(image)[:, :, ::-1]))
    lines = zip(result.boxes, result.txts, result.scores, strict=True) if result.txts else ()
    singles = result.word_results if len(result.word_results) == len(result.txts or ()) else ()
    return [_word(box, text, score, singles[at] if singles else (), top) for at, (box, text, score) in enumerate(lines)]


def _word(box: Any, text: str, score: float, singles: Any, top: int) -> Word:
    """What the engine found; its places of single characters only where they are those of the text."""
    corners = tuple((float(x), float(y) + top) for x, y in box)
    slope = math.atan2(corners[1][1] - corners[0][1], corners[1][0] - corners[0][0])
    exact = "".join(single[0] for single in singles) == text and all(len(single[0]) == 1 for single in singles)
    places = tuple((float(single[2][0][0]) + float(single[2][1][0])) / 2 for single in singles) if exact else ()
    scores = tuple(float(single[1]) for single in singles) if exact else (float(score),) * len(text)
    return Word(corners, slope, text, scores, places)
