"""What every reader gives, and what it must keep to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from explorer.errors import InputError


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may use up; beyond it raises FileTooLarge. `bytes` counts what is unpacked, in all."""

    bytes: int = 200_000_000
    pages: int = 5_000
    members: int = 10_000
    depth: int = 4
    """Containers within containers; elements within elements are counted by the readers themselves."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file as it stands on its pages: a line of print is a line, a paragraph of a web page is one too.

    Running heads, page numbers and page furniture that the form itself marks as such are left out; all else is the matter of
    `explorer.parsing`. `pages[n]` is the offset in `text` at which page n + 1 begins; forms without pages have one.
    """

    text: str
    form: str
    pages: tuple[int, ...] = (0,)
    confidence: tuple[float, ...] = ()
    """For each page, 0 to 1, how sure the characters are; empty where they are certain."""
    steps: tuple[str, ...] = field(default=())
    """How it was read, a line each, for the one who looks into a bad parse."""


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
