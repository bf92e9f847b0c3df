"""Resolving and annotating: types of the domain ↔ messages of the contract.

Both directions of a pair stand together, and a round trip loses nothing. Requests have been
checked (`limits.py`) before they come here. Entities and schemes are in `convert_entities.py`.
"""

from __future__ import annotations

from normalizer.service.enums import ALIAS_KINDS, DECISIONS, KINDS, OFFSET_UNITS, STAGES
from normalizer.types import (
    AnnotatedDocument,
    AnnotateOptions,
    Annotation,
    Candidate,
    Document,
    Evidence,
    Feature,
    OffsetUnit,
    Resolution,
    ResolveOptions,
)
from normalizer.v1 import annotator_pb2, resolver_pb2, types_pb2

_RESOLVE_DEFAULTS = ResolveOptions()
_ANNOTATE_DEFAULTS = AnnotateOptions()


def resolve_options(message: resolver_pb2.ResolveOptions) -> ResolveOptions:
    """Return the options of a message; what is absent takes the core's default."""
    if not message.ByteSize():
        return _RESOLVE_DEFAULTS
    return ResolveOptions(
        kinds=frozenset(KINDS.member[kind] for kind in message.kinds),
        languages=tuple(message.languages),
        context=message.context,
        max_candidates=_max_candidates(message),
        min_score=message.min_score,
    )


def resolve_options_message(options: ResolveOptions) -> resolver_pb2.ResolveOptions:
    """Return the message of options."""
    return resolver_pb2.ResolveOptions(
        kinds=sorted(KINDS.number[kind] for kind in options.kinds),
        languages=options.languages,
        context=options.context,
        max_candidates=_int32(options.max_candidates),
        min_score=options.min_score,
    )


def annotate_options(message: annotator_pb2.AnnotateOptions) -> AnnotateOptions:
    """Return the options of a message; what is absent takes the core's default."""
    return AnnotateOptions(
        kinds=frozenset(KINDS.member[kind] for kind in message.kinds),
        languages=tuple(message.languages),
        include_nil=message.include_nil,
        min_score=message.min_score,
        max_candidates=_max_candidates(message),
        offsets=OFFSET_UNITS.member.get(message.offset_unit, OffsetUnit.CODEPOINT),
        nested=message.nested,
    )


def annotate_options_message(options: AnnotateOptions) -> annotator_pb2.AnnotateOptions:
    """Return the message of options."""
    return annotator_pb2.AnnotateOptions(
        kinds=sorted(KINDS.number[kind] for kind in options.kinds),
        languages=options.languages,
        include_nil=options.include_nil,
        min_score=options.min_score,
        max_candidates=_int32(options.max_candidates),
        offset_unit=OFFSET_UNITS.number[options.offsets],
        nested=options.nested,
    )


def resolution(message: resolver_pb2.Resolution) -> Resolution:
    """Return the answer that a message carries."""
    return Resolution(
        query=message.query,
        decision=DECISIONS.member[message.decision],
        candidates=tuple(map(candidate, message.candidates)),
        revision=message.revision,
    )


def resolution_message(answer: Resolution) -> resolver_pb2.Resolution:
    """Return the message of an answer."""
    message = resolver_pb2.Resolution()
    write_resolution(answer, message)
    return message


def write_resolution(answer: Resolution, message: resolver_pb2.Resolution) -> None:
    """Write an answer into a message that is empty.

    A message that is made apart and then put into another is copied; written in its place, an
    answer costs half.
    """
    message.query = answer.query
    message.decision = DECISIONS.number[answer.decision]
    if answer.match:
        message.entity_id = answer.match.entity_id
    message.revision = answer.revision
    for each in answer.candidates:
        _write_candidate(each, message.candidates.add())


def document(message: annotator_pb2.Document) -> Document:
    """Return the document that a message carries."""
    return Document(id=message.id, text=message.text, lang=message.language)


def document_message(source: Document) -> annotator_pb2.Document:
    """Return the message of a document."""
    return annotator_pb2.Document(id=source.id, text=source.text, language=source.lang)


def annotated_document(message: annotator_pb2.AnnotatedDocument) -> AnnotatedDocument:
    """Return the annotated document that a message carries."""
    return AnnotatedDocument(
        id=message.document_id,
        annotations=tuple(map(annotation, message.annotations)),
        offsets=OFFSET_UNITS.member[message.offset_unit],
        revision=message.revision,
    )


def annotated_document_message(answer: AnnotatedDocument) -> annotator_pb2.AnnotatedDocument:
    """Return the message of an annotated document."""
    message = annotator_pb2.AnnotatedDocument()
    write_annotated_document(answer, message)
    return message


def write_annotated_document(
    answer: AnnotatedDocument, message: annotator_pb2.AnnotatedDocument
) -> None:
    """Write an annotated document into a message that is empty."""
    message.document_id = answer.id
    message.offset_unit = OFFSET_UNITS.number[answer.offsets]
    message.revision = answer.revision
    for each in answer.annotations:
        _write_annotation(each, message.annotations.add())


def annotation(message: annotator_pb2.Annotation) -> Annotation:
    """Return the annotation that a message carries."""
    return Annotation(
        start=message.start,
        end=message.end,
        surface=message.surface,
        kind=KINDS.member.get(message.kind),
        decision=DECISIONS.member[message.decision],
        candidates=tuple(map(candidate, message.candidates)),
    )


def _write_annotation(answer: Annotation, message: annotator_pb2.Annotation) -> None:
    message.start = answer.start
    message.end = answer.end
    message.surface = answer.surface
    if answer.kind is not None:
        message.kind = KINDS.number[answer.kind]
    message.decision = DECISIONS.number[answer.decision]
    if answer.match:
        message.entity_id = answer.match.entity_id
    for each in answer.candidates:
        _write_candidate(each, message.candidates.add())


def candidate(message: types_pb2.Candidate) -> Candidate:
    """Return the candidate that a message carries."""
    return Candidate(
        entity_id=message.entity_id,
        name=message.canonical_name,
        kind=KINDS.member[message.kind],
        score=message.score,
        evidence=evidence(message.evidence),
    )


def candidate_message(answer: Candidate) -> types_pb2.Candidate:
    """Return the message of a candidate."""
    message = types_pb2.Candidate()
    _write_candidate(answer, message)
    return message


def _write_candidate(answer: Candidate, message: types_pb2.Candidate) -> None:
    message.entity_id = answer.entity_id
    message.canonical_name = answer.name
    message.kind = KINDS.number[answer.kind]
    message.score = answer.score
    _write_evidence(answer.evidence, message.evidence)


def evidence(message: types_pb2.Evidence) -> Evidence:
    """Return the evidence that a message carries."""
    return Evidence(
        stage=STAGES.member[message.stage],
        alias=message.alias,
        alias_kind=ALIAS_KINDS.member[message.alias_kind],
        compared=(message.compared_query, message.compared_alias),
        features=tuple(Feature(f.name, f.value, f.weight) for f in message.features),
        antecedent=message.antecedent,
    )


def _write_evidence(answer: Evidence, message: types_pb2.Evidence) -> None:
    message.stage = STAGES.number[answer.stage]
    message.alias = answer.alias
    message.alias_kind = ALIAS_KINDS.number[answer.alias_kind]
    message.compared_query, message.compared_alias = answer.compared
    message.antecedent = answer.antecedent
    add = message.features.add
    for each in answer.features:
        add(name=each.name, value=each.value, weight=each.weight)


def _max_candidates(message: resolver_pb2.ResolveOptions | annotator_pb2.AnnotateOptions) -> int:
    if message.HasField("max_candidates"):
        return message.max_candidates
    return _RESOLVE_DEFAULTS.max_candidates


def _int32(number: int) -> int:
    """Return the nearest number that int32 can carry; the server refuses what lies so far out."""
    return max(-(2**31), min(number, 2**31 - 1))
