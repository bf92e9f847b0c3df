import pytest

from normalizer.names.acronym import acronym_fit, acronyms, is_acronym_shape
from normalizer.text import normalise


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Ministry of Foreign Affairs", "mfa"),
        ("Ministry of Foreign Affairs", "mofa"),
        ("North Atlantic Treaty Organization", "nato"),
        ("Камітэт дзяржаўнай бяспекі Рэспублікі Беларусь", "кдб"),
        ("Министерство внутренних дел", "мвд"),
        ("Служба безпеки України", "сбу"),
        ("Organizacja Narodów Zjednoczonych", "onz"),
        ("Kamitet dziaržaŭnaj biaśpieki", "kdb"),
        ("Union européenne", "ue"),
        ("ОАО «Минский автомобильный завод»", "маз"),
        ("Valstybės saugumo departamentas", "vsd"),
        ("Министерство внутренних дел", "mvd"),
        ("Центральный спортивный клуб армии", "cska"),
    ],
)
def test_name_has_its_acronym(name: str, acronym: str) -> None:
    """Initials with or without small words, legal forms or what follows the acronym."""
    assert acronym in acronyms(normalise(name).split())


@pytest.mark.parametrize("name", ["", "NATO", "ООО Ромашка", " ".join(["word"] * 13)])
def test_name_without_acronym(name: str) -> None:
    """One content word, or too many, make no acronym."""
    assert acronyms(name.casefold().split()) == frozenset()


@pytest.mark.parametrize(
    "surface", ["МВД", "NATO", "KDB", "U.S.", "U.S", "С.С.С.Р.", "ЕС", "BBC1", "ΝΑΤΟ"]
)
def test_acronym_shape(surface: str) -> None:
    """Capitals, plain or dotted, look like an acronym."""
    assert is_acronym_shape(surface)


@pytest.mark.parametrize(
    "surface", ["", "A", "BelTA", "Nato", "minsk", "G7", "2020", "A-B", "МВДД" * 3]
)
def test_no_acronym_shape(surface: str) -> None:
    """Small letters, one letter, digits alone or too many letters do not."""
    assert not is_acronym_shape(surface)


def test_acronym_of_another_script_fits() -> None:
    """An acronym is met from either script."""
    name = tuple(normalise("Министерство внутренних дел").split())
    assert acronym_fit("мвд", name) == acronym_fit("mvd", name) > 0.0
    latin = tuple(normalise("Ministerstvo vnutrennikh del").split())
    assert acronym_fit("мвд", latin) > 0.0


def test_acronym_fits_whole_names_and_long_ones_better() -> None:
    """The initials of a beginning say less, and so do few letters."""
    name = ("north", "atlantic", "treaty", "organization", "council")
    assert acronym_fit("natoc", name) > acronym_fit("nato", name) > acronym_fit("nat", name) > 0.0
    assert acronym_fit("mfa", name) == 0.0
