"""People's names as structure: what may differ between two names of one person, and what not."""

from __future__ import annotations

import pytest

from normalizer.pairs import compare_names
from normalizer.types import Kind

LIKELY, UNLIKELY = 0.7, 0.5


def alike(left: str, right: str) -> float:
    """Return how likely two names are of one person."""
    return compare_names(left, right, Kind.PERSON)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Александр Лукашенко", "Александр Григорьевич Лукашенко"),
        ("А. Г. Лукашенко", "Александр Григорьевич Лукашенко"),
        ("Лукашенко, Александр", "Alexander Lukashenko"),
        ("LUKASHENKO Alexander", "Alexander Lukashenko"),
        ("Anna Petrova-Sidorova", "Анна Петрова-Сидорова"),
        ("Anna Petrova Sidorova", "Anna Petrova-Sidorova"),
        ("Ludwig van Beethoven", "Ludwig Beethoven"),
        ("Bashar al-Assad", "Bashar Assad"),
        ("Hector Monro, Baron Monro of Langholm", "Hector Monro"),
        ("Kerry Kennedyová", "Kerry Kennedy"),
        ("Александром Лукашенко", "Александр Лукашенко"),
        ("Orbán Viktor", "Viktor Orbán"),
        ("김정은", "Kim Jong-un"),
        ("习近平", "Xi Jinping"),
        ("Шинзо Абэ", "Abe Shinzo"),
        ("Лукашенкo Александр", "Александр Лукашенко"),
        ("Alexandr Lukashneko", "Alexandr Lukashenko"),
        ("Бен Вудворд", "Ben Woodward"),
    ],
)
def test_names_of_one_person(left: str, right: str) -> None:
    """Order, initials, unsaid parts, particles, case, script and a slip leave one person."""
    assert alike(left, right) >= LIKELY


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Александр Григорьевич Лукашенко", "Александр Иванович Лукашенко"),
        ("В. Лукашенко", "Александр Лукашенко"),
        ("Anna Petrova", "Anna Pavlova"),
        ("Innocent VIII", "Innocent X"),
        ("Hasan Ibrahim al-Dulaimi", "Hasan Ibrahim al-Tikriti"),
        ("Kim Min", "Kim Mun"),
        ("Bob Day", "Bob Ray"),
    ],
)
def test_names_of_two_people(left: str, right: str) -> None:
    """A contradiction tells, and in a short name so does a letter."""
    assert alike(left, right) < UNLIKELY


def test_patronymics_are_told_apart_three_ways() -> None:
    """The same patronymic says most, an unsaid one less, another one that it is another man."""
    full = "Иван Петрович Сидоров"
    same, unsaid = alike(full, full), alike(full, "Иван Сидоров")
    other = alike(full, "Иван Павлович Сидоров")
    assert same > unsaid > other


def test_a_rare_name_needs_less_than_a_common_one() -> None:
    """How rare the table has the tokens tells in the answer."""
    rarities = {"tsapkala": 1.0, "ivanov": 0.2}

    def told(surname: str) -> float:
        rarity = rarities[surname]
        left, right = f"Valery {surname}", f"Valeri {surname}"
        return compare_names(left, right, Kind.PERSON, lambda _: rarity)

    assert told("tsapkala") > told("ivanov")
