"""Which of GeoNames' alternate names are names in print, and in which language, where certain.

GeoNames gives alternates without language or kind: airport codes, ASCII copies, romanised
Chinese and inflected forms stand among them. Names in Latin and Cyrillic letters are kept when
they use only letters of the languages wanted here and resemble the canonical name; former and
translated names are written by hand in `seeds/places/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from rapidfuzz import fuzz
from unidecode import unidecode

from normalizer.scripts import script_counts
from tests.generate.seed_files import HERE, table

# Of fold to fold, in per cent. A name whose letters prove its language may lie further off.
LEAST_LIKENESS = 60.0
LEAST_LIKENESS_UNPROVEN = 78.0
_SHORT = 6
_JOINERS = " -\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
_DOUBTFUL_LATIN = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]")


@cache
def _letters() -> dict[str, frozenset[str]]:
    return {row["script"]: frozenset(row["letters"]) for row in table(HERE / "letters_kept.tsv")}


@cache
def _signs() -> tuple[tuple[str, list[str], re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            row["lang"],
            row["countries"].split(),
            re.compile(row["has"]),
            re.compile(row["lacks"] or r"(?!)"),
        )
        for row in table(HERE / "language_signs.tsv")
    )


@cache
def _generic() -> frozenset[str]:
    return frozenset(row["word"] for row in table(HERE / "generic_words.tsv"))


@cache
def fold(name: str) -> str:
    """Return a rough ASCII form for comparison; Slavic h and g fall together."""
    plain = re.sub("[^a-z]", "", unidecode(name).lower())
    return plain.replace("h", "g").replace("y", "i").replace("w", "v").replace("ii", "i")


def is_russian(name: str, own_names: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether a Cyrillic name of a Russian city is its Russian one.

    It romanises to the city's own name, has no Ukrainian or Belarusian letter, and no other of
    its names has the hard vowels ы, э, ё in the same place.
    """
    folded = fold(name)
    if re.search("[іїєґў]", name.lower()) or folded not in map(fold, own_names):
        return False
    rivals = (other for other in others if fold(other) == folded and other != name)
    return not any(re.search("[ыэё]", rival.lower()) for rival in rivals)


def is_ukrainian(name: str, own_names: Iterable[str]) -> bool:
    """Return whether a Cyrillic name of a Ukrainian city is its Ukrainian one, told by и = y."""
    if re.search("[ыэёъў]", name.lower()):
        return False
    return _strict_fold(name) in map(_strict_fold, own_names)


def _strict_fold(name: str) -> str:
    plain = re.sub("[^a-z]", "", unidecode(name.lower().replace("и", "y")))
    return plain.replace("h", "g")


def without_marks(name: str) -> str:
    """Return a name without diacritics, strokes of ł and đ included, apostrophes dropped."""
    bare = unicodedata.normalize("NFD", name.replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in bare if not unicodedata.combining(c) and c not in _JOINERS[2:])


def is_printable_name(name: str, script: str) -> bool:
    """Return whether a name is written in the wanted letters of one script, as a proper name."""
    letters = _letters().get(script)
    if letters is None or len(name) < 4 or set(script_counts(name)) != {script}:
        return False
    words = re.split("[ -]", name)
    return (
        all(c in _JOINERS or c.lower() in letters for c in name)
        and name[0].isupper()
        and not name.isupper()
        and all(words)
        and not any(word.lower() in _generic() for word in words)
    )


def language(name: str, country: str) -> str:
    """Return the language that a name's letters prove in a country, `""` when none is certain."""
    lowered = name.lower()
    for lang, where, has, lacks in _signs():
        if (not where or country in where) and has.search(lowered) and not lacks.search(lowered):
            return lang
    return ""


def kept(
    canonical: str, country: str, alternates: Iterable[str], scripts: Sequence[str]
) -> list[str]:
    """Return the alternates worth a row: printable, like the canonical name, no bare copies."""
    wanted = [
        name
        for name in (unicodedata.normalize("NFC", text) for text in alternates)
        if any(is_printable_name(name, script) for script in scripts)
        and _is_alike(name, canonical, country)
    ]
    marked = {without_marks(name) for name in (*wanted, canonical) if without_marks(name) != name}
    stems = {name.lower() for name in wanted} | {canonical.lower()}
    return sorted(
        name
        for name in dict.fromkeys(wanted)
        if name not in marked and not _is_made_up(name, stems)
    )


def _is_alike(name: str, canonical: str, country: str) -> bool:
    """Return whether a name is near enough; a short name of no proven language must be equal."""
    left, right = fold(name), fold(canonical)
    likeness = fuzz.ratio(left, right)
    if language(name, country):
        return likeness >= LEAST_LIKENESS
    if set(script_counts(name)) == {"Latn"}:
        return False  # a romanisation, which rules reach
    longer = len(name.split()) > len(canonical.split())
    near = likeness >= LEAST_LIKENESS_UNPROVEN and len(right) >= _SHORT and not longer
    return left == right or near


def _is_made_up(name: str, stems: set[str]) -> bool:
    """Return whether a name is an old or BGN spelling, or Esperanto, or a case form."""
    lowered = name.lower()
    if set(script_counts(name)) == {"Latn"} and _DOUBTFUL_LATIN.search(name):
        return True
    if lowered.endswith("ъ"):
        return True  # the orthography before 1918
    endings = ("o", "aj", "ай", "ой", "ал", "ош")
    return any(lowered.endswith(end) and lowered.removesuffix(end) in stems for end in endings)


def others(alternates: Iterable[str], scripts: Iterable[str]) -> list[str]:
    """Return the alternates that are written wholly in one of these scripts."""
    wanted = set(scripts)
    return sorted(
        name
        for name in {unicodedata.normalize("NFC", text) for text in alternates}
        if len(found := set(script_counts(name))) == 1 and found <= wanted and name.isprintable()
    )
