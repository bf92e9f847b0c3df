from __future__ import annotations

from collections.abc import Iterator

import pytest

from normalizer.errors import InputError, InvalidOptionError, InvalidTextError
from normalizer.jobs.pairing import answered

FAULT = InputError("f", 1, "bad")


def test_faults_keep_their_places_when_questions_are_taken_ahead() -> None:
    """A service that reads ahead of its answers does not change the order."""

    def ask(questions: Iterator[str]) -> Iterator[str]:
        return iter([text.upper() for text in questions])

    found = list(answered([FAULT, "a", FAULT, FAULT, "b", FAULT], str, ask))
    assert [answer for _, answer in found] == [None, "A", None, None, "B", None]
    assert [item for item, _ in found] == [FAULT, "a", FAULT, FAULT, "b", FAULT]


def test_bad_text_is_an_answer() -> None:
    """An error about one text stands in its place."""
    error = InvalidTextError("text", "is empty")
    assert list(answered(["a"], str, lambda questions: (error for _ in questions))) == [
        ("a", error)
    ]


def test_bad_option_ends_the_work() -> None:
    """An error about all texts is raised."""
    error = InvalidOptionError("languages", "unknown")
    with pytest.raises(InvalidOptionError):
        list(answered(["a"], str, lambda questions: (error for _ in questions)))
