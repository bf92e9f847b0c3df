"""Plain words: those of which no table of names says that they are more, or less, than a name.

Most names of most tables are nothing but plain words, each of them a name in full, and need no
reading. What tables say of such a word wherever it stands is told here once, for an index file to
keep.
"""

from __future__ import annotations

import re
from enum import IntFlag

from normalizer.names.gender import surname_gender
from normalizer.names.given import given_name_gender, is_given_name
from normalizer.names.meanings import meanings, senses, words
from normalizer.names.patronymics import shape
from normalizer.names.roles import is_plain
from normalizer.names.unspaced import is_whole

_FIGURE = re.compile(r"\d")


class Trait(IntFlag):
    """What tables say of a word; the numbers are those of `filed.h`.

    In names of places and bodies (`IN_BODY`) a plain word is one word; in names of people
    (`IN_PERSON`) it is no patronymic. In neither it is a title, a legal form, a particle, an
    initial or a number. It may be a given name, of women or men alone, or a woman's surname; it may
    have a sense or a meaning in other languages; and its rarity may not be that of the table alone
    (`COMMON`), since it stands in names at large.
    """

    IN_BODY = 1
    IN_PERSON = 2
    GIVEN = 4
    SENSED = 8
    MEANT = 16
    WOMANS = 32
    MANS = 64
    HER_SURNAME = 128
    COMMON = 256


def traits(word: str) -> int:
    """Return the traits of a word in normal form added up; 0 for one that is plain nowhere.

    >>> Trait(traits("lukashenko")), Trait(traits("university"))
    (<Trait.IN_BODY|IN_PERSON: 3>, <Trait: 0>)
    """
    if not is_plain(word) or _FIGURE.search(word):
        return 0
    found = Trait.IN_BODY * is_whole(word) | Trait.IN_PERSON * (not shape(word))
    if not found:
        return 0
    if is_given_name(word):
        gender = given_name_gender(word)
        found |= Trait.GIVEN | Trait.WOMANS * (gender == "f") | Trait.MANS * (gender == "m")
    if found & Trait.IN_BODY:
        found |= Trait.SENSED * bool(senses(word)) | Trait.MEANT * bool(meanings(word))
        found |= Trait.COMMON * (word in words())
    return int(found | Trait.HER_SURNAME * (surname_gender(word) == "f"))
