"""Plain words: those of which no table of names says anything, wherever they stand in a name.

Most names of most tables are nothing but plain words, each of them a name in full, and need no
reading. A given name may be plain: it weighs less, but it is read as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from normalizer.names.meanings import meanings, senses, words
from normalizer.names.patronymics import shape
from normalizer.names.roles import is_plain
from normalizer.names.unspaced import is_whole
from normalizer.types import Kind

IN_BODY, IN_PERSON = 1, 2
_FIGURE = re.compile(r"\d")


@lru_cache(maxsize=65_536)
def plain_in(word: str) -> int:
    """Return where a word in normal form is plain: `IN_BODY` (places too) and `IN_PERSON` added up.

    In names of bodies and places it then is one word, has no meaning in another language and no
    sense; in names of people it is no patronymic. In none it is a title, a legal form, a particle,
    an initial or a number. 0 for a word that tables say something of everywhere.

    >>> plain_in("lukashenko"), plain_in("petrovich"), plain_in("university")
    (3, 1, 0)
    """
    if not is_plain(word) or _FIGURE.search(word):
        return 0
    in_body = is_whole(word) and word not in words() and not senses(word) and not meanings(word)
    return IN_BODY * in_body | IN_PERSON * (not shape(word))


def plain_place(kind: Kind) -> int:
    """Return which of the two names of a kind are."""
    return IN_PERSON if kind is Kind.PERSON else IN_BODY


def is_plain_name(tokens: Iterable[str], kind: Kind) -> bool:
    """Return whether all tokens of a name of a kind are plain."""
    wanted = plain_place(kind)
    return all(plain_in(token) & wanted for token in tokens)
