"""When an alias in a text is a part of a longer name, which nobody knows.

Named rules:

- *numbered name*: "Nord Stream" before "— 2" is a part of the name of something else, and so is
  "Airbus" before "-320";
- *variant*: so is "Boeing 737" before "Max", and a thing with a number before the legal form of the
  company that makes it;
- *joined name*: "Air France" in "Air France-KLM" is a part of another name, and so is "Восточная
  Европа" in "Юго-Восточная Европа";
- *quoted name*: "Украины" is a part of «Нафтогаз Украины», where that is nobody known;
- *adjective*: "Америка" in "Латинская Америка" is another place, "Mexico" in "New Mexico" too;
- *sort*: an alias that says only what sort of body it is ("Rada") beside an unknown capital ("Rada
  Ekspertów") is a part of that body's name;
- *body of a place or a body*: so is "Амстердама" in an unknown "Окружной суд Амстердама", and
  "Конгресса США" in "Палата представителей Конгресса США".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from normalizer.annotate.aliases import AliasMention
from normalizer.annotate.compass import is_side
from normalizer.annotate.language import is_relational
from normalizer.annotate.words import HYPHENS, Word
from normalizer.inflect import base_forms
from normalizer.names.given import is_given_name
from normalizer.names.meanings import meanings
from normalizer.names.roles import Role, roles
from normalizer.types import Kind

_NUMBERED = re.compile(r"[^\S\n]?[\"“”»'’]?[^\S\n]?[-\u2010-\u2015][^\S\n]?|[\"“”»'’][^\S\n]?")
_MAX_NUMBER = 3
_OPENING, _CLOSING = frozenset('"«“„'), frozenset('"»”“')
_MAX_TITLE = 5
_MAX_SMALL = 3
_ROMAN = frozenset({"ii", "iii", "iv"})
_SPACES = frozenset({" ", "\N{NO-BREAK SPACE}"})


def is_part(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    languages: tuple[str, ...],
) -> bool:
    """Return whether a mention is a part of a longer name, by the words beside it.

    `taken` are the positions of words in mentions; those beside it say nothing of this one.
    `languages` are the document's (BCP 47).
    """
    if _goes_on(mention, words, taken, languages) or is_variant(words, mention.span.last, taken):
        return True
    if _is_joined_before(mention, words, taken):
        return True
    if _is_of_body(mention, words, taken, languages):
        return True
    if len(mention.name) != 1:
        return False
    if is_place(mention) and _is_described(mention, words, taken, languages):
        return True
    return _is_part_of_title(words, mention.span.first, taken) or _is_sort(
        mention, words, taken, languages
    )


def is_place(mention: AliasMention) -> bool:
    """Return whether a mention can only be a place."""
    return all(entry.kind is Kind.PLACE for entry in mention.entries)


def _goes_on(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    languages: tuple[str, ...],
) -> bool:
    """Return whether a number or an unknown name is joined to the end of a mention."""
    last = mention.span.last
    if last == len(words) or last in taken or words[last - 1].text.isdigit():
        return False
    word = words[last]
    if word.gap in HYPHENS and not word.capital and _is_adjective(word.text, languages):
        return True  # "Polsko-ukrajinské"
    if word.text.isdigit() or word.text in _ROMAN:
        if is_place(mention) and word.gap not in HYPHENS and not _after_quote(word):
            return False  # "Білорусі — 44 %"
        return bool(_NUMBERED.fullmatch(word.gap)) and len(word.text) <= _MAX_NUMBER
    joined = word.gap in HYPHENS and word.capital and mention.span.end == words[last - 1].end
    return joined and all(entry.kind is Kind.ORGANISATION for entry in mention.entries)


def _after_quote(word: Word) -> bool:
    return word.gap.lstrip()[:1] in _CLOSING


def _is_joined_before(mention: AliasMention, words: Sequence[Word], taken: Collection[int]) -> bool:
    """Return whether an unknown capital is joined to the beginning of a name of several words."""
    first = mention.span.first
    if len(mention.name) == 1 or not first or first - 1 in taken:
        return False
    return words[first].gap in HYPHENS and words[first - 1].capital


def is_variant(words: Sequence[Word], last: int, taken: Collection[int]) -> bool:
    """Return whether an unknown capital belongs to a name that ends in a number before `last`."""
    if not words[last - 1].text.isdigit():
        return False
    word = _unknown(words, last, last, taken)
    return word is not None and not _is_of_person(words, last)


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


def _is_sort(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    languages: tuple[str, ...],
) -> bool:
    """Return whether a lone word says only what sort of body it is, beside an unknown capital."""
    first, last = mention.span.first, mention.span.last
    if not _is_sort_of_body(mention.name[0], languages) or words[first].all_caps:
        return False
    before = _unknown(words, first - 1, first, taken)
    if before is not None and not before.opens:
        return True
    after = _unknown(words, last, last, taken)
    return after is not None and not is_given_name(after.text)


def _is_of_person(words: Sequence[Word], at: int) -> bool:
    """Return whether a given name stands at a place, and a surname may come after it."""
    follows = at + 1 < len(words) and words[at + 1].capital and words[at + 1].gap in _SPACES
    return follows and is_given_name(words[at].text)


def _is_described(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    languages: tuple[str, ...],
) -> bool:
    """Return whether an adjective with a capital of its own stands before a lone word."""
    before = _unknown(words, mention.span.first - 1, mention.span.first, taken)
    if before is None or before.opens or before.all_caps:
        return False
    return is_side(before.text) or _is_adjective(before.text, languages)


def _is_adjective(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a word is a relational adjective of the document's language, if known."""
    return bool(languages) and is_relational(word, languages)


def _is_of_body(
    mention: AliasMention,
    words: Sequence[Word],
    taken: Collection[int],
    languages: tuple[str, ...],
) -> bool:
    """Return whether a mention follows what a body is, in a name that nobody knows.

    "Амстердама" in "Окружной суд Амстердама": the body's word or the one before has a capital.
    """
    at = mention.span.first - 1
    if at < 0 or at in taken or words[at + 1].gap not in _SPACES:
        return False
    if any(entry.kind is Kind.PERSON for entry in mention.entries):
        return False
    word = words[at]
    if word.opens or word.all_caps:
        return False
    if word.capital and _is_sort_of_body(word.text, languages):
        return True
    if at < 1 or at - 1 in taken or word.gap not in _SPACES:
        return False
    head = words[at - 1]
    if not head.capital or head.all_caps or head.opens:
        return False
    if (word.capital or meanings(word.text)) and _is_sort_of_body(head.text, languages):
        return True
    return is_place(mention) and _is_sort_of_body(word.text, languages)


@lru_cache(maxsize=16_384)
def _is_sort_of_body(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a word, or what it declines in some languages, is a sort of bodies."""
    forms = (word, *(base_forms(word, languages) if languages else ()))
    return any(roles((form,))[0] is Role.GENERIC for form in forms)


def _unknown(words: Sequence[Word], at: int, gap_at: int, taken: Collection[int]) -> Word | None:
    """Return the word with a capital at a place that is in no mention, None for none.

    `gap_at` is the later of the two words between which it stands beside a mention.
    """
    if not 0 <= at < len(words) or at in taken or words[gap_at].gap not in _SPACES:
        return None
    word = words[at]
    return word if word.capital and len(word.text) > 1 and word.text.isalpha() else None
