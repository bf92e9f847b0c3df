from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.service.serving import Fleet, usable_cores


@pytest.mark.parametrize(
    ("quota", "expected"),
    [("max 100000", None), ("100000 100000", 1), ("50000 100000", 1), ("nonsense", None)],
)
def test_containers_quota_bounds_the_cores(
    tmp_path: Path, quota: str, expected: int | None
) -> None:
    """A container with the time of one core has one, however many it sees; at least one."""
    path = tmp_path / "cpu.max"
    path.write_text(quota, "ascii")
    assert usable_cores(path) == (expected or usable_cores(tmp_path / "none"))


def test_zero_workers_is_one_a_core() -> None:
    """And a number is that number."""
    assert Fleet(workers=0).size == usable_cores()
    assert Fleet(workers=3).size == 3
