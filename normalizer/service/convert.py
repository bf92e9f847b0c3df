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
    return resolver_pb2.Resolution(
        query=answer.query,
        decision=DECISIONS.number[answer.decision],
        entity_id=answer.match.entity_id if answer.match else "",
        candidates=map(candidate_message, answer.candidates),
        revision=answer.revision,
    )


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
    return annotator_pb2.AnnotatedDocument(
        document_id=answer.id,
        annotations=map(annotation_message, answer.annotations),
        offset_unit=OFFSET_UNITS.number[answer.offsets],
        revision=answer.revision,
    )


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


def annotation_message(answer: Annotation) -> annotator_pb2.Annotation:
    """Return the message of an annotation."""
    return annotator_pb2.Annotation(
        start=answer.start,
        end=answer.end,
        surface=answer.surface,
        kind=types_pb2.KIND_UNSPECIFIED if answer.kind is None else KINDS.number[answer.kind],
        decision=DECISIONS.number[answer.decision],
        entity_id=answer.match.entity_id if answer.match else "",
        candidates=map(candidate_message, answer.candidates),
    )


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
    return types_pb2.Candidate(
        entity_id=answer.entity_id,
        canonical_name=answer.name,
        kind=KINDS.number[answer.kind],
        score=answer.score,
        evidence=evidence_message(answer.evidence),
    )


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


def evidence_message(answer: Evidence) -> types_pb2.Evidence:
    """Return the message of evidence."""
    query, alias = answer.compared
    return types_pb2.Evidence(
        stage=STAGES.number[answer.stage],
        alias=answer.alias,
        alias_kind=ALIAS_KINDS.number[answer.alias_kind],
        compared_query=query,
        compared_alias=alias,
        features=[
            types_pb2.Feature(name=f.name, value=f.value, weight=f.weight) for f in answer.features
        ],
        antecedent=answer.antecedent,
    )


def _max_candidates(message: resolver_pb2.ResolveOptions | annotator_pb2.AnnotateOptions) -> int:
    if message.HasField("max_candidates"):
        return message.max_candidates
    return _RESOLVE_DEFAULTS.max_candidates


def _int32(number: int) -> int:
    """Return the nearest number that int32 can carry; the server refuses what lies so far out."""
    return max(-(2**31), min(number, 2**31 - 1))
