"""The normal forms of names, kept for a while: a name is judged, looked up and added in turn."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.text import normal_token, normalise

# Apostrophes that are letters to Python: inside a word they are not the normal form's affair alone.
_LETTER_APOSTROPHES = re.compile("[\u02b9\u02bb\u02bc]")


@lru_cache(maxsize=16_384)
def form_of(text: str) -> str:
    """Return the normal form of a name, as `normalise` does.

    A name of nothing but words and spaces needs no tokeniser, and most are that: three times
    as fast.
    """
    words = text.split()
    if all(map(str.isalnum, words)) and (text.isascii() or not _LETTER_APOSTROPHES.search(text)):
        return " ".join(filter(None, map(normal_token, words)))
    return normalise(text)
