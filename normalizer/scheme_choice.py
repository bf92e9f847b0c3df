"""Which romanisation scheme is taken when a caller names none.

The language decides; where the caller does not know it, letters that only some alphabets have
tell it (`data/romanise/defaults.tsv`, `data/romanise/guesses.tsv`).
"""

from __future__ import annotations

import re
from functools import cache

from normalizer import tables
from normalizer.schemes import scheme_ids

LAST_RESORT = "unidecode"


def default_scheme(script: str, lang: str = "") -> str:
    """Return the scheme for a script (ISO 15924) and language (BCP 47, `""` for unknown).

    Where the country's own system is what the English press writes, it is that one, else the
    press's; `unidecode` for a script without a scheme.

    >>> default_scheme("Cyrl", "uk-UA"), default_scheme("Hani")
    ('uk_kmu2010', 'unidecode')
    """
    found = _defaults()
    return found.get((script, _language(lang))) or found.get((script, ""), LAST_RESORT)


def scheme_of(script: str, text: str, lang: str = "") -> str:
    """Return the scheme for the letters of one script in a text.

    The language is `lang` where a scheme is set for it, else told by the text's letters.
    """
    if lang and (script, _language(lang)) in _defaults():
        return default_scheme(script, lang)
    return default_scheme(script, _guess_language(script, text))


def check_choice() -> None:
    """Return nothing; raise TableError where a table of this module is malformed."""
    _defaults()
    _guesses()


def _guess_language(script: str, text: str) -> str:
    """Return the first language whose tell-tale letters a text has, `""` for none."""
    low = text.lower()
    any_pattern = _any_guess(script)
    if any_pattern is None or not any_pattern.search(low):
        return ""  # most texts
    for lang, pattern in _guesses()[script]:
        if pattern.search(low):
            return lang
    return ""


@cache
def _any_guess(script: str) -> re.Pattern[str] | None:
    """Return what finds any tell-tale letters of a script, None where it has none."""
    patterns = [pattern.pattern for _, pattern in _guesses().get(script, ())]
    return re.compile("|".join(patterns), re.DOTALL) if patterns else None


def _language(lang: str) -> str:
    return lang.replace("_", "-").partition("-")[0].lower()


@cache
def _defaults() -> dict[tuple[str, str], str]:
    name = "romanise/defaults.tsv"
    known = frozenset(scheme_ids())
    found: dict[tuple[str, str], str] = {}
    for line, (script, lang, scheme) in tables.numbered_rows(name, ("script", "lang", "scheme")):
        if scheme not in known:
            raise tables.fault(name, line, f"no scheme has the ID {scheme!r}")
        if (script, lang) in found:
            raise tables.fault(name, line, f"{script} {lang} stands twice")
        found[script, lang] = scheme
    return found


@cache
def _guesses() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Return the languages of each script with what only their texts have, in their order."""
    name = "romanise/guesses.tsv"
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for line, (script, lang, pattern) in tables.numbered_rows(name, ("script", "lang", "pattern")):
        try:
            found.setdefault(script, []).append((lang, re.compile(pattern, re.DOTALL)))
        except re.error as failure:
            reason = f"{pattern!r} is no regular expression: {failure}"
            raise tables.fault(name, line, reason) from None
    return found
