"""Names of territories and of exemplar cities in many languages, read from CLDR through Babel."""

from __future__ import annotations

from functools import cache

from babel import Locale, __version__, localedata
from babel.core import get_global

from tests.generate.seed_files import HERE, table

SOURCE = f"CLDR {get_global('cldr')['version']}"
CREDIT = (
    f"Unicode {SOURCE} through Babel {__version__}, licence Unicode-3.0\n"
    "(Copyright 1991-2025 Unicode, Inc., https://www.unicode.org/license.txt)"
)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages of every entity (BCP 47), the most wanted first."""
    return tuple(row["lang"] for row in table(HERE / "languages.tsv"))


def rank(lang: str) -> int:
    """Return the place of a language in the order of `languages`; others come last."""
    order = languages()
    return order.index(lang) if lang in order else len(order)


@cache
def locale(lang: str) -> Locale | None:
    """Return Babel's locale of a BCP 47 language, None when it has no such data."""
    parts = lang.split("-")
    identifier = "_".join([parts[0], *(_subtag(part) for part in parts[1:])])
    if not localedata.exists(identifier):
        return None
    # Locale.parse would answer an unknown variant with its parent.
    return Locale.parse(identifier)


def _subtag(part: str) -> str:
    return part.title() if len(part) == 4 else part.upper()


def official_languages(territory: str) -> tuple[str, ...]:
    """Return the official languages of a territory (BCP 47), in CLDR's order."""
    spoken = get_global("territory_languages").get(territory, {})
    statuses = ("official", "de_facto_official")
    return tuple(
        code.replace("_", "-")
        for code, facts in spoken.items()
        if facts["official_status"] in statuses and locale(code.replace("_", "-"))
    )


def languages_for(territory: str) -> tuple[str, ...]:
    """Return the languages of every entity and the official ones of a territory."""
    return tuple(dict.fromkeys((*languages(), *official_languages(territory))))


def territory_name(territory: str, lang: str) -> str:
    """Return CLDR's name of a territory in a language, `""` when there is none."""
    found = locale(lang)
    name = str(found.territories.get(territory, "")) if found else ""
    return "" if name == territory else name


def city_name(zone: str, lang: str) -> str:
    """Return the exemplar city of a time zone in a language, `""` when there is none."""
    found = locale(lang)
    return str((found.time_zones.get(zone) or {}).get("city", "")) if found else ""


def zones() -> dict[str, tuple[str, ...]]:
    """Return territory → its time zones."""
    return {code: tuple(names) for code, names in get_global("territory_zones").items()}
