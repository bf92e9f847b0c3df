"""When an alias in a text is not a mention of its entity, for what stands beside it.

Named rules:

- *other given name*: "Alla Lukashenko" is not the Lukashenko whom the lone surname means;
- *numbered name*: "Nord Stream" before "— 2" is a part of the name of something else, and so is
  "Airbus" before "-320";
- *quoted name*: "Украины" is a part of «Нафтогаз Украины», where that is nobody known;
- *joined name*: "Air France" in "Air France-KLM" is a part of another name;
- *opening word*: a nickname that opens a sentence may be a common word ("Батька" is a father),
  and needs another mention of its entity;
- *longer name*: "Minsk" in an unknown "Minsk Bank" is a part of that name;
- *body of a place*: so is "Амстердама" in an unknown "Окружной суд Амстердама";
- *foreign name*: so is a place in another language's form or script beside an unknown capital
  ("Air Serbia" in a Polish text, "Sputnik Эстония"), and one joined to the end of an unknown name
  ("Meklemburgii-Pomorzu");
- *person's name*: "Florence" before an unknown surname is a given name, and "Korolyov" after a
  given name or an initial is a surname.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from normalizer.align import initial_likeness, likeness
from normalizer.annotate.aliases import AliasMention, joins
from normalizer.annotate.words import Word
from normalizer.index.protocol import CandidateIndex, Entry
from normalizer.inflect import base_forms
from normalizer.languages import languages_of, primary
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, roles
from normalizer.scripts import script_of
from normalizer.types import AliasKind, Kind

_OWN_NAME = 0.85
_NUMBERED = re.compile(r"[^\S\n]?[\"“”»'’]?[^\S\n]?[-\u2010-\u2015][^\S\n]?|[\"“”»'’][^\S\n]?")
_MAX_NUMBER = 3
_LATIN = "Latn"
_OPENING, _CLOSING = frozenset('"«“„'), frozenset('"»”“')
_MAX_TITLE = 5
_MAX_SMALL = 3
_ROMAN = frozenset({"ii", "iii", "iv"})
HYPHENS = frozenset("-\u2010\u2011")
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
    if _goes_on(mention, words, taken):
        return True
    if len(mention.name) != 1:
        return False
    first, last = mention.span.first, mention.span.last
    if _is_part_of_title(words, first, taken):
        return True
    if _is_of_body(mention, words, taken, languages):
        return True
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
    return _heads_longer_name(after) or is_given_name(mention.name[0])


def _goes_on(mention: AliasMention, words: Sequence[Word], taken: Collection[int]) -> bool:
    """Return whether a number or an unknown name is joined to the end of a mention."""
    last = mention.span.last
    if last == len(words) or last in taken or words[last - 1].text.isdigit():
        return False
    word = words[last]
    if word.text.isdigit() or word.text in _ROMAN:
        if _is_place(mention) and word.gap not in HYPHENS and not _after_quote(word):
            return False  # "Білорусі — 44 %"
        return bool(_NUMBERED.fullmatch(word.gap)) and len(word.text) <= _MAX_NUMBER
    joined = word.gap in HYPHENS and word.capital and mention.span.end == words[last - 1].end
    return joined and all(entry.kind is Kind.ORGANISATION for entry in mention.entries)


def _after_quote(word: Word) -> bool:
    return word.gap.lstrip()[:1] in _CLOSING


def _is_part_of_title(words: Sequence[Word], at: int, taken: Collection[int]) -> bool:
    """Return whether a word stands in a short title in quotation marks with an unknown name.

    Every word of a title has a capital, or is a small word.
    """
    first = at
    while first > max(0, at - _MAX_TITLE) and words[first].gap[-1:] not in _OPENING:
        first -= 1
    last = at + 1
    while last < min(len(words), at + _MAX_TITLE) and words[last].gap[:1] not in _CLOSING:
        last += 1
    if last == len(words) or words[last].gap[:1] not in _CLOSING:
        return False
    title = words[first:last]
    if words[first].gap[-1:] not in _OPENING or not 1 < len(title) <= _MAX_TITLE:
        return False
    if not all(word.capital or len(word.text) <= _MAX_SMALL for word in title):
        return False
    return any(words[k].capital and k not in taken for k in range(first, last))


def _is_of_body(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    languages: tuple[str, ...],
) -> bool:
    """Return whether a place follows what a body is, in a name that nobody knows.

    "Амстердама" in "Окружной суд Амстердама": the body's word or the one before has a capital.
    """
    at = mention.span.first - 1
    if at < 1 or at in taken or words[at + 1].gap not in _PLAIN_GAPS[:2] or words[at].opens:
        return False
    if not _is_place(mention) or not _is_sort_of_body(words[at].text, languages):
        return False
    head = words[at] if words[at].capital else words[at - 1]
    plain = words[at].capital or words[at].gap in _PLAIN_GAPS[:2]
    named = head.capital and not head.all_caps and not head.opens
    return named and plain and at - 1 not in taken


def _is_place(mention: AliasMention) -> bool:
    return all(entry.kind is Kind.PLACE for entry in mention.entries)


@lru_cache(maxsize=65_536)
def _is_sort_of_body(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a word, or what it declines in some languages, is a sort of bodies."""
    forms = (word, *(base_forms(word, languages) if languages else ()))
    return any(roles((form,))[0] is Role.GENERIC for form in forms)


def _is_in_foreign_name(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    index: CandidateIndex,
    languages: tuple[str, ...],
) -> bool:
    """Return whether a place is a part of a name that is not of the document's language."""
    if not _is_place(mention) or words[mention.span.first].all_caps:
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
    if len(mention.name) != 1 or not words[mention.span.first].opens:
        return False
    return all(entry.alias_kind is AliasKind.NICKNAME for entry in mention.entries)


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
