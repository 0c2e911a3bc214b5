"""What every reader gives, and what it must keep to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from explorer.errors import InputError
from explorer.model import Reading

__all__ = ["Format", "Limits", "Member", "Open", "Read", "Reading"]


def _silent(done: int, pages: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may use up; beyond it raises FileTooLarge. `bytes` counts what is unpacked, in all."""

    bytes: int = 200_000_000
    pages: int = 5_000
    members: int = 10_000
    depth: int = 4
    """Containers within containers; elements within elements are counted by the readers themselves."""
    ocr: bool = True
    """Whether scans are read by OCR, where it is installed; it takes seconds a page."""
    told: Callable[[int, int], None] = _silent
    """Called by a reader whose pages take long (OCR), after each of them: pages done, and pages in all."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a file."""

    name: str
    content: bytes


Read = Callable[[bytes, Limits], Reading]
"""Bytes to text; raises an InputError that says what is wrong and what to do."""
Open = Callable[[bytes, Limits], Iterator[Member | InputError]]
"""Bytes to the files within, in order; a member that cannot be had is yielded as the error, so that the others go on."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form of file: its suffixes, how its content begins, and either a reader or an opener."""

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    """Whether content is of this form, by its first bytes; suffixes lie."""
    read: Read | None = None
    open: Open | None = None
