"""Rules that look at the letters of aliases: lookalikes, joiners, scripts of languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from normalizer import scripts, tables
from normalizer.lint.places import Places
from normalizer.store.findings import Finding
from normalizer.store.protocol import AliasStore
from normalizer.types import CANONICAL_SOURCE, Alias, AliasKind

_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = re.compile("[\u200c\u200d]")
# Persian and its neighbours, and the scripts of India, write with joiners.
_JOINED = frozenset(
    {
        "Arab", "Syrc", "Mong", "Nkoo", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu",
        "Knda", "Mlym", "Sinh", "Mymr", "Khmr", "Tibt",
    }
)  # fmt: skip
_NUMERAL = re.compile("[IVXLCDM]+")
_LOOKALIKE_SCRIPTS = ("Latn", "Cyrl")


def letter_findings(store: AliasStore, places: Places) -> Iterator[Finding]:
    """Yield what the letters of each stored alias give away."""
    for alias in store.aliases():
        if alias.source == CANONICAL_SOURCE:
            continue
        for code, reason in _reasons(alias):
            yield places.of_alias(alias, code, reason)


def _reasons(alias: Alias) -> Iterator[tuple[str, str]]:
    if alias.kind is not AliasKind.MISSPELLING and (word := _lookalike(alias)):
        yield "homoglyph", f"{word!r} looks like {alias.script} and is not"
    if _JOINERS.search(alias.text) and _JOINED.isdisjoint(scripts.script_counts(alias.text)):
        yield "joiner", f"{alias.text!r} has a joiner of zero width"
    if reason := _foreign_script(alias):
        yield "lang-script", reason


def _lookalike(alias: Alias) -> str:
    """Return the first word whose letters all look like letters of the alias's script.

    Only beside a word that is truly of this script: an alias that is all lookalikes is judged
    by its declared script. Single letters are initials, and Roman numerals what they are.
    """
    if alias.text.isascii() or alias.script not in _LOOKALIKE_SCRIPTS:
        return ""
    words = _WORD.findall(alias.text)
    if not any(scripts.main_script(word) == alias.script for word in words):
        return ""
    lookalikes = _lookalikes()[alias.script]
    suspects = (word for word in words if len(word) > 1 and not _NUMERAL.fullmatch(word))
    return next(filter(lookalikes.issuperset, suspects), "")


def _foreign_script(alias: Alias) -> str:
    language, *subtags = alias.lang.split("-")
    if alias.kind is AliasKind.CODE or any(len(each) == 4 and each.istitle() for each in subtags):
        return ""
    usual = _usual_scripts().get(language)
    counts = scripts.script_counts(alias.text)
    if not usual or not counts or not usual.isdisjoint(counts):
        return ""
    return f"{alias.text!r} is in {', '.join(sorted(counts))}, and its language is {alias.lang}"


@cache
def _lookalikes() -> dict[str, frozenset[str]]:
    """Return script → the letters of the other one that look like its own."""
    pairs = tables.rows("text/homoglyphs.tsv", ("latin", "cyrillic"))
    return {
        "Latn": frozenset(cyrillic for _, cyrillic in pairs),
        "Cyrl": frozenset(latin for latin, _ in pairs),
    }


@cache
def _usual_scripts() -> dict[str, frozenset[str]]:
    rows = tables.rows("text/language_scripts.tsv", ("lang", "scripts"))
    return {
        lang: frozenset().union(*(scripts.members_of(code) for code in codes.split()))
        for lang, codes in rows
    }
