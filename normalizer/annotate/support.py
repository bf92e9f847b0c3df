"""What the mentions of a document tell of each other: entities introduced by a full name.

A lone surname takes the entity that its full form has introduced, before or after. A surname
that two introduced people share stays ambiguous.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from normalizer.align import likeness
from normalizer.annotate.resemblance import resembles
from normalizer.index.protocol import CandidateIndex
from normalizer.names.acronym import acronyms
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, roles
from normalizer.text import normalise, tokens
from normalizer.types import AliasKind, Candidate, Evidence, Feature, Kind, Stage

MIN_LIKENESS = 0.93
_SHARE = 0.97
_MIN_LENGTH = 4
_MIN_OWN_LENGTH = 3


KnownBy = tuple[str, AliasKind]
"""The alias by which an entity is known, and why it is one."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """An entity that a full name has introduced, with the surface form that did."""

    candidate: Candidate
    surface: str
    surnames: tuple[tuple[str, KnownBy], ...]


class Support:
    """The people whom a document introduces by their full names."""

    def __init__(self, index: CandidateIndex) -> None:
        self._index = index
        self._introduced: dict[str, Introduced] = {}

    def __contains__(self, entity_id: str) -> bool:
        return entity_id in self._introduced

    def introduce(self, candidate: Candidate, surface: str) -> None:
        """Note that `surface` has introduced the candidate's entity; the first time counts."""
        if candidate.entity_id not in self._introduced:
            surnames = (*_own_surname(candidate, surface), *self._surnames(candidate))
            self._introduced[candidate.entity_id] = Introduced(candidate, surface, surnames)

    def namesakes(self, word: str, forms: Sequence[str] = ()) -> list[Candidate]:
        """Return the introduced people whom a lone surname may mean, likeliest first.

        `forms` are other surnames that the word may be a form of.
        """
        if not self._introduced:
            return []
        found: list[tuple[float, Candidate]] = []
        for introduced in self._introduced.values():
            best = max(
                (
                    (likeness(form, name)[0], name, known_by)
                    for name, known_by in introduced.surnames
                    for form in (word, *forms)
                    if resembles(form, name)
                ),
                key=lambda one: one[0],
                default=None,
            )
            if best is not None and best[0] >= MIN_LIKENESS:
                alike, name, known_by = best
                found.append((alike, _coreference(introduced, word, name, alike, known_by)))
        found.sort(key=lambda one: (-one[0], one[1].entity_id))
        return [candidate for _, candidate in found]

    def bodies(self, word: str) -> list[Candidate]:
        """Return the introduced bodies of whose name as written a word is an acronym."""
        found: list[Candidate] = []
        for introduced in self._introduced.values():
            name = normalise(introduced.surface)
            is_body = introduced.candidate.kind is Kind.ORGANISATION
            if is_body and word in acronyms(tokens(name)):
                evidence = introduced.candidate.evidence
                known_by = (evidence.alias, evidence.alias_kind)
                found.append(_coreference(introduced, word, name, 1.0, known_by))
        return found

    def _surnames(self, candidate: Candidate) -> Iterable[tuple[str, KnownBy]]:
        if candidate.kind is not Kind.PERSON:
            return
        seen: set[str] = set()
        for entry in self._index.entries_of(candidate.entity_id):
            for token in surname_tokens(entry.tokens):
                if token not in seen:
                    seen.add(token)
                    yield token, (entry.alias.text, entry.alias_kind)


def _own_surname(candidate: Candidate, surface: str) -> Iterable[tuple[str, KnownBy]]:
    """Return the surname as the document writes it: the last name of the full name that it gives.

    However short it is, and though it be a given name too: "Theresa May" is May from then on.
    """
    name = tokens(normalise(surface))
    if candidate.kind is Kind.PERSON and len(name) > 1:
        found = roles(name, Kind.PERSON)
        last = [t for t, role in zip(name, found, strict=True) if role is Role.NAME][-1:]
        if last and last[0] != name[0] and len(last[0]) >= _MIN_OWN_LENGTH:
            evidence = candidate.evidence
            yield last[0], (evidence.alias, evidence.alias_kind)


def surname_tokens(name: Sequence[str]) -> list[str]:
    """Return the tokens of a person's full name that may stand alone for it.

    Given names, patronymics, titles, particles and initials do not; `[]` for a one-token name.
    """
    if len(name) < 2:
        return []
    found = roles(tuple(name), Kind.PERSON)
    return [
        token
        for token, role in zip(name, found, strict=True)
        if role is Role.NAME and len(token) >= _MIN_LENGTH and not is_given_name(token)
    ]


def _coreference(
    introduced: Introduced, word: str, name: str, alike: float, known_by: tuple[str, AliasKind]
) -> Candidate:
    """Return a candidate for `word` that leans on the mention of a full name."""
    evidence = Evidence(
        Stage.COREFERENCE,
        *known_by,
        (word, name),
        (Feature("likeness", round(alike, 4)),),
        introduced.surface,
    )
    known = introduced.candidate
    share = round(known.score * alike * _SHARE, 4)
    return Candidate(known.entity_id, known.name, known.kind, share, evidence)
