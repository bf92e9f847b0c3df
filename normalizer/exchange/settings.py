"""What a user says of a file that the file does not say itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from normalizer.types import Kind


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How a file is read.

    `source` and `licence` replace what the format is known by. `scheme` names the file's own
    identifiers, under which an entity is found again at the next import. `kind` and `lang`
    stand in where a row says none. `columns` maps our columns to those of a CSV or TSV file.
    """

    source: str = ""
    licence: str = ""
    scheme: str = ""
    kind: Kind | None = None
    lang: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
