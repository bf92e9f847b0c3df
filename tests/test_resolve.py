from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.engine import Engine
from normalizer.errors import InvalidOptionError, InvalidTextError
from normalizer.types import Decision, Kind, Resolution, ResolveOptions, Stage
from tests import world


def answer(engine: Engine, name: str, **options: object) -> Resolution:
    """Return the small world's answer for a name."""
    return engine.resolve(name, ResolveOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("Lukashenko", Stage.EXACT),
        ("LUKASHENKO", Stage.EXACT),
        ("President Lukashenko", Stage.EXACT),
        ("Lukashenko, Alexander", Stage.FOLDED),
        ("Лукашенкo", Stage.EXACT),
        ("Loukachenko", Stage.KEY),
        ("Łukaszenko", Stage.KEY),
        ("Лукашэнка", Stage.FUZZY),
        ("Aliaksandr Lukashenka", Stage.FUZZY),
        ("А. Лукашенко", Stage.KEY),
        ("Александр Лукашенко", Stage.FOLDED),
        ("Александром Лукашенко", Stage.INFLECTED),
        ("Alexander Grigoryevich Lukashenko", Stage.FUZZY),
    ],
)
def test_spellings_of_the_president(small_engine: Engine, name: str, stage: Stage) -> None:
    """Order, title, script, scheme, initial, case and patronymic lead to one entity."""
    found = answer(small_engine, name)
    assert found.match is not None
    assert found.match.entity_id == world.PRESIDENT.id
    assert found.match.evidence.stage is stage or stage is not Stage.EXACT


@pytest.mark.parametrize(
    "name",
    [
        "Lukashevich",
        "Alexander Lukashevich",
        "Alla Lukashenko",
        "Pinsk",
        "Tikhonova",
        "Rasputin",
        "Igor Tikhanovsky",
        "Belarus 2",
        "Svetlana Lukashenko",
        "Minsk Bank",
    ],
)
def test_near_names_of_others_are_nobody(small_engine: Engine, name: str) -> None:
    """A wrong link is worse than none."""
    assert answer(small_engine, name).decision is Decision.NIL


def test_one_alias_of_two_entities_is_ambiguous(small_engine: Engine) -> None:
    """Both are named, neither is chosen, and their scores share the probability."""
    found = answer(small_engine, "КГБ")
    assert found.decision is Decision.AMBIGUOUS
    assert {c.entity_id for c in found.candidates} == {
        world.KGB_BELARUS.id,
        world.KGB_USSR.id,
    }
    assert found.match is None
    assert sum(c.score for c in found.candidates) <= 1.0


def test_context_settles_an_ambiguity(small_engine: Engine) -> None:
    """Words beside the name that speak for one entity choose it."""
    french = answer(small_engine, "Brest", context="the port in Brittany, France")
    assert french.candidates[0].entity_id == world.BREST_FR.id
    plain = answer(small_engine, "Brest")
    assert plain.decision is Decision.AMBIGUOUS


def test_kinds_exclude(small_engine: Engine) -> None:
    """An entity of another kind is no candidate."""
    assert answer(small_engine, "Minsk", kinds=frozenset({Kind.PERSON})).candidates == ()


def test_max_candidates_and_min_score_cut(small_engine: Engine) -> None:
    """Fewer candidates are returned; with a score out of reach, nobody is."""
    assert len(answer(small_engine, "КГБ", max_candidates=1).candidates) == 1
    strict = answer(small_engine, "КГБ", min_score=0.9)
    assert (strict.decision, strict.candidates) == (Decision.NIL, ())


def test_code_resolves_on_request(small_engine: Engine) -> None:
    """A code is an alias for whoever asks for it."""
    found = answer(small_engine, "BY")
    assert found.match is not None
    assert found.match.entity_id == world.BELARUS.id


def test_evidence_adds_up_to_the_score(small_engine: Engine) -> None:
    """Evidence names the alias, the strings compared, and features with their weights."""
    found = answer(small_engine, "Loukachenko")
    assert found.match is not None
    evidence = found.match.evidence
    assert evidence.alias in ("Lukashenko", "Лукашенко")
    assert evidence.compared == ("loukachenko", evidence.alias.casefold())
    assert {"coverage", "worst"} <= {feature.name for feature in evidence.features}
    assert evidence.alias in evidence.in_words()


def test_the_answer_carries_the_revision(small_engine: Engine) -> None:
    """Every answer says which table it was made from."""
    assert answer(small_engine, "Minsk").revision == world.WORLD.revision


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"max_candidates": 0}, "max_candidates"),
        ({"max_candidates": 101}, "max_candidates"),
        ({"min_score": 1.5}, "min_score"),
        ({"min_score": float("nan")}, "min_score"),
        ({"languages": ("english!",)}, "languages"),
        ({"languages": ("",)}, "languages"),
        ({"context": "x" * 10_001}, "context"),
    ],
)
def test_options_out_of_range_name_their_field(
    small_engine: Engine, options: dict[str, object], field: str
) -> None:
    """A bad option is refused, not repaired."""
    with pytest.raises(InvalidOptionError) as refused:
        answer(small_engine, "Minsk", **options)
    assert refused.value.field == field


@settings(max_examples=150, deadline=None)
@given(name=st.text(max_size=30))
def test_any_text_gets_an_answer_or_a_clear_error(small_engine: Engine, name: str) -> None:
    """Nothing else than InvalidTextError comes out, and scores are probabilities."""
    try:
        found = small_engine.resolve(name)
    except InvalidTextError:
        return
    assert all(0.0 <= candidate.score <= 1.0 for candidate in found.candidates)
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)


def test_every_alias_of_our_seeds_resolves_to_its_entity(engine: Engine) -> None:
    """Each alias is a MATCH of its own entity, or an AMBIGUOUS set that holds it."""
    options = ResolveOptions(max_candidates=100)
    lost = []
    for alias in engine.store.aliases():
        found = engine.resolve(alias.text, options)
        if alias.entity_id not in {c.entity_id for c in found.candidates}:
            lost.append((alias.text, alias.entity_id))
        elif found.decision is Decision.NIL:
            lost.append((alias.text, "NIL"))
        elif found.match is not None and found.match.entity_id != alias.entity_id:
            lost.append((alias.text, found.match.name))
    assert lost == []


def test_acronym_of_a_body_is_proposed_and_context_decides(small_engine: Engine) -> None:
    """An acronym that no row has names a body only together with words that speak for it."""
    alone = answer(small_engine, "SSCB")
    assert alone.decision is Decision.NIL
    assert alone.candidates[0].entity_id == world.KGB_BELARUS.id
    assert alone.candidates[0].evidence.stage is Stage.ACRONYM
    told = answer(small_engine, "SSCB", context="the secret police of Belarus")
    assert told.match is not None


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("city of Minsk", world.MINSK),
        ("г. Минск", world.MINSK),
        ("Lukashenko A.G.", world.PRESIDENT),
    ],
)
def test_words_beside_the_name_do_not_hide_it(
    small_engine: Engine, name: str, entity: world.Entity
) -> None:
    """A settlement's designator says nothing new, and initials agree with the full name."""
    found = answer(small_engine, name)
    assert found.match is not None
    assert found.match.entity_id == entity.id


@pytest.mark.parametrize("name", ["Minsk oblast", "Mount Minsk", "Minsk Street"])
def test_designator_of_another_sort_is_another_place(small_engine: Engine, name: str) -> None:
    """The region, the mountain and the street of a city are not the city."""
    assert answer(small_engine, name).decision is Decision.NIL


def test_qualifier_in_brackets_is_context(small_engine: Engine) -> None:
    """What stands in brackets after a name is not the name, but speaks for its bearer."""
    found = answer(small_engine, "Brest (France)")
    assert found.match is not None
    assert found.match.entity_id == world.BREST_FR.id
    politician = answer(small_engine, "Igor Leshchenya (diplomat)")
    assert politician.match is not None
    assert politician.match.entity_id == world.ENVOY.id


def test_middle_name_may_go_unsaid(small_engine: Engine) -> None:
    """A name between given name and surname that only one side has is little against it."""
    found = answer(small_engine, "Igor Stefanus Leshchenya")
    assert found.match is not None
    assert found.match.entity_id == world.ENVOY.id


def test_initial_is_no_surname(small_engine: Engine) -> None:
    """A given name and the initial of the surname are too little."""
    assert answer(small_engine, "Igor L.").decision is Decision.NIL


@pytest.mark.parametrize(
    "name",
    [
        "President of Belarus Alexander Lukashenko",
        "Alexander Lukashenko, President of Belarus",
        "Президент Беларуси Александр Григорьевич Лукашенко",
    ],
)
def test_office_and_its_place_are_set_aside(small_engine: Engine, name: str) -> None:
    """An office with the country that it is of is no part of the name beside it."""
    found = answer(small_engine, name)
    assert found.match is not None
    assert found.match.entity_id == world.PRESIDENT.id
