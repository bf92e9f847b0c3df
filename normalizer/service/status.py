"""Errors ↔ `google.rpc.Status`: the one table from class to code, and both ways through it.

Only the sentences of errors that speak of the caller's own request leave the process. All
others, those that nobody foresaw above all, are answered by a fixed sentence and logged.
"""

from __future__ import annotations

import logging
from typing import NamedTuple

import grpc
from google.rpc import error_details_pb2, status_pb2

from normalizer.errors import (
    AlreadyThereError,
    ApprovalError,
    ConflictError,
    CurationError,
    FieldError,
    FileLineError,
    InputError,
    InvalidEditError,
    InvalidOptionError,
    InvalidTextError,
    JudgementConflictError,
    NormalizerError,
    RefusedError,
    RequestReusedError,
    SeedError,
    SnapshotError,
    StoreError,
    TableError,
    UnavailableError,
    UnknownAliasError,
    UnknownChangeError,
    UnknownEntityError,
    UnknownSchemeError,
)
from normalizer.service.curation.rows import record, record_message
from normalizer.service.faults import (
    DrainingError,
    ForbiddenError,
    IdleError,
    OverloadedError,
    ReadOnlyError,
    RequestError,
    UnauthenticatedError,
    Violation,
)
from normalizer.types import EntityRecord
from normalizer.v1 import edits_pb2

DOMAIN = "namenorm"
MAX_VIOLATIONS = 50
MAX_SENTENCE = 200
_MOST_ALIASES = 20
_FIXED = {
    grpc.StatusCode.INTERNAL: "the server failed; its log says why",
    grpc.StatusCode.UNAVAILABLE: "the alias table cannot be read now",
}

logger = logging.getLogger(__name__)


class Answer(NamedTuple):
    """The code of an error class, its reason in ErrorInfo, and whether its sentence may leave."""

    code: grpc.StatusCode
    reason: str
    public: bool = False


ANSWERS: dict[type[NormalizerError], Answer] = {
    NormalizerError: Answer(grpc.StatusCode.INTERNAL, "INTERNAL"),
    FileLineError: Answer(grpc.StatusCode.INTERNAL, "INTERNAL"),
    TableError: Answer(grpc.StatusCode.INTERNAL, "INTERNAL"),
    SnapshotError: Answer(grpc.StatusCode.INTERNAL, "INTERNAL"),
    SeedError: Answer(grpc.StatusCode.INTERNAL, "INTERNAL"),
    InputError: Answer(grpc.StatusCode.INTERNAL, "INTERNAL"),
    StoreError: Answer(grpc.StatusCode.UNAVAILABLE, "STORE_UNAVAILABLE"),
    UnavailableError: Answer(grpc.StatusCode.UNAVAILABLE, "STORE_UNAVAILABLE"),
    RefusedError: Answer(grpc.StatusCode.UNAVAILABLE, "STORE_UNAVAILABLE"),
    FieldError: Answer(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELD", public=True),
    InvalidTextError: Answer(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_TEXT", public=True),
    InvalidOptionError: Answer(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_OPTION", public=True),
    UnknownSchemeError: Answer(grpc.StatusCode.INVALID_ARGUMENT, "UNKNOWN_SCHEME", public=True),
    UnknownEntityError: Answer(grpc.StatusCode.NOT_FOUND, "UNKNOWN_ENTITY", public=True),
    CurationError: Answer(grpc.StatusCode.FAILED_PRECONDITION, "CURATION", public=True),
    InvalidEditError: Answer(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_EDIT", public=True),
    ConflictError: Answer(grpc.StatusCode.ABORTED, "CONFLICT", public=True),
    AlreadyThereError: Answer(grpc.StatusCode.ALREADY_EXISTS, "ALREADY_THERE", public=True),
    UnknownAliasError: Answer(grpc.StatusCode.NOT_FOUND, "UNKNOWN_ALIAS", public=True),
    UnknownChangeError: Answer(grpc.StatusCode.NOT_FOUND, "UNKNOWN_CHANGE", public=True),
    JudgementConflictError: Answer(
        grpc.StatusCode.FAILED_PRECONDITION, "JUDGEMENT_CONFLICT", public=True
    ),
    RequestReusedError: Answer(grpc.StatusCode.ALREADY_EXISTS, "REQUEST_REUSED", public=True),
    ApprovalError: Answer(grpc.StatusCode.FAILED_PRECONDITION, "APPROVAL_NEEDED", public=True),
    RequestError: Answer(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST", public=True),
    OverloadedError: Answer(grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED", public=True),
    DrainingError: Answer(grpc.StatusCode.UNAVAILABLE, "DRAINING", public=True),
    IdleError: Answer(grpc.StatusCode.UNAVAILABLE, "IDLE", public=True),
    UnauthenticatedError: Answer(grpc.StatusCode.UNAUTHENTICATED, "UNAUTHENTICATED", public=True),
    ForbiddenError: Answer(grpc.StatusCode.PERMISSION_DENIED, "FORBIDDEN", public=True),
    ReadOnlyError: Answer(grpc.StatusCode.FAILED_PRECONDITION, "READ_ONLY", public=True),
}

# What a client can make again from the fields in ErrorInfo.
_REBUILT: dict[str, type[NormalizerError]] = {
    ANSWERS[kind].reason: kind
    for kind in (
        FieldError,
        InvalidTextError,
        InvalidOptionError,
        UnknownSchemeError,
        UnknownEntityError,
        InvalidEditError,
        ConflictError,
        AlreadyThereError,
        UnknownAliasError,
        UnknownChangeError,
        JudgementConflictError,
        RequestReusedError,
        ApprovalError,
    )
}


def answer_for(error: Exception) -> Answer:
    """Return the table's row for an error; a class without one takes its nearest parent's."""
    for parent in type(error).__mro__:
        if parent in ANSWERS:
            return ANSWERS[parent]
    return ANSWERS[NormalizerError]


def to_status(error: Exception, place: str = "") -> status_pb2.Status:
    """Return the status to answer with; log what may not leave.

    `place` is the path of the item at fault, with its closing dot: `queries[3].`.
    """
    answer = answer_for(error)
    if not answer.public:
        logger.error("answered %s", answer.code.name, exc_info=error)
    code, _ = answer.code.value
    sentence = str(error) if answer.public else _FIXED[answer.code]
    status = status_pb2.Status(code=code, message=_short(sentence))
    info = error_details_pb2.ErrorInfo(reason=answer.reason, domain=DOMAIN)
    if answer.reason in _REBUILT:
        info.metadata.update(
            {n: _short(str(v)) for n, v in vars(error).items() if isinstance(v, str | int)}
        )
    status.details.add().Pack(info)
    for each in _records(error):
        status.details.add().Pack(record_message(each))
    if violations := _violations(error):
        status.details.add().Pack(_bad_request(violations, place))
    if isinstance(error, OverloadedError):
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromMilliseconds(round(error.retry_after * 1_000))
        status.details.add().Pack(retry)
    return status


def from_status(status: status_pb2.Status, target: str) -> NormalizerError:
    """Return the error that a server meant by a status; `target` is the server's address.

    A status that is not ours, or speaks of the server and not of the request, gives
    UnavailableError.
    """
    info, bad_request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        detail.Unpack(info)
        detail.Unpack(bad_request)
    if info.domain == DOMAIN and info.reason in _REBUILT:
        try:
            return _rebuilt(info, status)
        except (KeyError, TypeError, ValueError):  # of a newer server
            return UnavailableError(target, status.message)
    if info.domain == DOMAIN and bad_request.field_violations:
        first = bad_request.field_violations[0]
        return InvalidOptionError(_leaf(first.field), first.description)
    return UnavailableError(target, status.message or f"answered with code {status.code}")


def _rebuilt(info: error_details_pb2.ErrorInfo, status: status_pb2.Status) -> NormalizerError:
    """Return the error of its fields; one of a conflict has the records that came with it."""
    kind, fields = _REBUILT[info.reason], dict(info.metadata)
    if kind is not ConflictError:
        return kind(**fields)
    expected, found = int(fields["expected"]), int(fields["found"])
    records: dict[int, EntityRecord] = {}
    for detail in status.details:
        message = edits_pb2.EntityRecord()
        if detail.Unpack(message):
            records[message.version] = record(message)
    sides = (records.get(expected), records.get(found))
    return ConflictError(fields["entity_id"], expected, found, *sides)


def _records(error: Exception) -> list[EntityRecord]:
    """Return the records of both versions that a conflict is between."""
    if not isinstance(error, ConflictError):
        return []
    both = [each for each in (error.then, error.now) if each is not None]
    # Details travel in a trailer of at most 16 kB: of a large entity the caller must ask.
    return [each for each in both if len(each.aliases) <= _MOST_ALIASES]


def _leaf(path: str) -> str:
    """Return the option that a path names: `languages` for `options.languages[0]`."""
    return path.removesuffix(".").rpartition(".")[2].partition("[")[0]


def _violations(error: Exception) -> tuple[Violation, ...]:
    if isinstance(error, RequestError):
        return error.violations[:MAX_VIOLATIONS]
    if isinstance(error, FieldError):
        return (Violation(error.field, error.reason),)
    if isinstance(error, UnknownSchemeError):
        return (Violation("scheme", error.reason),)
    return ()


def _bad_request(violations: tuple[Violation, ...], place: str) -> error_details_pb2.BadRequest:
    message = error_details_pb2.BadRequest()
    for field, reason in violations:
        message.field_violations.add(field=place + field, description=_short(reason))
    return message


def _short(sentence: str) -> str:
    """Return a sentence that fits a trailer and that UTF-8 can carry."""
    safe = sentence.encode("utf-8", "replace").decode("utf-8")
    return safe if len(safe) <= MAX_SENTENCE else safe[: MAX_SENTENCE - 1] + "…"
