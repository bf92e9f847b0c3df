"""Records → differences from a table, one pass, in the order of the file.

Order, for each record:
1. the entity is found: by our ID, by the key of the file, by a cross-reference; else it is new;
2. a new entity is compared by name (and by a resolver, when one is given) with those there
   are; of a known one, the facts are compared;
3. each spelling is looked for among the aliases of its entity, then among those of others.

What a policy holds back is still told. Nothing is linked by likeness alone: that is a proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from normalizer.exchange.differences import About, Difference, Verdict
from normalizer.exchange.facts import compared, value_of, with_key, with_values
from normalizer.exchange.forms import form_of
from normalizer.exchange.leftovers import Leftovers
from normalizer.exchange.records import Facts, Fault, Item, Key, PassedOver, Record, Spelling
from normalizer.exchange.view import CANONICAL_LANG, Rows, TableView
from normalizer.types import CANONICAL_SOURCE, AliasKind

Likeness = Callable[[Facts], tuple[str, str] | None]
"""Returns the ID of the entity that a new one looks like, and why; None for none."""

_MOST_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """What is applied of what a file says.

    `add_collisions` adds entities and aliases whose names lead to others too; else they are
    held back. `overwrite` sets values that differ; else only empty ones are filled. `exact`
    takes the file for rows of our own table, word by word: else what is there stands, and a
    spelling that reads like one that is there is there already. `prune` takes the files for
    the whole table: what they lack is removed.
    """

    add_collisions: bool = False
    overwrite: bool = False
    exact: bool = False
    prune: bool = False


def differences(
    items: Iterable[Item],
    view: TableView,
    policy: Policy = Policy(),
    likeness: Likeness | None = None,
) -> Iterator[Difference]:
    """Yield what each record would change, and each line that is none.

    The view takes note of what would be written, so that a file is compared with itself too.
    """
    diff = _Diff(view, policy, likeness)
    leftovers = Leftovers(view)
    for item in items:
        if not isinstance(item, Record):
            leftovers.is_whole = leftovers.is_whole and isinstance(item, PassedOver)
            yield _no_record(item)
            continue
        for difference in diff.of(item):
            if policy.prune:
                leftovers.take(difference)
            yield difference
    if policy.prune:
        yield from leftovers.removals()


def _no_record(item: Fault | PassedOver) -> Difference:
    verdict = Verdict.MALFORMED if isinstance(item, Fault) else Verdict.SKIPPED
    return Difference(verdict, About.LINE, item.path, item.line, reason=item.reason)


class _Diff:
    def __init__(self, view: TableView, policy: Policy, likeness: Likeness | None) -> None:
        self._view, self._policy, self._likeness = view, policy, likeness
        # Entities of the file that are not written, so that their later rows are not either.
        self._held: set[Key] = set()
        # A file of an alias a row says the same of its entity in each.
        self._last: tuple[str, Facts | None] = ("", None)

    def of(self, record: Record) -> Iterator[Difference]:
        keys = [record.key]
        if record.facts is not None and record.facts.xrefs:
            keys += [Key(*each) for each in record.facts.xrefs.items()]
        handles = self._view.handles_of(keys)
        if len(handles) > 1:
            yield from self._torn(record, handles)
        elif handles:
            yield from self._known(record, handles[0])
        elif record.key in self._held:
            yield from self._later_held(record)
        elif record.facts is None or not record.facts.name:
            yield from _unknown(record)
        else:
            yield from self._new(record, record.facts)

    def _torn(self, record: Record, handles: tuple[str, ...]) -> Iterator[Difference]:
        reason = f"its identifiers are those of {_listed(handles)}"
        found = _entity(record, Verdict.COLLIDES, "", reason)
        yield replace(found, others=handles, held=True)
        yield from _held_spellings(record)

    def _new(self, record: Record, facts: Facts) -> Iterator[Difference]:
        handle = record.key.value if record.key.is_own else f"+{record.key}"
        facts = with_key(facts, record.key)
        found = replace(self._judge_new(record, facts, handle), facts=facts)
        yield found
        if found.held:
            self._held.add(record.key)
            yield from _held_spellings(record)
            return
        self._view.add_entity(handle, record.key, facts)
        for spelling in record.spellings:
            yield self._spelling(record, handle, self._in_english(spelling, facts.name))

    def _in_english(self, spelling: Spelling, name: str) -> Spelling:
        """Return the name that became canonical as an English one, so that its row has a source."""
        if self._policy.exact or spelling.lang or spelling.text != name:
            return spelling
        return spelling._replace(lang=CANONICAL_LANG)

    def _judge_new(self, record: Record, facts: Facts, handle: str) -> Difference:
        if self._likeness and (like := self._likeness(facts)):
            entity_id, why = like
            found = _entity(record, Verdict.PROPOSED, handle, why)
            return replace(found, others=(entity_id,), held=True)
        if ruled := self._view.ruled_out(facts.name, handle):
            return replace(_entity(record, Verdict.COLLIDES, handle, ruled), held=True)
        owners = _first(self._view.owners_of(facts.name))
        if not owners:
            return _entity(record, Verdict.ADDED, handle)
        found = _entity(record, Verdict.COLLIDES, handle, f"its name is also of {_listed(owners)}")
        return replace(found, others=owners, held=not self._policy.add_collisions)

    def _later_held(self, record: Record) -> Iterator[Difference]:
        if record.facts is not None:
            found = _entity(record, Verdict.COLLIDES, "", "is held back above")
            yield replace(found, held=True)
        yield from _held_spellings(record)

    def _known(self, record: Record, handle: str) -> Iterator[Difference]:
        if record.facts is not None:
            if (handle, record.facts) == self._last:
                yield _entity(record, Verdict.PRESENT, handle)
            else:
                self._last = (handle, record.facts)
                yield self._compare(record, handle, with_key(record.facts, record.key))
        for spelling in record.spellings:
            yield self._spelling(record, handle, spelling)

    def _compare(self, record: Record, handle: str, theirs: Facts) -> Difference:
        """Return how the facts of a record differ from those of the entity that it is."""
        ours = self._view.facts(handle)
        filled, other = compared(ours, theirs, exact=self._policy.exact)
        wanted = filled | other if self._policy.overwrite else filled
        said = ", ".join(
            f"{name} is {value_of(ours, name) or 'empty'}, here {value or 'empty'}"
            for name, value in (filled | other).items()
        )
        if not said:
            return _entity(record, Verdict.PRESENT, handle)
        self._view.set_facts(handle, with_values(ours, wanted))
        if wanted and (kept := other.keys() - wanted.keys()):
            said += f" ({', '.join(sorted(kept))} left as it is)"
        found = _entity(record, Verdict.CHANGED, handle, said)
        return replace(found, name=ours.name, held=not wanted, values=wanted)

    def _spelling(self, record: Record, handle: str, spelling: Spelling) -> Difference:
        rows = self._view.rows(handle)
        known = rows.get((spelling.text, spelling.lang))
        if known is not None and not self._stands_anew(known, spelling, handle):
            return self._compare_rows(record, handle, known, spelling)
        if ruled := self._view.ruled_out(spelling.text, handle):
            return replace(_alias(record, Verdict.COLLIDES, handle, spelling, ruled), held=True)
        owners = self._view.owners_of(spelling.text)
        may_be_there = known is None and not self._policy.exact and handle in owners
        if may_be_there and (twin := _twin(rows, spelling)):
            reason = f"reads as “{twin}” does"
            return _alias(record, Verdict.PRESENT, handle, spelling, reason)
        others = _first(owner for owner in owners if owner != handle)
        held = bool(others) and not self._policy.add_collisions
        if not held:
            self._view.add_row(handle, spelling)
        if not others:
            return _alias(record, Verdict.ADDED, handle, spelling)
        found = _alias(
            record, Verdict.COLLIDES, handle, spelling, f"also leads to {_listed(others)}"
        )
        return replace(found, others=others, held=held)

    def _stands_anew(self, known: Spelling, spelling: Spelling, handle: str) -> bool:
        """Return whether a row says more of a canonical name than that it is one."""
        if known.source != CANONICAL_SOURCE:
            return False
        is_new = handle.startswith("+")
        return self._policy.exact or is_new or spelling.kind is not AliasKind.OFFICIAL

    def _compare_rows(
        self, record: Record, handle: str, ours: Spelling, theirs: Spelling
    ) -> Difference:
        """Return how a row differs from the one of the same text and language.

        Rows of other tables agree with ours whatever else they say: somebody has looked at ours.
        """
        names = [name for name in Spelling._fields if getattr(ours, name) != getattr(theirs, name)]
        if not names or not self._policy.exact:
            return _alias(record, Verdict.PRESENT, handle, theirs)
        said = ", ".join(
            f"{name} is {getattr(ours, name) or 'empty'}, here {getattr(theirs, name) or 'empty'}"
            for name in names
        )
        if self._policy.overwrite:
            self._view.add_row(handle, theirs)
        found = _alias(record, Verdict.CHANGED, handle, theirs, said)
        return replace(found, held=not self._policy.overwrite)


def _unknown(record: Record) -> Iterator[Difference]:
    reason = f"nobody has {record.key}"
    if not record.spellings:
        yield _entity(record, Verdict.UNKNOWN, "", reason)
    for spelling in record.spellings:
        yield _alias(record, Verdict.UNKNOWN, "", spelling, reason)


def _held_spellings(record: Record) -> Iterator[Difference]:
    for spelling in record.spellings:
        found = _alias(record, Verdict.ADDED, "", spelling, "its entity is held back")
        yield replace(found, held=True)


def _entity(record: Record, verdict: Verdict, handle: str, reason: str = "") -> Difference:
    name = record.facts.name if record.facts is not None else ""
    return Difference(
        verdict, About.ENTITY, record.path, record.line, record.key, handle, name, reason
    )


def _alias(
    record: Record, verdict: Verdict, handle: str, spelling: Spelling, reason: str = ""
) -> Difference:
    return Difference(
        verdict,
        About.ALIAS,
        record.path,
        record.line,
        record.key,
        handle,
        spelling.text,
        reason,
        spelling=spelling,
    )


def _first(owners: Iterable[str]) -> tuple[str, ...]:
    """Return the first few of the entities that share a name, which may be thousands."""
    return tuple(islice(owners, _MOST_OTHERS))


def _listed(handles: Sequence[str]) -> str:
    """Return handles for a person to read; those of the file itself by their key."""
    names = [handle.removeprefix("+") for handle in handles]
    more = " and others" if len(names) == _MOST_OTHERS else ""
    return ", ".join(names) + more


def _twin(rows: Rows, spelling: Spelling) -> str:
    """Return the alias of the same language that a spelling reads as, `""` for none.

    A spelling of no language is there in whichever language the entity has it.
    """
    form = form_of(spelling.text)
    for text, lang in rows:
        if (lang == spelling.lang or not spelling.lang) and form_of(text) == form:
            return text
    return ""
