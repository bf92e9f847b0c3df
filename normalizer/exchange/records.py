"""The neutral form that every format is read into, whatever it looks like outside.

A format gives a stream of records. A record speaks of one entity, named by a key; it may
tell facts of it, or spellings, or both, and several records may speak of one entity (a file
with one alias a row; GeoNames, whose names are a file apart).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from normalizer.types import AliasKind, Kind

OWN = "namenorm"
"""The scheme of keys that are our own canonical IDs."""


class Key(NamedTuple):
    """What a file calls an entity: a value in an external scheme, or our own ID."""

    scheme: str
    value: str

    @property
    def is_own(self) -> bool:
        """Return whether the value is a canonical ID of ours."""
        return self.scheme == OWN

    def __str__(self) -> str:
        """Return the key as people write it: `wikidata:Q2280`."""
        return f"{self.scheme}:{self.value}"


class Spelling(NamedTuple):
    """An alias that a file gives; `script` is `""` until `prepare` has looked at the text.

    A tuple and not a dataclass, since millions of them are made.
    """

    text: str
    kind: AliasKind
    lang: str = ""
    script: str = ""
    scheme: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of an entity itself; `""` for what it does not say.

    `named_in` is the language of `name`, as far as the file tells.
    """

    kind: Kind
    name: str
    country: str = ""
    gender: str = ""
    description: str = ""
    xrefs: Mapping[str, str] = field(default_factory=dict)
    named_in: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One statement of a file about the entity `key`; `line` is 1-based."""

    path: str
    line: int
    key: Key
    facts: Facts | None = None
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be read as what it should be; `line` is 1-based, 0 for the whole file."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A line that is well and says nothing that we keep; `reason` says why."""

    path: str
    line: int
    reason: str


Item = Record | Fault | PassedOver
