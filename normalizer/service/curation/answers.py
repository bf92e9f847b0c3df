"""What writes come to, and proposals: types of the store ↔ messages of the contract."""

from __future__ import annotations

from normalizer.curation.findings import Finding, FindingKind, Preview
from normalizer.service.curation.authors import author_message
from normalizer.service.curation.edits import edit_message, operation
from normalizer.service.curation.rows import change, change_message, moment, timestamp
from normalizer.service.enums import Pairs
from normalizer.store.changes import Applied, Author, Proposal, ProposalState
from normalizer.v1 import curation_pb2, edits_pb2

FINDING_KINDS = Pairs(FindingKind, curation_pb2.FindingKind, "FINDING_KIND")
PROPOSAL_STATES = Pairs(ProposalState, edits_pb2.ProposalState, "PROPOSAL_STATE")


def applied(message: curation_pb2.Applied) -> Applied:
    """Return what a message says was done."""
    return Applied(
        revision=message.revision,
        changes=tuple(map(change, message.changes)),
        created=tuple(message.created_entity_ids),
        repeated=message.repeated_request,
    )


def applied_message(source: Applied) -> curation_pb2.Applied:
    """Return the message of what was done."""
    return curation_pb2.Applied(
        revision=source.revision,
        changes=map(change_message, source.changes),
        created_entity_ids=source.created,
        repeated_request=source.repeated,
    )


def proposal(message: edits_pb2.Proposal) -> Proposal:
    """Return the proposal that a message carries."""
    by = message.author
    return Proposal(
        id=message.id,
        time=moment(message.time),
        by=Author(by.actor, by.reason, by.source, by.request_id, dict(by.expected_versions)),
        operations=tuple(map(operation, message.edits)),
        state=PROPOSAL_STATES.member[message.state],
        decided_by=message.decided_by,
        note=message.note,
        revision=message.revision,
    )


def proposal_message(source: Proposal) -> edits_pb2.Proposal:
    """Return the message of a proposal."""
    return edits_pb2.Proposal(
        id=source.id,
        time=timestamp(source.time),
        author=author_message(source.by),
        edits=map(edit_message, source.operations),
        state=PROPOSAL_STATES.number[source.state],
        decided_by=source.decided_by,
        note=source.note,
        revision=source.revision,
    )


def preview(message: curation_pb2.PreviewEditsResponse) -> Preview:
    """Return the preview that a message carries."""
    return Preview(tuple(map(_finding, message.findings)), message.revision)


def preview_message(source: Preview) -> curation_pb2.PreviewEditsResponse:
    """Return the message of a preview."""
    return curation_pb2.PreviewEditsResponse(
        findings=map(_finding_message, source.findings), revision=source.revision
    )


def _finding(message: curation_pb2.PreviewFinding) -> Finding:
    return Finding(
        kind=FINDING_KINDS.member[message.kind],
        text=message.text,
        entity_ids=tuple(message.entity_ids),
        sentence=message.sentence,
        mentions=message.mentions,
        documents=message.documents,
    )


def _finding_message(source: Finding) -> curation_pb2.PreviewFinding:
    return curation_pb2.PreviewFinding(
        kind=FINDING_KINDS.number[source.kind],
        text=source.text,
        entity_ids=source.entity_ids,
        mentions=source.mentions,
        documents=source.documents,
        sentence=source.sentence,
    )
