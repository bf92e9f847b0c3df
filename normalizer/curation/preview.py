"""Edits → what they would do, before they are saved: collisions, ambiguity, effect on traffic.

1. The edits are tried on the table as it stands, and an engine is made of what would come.
2. Each name that would be new is asked of both engines: who has it already, who sounds like
   it, whom it meant and whom it would mean.
3. The mentions that were met lately and may be concerned are resolved by both engines, each
   surface form alone; those whose answer differs are counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from normalizer.curation.findings import Finding, FindingKind, Preview
from normalizer.curation.inbox import token_keys
from normalizer.engine import Engine
from normalizer.errors import NormalizerError
from normalizer.keys import fold
from normalizer.rulings import Ruling
from normalizer.store.changes import Change, Delta, Trial
from normalizer.store.mentions import MetMention
from normalizer.text import normalise, tokens
from normalizer.types import Alias, Candidate, Decision, Entity, ResolveOptions, Stage

NEAR_SCORE = 0.5
MAX_NAMES = 500
"""The most new names that are looked at one by one: an import has its own report."""
MAX_FINDINGS = 200
_LOOSE = frozenset({Stage.FOLDED, Stage.KEY, Stage.FUZZY, Stage.ACRONYM})
_ORDER = list(FindingKind)


@dataclass(frozen=True, slots=True)
class _Engines:
    """The table as it is and as it would be."""

    before: Engine
    after: Engine


def preview(trial: Trial, before: Engine, after: Engine, met: Sequence[MetMention]) -> Preview:
    """Return what the edits of a trial would do, the gravest first.

    `after` is an engine of the trial's table; `met` are the mentions of late, none where
    nothing is recorded.
    """
    engines = _Engines(before, after)
    names = _new_names(trial)
    found = [each for owner, text in names for each in _about_name(engines, owner, text)]
    found += _about_traffic(engines, trial, met)
    found.sort(key=lambda each: (_ORDER.index(each.kind), -each.mentions, each.text))
    return Preview(tuple(found[:MAX_FINDINGS]), trial.delta.since)


def _new_names(trial: Trial) -> list[tuple[str, str]]:
    """Return the names that an entity would have and has not now, with its ID."""
    found: dict[tuple[str, str], None] = {}
    for change in trial.changes:
        for effect in change.effects:
            row, old = effect.after, effect.before
            if isinstance(row, Alias) and not (isinstance(old, Alias) and old.text == row.text):
                found[row.entity_id, row.text] = None
            if isinstance(row, Entity) and not (isinstance(old, Entity) and old.name == row.name):
                found[row.id, row.name] = None
    return [each for each in found if _is_kept(trial.delta, *each)][:MAX_NAMES]


def _is_kept(delta: Delta, owner: str, text: str) -> bool:
    """Return whether a name is still its owner's at the end of all edits."""
    state = delta.edits.get(owner)
    return state is not None and any(alias.text == text for alias in state[1])


def _about_name(engines: _Engines, owner: str, text: str) -> Iterator[Finding]:
    normal = normalise(text)
    others = _owners(engines.after, normal) - {owner}
    for other in sorted(others):
        name = engines.after.entity(other).name
        sentence = f"“{text}” is already a name of {name} ({other})"
        yield Finding(FindingKind.COLLISION, text, (owner, other), sentence)
    earlier, later = _answer(engines.before, text), _answer(engines.after, text)
    if earlier.decision is Decision.MATCH and later.decision is Decision.AMBIGUOUS:
        yield _ambiguity(text, earlier.candidates[0], later.candidates)
    for candidate in earlier.candidates:
        is_other = candidate.entity_id not in {owner, *others}
        if is_other and candidate.score >= NEAR_SCORE and candidate.evidence.stage in _LOOSE:
            yield _near(text, owner, candidate)


def _ambiguity(text: str, meant: Candidate, rivals: Sequence[Candidate]) -> Finding:
    ids = tuple(candidate.entity_id for candidate in rivals)
    named = ", ".join(f"{candidate.name} ({candidate.entity_id})" for candidate in rivals)
    sentence = f"“{text}” means {meant.name} ({meant.entity_id}) now; it could mean {named}"
    return Finding(FindingKind.AMBIGUITY, text, ids, sentence)


def _near(text: str, owner: str, candidate: Candidate) -> Finding:
    why = candidate.evidence.in_words()
    sentence = f"“{text}” {why}, a name of {candidate.name} ({candidate.entity_id})"
    ids = (owner, candidate.entity_id)
    return Finding(FindingKind.NEAR_COLLISION, text, ids, sentence)


@dataclass(slots=True)
class _Shift:
    """Mentions that would be read otherwise, in one and the same way."""

    surfaces: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)


def _about_traffic(engines: _Engines, trial: Trial, met: Sequence[MetMention]) -> Iterator[Finding]:
    shifts: defaultdict[tuple[_Reading, _Reading], _Shift] = defaultdict(_Shift)
    forms: defaultdict[tuple[str, str], list[MetMention]] = defaultdict(list)
    concerned = _Concerned.by(trial)
    for mention in met:
        if mention.normal in concerned:
            forms[mention.normal, mention.lang].append(mention)
    for (_, lang), mentions in forms.items():
        surface = mentions[0].surface
        earlier = _Reading.of(_answer(engines.before, surface, lang))
        later = _Reading.of(_answer(engines.after, surface, lang))
        if earlier != later:
            shift = shifts[earlier, later]
            shift.surfaces.update(mention.surface for mention in mentions)
            shift.documents.update(m.document for m in mentions if m.document)
    for (earlier, later), shift in shifts.items():
        yield _traffic(earlier, later, shift)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a surface form is taken for: one entity, several, or nobody."""

    decision: Decision
    entity_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, answer: _Answer) -> _Reading:
        count = 0 if answer.decision is Decision.NIL else len(answer.candidates)
        taken = answer.candidates[: 1 if answer.decision is Decision.MATCH else count]
        ids = tuple(candidate.entity_id for candidate in taken)
        return cls(answer.decision, ids, tuple(candidate.name for candidate in taken))

    def in_words(self) -> str:
        pairs = zip(self.names, self.entity_ids, strict=True)
        named = ", ".join(f"{name} ({entity_id})" for name, entity_id in pairs)
        return f"one of {named}" if self.decision is Decision.AMBIGUOUS else named or "nobody known"


def _traffic(earlier: _Reading, later: _Reading, shift: _Shift) -> Finding:
    mentions, documents = sum(shift.surfaces.values()), len(shift.documents)
    text = min(shift.surfaces, key=lambda one: (-shift.surfaces[one], one))
    where = f" in {_counted(documents, 'document')}" if documents else ""
    more = f" and {len(shift.surfaces) - 1} more forms" if len(shift.surfaces) > 1 else ""
    sentence = (
        f"{_counted(mentions, 'mention')} of “{text}”{more}{where} would be read as "
        f"{later.in_words()}, until now as {earlier.in_words()}"
    )
    ids = tuple(dict.fromkeys((*earlier.entity_ids, *later.entity_ids)))
    return Finding(FindingKind.TRAFFIC, text, ids, sentence, mentions, documents)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


class _Concerned:
    """The surface forms whose answer edits may change: those with a like token.

    A full answer for every form that was ever met would take too long; an answer changes only
    where a changed name shares a sound key or a plain form with a token of the form.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._normals = set(names)
        self._keys = {key for normal in self._normals for key in _keys(normal)}

    @classmethod
    def by(cls, trial: Trial) -> _Concerned:
        """Return those that the edits of a trial concern."""
        return cls(normal for change in trial.changes for normal in _touched(change, trial.delta))

    def __contains__(self, normal: str) -> bool:
        return normal in self._normals or not self._keys.isdisjoint(_keys(normal))


def _touched(change: Change, delta: Delta) -> Iterator[str]:
    """Yield the names in normal form that a change adds, takes away or rules on."""
    for effect in change.effects:
        for row in (effect.before, effect.after):
            if isinstance(row, Alias):
                yield normalise(row.text)
            elif isinstance(row, Entity):
                yield normalise(row.name)
                state = delta.edits.get(row.id)
                yield from (normalise(alias.text) for alias in (state[1] if state else ()))
            elif isinstance(row, Ruling):
                yield row.left


def _keys(normal: str) -> set[str]:
    return {key for token in tokens(normal) for key in (*token_keys(token), fold(token))}


@dataclass(frozen=True, slots=True)
class _Answer:
    decision: Decision
    candidates: tuple[Candidate, ...] = ()


def _answer(engine: Engine, surface: str, lang: str = "") -> _Answer:
    """Return what an engine takes a form for; nobody for one that cannot be a name."""
    try:
        found = engine.resolve(surface, ResolveOptions(languages=(lang,) if lang else ()))
    except NormalizerError:
        return _Answer(Decision.NIL)
    return _Answer(found.decision, found.candidates)


def _owners(engine: Engine, normal: str) -> set[str]:
    """Return the entities that have a name of this normal form."""
    return {entry.entity_id for entry in engine.index.exact(normal)}
