"""The address of a cluster: `http://user:password@host:9200,host:9200/prefix?shards=1&replicas=1&ca=FILE`."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from index.errors import AddressFault

_PREFIX = re.compile(r"[a-z][a-z0-9_]{0,40}")
_NUMBERS = {"shards": (1, 1024), "replicas": (0, 10)}


@dataclass(frozen=True, slots=True)
class Address:
    """`hosts` are (name, port); `prefix` begins the names of all indexes; `replicas` None: one where there is a second node."""

    hosts: tuple[tuple[str, int], ...]
    prefix: str
    tls: bool = False
    user: str = ""
    password: str = ""
    shards: int = 1
    replicas: int | None = None
    authorities: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """AddressFault if it cannot be read. The message never holds the password."""
        parts = urlsplit(text)
        account, _, hosts = parts.netloc.rpartition("@")
        user, _, password = account.partition(":")
        prefix = parts.path.strip("/") or "jianbao"
        if parts.scheme not in ("http", "https") or not hosts:
            raise AddressFault("the address of a search cluster is http(s)://host:port/prefix")
        if not _PREFIX.fullmatch(prefix):
            raise AddressFault(f"the prefix {prefix[:40]!r} is not of small letters, digits and _")
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if unknown := sorted(set(options) - {*_NUMBERS, "ca"}):
            raise AddressFault(f"there is no option {unknown[0][:40]!r} of a search cluster")
        shards, replicas = (_number(name, options.get(name)) for name in _NUMBERS)
        return cls(
            tuple(_host(host, parts.scheme) for host in hosts.split(",")), prefix, parts.scheme == "https", unquote(user), unquote(password),
            shards or 1, replicas, options.get("ca", ""),
        )  # fmt: skip

    @property
    def place(self) -> str:
        """What may be shown to people: the hosts."""
        return ", ".join(f"{name}:{port}" for name, port in self.hosts)

    def __repr__(self) -> str:
        return f"Address({self.place}, {self.prefix})"


def _host(text: str, scheme: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"{scheme}://{text}")
        name, port = parts.hostname, parts.port or 9200
    except ValueError:
        name, port = None, 0
    if not name:
        raise AddressFault(f"{text[:60]!r} is no host:port")
    return name, port


def _number(name: str, given: str | None) -> int | None:
    least, most = _NUMBERS[name]
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and least <= int(given[:6]) <= most):
        raise AddressFault(f"{name} of a search cluster goes from {least} to {most}")
    return int(given)
