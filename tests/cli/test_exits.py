from __future__ import annotations

from collections.abc import Iterator

import pytest

from normalizer.cli.exits import EXIT_CODES, Exit, exit_code
from normalizer.errors import InputError, NormalizerError, SeedError, UnavailableError


def _subclasses(parent: type[NormalizerError]) -> Iterator[type[NormalizerError]]:
    for child in parent.__subclasses__():
        if child.__module__ == "normalizer.errors":
            yield child
        yield from _subclasses(child)


@pytest.mark.parametrize("error", sorted(set(_subclasses(NormalizerError)), key=str))
def test_every_error_has_an_exit_code(error: type[NormalizerError]) -> None:
    """An error class that the table lacks would leave with a code by chance."""
    assert error in EXIT_CODES


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("f", 1, "bad"), Exit.SOME_FAILED),
        (SeedError("f", 1, "bad"), Exit.DATA),
        (UnavailableError("h:1", "down"), Exit.UNAVAILABLE),
        (NormalizerError(), Exit.SOME_FAILED),
    ],
)
def test_codes(error: NormalizerError, code: Exit) -> None:
    """An error leaves with the code of its class."""
    assert exit_code(error) is code


def test_child_takes_its_parent_s_code() -> None:
    """A class that is not in the table takes the code of its nearest parent."""

    class SpecialError(UnavailableError):
        pass

    assert exit_code(SpecialError("h:1", "down")) is Exit.UNAVAILABLE
