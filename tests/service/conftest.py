"""One engine and one server for all tests of the service that need no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from normalizer.engine import Engine
from tests.service.serving import running, write_seeds


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a small alias table."""
    return write_seeds(tmp_path_factory.mktemp("seeds"))


@pytest.fixture(scope="session")
def engine(seeds: Path) -> Engine:
    """Give an engine over the small alias table."""
    return Engine.open(seeds)


@pytest.fixture(scope="session")
def channel(engine: Engine) -> Iterator[grpc.Channel]:
    """Give a channel to a server over that engine."""
    with running(engine) as started, grpc.insecure_channel(started.address) as opened:
        yield opened
