"""What others call kinds, genders and languages, in our words (`data/exchange/`)."""

from __future__ import annotations

from functools import cache, lru_cache

from normalizer import tables
from normalizer.errors import FieldError
from normalizer.store import fields
from normalizer.types import AliasKind, Kind

_GENDERS = {"": "", "f": "f", "female": "f", "m": "m", "male": "m"}


@lru_cache(maxsize=1_024)
def kind_of(word: str) -> Kind:
    """Return the kind that a word stands for; raise FieldError for an unknown one.

    >>> kind_of("PER")
    <Kind.PERSON: 'person'>
    """
    found = _kinds().get(word.strip().lower())
    if found is None:
        raise FieldError("kind", f"{word!r} is none of {', '.join(Kind)}")
    return found


@lru_cache(maxsize=1_024)
def alias_kind_of(word: str) -> AliasKind:
    """Return the kind of alias; raise FieldError for an unknown one."""
    try:
        return AliasKind(word.strip().lower())
    except ValueError:
        raise FieldError("alias_kind", fields.alias_kind(word)) from None


def gender_of(word: str) -> str:
    """Return `f` or `m`; `""` for any other gender, as the table knows no more."""
    return _GENDERS.get(word.strip().lower(), "")


@lru_cache(maxsize=4_096)
def language_of(tag: str) -> str:
    """Return the BCP 47 tag for a language as others write it; `""` for no language.

    What cannot be brought into the usual form is cut down to its first subtag; where that is
    none either, FieldError is raised.

    >>> language_of("zh_hans"), language_of("be-x-old")
    ('zh-Hans', 'be-tarask')
    """
    written = tag.strip().lower().replace("_", "-")
    if not written:
        return ""
    known = _tags().get(written)
    if known is not None:
        return known
    first, *rest = written.split("-")
    found = "-".join([first, *map(_cased, rest)])
    for candidate in (found, first):
        if not fields.lang(candidate):
            return candidate
    raise FieldError("lang", fields.lang(tag))


def _cased(subtag: str) -> str:
    if subtag.isalpha() and len(subtag) in (2, 4):
        return subtag.upper() if len(subtag) == 2 else subtag.capitalize()
    return subtag


@cache
def _kinds() -> dict[str, Kind]:
    rows = tables.rows("exchange/kinds.tsv", ("word", "kind"))
    return {word: Kind(kind) for word, kind in rows}


@cache
def _tags() -> dict[str, str]:
    return dict(tables.rows("exchange/language_tags.tsv", ("tag", "bcp47")))
