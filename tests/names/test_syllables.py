from __future__ import annotations

import pytest

from normalizer.names.syllables import respellings, respelt


def _words(name: str) -> tuple[str, ...]:
    return tuple(name.split())


@pytest.mark.parametrize(
    ("query", "stored"),
    [
        ("си цзиньпин", "xi jinping"),
        ("сі цзіньпін", "xi jinping"),
        ("mao tse tung", "mao zedong"),
        ("mao zedong", "mao tse tung"),
        ("сыма цянь", "sima qian"),
        ("ким чен ын", "kim jong un"),
        ("кім чен ин", "kim jong un"),
        ("пак кын хе", "park geun hye"),
        ("moon jae in", "мун чжэ ин"),
        ("keqiang li", "ли кэцян"),
    ],
)
def test_systems_spell_the_same_syllables(query: str, stored: str) -> None:
    """A name is taken as the other spells it, across scripts and from Wade-Giles to pinyin."""
    assert respelt(_words(query), _words(stored)) == _words(stored)


@pytest.mark.parametrize(
    ("query", "stored"),
    [
        ("wang pin", "wang bin"),
        ("ли цин", "li jing"),
        ("ли ван", "wang li"),
        ("ван бин", "wang ping"),
        ("иван ли", "ivan li"),
        ("li", "ли"),
        ("习近平", "си цзиньпин"),
        ("kim min jung", "kim min jong"),
    ],
)
def test_other_names_stay_as_they_are(query: str, stored: str) -> None:
    """Other syllables, other orders of two family names, lone and European names are untouched."""
    assert respelt(_words(query), _words(stored)) == _words(query)


def test_names_are_looked_up_as_other_systems_spell_them() -> None:
    """A pinyin name may be stored by Palladius or Wade-Giles, and these as pinyin."""
    assert ("си", "цзиньпин") in respellings(("xi", "jinping"))
    assert ("xi", "jinping") in respellings(("си", "цзиньпин"))
    assert ("мао", "цзэдун") in respellings(("mao", "zedong"))


@pytest.mark.parametrize(
    "name", ["angela merkel", "анна петрова", "li", "习近平", "jean claude juncker"]
)
def test_other_names_have_no_respellings(name: str) -> None:
    """Names that are not syllables throughout, or of one word, are looked up as they are."""
    assert respellings(_words(name)) == ()
