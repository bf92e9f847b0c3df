"""What was chosen for an import on the command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileChoice:
    """How the files are read."""

    form: str
    column: tuple[tuple[str, str], ...]
    scheme: str
    kind: str
    lang: str
    source: str
    licence: str
    only_lang: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActChoice:
    """What is done with what the files say, and in whose name."""

    apply: bool
    collisions: str | None
    overwrite: bool
    prune: bool
    skip_malformed: bool
    propose: float | None
    actor: str
    reason: str
