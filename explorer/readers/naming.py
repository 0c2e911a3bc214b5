"""Names of files within files: of unknown encoding, hostile, and given twice."""

from __future__ import annotations

import re

_LONGEST = 255
_ODD = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')
"""What no system allows in the name of a file."""


def decoded(raw: bytes) -> str:
    """A name or header whose encoding nobody says: UTF-8 (macOS, newer mail programs), else GB18030 (Chinese Windows).

    Pairs of GB18030 bytes may be valid UTF-8 by chance; those are Greek or Arabic letters, so CJK must be among the result.
    """
    try:
        name = raw.decode("utf-8")
        if raw.isascii() or any(char >= "\u2e80" for char in name):
            return name
    except UnicodeDecodeError:
        pass
    return raw.decode("gb18030", "replace")


def printable(name: str) -> str:
    """The name with U+FFFD for what cannot be shown, and its end where it is too long, for the suffix is there."""
    return "".join(char if char.isprintable() else "�" for char in name)[-_LONGEST:]


def as_name(text: str, suffix: str = "") -> str:
    """A line of text as the name of a file: without what paths are made of; '' for a line of nothing else."""
    stem = " ".join(_ODD.sub(" ", text).split())[:80].strip(". ")
    return printable(stem + suffix) if stem else ""


def distinct(name: str, used: set[str]) -> str:
    """A name that comes again gets a number, for both files are read; the result is added to `used`."""
    stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
    count, free = 1, name
    while free in used:
        count += 1
        free = f"{stem}~{len(used) if count > 9 else count}{dot}{suffix}"
    used.add(free)
    return free
