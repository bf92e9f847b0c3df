"""The stores of `tests/store/conftest.py`, served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from normalizer.live.engine import LiveConfig, LiveEngine
from normalizer.store.sql.store import SqlStore
from tests.store.conftest import open_at, place, postgres_url, store  # noqa: F401 - fixtures
from tests.world import WORLD


@pytest.fixture
def serve(
    open_at: Callable[..., SqlStore],  # noqa: F811 - a fixture
    tmp_path: Path,
) -> Iterator[Callable[..., LiveEngine]]:
    """Return a function that serves the store of the test, as another process would."""
    engines: list[LiveEngine] = []

    def again(config: LiveConfig = LiveConfig()) -> LiveEngine:  # noqa: B008 - frozen
        engines.append(LiveEngine(open_at(WORLD), tmp_path / "live", config))
        return engines[-1]

    yield again
    for engine in engines:
        engine.close()
