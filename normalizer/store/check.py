"""Everything that is wrong with a seeds folder, for curators: `namenorm table check`.

Errors are what `load_seeds` refuses, found by the same code. Warnings are what it accepts
and a curator should look at; they are sought only in well-formed rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from normalizer.errors import SeedError
from normalizer.store.findings import Finding
from normalizer.store.refusals import refusals
from normalizer.store.sheets import Seeds, read_seeds
from normalizer.store.suspicions import suspicions, unread_files


def check_seeds(folder: Path, schemes: Collection[str] = ()) -> Iterator[Finding]:
    """Yield every finding on the seeds below `folder`, by path and line; none when all is well.

    `schemes` are the known romanisation schemes; without any, the schemes of aliases are
    not looked up. A folder that is missing or has no set is one finding.
    """
    try:
        seeds = read_seeds(folder)
    except SeedError as failure:
        yield Finding(Path(failure.path), failure.line, "unreadable", failure.reason)
        return
    yield from sorted({*check_sheets(seeds, schemes), *unread_files(seeds)})


def check_sheets(seeds: Seeds, schemes: Collection[str] = ()) -> Iterator[Finding]:
    """Yield every finding on the sheets of a table, each once, in no order."""
    yield from {*refusals(seeds), *suspicions(seeds, frozenset(schemes))}
