"""One engine and one server for the tests of both clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from normalizer.client.sync import RemoteEngine
from normalizer.engine import Engine, NameService
from tests.service.serving import running, write_seeds


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Give an engine over a small alias table."""
    return Engine.open(write_seeds(tmp_path_factory.mktemp("seeds")))


@pytest.fixture(scope="module")
def remote(engine: Engine) -> Iterator[NameService]:
    """Give a client of a server over that engine."""
    with running(engine) as started:
        client = RemoteEngine(started.address)
        yield client
        client.close()
