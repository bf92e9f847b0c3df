"""Names of people with figures for letters: Ig0r Sech1n, as scans and evaders have them.

A person's name has no figure inside a word, so each stands for the letter that it looks like.
"""

from __future__ import annotations

import re

_LOOKS_LIKE = str.maketrans("013456789", "oieasgtbg")
_FIGURE = re.compile("[0-9]")
_MOST_FIGURES = 0.5


def lettered(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return tokens in normal form with letters for the figures inside words of Latin letters.

    Words of figures alone, those of figures for the most part, and ordinals (2nd) stay.

    >>> lettered(("ig0r", "sech1n")), lettered(("george", "2nd")), lettered(("g20",))
    (('igor', 'sechin'), ('george', '2nd'), ('g20',))
    """
    return tuple([_lettered(token) if _FIGURE.search(token) else token for token in tokens])


def _lettered(token: str) -> str:
    figures = len(_FIGURE.findall(token))
    if not token.isascii() or token[0].isdigit() or figures >= _MOST_FIGURES * len(token):
        return token
    return token.translate(_LOOKS_LIKE)
