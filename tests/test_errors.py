from __future__ import annotations

import pickle

import pytest

from normalizer.errors import InputError, NormalizerError, SnapshotError


@pytest.mark.parametrize(
    "error", [SnapshotError("a.idx", "is empty"), InputError("a.tsv", 3, "no")]
)
def test_errors_cross_processes(error: NormalizerError) -> None:
    """What a worker raises arrives with its class, its fields and its sentence."""
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert (str(arrived), vars(arrived)) == (str(error), vars(error))
