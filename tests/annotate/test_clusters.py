from __future__ import annotations

import pytest

from normalizer.annotate.clusters import ClusterOptions, Proposal, proposed_entities
from normalizer.engine import Engine
from normalizer.errors import InvalidOptionError
from normalizer.types import AnnotateOptions, Document, Kind, OffsetUnit


def proposals(engine: Engine, *texts: tuple[str, str], **options: int) -> tuple[Proposal, ...]:
    """Return what (language, text) of several documents propose."""
    documents = [Document(f"d{at}", text, lang) for at, (lang, text) in enumerate(texts)]
    read = AnnotateOptions(include_nil=True)
    pairs = [(document, engine.annotate(document, read)) for document in documents]
    return proposed_entities(pairs, ClusterOptions(**options))


def test_cases_and_scripts_of_a_name_are_one_proposal(small_engine: Engine) -> None:
    """A name in several cases and scripts is one entity, with its variants and counts."""
    (found,) = proposals(
        small_engine,
        ("ru", "Вчера приехал Павел Сапелко из дома."),
        ("ru", "Она говорила о Павле Сапелко и с Павлом Сапелко."),
        ("en", "They met Pavel Sapelko here."),
    )
    assert (found.mentions, found.documents, found.kind) == (4, 3, Kind.PERSON)
    assert found.name == "Pavel Sapelko"  # a base form; Latin letters sort first
    assert dict(found.variants) == {
        "Павел Сапелко": 1,
        "Павле Сапелко": 1,
        "Павлом Сапелко": 1,
        "Pavel Sapelko": 1,
    }
    assert found.languages == ("en", "ru")


def test_other_given_name_is_another_proposal(small_engine: Engine) -> None:
    """Two people of one surname stay apart."""
    found = proposals(small_engine, ("en", "They met Pavel Sapelko here and Anna Sapelko there."))
    assert {each.name for each in found} == {"Pavel Sapelko", "Anna Sapelko"}


def test_lone_surname_joins_the_full_name_of_its_document(small_engine: Engine) -> None:
    """A surname belongs to its bearer in the same document, and to nobody in another."""
    found = proposals(
        small_engine,
        ("en", "They met Pavel Sapelko here. Then old Sapelko left."),
        ("en", "They saw old Sapelko too."),
    )
    assert [(each.name, each.mentions) for each in found] == [("Pavel Sapelko", 2), ("Sapelko", 1)]


def test_surname_of_two_people_joins_neither(small_engine: Engine) -> None:
    """Where two full names share a surname, a lone one is its own proposal."""
    text = "They met Pavel Sapelko and Anna Sapelko. Then old Sapelko left."
    found = proposals(small_engine, ("en", text))
    assert sorted((each.name, each.mentions) for each in found) == [
        ("Anna Sapelko", 1),
        ("Pavel Sapelko", 1),
        ("Sapelko", 1),
    ]


def test_widest_spread_comes_first_and_the_rare_is_left_out(small_engine: Engine) -> None:
    """Proposals are ordered by documents, then mentions; a minimum leaves out the rest."""
    texts = (
        ("en", "They met Zbigniew Wolf and Zbigniew Wolf and Pavel Sapelko."),
        ("en", "They met Pavel Sapelko and Ann Ostrander."),
    )
    found = proposals(small_engine, *texts)
    assert [each.name for each in found] == ["Pavel Sapelko", "Zbigniew Wolf", "Ann Ostrander"]
    kept = proposals(small_engine, *texts, min_mentions=2)
    assert [each.name for each in kept] == ["Pavel Sapelko", "Zbigniew Wolf"]


def test_snippets_show_the_mention(small_engine: Engine) -> None:
    """A snippet's offsets cut the surface form out of it; a second document comes first."""
    text = "word " * 40 + "they met Pavel Sapelko and Pavel Sapelko " + "word " * 40
    (found,) = proposals(
        small_engine, ("en", text), ("en", "They met Pavel Sapelko."), max_snippets=2
    )
    assert [each.document_id for each in found.snippets] == ["d0", "d1"]
    for each in found.snippets:
        assert each.text[each.start : each.end] == "Pavel Sapelko"
        assert len(each.text) <= 60 * 2 + len("Pavel Sapelko")


def test_nothing_is_proposed_for_what_is_known(small_engine: Engine) -> None:
    """Linked mentions are no proposals, nor is a text without names."""
    assert proposals(small_engine, ("en", "so said Viktor Lukashenko"), ("en", "")) == ()


def test_offsets_in_another_unit_are_refused(small_engine: Engine) -> None:
    """Offsets that do not count code points would cut wrong snippets."""
    document = Document("d", "They met Pavel Sapelko.")
    read = AnnotateOptions(include_nil=True, offsets=OffsetUnit.UTF8)
    with pytest.raises(InvalidOptionError, match="code points"):
        proposed_entities([(document, small_engine.annotate(document, read))])
