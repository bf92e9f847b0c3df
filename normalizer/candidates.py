"""One name → the entries of an index that may answer to it, each with its rank.

1. Gathered for the whole name, for what remains without words that may be titles, and for that
   with letters for its figures and as other systems spell its syllables.
2. Of the same normal form, of the same folded form, and near ones (unless the name is an alias as
   it stands); for places and bodies also near what its words mean in another language.
3. Near what is left of a body's name without its legal form: that one is a body is said in one
   table, and how it is owned in another.
4. For a short word alone, or beside a legal form, also the bodies of which it can be the acronym.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalizer.index.outline import MOST
from normalizer.index.protocol import CandidateIndex, Entry, Near
from normalizer.keys import fold
from normalizer.names.acronym import acronym_keys
from normalizer.names.legal_forms import form_apart
from normalizer.names.lettered import lettered
from normalizer.names.roles import Role, is_plain, roles
from normalizer.names.syllables import respellings
from normalizer.names.unspaced import translated
from normalizer.types import Kind

NEAR_LIMIT = 64
TRANSLATION_LIMIT = 48
MAX_ACRONYM_LENGTH = 6
_TRANSLATED = frozenset({Kind.PLACE, Kind.ORGANISATION})


def gather(index: CandidateIndex, name: tuple[str, ...], kinds: frozenset[Kind]) -> list[Near]:
    """Return (rank, entry) of the entries of some kinds, of all for none, that may be meant.

    `name` is tokens in normal form. The likeliest come first, each once; ranks are those of
    `index/outline.py`, the highest for what was not found by nearness.
    """
    found = _Found(kinds)
    plain = without_titles(name)
    for form in dict.fromkeys((name, plain, lettered(plain), *respellings(plain))):
        if exact := found.wanted(index.exact(" ".join(form))):
            return [(MOST, entry) for entry in exact]
        found.add((MOST, entry) for entry in index.folded(" ".join(map(fold, form))))
        found.add(index.near(form, NEAR_LIMIT))
        found.add(_translations(index, form, kinds))
    if (bare := form_apart(plain).words) != plain:
        found.add((MOST, entry) for entry in index.folded(" ".join(map(fold, bare))))
        found.add(index.near(bare, NEAR_LIMIT))
        found.add(_translations(index, bare, kinds))
    if len(bare) == 1 and len(bare[0]) <= MAX_ACRONYM_LENGTH:
        for acronym in acronym_keys(bare[0]):
            found.add((MOST, entry) for entry in index.expansions(acronym))
    return found.in_order()


def without_titles(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's tokens without titles; the name itself when it is nothing but titles."""
    if all(map(is_plain, name)) and not any(token.endswith(".") for token in name):
        return name
    kept = tuple(t for t, r in zip(name, roles(name), strict=True) if r is not Role.TITLE)
    return kept or name


def _translations(
    index: CandidateIndex, form: tuple[str, ...], kinds: frozenset[Kind]
) -> Iterable[Near]:
    """Return the places and bodies near a name once its words are translated."""
    wanted = _TRANSLATED & kinds if kinds else _TRANSLATED
    meant = translated(form)
    if not wanted or meant == form:
        return ()
    near = index.near(meant, TRANSLATION_LIMIT)
    return [(rank, entry) for rank, entry in near if entry.kind in wanted]


class _Found:
    """Entries of some kinds, each with the best of its ranks."""

    def __init__(self, kinds: frozenset[Kind]) -> None:
        self._kinds = kinds
        self._ranks: dict[int, Near] = {}

    def wanted(self, entries: Sequence[Entry]) -> list[Entry]:
        return [entry for entry in entries if not self._kinds or entry.kind in self._kinds]

    def add(self, found: Iterable[Near]) -> None:
        for rank, entry in found:
            if self._kinds and entry.kind not in self._kinds:
                continue
            known = self._ranks.get(id(entry))
            if known is None or known[0] < rank:
                self._ranks[id(entry)] = rank, entry

    def in_order(self) -> list[Near]:
        return sorted(self._ranks.values(), key=lambda near: -near[0])
