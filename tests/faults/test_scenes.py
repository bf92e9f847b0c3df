"""The quick scenes, once each. `python -m tests.faults` plays all of them at length."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.callers import asking
from tests.faults.scenes import SCENES, Measure
from tests.service.processes import served, until
from tests.service.serving import write_seeds

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks at processes in /proc"
)
QUICK = ("kill-worker", "malformed-http2", "malformed-messages")


@pytest.mark.parametrize("name", QUICK)
def test_server_bears_it(name: str, tmp_path: Path) -> None:
    """No wrong answer, no failed call, no worker lost that was not killed."""
    found = SCENES[name](write_seeds(tmp_path / "seeds"), Measure(times=1, seconds=0.3))
    assert found.faults == ()
    assert found.record.right > 0


def test_scenes_can_find_fault(tmp_path: Path) -> None:
    """A caller that expects another answer is told of as wrong."""
    seeds = write_seeds(tmp_path / "seeds")
    with served(seeds) as run, asking(run.address, 1, right={"Minsk": "nn999999"}) as record:
        until(lambda: record.wrong > 0)
    assert record.right == 0
