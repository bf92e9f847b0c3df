from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from normalizer.errors import InputError, NormalizerError, SnapshotError, naming


@pytest.mark.parametrize(
    "error", [SnapshotError("a.idx", "is empty"), InputError("a.tsv", 3, "no")]
)
def test_errors_cross_processes(error: NormalizerError) -> None:
    """What a worker raises arrives with its class, its fields and its sentence."""
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert (str(arrived), vars(arrived)) == (str(error), vars(error))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_full_disk_is_told_with_the_file() -> None:
    """A write that fails says which file it was for; an error that has a name keeps it."""
    with (
        pytest.raises(OSError, match=r"No space left.*'table\.index'"),
        naming(Path("table.index")),
        Path("/dev/full").open("wb", buffering=0) as file,
    ):
        file.write(b"1")
    with pytest.raises(OSError, match="nowhere"), naming(Path("table.index")):
        Path("/nowhere").read_bytes()
