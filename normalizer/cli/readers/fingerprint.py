"""What tells one input from another before it is read: which files there are, and their sizes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from normalizer.cli.readers.files import STDIN
from normalizer.cli.readers.items import Source
from normalizer.errors import InputError


def fingerprint(sources: Iterable[Source | InputError]) -> str:
    """Return 32 hexadecimal digits for the files, how they are read and their sizes.

    Their times do not count: a copy is the same input. That their content is the same is
    seen when it is read. A file that is not there has no size, as standard input has none.
    """
    digest = hashlib.sha256()
    for source in sources:
        line = str(source) if isinstance(source, InputError) else _line(source)
        digest.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()[:32]


def _line(source: Source) -> str:
    return f"{source.path}\t{source.format}\t{_size(source.path)}"


def _size(path: str) -> int:
    if path == STDIN:
        return -1
    try:
        return Path(path).stat().st_size
    except OSError:
        return -1
