from __future__ import annotations

import pytest

from normalizer.cli.messages import error_line, printable
from normalizer.errors import InputError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Мінск ❤ é", "Мінск ❤ é"),
        ("a\n\tb", "a b"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\u202eab", r"\u202eab"),
        ("\udcff", r"\udcff"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    """Text in any script is shown; what could drive a terminal is escaped."""
    assert printable(text) == shown


def test_line_of_an_error() -> None:
    """A fault of a file has the form that editors know."""
    assert error_line(InputError("a\n.txt", 3, "bad")) == "namenorm: a .txt:3: bad"
