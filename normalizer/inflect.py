"""Inflected token → candidate base forms, by the ending tables in `data/endings/`.

Each table lists declensions: the ending of a base form, the endings that stand in its place,
and the letters that the stem may end in. The tables are turned round once, into
ending → bases; a token is then looked up by its endings, the longest first.
There is no dictionary: the candidates propose, the alias table decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, zip_longest

from normalizer import tables
from normalizer.respelling import Letters, Respelling, Rules
from normalizer.scripts import script_of

# Callers give languages as hints; a cache without bound would be theirs to fill.
_KEPT_HINTS = 1_024

MAX_BASE_FORMS = 32
MIN_STEM = 2
MIN_BASE = 3
MAX_TOKEN = 64

_FOLDER = "endings"
_COLUMNS = ("base", "forms", "after", "note")
_NOTHING, _ANY = "0", "*"


@dataclass(frozen=True, slots=True)
class _Endings:
    """The ending table of one language in one script, turned round."""

    lang: str
    script: str
    rules: Rules


def base_forms(token: str, languages: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the base forms that a token may be an inflected form of, most likely first.

    `token` is in normal form. `languages` are BCP 47 tags: their tables alone are read, and a
    language without a table inflects nothing; without any, all tables of the token's script
    are read. At most `MAX_BASE_FORMS`, never the token itself; `()` for a token that is too
    short, longer than `MAX_TOKEN`, or of a script without tables.

    >>> base_forms("пакистаном", ("ru",))[0]
    'пакистан'
    """
    return _base_forms(token, tuple(languages))


@lru_cache(maxsize=16_384)
def _base_forms(token: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    if not MIN_BASE <= len(token) <= MAX_TOKEN:
        return ()
    found = respelling_for(script_of(token[-1]), languages).forms(token)
    found.pop(token, None)
    return tuple([form for form in found if len(form) >= MIN_BASE][:MAX_BASE_FORMS])


@lru_cache(maxsize=_KEPT_HINTS)
def respelling_for(script: str, languages: tuple[str, ...] = ()) -> Respelling:
    """Return the tables of some languages as one, of all for none.

    Their first rules come first, then their second.
    """
    wanted = {language.partition("-")[0].casefold() for language in languages}
    found = [
        table.rules
        for table in _tables()
        if table.script == script and (not wanted or table.lang in wanted)
    ]
    merged: Rules = {}
    for ending in dict.fromkeys(chain.from_iterable(found)):
        turns = zip_longest(*(rules.get(ending, ()) for rules in found))
        merged[ending] = list(dict.fromkeys(rule for turn in turns for rule in turn if rule))
    return Respelling(merged, MIN_STEM)


@cache
def _tables() -> tuple[_Endings, ...]:
    return tuple(_table(tag) for tag in tables.names_in(_FOLDER, ".tsv"))


def _table(tag: str) -> _Endings:
    """Return the ending table of a language; raise TableError for a row that means nothing."""
    name = f"{_FOLDER}/{tag}.tsv"
    rules: Rules = defaultdict(list)
    script = ""
    for line, (base, forms, after, _) in tables.numbered_rows(name, _COLUMNS):
        letters = (base + forms).replace(_NOTHING, "").replace(" ", "")
        script = script or script_of(letters[:1])
        if any(script_of(letter) not in (script, "") for letter in letters) or not script:
            raise tables.fault(name, line, "endings are not letters of one script")
        allowed = _letters(script, after)
        if allowed is not None and not allowed:
            raise tables.fault(name, line, "column after is empty; * allows any letter")
        for form in forms.split():
            if form == base:
                raise tables.fault(name, line, f"{form} is its own base")
            rule = (base.replace(_NOTHING, ""), allowed)
            rules[form.replace(_NOTHING, "")].append(rule)
    return _Endings(tag.partition("-")[0], script, dict(rules))


def _letters(script: str, after: str) -> Letters:
    """Return the letters that column `after` allows: any, a class of letters, or those listed."""
    if after == _ANY:
        return None
    return _classes().get((script, after), frozenset(after))


@cache
def _classes() -> dict[tuple[str, str], frozenset[str]]:
    rows = tables.rows("letters.tsv", ("script", "class", "letters"))
    return {(script, name): frozenset(letters) for script, name, letters in rows}
