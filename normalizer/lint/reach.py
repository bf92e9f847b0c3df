"""Aliases that a rule reaches anyway, and aliases that nothing explains.

Each alias is hidden in turn and asked for. A row that the resolver matches without it, by folding
or by an ending, says nothing new; it stays hidden while the next ones of its entity are asked, so
that all rows found redundant can go at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from normalizer.candidates import gather
from normalizer.decide import decide
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.lint.hidden import HidingIndex
from normalizer.lint.places import Places
from normalizer.resolve import Resolver
from normalizer.score import Hints
from normalizer.store.findings import Finding
from normalizer.store.protocol import AliasStore
from normalizer.text import normalise, tokens
from normalizer.types import CANONICAL_SOURCE, Alias, AliasKind, Decision, Evidence, Stage

REDUNDANT, UNEXPLAINED = "redundant", "unexplained"
# What an entity is called in print is a fact, reached or not; these kinds exist to be reached.
_REACHABLE = frozenset(
    {AliasKind.ROMANISATION, AliasKind.INFLECTED, AliasKind.MISSPELLING, AliasKind.TRANSLATION}
)
_RULES = frozenset({Stage.FOLDED, Stage.INFLECTED})
_SURE = 0.9
_NO_HINTS = Hints()


def reach_findings(
    store: AliasStore, index: CandidateIndex, places: Places, codes: frozenset[str]
) -> Iterator[Finding]:
    """Yield redundant and unexplained aliases, of these codes, entity by entity."""
    hiding = HidingIndex(index)
    resolver = Resolver(hiding)
    for _, aliases in groupby(store.aliases(), key=attrgetter("entity_id")):
        hiding.rows.clear()
        yield from _of_entity(tuple(aliases), resolver, hiding, places, codes)


def _of_entity(
    aliases: Iterable[Alias],
    resolver: Resolver,
    hiding: HidingIndex,
    places: Places,
    codes: frozenset[str],
) -> Iterator[Finding]:
    names = [alias for alias in aliases if alias.source != CANONICAL_SOURCE]
    forms = [normalise(alias.text) for alias in names]
    for alias, form in zip(names, forms, strict=True):
        if forms.count(form) > 1:
            continue  # the same spelling in two languages: hiding one hides the other
        asks_redundant = REDUNDANT in codes and alias.kind in _REACHABLE
        asks_unexplained = UNEXPLAINED in codes and not alias.source
        if not (asks_redundant or asks_unexplained):
            continue
        row = (alias.entity_id, form)
        hiding.rows.add(row)
        found = _entries_without(form, alias.entity_id, resolver)
        rule = _rule_among(form, found, resolver) if asks_redundant else None
        if rule is not None:
            yield places.of_alias(alias, REDUNDANT, f"{alias.text!r} {rule.in_words()}")
            continue  # and stays hidden
        hiding.rows.discard(row)
        if asks_unexplained and not found:
            reason = f"no rule leads from another name to {alias.text!r}, and it has no source"
            yield places.of_alias(alias, UNEXPLAINED, reason)


def _entries_without(form: str, entity_id: str, resolver: Resolver) -> list[Entry]:
    """Return the entity's entries by which it is the sure answer for a hidden name, `[]` if not."""
    name = tokens(form)
    entries = [entry for _, entry in gather(resolver.index, name, frozenset())]
    candidates = resolver.judge(name, entries, _NO_HINTS)
    if not candidates or candidates[0].entity_id != entity_id or candidates[0].score < _SURE:
        return []
    if decide(candidates) is not Decision.MATCH:
        return []
    return [entry for entry in entries if entry.entity_id == entity_id]


def _rule_among(form: str, entries: Iterable[Entry], resolver: Resolver) -> Evidence | None:
    """Return the evidence of the first entry that a rule leads to, None when likeness alone does.

    The best entry may be a mere neighbour, as another case of the same name.
    """
    for entry in entries:
        (found,) = resolver.judge(tokens(form), (entry,), _NO_HINTS)
        if found.evidence.stage in _RULES and found.score >= _SURE:
            return found.evidence
    return None
