"""Files within files: archives and letters opened as deep as they may be nested, within one allowance for all of it."""

from __future__ import annotations

from collections.abc import Iterator

from explorer import readers
from explorer.crew import Job, Opener
from explorer.errors import EmptyFile, FileTooLarge, InputError
from explorer.readers import Limits

WITHIN = " › "
"""Between the path of a container and the name of a file in it."""


def unpacked(job: Job, opener: Opener, limits: Limits) -> Iterator[Job | InputError]:
    """The file itself, or the files within it that some reader knows, in order.

    What cannot be opened comes as the error, its place being the way to it, and the others go on. When the files unpacked, of all
    levels together, are larger than `limits.bytes`, FileTooLarge is the last that comes: a bomb of bombs ends like a single one.
    """
    waiting: list[tuple[Job | InputError, int]] = [(job, limits.depth)]
    size, found = 0, False
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, InputError) or not _is_container(one):
            found = True
            yield one
            continue
        inner = list(_opened(one, depth, opener))
        size += sum(len(within.content) for within in inner if isinstance(within, Job))
        if size > limits.bytes:
            yield FileTooLarge("解压后的文件合计超过上限", place=job.path, remedy="请分成几个压缩包。")
            return
        waiting += [(within, depth - 1) for within in reversed(inner)]
    if not found:
        yield EmptyFile("里面没有可以读取的文件", place=job.path)


def _is_container(job: Job) -> bool:
    try:
        return readers.format_of(job.name, job.content).open is not None
    except InputError:
        return False  # reading it says why it cannot be read


def _opened(job: Job, depth: int, opener: Opener) -> Iterator[Job | InputError]:
    if depth < 1:
        yield FileTooLarge("压缩包套得太深", place=job.path)
        return
    try:
        members = opener.open(job)
    except InputError as error:
        error.place = job.path
        yield error
        return
    for member in members:
        if isinstance(member, InputError):
            member.place = f"{job.path}{WITHIN}{member.place}"
            yield member
        elif readers.is_worth_reading(member.name, member.content):
            yield Job(f"{job.path}{WITHIN}{member.name}", member.name, member.content)
