"""What the readers of office files share: rows of tables as lines, lines as pages."""

from __future__ import annotations

import re

from explorer.errors import FileTooLarge


def row_lines(cells: list[list[str]]) -> list[str]:
    """A row of a table as lines: cells of one line each are joined by tabs, as they stand side by side on paper.

    A cell with more than one line is used to set text in a place (an issue in a frame): then all lines stand alone. An office and a
    date in two cells are one line of a masthead, which is what the parser looks for.
    """
    filled = [[line for line in cell if line.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    if all(len(cell) == 1 for cell in filled):
        return ["\t".join(cell[0] for cell in filled)] if filled else []
    return [line for cell in filled for line in cell]


def pages(lines: list[str], most: int) -> tuple[str, tuple[int, ...]]:
    """Lines as one text, and where its pages begin: at the start and behind each form feed; raises FileTooLarge beyond `most`."""
    text = "\n".join(lines) + "\n"
    if text.count("\f") >= most:
        raise FileTooLarge(f"超过 {most:,} 页的上限")
    return text, (0, *(match.end() for match in re.finditer("\f", text) if match.end() < len(text)))
