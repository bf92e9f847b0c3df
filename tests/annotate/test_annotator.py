from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.engine import Engine
from normalizer.errors import InvalidTextError
from normalizer.types import (
    AnnotateOptions,
    Annotation,
    Decision,
    Document,
    Kind,
    OffsetUnit,
    Stage,
)
from tests import world


def read(engine: Engine, text: str, **options: object) -> list[Annotation]:
    """Return the annotations of a text, each checked against the original."""
    lang = str(options.pop("lang", ""))
    found = engine.annotate(Document("d", text, lang), AnnotateOptions(**options))  # type: ignore[arg-type]
    for annotation in found.annotations:
        assert text[annotation.start : annotation.end] == annotation.surface
    return list(found.annotations)


def links(engine: Engine, text: str, **options: object) -> list[tuple[str, str]]:
    """Return (surface, entity ID or decision) for each annotation of a text."""
    return [
        (a.surface, a.match.entity_id if a.match else str(a.decision))
        for a in read(engine, text, **options)
    ]


P, L = world.PRESIDENT.id, world.LEADER.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lukashenko’s supporters", [("Lukashenko", P)]),
        ("against Lukashenkos contested re-election of the president", [("Lukashenkos", P)]),
        ("the French commissionerLukashenko said", [("Lukashenko", P)]),
        ("MINSK—Belarus said", [("MINSK", world.MINSK.id), ("Belarus", world.BELARUS.id)]),
        ("Belarus’ military", [("Belarus", world.BELARUS.id)]),
        ("anti-Lukashenko protests", [("Lukashenko", P)]),
        ("accused Nato of massing", [("Nato", world.NATO.id)]),
        (
            "workers of the Minsk Tractor Worksand many more",
            [("Minsk Tractor Works", world.TRACTORS.id)],
        ),
        (
            "identical to Russia's National Guard/riot police",
            [("Russia's National Guard", world.GUARD.id)],
        ),
        ("Russia’s National Guard", [("Russia’s National Guard", world.GUARD.id)]),
        ("“Lukashenko out!”", [("Lukashenko", P)]),
        ("as belta.by wrote, belta by chance", [("belta.by", world.AGENCY.id)]),
        ("the Minsk Tractor\nWorks went on strike", [("Minsk Tractor\nWorks", world.TRACTORS.id)]),
        (
            "Minsk\n\nTractor Works",  # two mentions: no name goes on after a paragraph
            [("Minsk", world.MINSK.id), ("Tractor Works", world.TRACTORS.id)],
        ),
        ("«Минский тракторный завод»", [("Минский тракторный завод", world.TRACTORS.id)]),
        ("aired on Belarus 1 and", [("Belarus 1", world.FIRST.id)]),
        (
            "Luka\u00adshenko and\u200b Belarus",
            [("Luka\u00adshenko", P), ("Belarus", world.BELARUS.id)],
        ),
    ],
)
def test_surface_forms(small_engine: Engine, text: str, expected: list[tuple[str, str]]) -> None:
    """Possessives, dashes, quotes, glue and line breaks leave the exact name."""
    assert links(small_engine, text) == expected


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        (
            "На Минском тракторном заводе бастуют, сообщили в понедельник",
            "Минском тракторном заводе",
        ),
        ("Он говорил с Александром Григорьевичем Лукашенко", "Александром Григорьевичем Лукашенко"),
        ("Она встретилась с Тихановской в понедельник", "Тихановской"),
        ("Колонна Росгвардии идёт на запад", "Росгвардии"),
    ],
)
def test_inflected_forms(small_engine: Engine, text: str, surface: str) -> None:
    """Every word of a declined name may stand in another case."""
    assert [a.surface for a in read(small_engine, text)] == [surface]
    assert read(small_engine, text)[0].match is not None


@pytest.mark.parametrize(
    "text",
    [
        "who told us that may be",  # US and WHO are not words in small letters
        "See https://example.org/Minsk/Lukashenko or write to Lukashenko@example.org",
        "as @Lukashenko_by wrote",
        "BY the way",
        "Lukashevich met Pinsk officials",
        "a WHOLE lot",
        "Rasputin was not there",
        "",
    ],
)
def test_what_is_no_mention(small_engine: Engine, text: str) -> None:
    """Common words, addresses, handles, codes and near names are left alone."""
    assert links(small_engine, text) == []


def test_longest_wins(small_engine: Engine) -> None:
    """A name inside a longer known name is not marked."""
    assert links(small_engine, "the Minsk Tractor Works in Minsk") == [
        ("Minsk Tractor Works", world.TRACTORS.id),
        ("Minsk", world.MINSK.id),
    ]


def test_name_inside_an_unknown_longer_name_is_not_linked(small_engine: Engine) -> None:
    """An unknown bank in Minsk is not Minsk."""
    assert links(small_engine, "He works for the Minsk Bank here") == []


def test_other_given_name_forbids_the_lone_surname(small_engine: Engine) -> None:
    """Alla Lukashenko is not the president, wherever she stands."""
    assert links(small_engine, "said Alla Lukashenko, a teacher") == []
    assert links(small_engine, "said Viktor Lukashenko") == [("Viktor Lukashenko", world.SON.id)]


def test_lone_surname_leans_on_the_full_name(small_engine: Engine) -> None:
    """A surname that is no alias is linked when the document names its bearer in full."""
    text = "The ambassador, Igor Leshchenya, resigned. Mr Leshchenya gave no reason."
    last = read(small_engine, text)[-1]
    assert (last.surface, last.decision) == ("Leshchenya", Decision.MATCH)
    assert last.candidates[0].evidence.stage is Stage.COREFERENCE
    assert last.candidates[0].evidence.antecedent == "Igor Leshchenya"


def test_full_name_may_come_after(small_engine: Engine) -> None:
    """A headline may give the surname before the text gives the name."""
    text = "Envoy Leshchenya quits\n\nThe envoy, Igor Leshchenya, resigned."
    assert [a.surface for a in read(small_engine, text)] == ["Leshchenya", "Igor Leshchenya"]


def test_lone_surname_without_support_is_nobody(small_engine: Engine) -> None:
    """Without the full name, a surname that is no alias is not linked."""
    assert links(small_engine, "Mr Leshchenya gave no reason.") == []


def test_spelling_outside_the_table_is_linked_as_a_full_name(small_engine: Engine) -> None:
    """A full name in a scheme that no row has is met by rule; then its surname leans on it."""
    text = "Ihar Leshchenia resigned, they said. Leshchenia gave no reason for it."
    assert links(small_engine, text) == [
        ("Ihar Leshchenia", world.ENVOY.id),
        ("Leshchenia", world.ENVOY.id),
    ]


def test_ambiguous_alias_takes_the_entity_that_the_document_names(small_engine: Engine) -> None:
    """An acronym of two bodies means the one whose full name stands in the text."""
    text = "State Security Committee of Belarus (КГБ)"
    assert links(small_engine, text)[-1] == ("КГБ", world.KGB_BELARUS.id)
    assert links(small_engine, "в КГБ отказались") == [("КГБ", "ambiguous")]


def test_nil_mentions_on_request(small_engine: Engine) -> None:
    """What looks like a name and resolves to nobody is returned when asked for, with its kind."""
    text = "A witness, Pavel Sapelka, was there, and so was the Neman Glassworks Ltd in town."
    found = read(small_engine, text, include_nil=True)
    assert [(a.surface, a.decision, a.kind) for a in found] == [
        ("Pavel Sapelka", Decision.NIL, Kind.PERSON),
        ("Neman Glassworks Ltd", Decision.NIL, Kind.ORGANISATION),
    ]
    assert read(small_engine, text) == []


def test_kinds_filter_after_the_reading(small_engine: Engine) -> None:
    """Asking for places does not turn a part of an organisation's name into one."""
    text = "the Minsk Tractor Works in Minsk"
    assert links(small_engine, text, kinds=frozenset({Kind.PLACE})) == [("Minsk", world.MINSK.id)]


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [(OffsetUnit.CODEPOINT, 2, 7), (OffsetUnit.UTF16, 3, 8), (OffsetUnit.UTF8, 5, 15)],
)
def test_offset_units(small_engine: Engine, unit: OffsetUnit, start: int, end: int) -> None:
    """Offsets are counted in the unit that the caller chose."""
    found = small_engine.annotate(
        Document("d", "\N{GRINNING FACE} Минск"), AnnotateOptions(offsets=unit)
    )
    assert [(a.start, a.end) for a in found.annotations] == [(start, end)]
    assert found.offsets is unit


def test_headline_in_capitals(small_engine: Engine) -> None:
    """Capitals throughout hide neither names nor make function words of acronyms."""
    text = "LUKASHENKO WARNS NATO: WHO IS WITH US"
    assert [surface for surface, _ in links(small_engine, text)] == ["LUKASHENKO", "NATO"]


def test_lone_surrogate_is_refused(small_engine: Engine) -> None:
    """A text that cannot be written out again is refused with the position."""
    with pytest.raises(InvalidTextError, match="lone surrogate at position 1"):
        small_engine.annotate(Document("d", "a\ud800"))


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["Lukashenko", "Минск", " ", "\n", "’s", "—", "Minsk Tractor Works", "\u00ad"]
            ),
        ),
        max_size=12,
    ).map("".join)
)
def test_any_text_is_read(small_engine: Engine, text: str) -> None:
    """Annotations are in order, do not overlap, and are cut from the original."""
    try:
        found = read(small_engine, text, include_nil=True)
    except InvalidTextError:
        return
    edges = [edge for a in found for edge in (a.start, a.end)]
    assert edges == sorted(edges)


def test_names_in_a_short_sentence_are_not_a_headline(small_engine: Engine) -> None:
    """Most words of a sentence may be names; a headline leaves only function words small."""
    text = "In Minsk, Zbigniew Wolfeschlegel and Ann Ostrander met."
    nil = [a.surface for a in read(small_engine, text, include_nil=True) if a.match is None]
    assert nil == ["Zbigniew Wolfeschlegel", "Ann Ostrander"]
    headline = "Zbigniew Wolfeschlegel Says Help Available as Rivals Protest\n"
    assert read(small_engine, headline, include_nil=True) == []


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("A Lukashenko rally was held", True),
        ("so said A. Lukashenko in town", True),
        ("so said B. Lukashenko in town", False),
        ("so said Sergei Minsk, a baker", False),
        ("so said S. Minsk, a baker", False),
    ],
)
def test_initials_and_given_names_beside_a_name(
    small_engine: Engine, text: str, linked: bool
) -> None:
    """An article is no initial; another's initial or given name forbids the link."""
    assert bool(links(small_engine, text)) is linked


def test_acronym_leans_on_the_full_name(small_engine: Engine) -> None:
    """An acronym that is no alias is linked when the document gives the full name."""
    text = "Later the WHOX and the MTW of the Minsk Tractor Works spoke."
    found = links(small_engine, text)
    assert ("MTW", world.TRACTORS.id) in found
    assert "WHOX" not in dict(found)
    assert "MTW" not in dict(links(small_engine, "Later the MTW did."))


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Батька моего друга работает на заводе", []),
        ("Приехал Лукашенко. Батька недоволен", ["Лукашенко", "Батька"]),
        ("They shouted for Батька", ["Батька"]),
    ],
)
def test_nickname_that_opens_a_sentence_needs_its_bearer(
    small_engine: Engine, text: str, surfaces: list[str]
) -> None:
    """A nickname may be a common word; at the head of a sentence its capital says nothing."""
    assert [a.surface for a in read(small_engine, text)] == surfaces


def test_article_that_opens_a_sentence_is_no_title(small_engine: Engine) -> None:
    """A name with an article needs more capitals than the one that the sentence gives."""
    assert links(small_engine, "The belarus herald of the old days was read by all") == []
    text = "so wrote The Belarus Herald of the day"
    assert links(small_engine, text) == [("The Belarus Herald", world.AGENCY.id)]


def test_closing_quotation_mark_belongs_to_the_name(small_engine: Engine) -> None:
    """A mark opened inside a mention is closed inside it."""
    text = "сообщил телеканал «Беларусь 1» в Минске"
    assert links(small_engine, text)[0] == ("телеканал «Беларусь 1»", world.FIRST.id)


def test_surname_of_an_unknown_person_is_no_place(small_engine: Engine) -> None:
    """Whoever is named in full lends a lone surname to nobody and nothing else."""
    text = "She met Anna Brest in town. Later Brest left for Minsk."
    assert [surface for surface, _ in links(small_engine, text)] == ["Minsk"]


def test_german_nouns_are_no_names(small_engine: Engine) -> None:
    """Where every noun has a capital, a lone capital makes no name; a full name still does."""
    text = "Die Polizei hat mit Gewalt gegen den Streik von Zbigniew Wolfeschlegel reagiert."
    nil = [a.surface for a in read(small_engine, text, include_nil=True, lang="de")]
    assert nil == ["Zbigniew Wolfeschlegel"]
