"""What curators and clients read of the alias table: pages of entities, and search by prefix.

Search compares tokens of the normal form without marks, so that "lukas" finds Lukašenka. It
changes no script and forgives no error: `resolve` does.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from normalizer.errors import InvalidOptionError
from normalizer.index.protocol import CandidateIndex
from normalizer.store.protocol import AliasStore
from normalizer.text import check_name, normalise, tokens
from normalizer.types import Alias, AliasKind, Entity, Kind

MAX_PAGE_SIZE = 1_000
MAX_LIMIT = 1_000
MAX_CONSIDERED = 20_000
MAX_FORMS = 64
# The index keeps the marks of Cyrillic letters, which people leave out.
_MARKED = {
    "\N{CYRILLIC SMALL LETTER IE}": "\N{CYRILLIC SMALL LETTER IO}",
    "\N{CYRILLIC SMALL LETTER I}": "\N{CYRILLIC SMALL LETTER SHORT I}",
    "\N{CYRILLIC SMALL LETTER U}": "\N{CYRILLIC SMALL LETTER SHORT U}",
    "\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}": "\N{CYRILLIC SMALL LETTER YI}",
}

_ID = re.compile(r"nn[0-9]{6,15}")
_LESSER_KINDS = frozenset({AliasKind.MISSPELLING, AliasKind.INFLECTED, AliasKind.FORMER})

Rank = tuple[int, bool, bool, int]
"""How well an alias answers a query, the best first when sorted."""


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Some entities in the order of IDs; `next_page_token` is `""` on the last page."""

    entities: tuple[Entity, ...]
    next_page_token: str = ""


def list_page(
    store: AliasStore,
    kinds: frozenset[Kind] = frozenset(),
    page_size: int = 50,
    page_token: str = "",
) -> EntityPage:
    """Return a page of the entities of these kinds, of all kinds when none is given.

    `page_size` is from 1 to `MAX_PAGE_SIZE`. `page_token` is `""` or what an earlier page
    gave; it stays good when the table changes. Raises InvalidOptionError naming the field.
    """
    _check_range("page_size", page_size, MAX_PAGE_SIZE)
    after = _id_of(page_token) if page_token else ""
    wanted: list[Entity] = []
    for entity in store.entities(after):
        if kinds and entity.kind not in kinds:
            continue
        if len(wanted) == page_size:
            return EntityPage(tuple(wanted), _token_of(wanted[-1].id))
        wanted.append(entity)
    return EntityPage(tuple(wanted))


def search(
    index: CandidateIndex, query: str, kinds: frozenset[Kind] = frozenset(), limit: int = 20
) -> tuple[Entity, ...]:
    """Return the entities with an alias of which each token of the query begins a token.

    The longest word of the query is looked up, and of that at most `MAX_CONSIDERED` aliases.
    Best first: the whole alias, then whole words, then beginnings; among these the alias that
    begins as the query does, that is in use, and that says least more. `()` when nothing is
    found. `limit` is from 1 to `MAX_LIMIT`. Raises InvalidTextError naming "query" and
    InvalidOptionError naming "limit".
    """
    check_name(query, "query")
    _check_range("limit", limit, MAX_LIMIT)
    wanted = tokens(_without_marks(normalise(query)))
    if not wanted:  # nothing but marks
        return ()
    best: dict[str, tuple[Rank, Entity]] = {}
    for entry in index.beginning(_prefixes(query), MAX_CONSIDERED):
        entity, rank = entry.entity, _rank(wanted, entry.alias)
        if rank is None or (kinds and entity.kind not in kinds):
            continue
        if entity.id not in best or rank < best[entity.id][0]:
            best[entity.id] = rank, entity
    found = sorted(best.values(), key=lambda one: (one[0], one[1].name, one[1].id))
    return tuple(entity for _, entity in found[:limit])


def _prefixes(query: str) -> Iterator[str]:
    """Yield what the longest word of a query may be the beginning of, as the index spells it."""
    longest = max(tokens(normalise(query)), key=len)
    yield longest
    bare = _without_marks(longest)
    choices = [(letter, _MARKED.get(letter, letter)) for letter in bare]
    forms = product(*(dict.fromkeys(pair) for pair in choices))
    yield from ("".join(form) for form in islice(forms, MAX_FORMS) if "".join(form) != longest)


def _rank(query: tuple[str, ...], alias: Alias) -> Rank | None:
    """Return how well an alias answers, None when it does not."""
    words = _tokens_of(alias.text)
    if words == query:
        grade = 0
    elif _each_begins_one(query, words):
        grade = 1 if set(query) <= set(words) else 2
    else:
        return None
    begins = words[0].startswith(query[0])
    return grade, not begins, alias.kind in _LESSER_KINDS, len(words) - len(query)


def _each_begins_one(query: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether each query token can have a word of its own that it begins.

    Longer tokens choose first: whatever word a longer token begins with is no better used by
    a shorter one, unless they begin alike, and then either may have it.
    """
    if len(query) > len(words):
        return False
    free = list(words)
    for token in sorted(query, key=len, reverse=True):
        chosen = next((word for word in free if word.startswith(token)), None)
        if chosen is None:
            return False
        free.remove(chosen)
    return True


# A server answers many searches over the same aliases; a process that asks once pays once.
@lru_cache(maxsize=65_536)
def _tokens_of(text: str) -> tuple[str, ...]:
    return tokens(_without_marks(normalise(text)))


def _without_marks(text: str) -> str:
    """Return a text without combining marks, strokes and hooks: "łódź" gives "lodz"."""
    if text.isascii():
        return text
    bare = "".join(map(_bare, text))
    return "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))


@lru_cache(maxsize=4_096)
def _bare(character: str) -> str:
    """Return the letter that a letter "with stroke" is by its Unicode name, else itself."""
    name, _, addition = unicodedata.name(character, "").partition(" WITH ")
    if not addition:
        return character
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return character


def _check_range(field: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise InvalidOptionError(field, f"{value} is not from 1 to {most:,}")


def _token_of(entity_id: str) -> str:
    return base64.urlsafe_b64encode(entity_id.encode()).decode()


def _id_of(page_token: str) -> str:
    try:
        entity_id = base64.b64decode(page_token, b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        entity_id = ""
    if not _ID.fullmatch(entity_id) or _token_of(entity_id) != page_token:
        raise InvalidOptionError("page_token", "is not a token that a page of entities gave")
    return entity_id
