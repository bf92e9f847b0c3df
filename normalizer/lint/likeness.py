"""Which entity of the table a new one looks like: the resolver's word, with its evidence."""

from __future__ import annotations

from normalizer.errors import InvalidTextError
from normalizer.exchange.diff import Likeness
from normalizer.exchange.records import Facts
from normalizer.resolve import Resolver
from normalizer.types import Decision, ResolveOptions


def likeness_of(resolver: Resolver, least: float) -> Likeness:
    """Return a judge of new entities, that names the one which a name resolves to.

    It names none for an answer below the score `least`, in [0, 1], for an ambiguous one, and
    for an entity of another country or gender.
    """

    def judge(facts: Facts) -> tuple[str, str] | None:
        options = ResolveOptions(frozenset((facts.kind,)), context=facts.description[:1_000])
        try:
            answer = resolver.resolve(facts.name, options)
        except InvalidTextError:
            return None
        found = answer.candidates[0] if answer.decision is Decision.MATCH else None
        if found is None or found.score < least:
            return None
        entity = next(entry.entity for entry in resolver.index.entries_of(found.entity_id))
        for ours, theirs in ((entity.country, facts.country), (entity.gender, facts.gender)):
            if ours and theirs and ours != theirs:
                return None
        words = found.evidence.in_words()
        return found.entity_id, f"{found.name}, {found.score:.2f}: {words}"

    return judge
