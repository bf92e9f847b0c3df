from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.kernel import compiled, run


def test_arbitrary_arrays_are_read_within_bounds(tmp_path: Path) -> None:
    """The sanitizers find no fault in a few thousand rounds over arrays of any content."""
    fuzzer = compiled(tmp_path)
    if fuzzer is None:
        pytest.skip("no C compiler with sanitizers")
    code, written = run(fuzzer, seed=7, rounds=3_000, timeout=120)
    assert (code, written) == (0, "no fault\n")
