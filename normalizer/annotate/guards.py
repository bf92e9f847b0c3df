"""When an alias in a text is not a mention of its entity, for what stands beside it.

Named rules:

- *other given name*: "Alla Lukashenko" is not the Lukashenko whom the lone surname means;
- *part*: it is a part of a longer name that nobody knows (`longer.py`);
- *opening word*: a nickname that opens a sentence may be a common word ("Батька" is a father),
  and needs another mention of its entity; so does a case of a body's ("Stanowi" is no Stan);
- *longer name*: "Minsk" in an unknown "Minsk Bank" is a part of that name;
- *foreign name*: so is a place in another language's form or script beside an unknown capital
  ("Air Serbia" in a Polish text, "Sputnik Эстония"), and one joined to the end of an unknown name
  ("Meklemburgii-Pomorzu");
- *person's name*: "Florence" before an unknown surname is a given name, and "Korolyov" after a
  given name or an initial is a surname.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from normalizer.align import initial_likeness, likeness
from normalizer.annotate.aliases import AliasMention, joins
from normalizer.annotate.fits import QUOTES
from normalizer.annotate.grow import is_given_in
from normalizer.annotate.longer import is_part, is_place
from normalizer.annotate.words import HYPHENS, Word
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.languages import languages_of, primary
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, roles
from normalizer.scripts import script_of
from normalizer.types import AliasKind, Kind

_OWN_NAME = 0.85
_LATIN = "Latn"
_PLAIN_GAPS = (" ", "\N{NO-BREAK SPACE}", ". ", ".", ".\N{NO-BREAK SPACE}")


def is_guarded(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    index: CandidateIndex,
    languages: tuple[str, ...] = (),
) -> bool:
    """Return whether the words beside a mention forbid to link it.

    `taken` are the positions of words in mentions; those beside it say nothing of this one.
    `languages` are the document's (BCP 47).
    """
    if is_part(mention, words, taken, languages):
        return True
    if len(mention.name) != 1:
        return False
    first, last = mention.span.first, mention.span.last
    if _is_in_foreign_name(mention, words, taken, index, languages):
        return True
    before = _beside(words, first - 1, first, taken)
    after = _beside(words, last, last, taken)
    kinds = {entry.kind for entry in mention.entries}
    if Kind.PERSON in kinds:
        people = [e for e in mention.entries if e.kind is Kind.PERSON]
        return any(
            word is not None and all(_other_given(word, entry, index) for entry in people)
            for word in (before, after)
        )
    if before is not None and (len(before.text) == 1 or is_given_name(before.text)):
        return True  # an initial, or a given name
    if after is None:
        return False
    verbatim = any(entry.tokens == mention.name for entry in mention.entries)
    return _heads_longer_name(after) or is_given_in(mention.name[0], () if verbatim else languages)


def _is_in_foreign_name(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    index: CandidateIndex,
    languages: tuple[str, ...],
) -> bool:
    """Return whether a place is a part of a name that is not of the document's language."""
    if not is_place(mention) or words[mention.span.first].all_caps:
        return False
    first, last = mention.span.first, mention.span.last
    before = _unknown_capital(words, first - 1, first, taken)
    if before is not None and words[first].gap in HYPHENS:
        chained = before.gap in HYPHENS or (last < len(words) and words[last].gap in HYPHENS)
        return not chained  # "Porto-Kraków-Porto" is a route
    after = _unknown_capital(words, last, last, taken)
    if before is not None and not before.opens and _script(before) != _script(words[first]):
        return True
    beside = before if before is not None and not before.opens else after
    if beside is None or _script(words[first]) != _LATIN:
        return False  # Cyrillic forms are alike: "на Великобритания Дейвид Камерън"
    return _is_foreign(mention, index, primary(languages))


def _unknown_capital(
    words: Sequence[Word], at: int, gap_at: int, taken: Collection[int]
) -> Word | None:
    """Return a word with a capital that is beside a name and in no mention, None for none."""
    if not 0 <= at < len(words) or at in taken or not words[at].capital:
        return None
    gap = words[gap_at].gap
    close = gap in HYPHENS or gap in _PLAIN_GAPS[:2]
    return words[at] if close and len(words[at].text) > 1 and words[at].text.isalpha() else None


def _script(word: Word) -> str:
    return script_of(word.text[0])


def _is_foreign(mention: AliasMention, index: CandidateIndex, spoken: frozenset[str]) -> bool:
    """Return whether each entity of a mention has names in these languages, and this is none."""
    if any(languages_of(entry.alias) & spoken for entry in mention.entries):
        return False
    entities = {entry.entity_id for entry in mention.entries}
    return all(
        any(languages_of(entry.alias) & spoken for entry in index.entries_of(entity))
        for entity in entities
    )


def needs_another(mention: AliasMention, words: Sequence[Word]) -> bool:
    """Return whether a mention counts only beside another mention of its entity."""
    word = words[mention.span.first]
    if len(mention.name) != 1 or not word.opens:
        return False
    if word.gap[-1:] not in QUOTES and all(_is_other_form(mention, e) for e in mention.entries):
        return True
    return all(entry.alias_kind is AliasKind.NICKNAME for entry in mention.entries)


def _is_other_form(mention: AliasMention, entry: Entry) -> bool:
    """Return whether a mention is a body's name, but not as the table writes it."""
    return entry.kind is Kind.ORGANISATION and entry.tokens != mention.name


def _beside(words: Sequence[Word], at: int, gap_at: int, taken: Collection[int]) -> Word | None:
    if not 0 <= at < len(words) or at in taken or not words[at].capital:
        return None
    gap = words[gap_at].gap
    if gap not in _PLAIN_GAPS or not joins(words[gap_at - 1], words[gap_at]):
        return None
    return None if len(words[at].text) == 1 and "." not in gap else words[at]  # "A" is an article


def _other_given(word: Word, entry: Entry, index: CandidateIndex) -> bool:
    """Return whether a word is a given name or an initial that the entity does not have."""
    own = {
        token
        for other in index.entries_of(entry.entity_id)
        if other.alias.kind is not AliasKind.NICKNAME
        for token in other.tokens
    }
    if len(word.text) == 1:
        return not any(len(token) > 1 and initial_likeness(word.text, token) for token in own)
    if not is_given_name(word.text):
        return False
    return all(likeness(word.text, token)[0] < _OWN_NAME for token in own)


def _heads_longer_name(word: Word) -> bool:
    return not word.all_caps and roles((word.text,))[0] in (Role.GENERIC, Role.LEGAL_FORM)
