"""The role of each token of a name: title, initial, ordinal, patronymic, particle or name.

Steps: phrases and words of the tables, the longest first, as the kind of the name and the
place of the token allow; then initials; then patronymics, which need their neighbours.
What is left is the name itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from normalizer.names import lexicon
from normalizer.names.given import is_given_name
from normalizer.names.lexicon import Use
from normalizer.names.ordinals import is_ordinal, ordinal
from normalizer.names.patronymics import patronymic_places
from normalizer.types import Kind


class Role(StrEnum):
    """What a token does in a name. `NAME` is the default."""

    TITLE = "title"
    INITIAL = "initial"
    ORDINAL = "ordinal"
    PATRONYMIC = "patronymic"
    PARTICLE = "particle"
    LEGAL_FORM = "legal_form"
    DESIGNATOR = "designator"
    GENERIC = "generic"
    NAME = "name"


_WITHOUT_FATHERS = frozenset({Kind.PLACE, Kind.ORGANISATION})
_LEGAL = Use.LEGAL_FORM | Use.LEGAL_FORM_LAST
_NAME_PARTICLES = Use.PARTICLE | Use.INNER_PARTICLE
_SMALL_WORDS = _NAME_PARTICLES | Use.FUNCTION
_BODY = _LEGAL | Use.GENERIC
_MIN_BESIDE_INITIAL = 4
_MIN_DESIGNATOR = 3
_ARABIC_ARTICLES = frozenset({"al", "el"})
"""They open a surname (Sultan al-Dulaimi), as European ones open the land of a title."""


def roles(tokens: Sequence[str], kind: Kind | None = None) -> tuple[Role, ...]:
    """Return the role of each token of a name, in order; `()` for no tokens.

    Tokens are in normal form, of any script; a full stop after an initial does no harm.
    `kind` is what the name is of, when that is known: a person's name has no legal form, a
    body's no patronymic. Without it the words themselves decide.

    >>> [str(role) for role in roles(("president", "a", "g", "lukashenko"))]
    ['title', 'initial', 'initial', 'name']
    """
    return _roles(tuple(tokens), kind)


@lru_cache(maxsize=16_384)
def _roles(tokens: tuple[str, ...], kind: Kind | None) -> tuple[Role, ...]:
    if kind in _WITHOUT_FATHERS and all(map(is_plain, tokens)):
        return (Role.NAME,) * len(tokens)
    bare = tuple([token.rstrip(".") or token for token in tokens])
    found = [Role.NAME] * len(bare)
    if not all(map(is_plain, bare)):
        found = _Reading(bare, kind).read()
    if kind is None or kind is Kind.PERSON:
        _set_titled_tail(bare, found)
        places = [place for place, role in enumerate(found) if role in (Role.NAME, Role.INITIAL)]
        for place in patronymic_places([bare[place] for place in places]):
            if found[places[place]] is Role.NAME:
                found[places[place]] = Role.PATRONYMIC
    return tuple(found)


@lru_cache(maxsize=32_768)
def is_plain(token: str) -> bool:
    """Return whether no table knows a token, and it is neither an initial nor a numeral."""
    return (
        len(token) > 1
        and lexicon.longest_phrase(token) == 1
        and not lexicon.uses_of_word(token)
        and not ordinal(token)
    )


def _set_titled_tail(tokens: tuple[str, ...], found: list[Role]) -> None:
    """Set apart a title of nobility that says again whose it is, or of what.

    John Tomlinson, Baron Tomlinson; Philip, Duke of Edinburgh. It needs a name before it.
    """
    for place in range(1, len(tokens) - 1):
        if found[place] is Role.TITLE and Role.NAME in found[:place]:
            after = tokens[place + 1 :]
            is_small = lexicon.uses(after[0]) & Use.FUNCTION and after[0] not in _ARABIC_ARTICLES
            of_land = is_small and len(after) > 1
            if of_land or not set(tokens[:place]).isdisjoint(after):
                found[place:] = [Role.TITLE] * len(found[place:])
                return


class _Reading:
    """One name, read from left to right by the tables."""

    def __init__(self, tokens: tuple[str, ...], kind: Kind | None) -> None:
        self._tokens = tokens
        self._last = len(tokens) - 1
        self._surname = self._last
        while self._surname > 0 and lexicon.uses(tokens[self._surname]) & Use.TITLE_AFTER:
            self._surname -= 1
        self._kind = kind
        self._of_body = kind is None and any(map(_tells_body, tokens))

    def read(self) -> list[Role]:
        """Return the role of each token, patronymics not yet told from names."""
        found: list[Role] = []
        while len(found) <= self._last:
            role, size = self._next(len(found))
            found.extend([role] * size)
        return found

    def _next(self, place: int) -> tuple[Role, int]:
        """Return the role of the longest phrase at a place, and how many tokens it has."""
        longest = min(lexicon.longest_phrase(self._tokens[place]), self._last + 1 - place)
        for size in range(longest, 1, -1):
            phrase = " ".join(self._tokens[place : place + size])
            role = self._role(lexicon.uses(phrase), place, size)
            if role is not Role.NAME:
                return role, size
        token = self._tokens[place]
        role = self._role(lexicon.uses_of_word(token), place, 1)
        if self._of_person() and is_ordinal(self._tokens, place):
            return Role.ORDINAL, 1
        if self._is_initial(token, role, place):
            return Role.INITIAL, 1
        return role, 1

    def _of_person(self) -> bool:
        return self._kind is Kind.PERSON or (self._kind is None and not self._of_body)

    def _role(self, use: Use, place: int, size: int) -> Role:
        if not use:
            return Role.NAME
        if self._kind is Kind.PERSON:
            return self._role_in_person(use, place, size)
        if self._kind is Kind.PLACE:
            return self._role_beside_name(use, place, size)
        if self._is_legal_form(use, place, size):
            return Role.LEGAL_FORM
        if self._is_title(use, place, size) and not (self._of_body and use & Use.GENERIC):
            return Role.GENERIC if self._kind is Kind.ORGANISATION else Role.TITLE
        return self._role_beside_name(use, place, size)

    def _role_in_person(self, use: Use, place: int, size: int) -> Role:
        if self._is_title(use, place, size):
            return Role.TITLE
        inside = use & Use.PARTICLE or (use & Use.INNER_PARTICLE and place)
        if inside and (place + size <= self._last or not self._last):
            return Role.PARTICLE
        return Role.NAME

    def _role_beside_name(self, use: Use, place: int, size: int) -> Role:
        short = size == 1 and len(self._tokens[place]) < _MIN_DESIGNATOR
        if use & Use.DESIGNATOR and not (short and self._kind is None):
            return Role.DESIGNATOR
        if use & Use.GENERIC:
            return Role.GENERIC
        if use & _SMALL_WORDS and (self._is_small_word(place, size) or not self._last):
            return Role.PARTICLE
        return Role.NAME

    def _is_title(self, use: Use, place: int, size: int) -> bool:
        """Return whether a title stands where titles stand: a King who comes last is a surname."""
        if use & Use.TITLE_AFTER and (place or not self._last):
            return True
        if size == 1 and is_given_name(self._tokens[place]):
            return False
        ends = place + size - 1 >= self._surname
        return bool(use & Use.TITLE) and (not ends or place == 0)

    def _is_small_word(self, place: int, size: int) -> bool:
        """Return whether words follow, and a lone letter is not one of several ("U. S. Army")."""
        around = self._tokens[max(place - 1, 0) : place + 2]
        lone = size == 1 and len(self._tokens[place]) == 1
        return place + size <= self._last and not (lone and sum(len(t) == 1 for t in around) > 1)

    def _is_legal_form(self, use: Use, place: int, size: int) -> bool:
        if not use & _LEGAL:
            return False
        ends = place + size - 1 == self._last
        if place and not ends and self._kind is None:
            return False
        letters = self._tokens[place : place + size]
        if self._kind is None and self._last and size > 1 and all(len(t) == 1 for t in letters):
            # "Petrov A. S." is a man with two initials, "Orlen S. A." is not: others must tell.
            return self._other_body_words(place, size)
        return ends or bool(use & Use.LEGAL_FORM)

    def _other_body_words(self, place: int, size: int) -> bool:
        others = self._tokens[:place] + self._tokens[place + size :]
        return any(map(_tells_body, others))

    def _is_initial(self, token: str, role: Role, place: int) -> bool:
        if self._kind is Kind.PLACE or not self._last or self._kind is Kind.ORGANISATION:
            return False
        if len(token) == 1 and token.isalpha():
            inside_body = self._of_body and role is Role.PARTICLE and 0 < place < self._last
            return not inside_body
        if role is not Role.NAME or not lexicon.uses(token) & Use.INITIAL:
            return False
        beside = self._tokens[max(place - 1, 0) : place] + self._tokens[place + 1 : place + 2]
        if place and all(len(other) > 1 for other in beside):
            return False
        return any(len(other) >= _MIN_BESIDE_INITIAL for other in self._tokens)


def _tells_body(token: str) -> bool:
    """Return whether a word stands in names of bodies, and not before people's too."""
    use = lexicon.uses_of_word(token)
    return bool(use & _BODY) and not use & Use.TITLE
