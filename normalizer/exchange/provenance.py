"""Where a row comes from and on what terms, in the one cell that every row has for it.

The source of an imported alias is written `GeoNames [CC-BY-4.0]`: the name of the source, then
its licence in brackets. So the licence stays with each row through every store and format.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CELL = re.compile(r"(?P<source>.*?)\s*\[(?P<licence>[^\[\]]+)\]")


class Provenance(NamedTuple):
    """A source and its licence (an SPDX identifier where there is one); `""` for unknown."""

    source: str = ""
    licence: str = ""


@lru_cache(maxsize=4_096)
def cell_of(source: str, licence: str) -> str:
    """Return the text of a row's `source`; `""` when neither is known.

    A source that ends with a licence of its own keeps that one.

    >>> cell_of("GeoNames", "CC-BY-4.0")
    'GeoNames [CC-BY-4.0]'
    """
    if not licence or _CELL.fullmatch(source):
        return source
    return f"{source} [{licence}]".strip()


@lru_cache(maxsize=4_096)
def provenance_of(cell: str) -> Provenance:
    """Return what a row's `source` says; the licence is `""` when it names none.

    >>> provenance_of("GeoNames [CC-BY-4.0]")
    Provenance(source='GeoNames', licence='CC-BY-4.0')
    """
    found = _CELL.fullmatch(cell)
    return Provenance(found["source"], found["licence"]) if found else Provenance(cell)
