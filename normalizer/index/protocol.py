"""The one interface through which candidates come, whatever lies behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from normalizer.index.meeting import Slot
from normalizer.types import Alias, AliasKind, Entity, Kind

COUNTRY_CODE = "iso3166"
"""The catalogue whose identifiers make an entity a country or a part of one."""


class Entry(Protocol):
    """An alias as the index holds it: with its entity and its tokens in normal form."""

    @property
    def alias(self) -> Alias:
        """Return the alias."""
        ...

    @property
    def entity(self) -> Entity:
        """Return the entity that the alias is of."""
        ...

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the tokens of the alias in normal form."""
        ...

    @property
    def position(self) -> int:
        """Return the number of the entry in an index file, −1 for one that is in none."""
        ...

    @property
    def entity_id(self) -> str:
        """Return the entity's ID, for whom the entity itself need not be read."""
        ...

    @property
    def kind(self) -> Kind:
        """Return the entity's kind."""
        ...

    @property
    def alias_kind(self) -> AliasKind:
        """Return the alias's kind."""
        ...


Near = tuple[float, Entry]
"""An entry with its rank, which is higher the likelier it is meant (`index/outline.py`)."""


class Walk(Protocol):
    """A step into the index's token paths, for reading documents from left to right."""

    def step(self, token: str) -> Walk | None:
        """Return the walk after one more token in normal or folded form, None where none leads."""
        ...

    def entries(self) -> Sequence[Entry]:
        """Return the entries whose last token this is; `()` in the midst of all."""
        ...


class CandidateIndex(Protocol):
    """Aliases by exact form, by folded form, by nearness and by token path."""

    @property
    def revision(self) -> str:
        """Return the revision of the alias table that the index was made from."""
        ...

    def exact(self, normal: str) -> Sequence[Entry]:
        """Return the entries of this normal form; `()` for none."""
        ...

    def folded(self, folded: str) -> Sequence[Entry]:
        """Return the entries of this folded form (`keys.fold` of each token); `()` for none."""
        ...

    def expansions(self, acronym: str) -> Sequence[Entry]:
        """Return the entries of bodies whose name can have this acronym; `()` for none."""
        ...

    def near(self, tokens: Sequence[str], limit: int) -> Sequence[Near]:
        """Return (rank, entry) of up to `limit` that may be meant by tokens, likeliest first."""
        ...

    def met(self, slots: Sequence[Slot], as_one: str, limit: int) -> Sequence[Entry] | None:
        """Return the entries that have a word for each slot of a name (`index/meeting.py`).

        In the order of entity IDs; None for more than `limit`. `as_one` is the name written as one
        word, `""` where it is not. Slots are up to `MOST_SLOTS`; of none, `as_one` alone counts.
        """
        ...

    def rarity(self, token: str) -> float:
        """Return how telling a token is, in (0, 1]: 1 when at most one entity has it."""
        ...

    def knows(self, token: str) -> bool:
        """Return whether a token in normal form is part of an alias."""
        ...

    def walk(self) -> Walk:
        """Return the start of all token paths."""
        ...

    def entries_of(self, entity_id: str) -> Sequence[Entry]:
        """Return the entries of one entity; `()` for an unknown ID."""
        ...

    def beginning(self, prefixes: Iterable[str], limit: int) -> Sequence[Entry]:
        """Return up to `limit` entries with a token that begins so, in normal or folded form."""
        ...

    def states(self) -> Sequence[Entry]:
        """Return the entries of the entities that have an ISO 3166 code."""
        ...

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over all entries in a stable order."""
        ...
