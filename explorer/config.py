"""One table of settings: it feeds the code, the command line and the documentation."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: name, default value (its type is the setting's type), and a line of help."""

    name: str
    default: int | str
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides the default."""
        return f"JIANBAO_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting("host", "127.0.0.1", "Address that `serve` and `demo` listen on (本机回环地址)."),
    Setting("port", 8765, "Port that `serve` and `demo` listen on; `demo` takes the next free one."),
    Setting("threads", 4, "Threads of each process of the web server."),
    Setting("web_workers", 2, "Processes of the web server (always one on Windows)."),
    Setting("read_only", 0, "1: the workspace is served to be read alone; it may lie on a disk that cannot be written to."),
    Setting("log", "errors", "What the web server writes: errors, for people; or json, a line for each request."),
    Setting("metrics_open", 0, "1: /metrics answers callers from other machines too; 0: this machine alone."),
    Setting("rate_limit", "600/minute", "Most requests of one caller from elsewhere, in each process; empty: no bound."),
    Setting("max_file_bytes", 200_000_000, "Largest file that is read, in bytes."),
    Setting("max_read_seconds", 120, "Longest time that one file may take to read, in seconds."),
    Setting("max_pages", 5_000, "Most pages of one file that are read."),
    Setting("max_unpacked_bytes", 400_000_000, "Most bytes that one file may unpack to."),
    Setting("ocr", 1, "1: scans are read by OCR where it is installed; 0: never."),
    Setting("workers", 0, "Processes that read files; 0 means one for each core."),
    Setting("search_engine", "", "Address of an OpenSearch cluster for the full-text index (docs/scale.md); '' for the embedded one."),
    Setting("max_query_chars", 1_000, "Longest search query, in characters."),
    Setting("page_size", 10, "Hits on one page of results."),
    Setting("language", "zh", "Language of the pages before a reader chooses: zh or en."),
    Setting("reading", "public", "Who may read once there are accounts: public (everybody) or members."),
    Setting("https", 0, "1: the site is reached by https; cookies are sent over nothing else."),
    Setting("auth_header", "", "Header by which a reverse proxy names who has signed in there, such as X-Remote-User; '' for none."),
    Setting("trusted_proxy", "", "Addresses whose auth_header counts, with commas between them."),
    Setting("audit_reading", 0, "1: the record of what was done also holds which pages were read."),
    Setting("audit_log", "", "File to which the record goes too, as JSON Lines; '' for none."),
    Setting("picture_nodes", 40, "Most nodes in the picture of a neighbourhood."),
    Setting("path_hops", 6, "Most hops of a path."),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force; one field a row of `SETTINGS`."""

    host: str
    port: int
    threads: int
    web_workers: int
    read_only: int
    log: str
    metrics_open: int
    rate_limit: str
    max_file_bytes: int
    max_read_seconds: int
    max_pages: int
    max_unpacked_bytes: int
    ocr: int
    workers: int
    search_engine: str
    max_query_chars: int
    page_size: int
    language: str
    reading: str
    https: int
    auth_header: str
    trusted_proxy: str
    audit_reading: int
    audit_log: str
    picture_nodes: int
    path_hops: int


def load(environment: Mapping[str, str] | None = None, **overrides: int | str) -> Config:
    """Defaults, overridden by `JIANBAO_…` variables, overridden by `overrides`.

    Raises ValueError with the variable's name when a number is expected and none is given.
    """
    environment = os.environ if environment is None else environment
    values = {row.name: _value(row, environment) for row in SETTINGS}
    values.update({name: value for name, value in overrides.items() if value is not None})
    return Config(**{field.name: values[field.name] for field in fields(Config)})  # type: ignore[arg-type]


def _value(row: Setting, environment: Mapping[str, str]) -> int | str:
    given = environment.get(row.variable)
    if given is None:
        return row.default
    try:
        return type(row.default)(given)
    except ValueError:
        raise ValueError(f"{row.variable}={given!r} is not a whole number") from None


def default_data_dir(environment: Mapping[str, str] | None = None) -> Path:
    """Where a workspace lives when `--data` is not given: `JIANBAO_DATA`, else the user's data folder."""
    environment = os.environ if environment is None else environment
    given = environment.get("JIANBAO_DATA")
    return Path(given) if given else Path(platformdirs.user_data_dir("jianbao", appauthor=False))
