from __future__ import annotations

import pytest

from normalizer.engine import Engine
from normalizer.types import Kind, Stage
from tests.annotate.reading import engine_of, links, read

MAAS, MARTIN, JO, BORIS, BIBI, ASIA = "nn1", "nn2", "nn3", "nn4", "nn5", "nn6"


@pytest.fixture(scope="module")
def people() -> Engine:
    """Return an engine that knows some people, most by a surname in one script."""
    return engine_of(
        (MAAS, Kind.PERSON, "Heiko Maas", "de"),
        (MAAS, Kind.PERSON, "Маас", "ru"),
        (MARTIN, Kind.PERSON, "Martin Sorrell", "en"),
        (MARTIN, Kind.PERSON, "Мартин", "ru"),
        (JO, Kind.PERSON, "Jo Johnson", "en"),
        (JO, Kind.PERSON, "Johnson", "en"),
        (BORIS, Kind.PERSON, "Boris Johnson", "en"),
        (BORIS, Kind.PERSON, "Johnson", "en"),
        (BIBI, Kind.PERSON, "Азия Биби", "ru"),
        (BIBI, Kind.PERSON, "Биби", "ru"),
        (ASIA, Kind.PLACE, "Азия", "ru"),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("сказал Хайко Маас вчера", [("Хайко Маас", MAAS)]),
        ("сказал Х. Маас вчера", [("Х. Маас", MAAS)]),
        ("сказал Маас Х. вчера", [("Маас Х.", MAAS)]),
        ("слова Хайко Мааса вчера", [("Хайко Мааса", MAAS)]),
        ("министр Маас вчера", [("Маас", MAAS)]),
        ("Министр Маас вчера", [("Маас", MAAS)]),
    ],
)
def test_short_mention_grows_over_its_given_name(
    people: Engine, text: str, found: list[tuple[str, str]]
) -> None:
    """A given name or initial beside a surname belongs to it, in any script or case."""
    assert links(people, text, "ru") == found


@pytest.mark.parametrize(
    "text", ["сказал Мартин Лохер вчера", "сказал Эрих Маас вчера", "сказал Э. Маас вчера"]
)
def test_mention_beside_a_name_of_its_own_is_anothers(people: Engine, text: str) -> None:
    """A given name or surname that the entity does not have makes it somebody else."""
    assert links(people, text, "ru") == []


def test_word_that_opens_a_sentence_is_no_stranger(people: Engine) -> None:
    """A capital from the sentence says nothing of the surname after it."""
    assert links(people, "Вчера Маас молчал", "ru") == [("Маас", MAAS)]


def test_end_of_a_sentence_parts_names(people: Engine) -> None:
    """A full stop between two words parts them, unless the first is an initial."""
    assert links(people, "Приехал Маас. Гости молчали", "ru") == [("Маас", MAAS)]


def test_of_namesakes_the_one_with_the_given_name_is_meant(people: Engine) -> None:
    """Two people of one surname stay apart by the given names beside them."""
    text = "so said Boris Johnson, and so did Jo Johnson"
    assert links(people, text, "en") == [("Boris Johnson", BORIS), ("Jo Johnson", JO)]
    assert links(people, "so said Johnson", "en") == [("Johnson", "ambiguous")]


def test_name_takes_back_words_that_were_taken_for_others(people: Engine) -> None:
    """A given name that is a continent too belongs to the person whose surname follows."""
    assert links(people, "христианки Азии Биби ждут", "ru") == [("Азии Биби", BIBI)]
    assert links(people, "страны Азии ждут", "ru") == [("Азии", ASIA)]


def test_evidence_is_the_full_name(people: Engine) -> None:
    """A mention that has grown is compared with the full names of its entity."""
    (found,) = read(people, "сказал Хайко Маас вчера", "ru")
    assert found.match is not None
    assert found.match.evidence.alias == "Heiko Maas"
    assert found.match.evidence.stage in (Stage.KEY, Stage.FOLDED, Stage.FUZZY)


def test_full_name_takes_in_one_more_surname() -> None:
    """A known full name grows over a surname after it; two given names are not yet somebody."""
    known = engine_of(
        ("lars", Kind.PERSON, "Lars Lokke", "en"), ("juan", Kind.PERSON, "Juan Carlos", "en")
    )
    text = "premier Lars Lokke Rasmussen powiedział. Potem Rasmussen wyjechał"
    assert links(known, text, "pl") == [("Lars Lokke Rasmussen", "lars"), ("Rasmussen", "lars")]
    declined = "wizyta Larsa Lokke Rasmussena trwa"
    assert links(known, declined, "pl") == [("Larsa Lokke Rasmussena", "lars")]
    assert links(known, "mówił Juan Carlos wczoraj", "pl") == [("Juan Carlos", "juan")]
