"""A cluster of real servers, started when the first test wants it; where it cannot be had the test fails, it is not passed over."""

from collections.abc import Iterator

import pytest

from benchmarks.postgres import Server


@pytest.fixture(scope="session")
def cluster_url() -> Iterator[str]:
    """The address of a single OpenSearch node, without a prefix."""
    from benchmarks.servers import ServersUnavailable, running

    try:
        with running(1, "768m") as servers:
            yield servers.url
    except ServersUnavailable as error:
        pytest.fail(f"no OpenSearch server: {error}", pytrace=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server with an empty database."""
    from benchmarks.postgres import PostgresUnavailable, running

    try:
        with running() as server:
            yield server
    except PostgresUnavailable as error:
        pytest.fail(f"no PostgreSQL server: {error}", pytrace=False)
