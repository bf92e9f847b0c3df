"""The languages of an alias: its own, and those that its note adds.

A spelling that many languages share is one row of the seeds: its `lang` is the first of them,
its note says "also cs, sk".
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.types import CANONICAL_SOURCE, Alias

_ALSO = re.compile(r"also ([A-Za-z-]+(?:, [A-Za-z-]+)*)")


def languages_of(alias: Alias) -> frozenset[str]:
    """Return the primary subtags of an alias's languages; none for an alias of no language."""
    return _languages(alias.lang, alias.note)


def is_foreign_to(alias: Alias, languages: frozenset[str]) -> bool:
    """Return whether an alias belongs to other languages than these alone.

    An alias of no language is foreign to none, nor is a canonical name: it is in English by our
    choice and may be the spelling of any other language too.
    """
    own = languages_of(alias)
    return bool(own) and alias.source != CANONICAL_SOURCE and own.isdisjoint(languages)


def primary(languages: tuple[str, ...]) -> frozenset[str]:
    """Return the primary subtags of BCP 47 tags."""
    return frozenset(language.partition("-")[0] for language in languages)


@lru_cache(maxsize=8_192)
def _languages(lang: str, note: str) -> frozenset[str]:
    also = _ALSO.match(note)
    tags = (lang, *also.group(1).split(", ")) if also else (lang,)
    return primary(tags) - {""}
