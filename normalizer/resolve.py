"""One name → its candidates → a decision.

1. The name is checked and cut into tokens; a qualifier in brackets is set aside as context.
2. Entries are gathered, the likeliest first (`candidates.py`).
3. Each entry is scored until the rest ranks far below a likely one; the best entry speaks for
   its entity.
4. The rivals share the probability, and the decision is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from normalizer.candidates import gather
from normalizer.checkpoint import checkpoint
from normalizer.decide import DIGITS, calibrated, decide_alone, shares
from normalizer.distance import plain_similarity
from normalizer.enough import Enough
from normalizer.errors import InvalidOptionError
from normalizer.filed import filed_names
from normalizer.index.outline import MOST
from normalizer.index.protocol import CandidateIndex, Entry, Near
from normalizer.keys import fold
from normalizer.languages import primary
from normalizer.names.roles import Role, roles
from normalizer.profile import Profiles
from normalizer.query import Query
from normalizer.remembering import remembered
from normalizer.rulings import NO_RULINGS, Rulings
from normalizer.score import Hints, Scored, score
from normalizer.text import check_name, check_text, normalise, tokenise, tokens
from normalizer.types import (
    Candidate,
    Decision,
    Kind,
    Resolution,
    ResolveOptions,
)

_QUALIFIED = re.compile(r"([^()\[\]]+)[(\[]([^()\[\]]*)[)\]]\s*")
MAX_CANDIDATES = 100
MAX_CONTEXT_LENGTH = 10_000


class Resolver:
    """Resolves names against one candidate index; safe to share between threads."""

    def __init__(self, index: CandidateIndex, rulings: Rulings = NO_RULINGS) -> None:
        """Resolve against an index, but never what curators have ruled out."""
        self.index, self.rulings = index, rulings
        self.profiles = Profiles(index)
        self._filed = filed_names(index)
        self._scored = remembered(2_048, self._score_all)

    def resolve(self, name: str, options: ResolveOptions = ResolveOptions()) -> Resolution:  # noqa: B008  a frozen value
        """Return the answer for one name.

        Raises InvalidTextError for a name that cannot be one, InvalidOptionError for an
        option out of range.
        """
        check_name(name)
        check_options(options)
        best = self._scored_of(name, options)
        if not best:
            return Resolution(name, Decision.NIL, (), self.index.revision)
        kind, stage, scores = best[0].entry.kind, best[0].found.stage, _shares_of(best)
        told = calibrated(kind, scores)
        # Evidence costs more than all the rest: only those that are told become candidates.
        kept = [
            (scored, score)
            for scored, score in zip(best, told, strict=True)
            if score >= options.min_score
        ]
        decision = decide_alone(kind, stage, scores) if kept else Decision.NIL
        found = tuple([_candidate(*each) for each in kept[: options.max_candidates]])
        return Resolution(name, decision, found, self.index.revision)

    def candidates_of(self, name: str, options: ResolveOptions) -> tuple[Candidate, ...]:
        """Return the candidates for a name; what stands in brackets after it is context."""
        return _shared_out(self._scored_of(name, options))

    def _scored_of(self, name: str, options: ResolveOptions) -> tuple[Scored, ...]:
        split = tokens(normalise(name))
        qualified = _QUALIFIED.fullmatch(name)
        if qualified and not self.index.exact(" ".join(split)):
            core, qualifier = qualified.groups()
            if form := tokens(normalise(core)):
                context = f"{options.context} {qualifier}"
                return self._scored_for(form, replace(options, context=context))
        return self._scored_for(self._without_office(split), options)

    def _without_office(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return the alias that remains without an office and its place, else the name itself.

        "President of Russia Vladimir Putin", "Vladimir Putin, President of Russia".
        """
        if self.index.exact(" ".join(name)):
            return name
        found = roles(name)
        if found[0] is Role.TITLE:
            rests = [name[start:] for start in range(1, len(name) - 1)]
        else:
            rests = [name[:end] for end in range(2, len(name)) if found[end] is Role.TITLE]
        return next((rest for rest in rests if self._names_person(rest)), name)

    def _names_person(self, name: tuple[str, ...]) -> bool:
        return any(e.kind is Kind.PERSON for e in self.index.exact(" ".join(name)))

    def candidates(self, name: tuple[str, ...], options: ResolveOptions) -> tuple[Candidate, ...]:
        """Return the entities that tokens in normal form may mean, best first, all of them."""
        return _shared_out(self._scored_for(name, options))

    def _scored_for(self, name: tuple[str, ...], options: ResolveOptions) -> tuple[Scored, ...]:
        hints = Hints(
            frozenset(fold(token.text) for token in tokenise(options.context)),
            primary(options.languages),
        )
        if not self.rulings.may_be_name(" ".join(name)):
            return ()
        return self._scored(name, hints, options.kinds)

    def _score_all(
        self, name: tuple[str, ...], hints: Hints, kinds: frozenset[Kind]
    ) -> tuple[Scored, ...]:
        found = gather(self.index, name, kinds)
        if self.rulings:
            normal, may_mean = " ".join(name), self.rulings.may_mean
            found = [near for near in found if may_mean(normal, near[1].entity_id)]
        return self._best(name, found, hints)

    def judge(
        self, name: tuple[str, ...], entries: Iterable[Entry], hints: Hints
    ) -> tuple[Candidate, ...]:
        """Return the entities of these entries alone, as candidates for a name, best first."""
        return _shared_out(self._best(name, _all_of(entries), hints))

    def likeliest(
        self, name: tuple[str, ...], entries: Iterable[Entry], hints: Hints
    ) -> Candidate | None:
        """Return the first of what `judge` does, None for no entries: evidence costs the most."""
        best = self._best(name, _all_of(entries), hints)
        return _candidate(best[0], _shares_of(best)[0]) if best else None

    def _best(
        self, name: tuple[str, ...], gathered: Sequence[Near], hints: Hints
    ) -> tuple[Scored, ...]:
        """Return each entity's best entry, the likeliest first.

        `gathered` is in the order of ranks. Those that rank far below a likely one are not scored,
        nor those that rank low once many in a row were no likelier than one before.
        """
        best: dict[str, Scored] = {}
        query = Query(name, self.index.rarity, self.index.knows, self._filed)
        enough = Enough(gathered[0][0] if gathered else 0.0)
        for rank, entry in gathered:
            if enough.before(rank):
                break
            checkpoint()
            agrees = bool(hints.words) and self.profiles.agrees(entry.entity, hints.words)
            scored = score(query, entry, hints, agrees)
            enough.add(rank, scored.log_odds)
            rival = best.get(entry.entity_id)
            if rival is None or _is_better(scored, rival):
                best[entry.entity_id] = scored
        return tuple(sorted(best.values(), key=lambda s: (-s.log_odds, s.entry.entity_id)))


def _all_of(entries: Iterable[Entry]) -> list[Near]:
    """Return entries with one rank, by which none of them comes to be left out."""
    return [(MOST, entry) for entry in entries]


def check_options(options: ResolveOptions) -> None:
    """Raise InvalidOptionError for an option out of range, InvalidTextError for bad context."""
    check_max_candidates(options.max_candidates)
    check_score(options.min_score)
    check_languages(options.languages)
    if len(options.context) > MAX_CONTEXT_LENGTH:
        raise InvalidOptionError("context", f"is longer than {MAX_CONTEXT_LENGTH:,} characters")
    check_text(options.context, "context")


def check_max_candidates(number: int) -> None:
    """Raise InvalidOptionError when a number of candidates is not from 1 to 100."""
    if not 1 <= number <= MAX_CANDIDATES:
        raise InvalidOptionError("max_candidates", f"must be from 1 to {MAX_CANDIDATES}")


def check_score(min_score: float) -> None:
    """Raise InvalidOptionError when a minimum score is not in [0, 1]."""
    if not 0.0 <= min_score <= 1.0:
        raise InvalidOptionError("min_score", "must be from 0 to 1")


def check_languages(languages: Iterable[str]) -> None:
    """Raise InvalidOptionError when a language is not a BCP 47 tag."""
    for language in languages:
        primary, *rest = language.split("-")
        plain = all(part.isascii() and part.isalnum() and len(part) <= 8 for part in rest)
        if not (primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3 and plain):
            raise InvalidOptionError("languages", f"{language!r} is not a BCP 47 language tag")


def _is_better(scored: Scored, rival: Scored) -> bool:
    """Return whether an entry speaks better for its entity: by odds, then by plain spelling."""
    if scored.log_odds != rival.log_odds:
        return scored.log_odds > rival.log_odds
    return plain_similarity(*scored.compared) > plain_similarity(*rival.compared)


def _shared_out(best: Sequence[Scored]) -> tuple[Candidate, ...]:
    """Return scored entries as candidates that share the probability, with their evidence."""
    return tuple([_candidate(*each) for each in zip(best, _shares_of(best), strict=True)])


def _shares_of(best: Sequence[Scored]) -> list[float]:
    return [round(share, DIGITS) for share in shares([scored.log_odds for scored in best])]


def _candidate(scored: Scored, score: float) -> Candidate:
    entity = scored.entry.entity
    return Candidate(entity.id, entity.name, entity.kind, score, scored.evidence())
