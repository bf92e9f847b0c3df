"""Engines shared by the tests: loading the seeds once is enough."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before the engine is imported, and for the processes that tests start: not the user's cache.
os.environ.setdefault(
    "NAMENORM_CACHE", str(Path(__file__).resolve().parents[1] / ".pytest_cache" / "namenorm")
)
# Nor the user's own alias table.
os.environ.setdefault("NAMENORM_HOME", "off")

os.environ.setdefault("NAMENORM_CONFIG", "off")

# A shell that runs the tests in the background lets them, and what they start, ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

from normalizer.engine import Engine
from tests.world import WORLD

# An example may take long on a machine that has other things to do: that is no fault.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Return the engine over our own seeds."""
    return Engine.open()


@pytest.fixture(scope="session")
def small_engine() -> Engine:
    """Return an engine over the small world of `tests/world.py`."""
    return Engine(WORLD)


@pytest.fixture(scope="session")
def corpus() -> dict[str, str]:
    """Return the five texts by file name; skip where they are missing."""
    folder = SHARED / "corpus" / "belarus-2020"
    if not folder.is_dir():
        pytest.skip("the five texts (../shared/corpus/belarus-2020) are not on this machine")
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
