"""Answers as plain records: the members of our JSON lines, in their documented order.

Kinds and decisions are lower case; what is absent is None. `entity_id`, `entity_name`, `score`
and `evidence` are those of the one entity of a MATCH; an AMBIGUOUS answer has its own in each
candidate.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from normalizer.formats.protocol import SourceSpans
from normalizer.types import (
    AnnotatedDocument,
    Annotation,
    Candidate,
    Decision,
    Evidence,
    Kind,
    Resolution,
)

Record = dict[str, Any]

# Finer differences mean nothing, and this many digits read well.
_DIGITS = 4
_UNASKED = (-1, -1)


def mention_records(
    annotated: AnnotatedDocument, source: SourceSpans | None = None
) -> Iterator[Record]:
    """Yield the record of each mention of a document, in order.

    `candidates` is there only when a mention is ambiguous, `source_start` and `source_end` only
    when `source` is given.
    """
    spans = repeat(_UNASKED) if source is None else source
    for annotation, span in zip(annotated.annotations, spans, strict=source is not None):
        record = _mention_record(annotated, annotation)
        if span is not _UNASKED:
            record["source_start"], record["source_end"] = span or (None, None)
        yield record


def _mention_record(annotated: AnnotatedDocument, annotation: Annotation) -> Record:
    record = {
        "document": annotated.id,
        "start": annotation.start,
        "end": annotation.end,
        "offsets": annotated.offsets.value,
        "surface": annotation.surface,
        "kind": annotation.kind.value if annotation.kind else None,
        "decision": annotation.decision.value,
        **_match_members(annotation.match),
        "revision": annotated.revision,
    }
    if annotation.decision is Decision.AMBIGUOUS:
        record["candidates"] = [candidate_record(each) for each in annotation.candidates]
    return record


def resolution_record(resolution: Resolution) -> Record:
    """Return the record of one resolved name."""
    members = _match_members(resolution.match)
    return {
        "query": resolution.query,
        "decision": resolution.decision.value,
        "entity_id": members["entity_id"],
        "entity_name": members["entity_name"],
        "kind": common_kind(resolution),
        "score": members["score"],
        "candidates": [candidate_record(each) for each in resolution.candidates],
        "evidence": members["evidence"],
        "revision": resolution.revision,
    }


def failure_record(query: str | None, reason: str) -> Record:
    """Return the record that stands where the answer for a bad name would."""
    return {"query": query, "error": reason}


def candidate_record(candidate: Candidate) -> Record:
    """Return the record of one candidate."""
    return {
        "entity_id": candidate.entity_id,
        "entity_name": candidate.name,
        "kind": candidate.kind.value,
        "score": round(candidate.score, _DIGITS),
        "evidence": evidence_record(candidate.evidence),
    }


def evidence_record(evidence: Evidence) -> Record:
    """Return the record of the evidence; `words` is the sentence for a person."""
    return {
        "stage": evidence.stage.value,
        "alias": evidence.alias,
        "alias_kind": evidence.alias_kind.value,
        "compared": list(evidence.compared),
        "features": [
            {
                "name": feature.name,
                "value": round(feature.value, _DIGITS),
                "weight": round(feature.weight, _DIGITS),
            }
            for feature in evidence.features
        ],
        "words": evidence.in_words(),
    }


def common_kind(resolution: Resolution) -> str | None:
    """Return the kind of the match, or the one that all candidates share, else None."""
    if resolution.match:
        return resolution.match.kind.value
    kinds: set[Kind] = {candidate.kind for candidate in resolution.candidates}
    shared = resolution.decision is Decision.AMBIGUOUS and len(kinds) == 1
    return kinds.pop().value if shared else None


def json_line(record: Mapping[str, Any]) -> str:
    """Return one line of JSON with its line end.

    Text stays readable UTF-8, unless it holds lone surrogates: these only JSON's own escapes
    can carry.
    """
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(record)
    return line + "\n"


def candidate_ids(candidates: Sequence[Candidate]) -> str:
    """Return the IDs of candidates for one cell of a table, best first."""
    return " ".join(candidate.entity_id for candidate in candidates)


def _match_members(match: Candidate | None) -> Record:
    if match is None:
        return {"entity_id": None, "entity_name": None, "score": None, "evidence": None}
    record = candidate_record(match)
    record.pop("kind")
    return record
