"""A small table that is served and curated in this process, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from normalizer.curation.local import LocalCuration
from normalizer.live.engine import LiveEngine
from normalizer.store.sql.store import SqlStore
from tests.store.conftest import open_at, place, postgres_url, store  # noqa: F401 - fixtures
from tests.world import WORLD


@pytest.fixture
def live(
    open_at: Callable[..., SqlStore],  # noqa: F811 - a fixture
    tmp_path: Path,
) -> Iterator[LiveEngine]:
    """Return the engine over the small world of `tests/world.py`."""
    engine = LiveEngine(open_at(WORLD), tmp_path / "live")
    yield engine
    engine.close()


@pytest.fixture
def curation(live: LiveEngine) -> LocalCuration:
    """Return the curation of that table."""
    return LocalCuration(live)
