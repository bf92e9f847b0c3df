from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.errors import InvalidOptionError
from normalizer.schemes import SchemeInfo
from normalizer.service import convert, convert_entities, enums
from normalizer.types import (
    Alias,
    AnnotatedDocument,
    AnnotateOptions,
    Annotation,
    Candidate,
    Document,
    Entity,
    Evidence,
    Feature,
    Resolution,
    ResolveOptions,
)
from normalizer.v1 import annotator_pb2, resolver_pb2

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
OFFSET = st.integers(0, 2**31 - 1)
SHARE = st.floats(0, 1)
KINDS = st.frozensets(st.sampled_from(list(enums.KINDS.number)))
NUMBER = st.floats(allow_nan=False)

FEATURE = st.builds(Feature, TEXT, NUMBER, NUMBER)
EVIDENCE = st.builds(
    Evidence,
    stage=st.sampled_from(list(enums.STAGES.number)),
    alias=TEXT,
    alias_kind=st.sampled_from(list(enums.ALIAS_KINDS.number)),
    compared=st.tuples(TEXT, TEXT),
    features=st.lists(FEATURE, max_size=3).map(tuple),
    antecedent=TEXT,
)
KIND = st.sampled_from(list(enums.KINDS.number))
CANDIDATE = st.builds(Candidate, TEXT, TEXT, KIND, SHARE, EVIDENCE)
CANDIDATES = st.lists(CANDIDATE, min_size=1, max_size=3).map(tuple)
DECISION = st.sampled_from(list(enums.DECISIONS.number))
LANGUAGES = st.lists(TEXT, max_size=3).map(tuple)
ANNOTATION = st.builds(Annotation, OFFSET, OFFSET, TEXT, st.none() | KIND, DECISION, CANDIDATES)


@pytest.mark.parametrize("name", ["KINDS", "DECISIONS", "ALIAS_KINDS", "STAGES", "OFFSET_UNITS"])
def test_every_member_has_its_own_number(name: str) -> None:
    """An enumeration of ours and the contract's say the same; 0 says nothing."""
    pairs = getattr(enums, name)
    assert len(pairs.number) == len(pairs.member)
    assert 0 not in pairs.member


@given(
    st.builds(Resolution, query=TEXT, decision=DECISION, candidates=CANDIDATES, revision=TEXT),
)
def test_resolution_survives_the_wire(answer: Resolution) -> None:
    """Bytes included."""
    data = convert.resolution_message(answer).SerializeToString()
    assert convert.resolution(resolver_pb2.Resolution.FromString(data)) == answer


@given(
    st.builds(
        AnnotatedDocument,
        TEXT,
        st.lists(ANNOTATION, max_size=3).map(tuple),
        st.sampled_from(list(enums.OFFSET_UNITS.number)),
        TEXT,
    )
)
def test_annotated_document_survives_the_wire(answer: AnnotatedDocument) -> None:
    """Bytes included."""
    data = convert.annotated_document_message(answer).SerializeToString()
    message = annotator_pb2.AnnotatedDocument.FromString(data)
    assert convert.annotated_document(message) == answer


@given(st.builds(ResolveOptions, KINDS, LANGUAGES, TEXT, st.integers(1, 100), SHARE))
def test_resolve_options_survive_the_wire(options: ResolveOptions) -> None:
    """All five."""
    assert len(fields(options)) == 5
    assert convert.resolve_options(convert.resolve_options_message(options)) == options


@given(
    st.builds(
        AnnotateOptions,
        KINDS,
        LANGUAGES,
        st.booleans(),
        SHARE,
        st.integers(1, 100),
        st.sampled_from(list(enums.OFFSET_UNITS.number)),
        st.booleans(),
    )
)
def test_annotate_options_survive_the_wire(options: AnnotateOptions) -> None:
    """All seven."""
    assert len(fields(options)) == 7
    assert convert.annotate_options(convert.annotate_options_message(options)) == options


def test_absent_options_are_the_cores_defaults() -> None:
    """A client that says nothing gets what a Python caller gets who says nothing."""
    assert convert.resolve_options(resolver_pb2.ResolveOptions()) == ResolveOptions()
    assert convert.annotate_options(annotator_pb2.AnnotateOptions()) == AnnotateOptions()
    languages = resolver_pb2.ResolveOptions(languages=["be"])
    assert convert.resolve_options(languages) == ResolveOptions(languages=("be",))


@pytest.mark.parametrize("number", [10**30, -(10**30)])
def test_number_beyond_32_bits_travels_as_one_out_of_range(number: int) -> None:
    """So that the server refuses it, as the engine would."""
    message = convert.resolve_options_message(ResolveOptions(max_candidates=number))
    assert not 1 <= message.max_candidates <= 100


@given(st.builds(Document, TEXT, TEXT, TEXT))
def test_document_survives_the_wire(document: Document) -> None:
    """ID, text and language."""
    assert convert.document(convert.document_message(document)) == document


@given(st.builds(Entity, TEXT, KIND, TEXT, TEXT, TEXT, TEXT, st.dictionaries(TEXT, TEXT)))
def test_entity_survives_the_wire(entity: Entity) -> None:
    """Cross references included."""
    assert convert_entities.entity(convert_entities.entity_message(entity)) == entity


@given(
    st.builds(
        Alias,
        TEXT,
        TEXT,
        st.sampled_from(list(enums.ALIAS_KINDS.number)),
        *[TEXT] * 5,
    )
)
def test_alias_survives_the_wire(alias: Alias) -> None:
    """Its owner is known from the entity that it came with."""
    message = convert_entities.alias_message(alias)
    assert convert_entities.alias(message, alias.entity_id) == alias


@given(st.builds(SchemeInfo, *[TEXT] * 7))
def test_scheme_survives_the_wire(scheme: SchemeInfo) -> None:
    """All seven fields."""
    assert convert_entities.scheme(convert_entities.scheme_message(scheme)) == scheme


def test_resource_name_holds_the_id() -> None:
    """There and back; another collection is refused."""
    assert convert_entities.entity_id(convert_entities.resource_name("nn1")) == "nn1"
    with pytest.raises(InvalidOptionError):
        convert_entities.entity_id("people/nn1")
