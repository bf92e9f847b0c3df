"""What the command says to a person: one readable line on standard error."""

from __future__ import annotations

import sys

import click

from normalizer.errors import NormalizerError

PROGRAM = "namenorm"


def error_line(error: NormalizerError | str) -> str:
    """Return `namenorm: …` for an error, safe to print on a terminal, without a line break."""
    return f"{PROGRAM}: {printable(str(error))}"


def complain(error: NormalizerError | str) -> None:
    """Print the line of an error on standard error."""
    click.echo(error_line(error), err=True)


def printable(text: str) -> str:
    r"""Return `text` on one line, with what could drive a terminal shown as an escape.

    White space of any kind becomes one space; control characters, bidirectional overrides
    and lone surrogates become `\x..` or `\u....`.
    """
    flat = " ".join(text.split())
    return "".join(char if _is_harmless(char) else _escape(char) for char in flat)


def _is_harmless(char: str) -> bool:
    return char.isprintable() or char in "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def use_utf8() -> None:
    """Make standard output and error UTF-8 whatever the locale says, with LF line ends.

    A lone surrogate (an argument that was not UTF-8) is written as an escape, so that an
    answer about it can still be given.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
