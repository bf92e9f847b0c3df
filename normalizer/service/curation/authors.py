"""Who edits: the caller as the server knows it, or whom a trusted caller names."""

from __future__ import annotations

from normalizer.service.faults import RequestError, Violation
from normalizer.service.limits import MAX_KEYWORD, require, too_long
from normalizer.store.changes import Author
from normalizer.v1 import edits_pb2

MAX_ACTOR = 200
MAX_REQUEST_ID = 200
MAX_EXPECTED = 1_000


def author(message: edits_pb2.Author, known_as: str, field: str = "author.") -> Author:
    """Return the author of edits; raise RequestError naming all that is wrong.

    `known_as` is the caller's name where the server knows it: a curator then has no other.
    """
    require(
        [
            *too_long(f"{field}reason", message.reason, MAX_KEYWORD),
            *too_long(f"{field}source", message.source, MAX_KEYWORD),
            *too_long(f"{field}request_id", message.request_id, MAX_REQUEST_ID),
        ]
    )
    if len(message.expected_versions) > MAX_EXPECTED:
        reason = f"has more than {MAX_EXPECTED:,} items"
        raise RequestError([Violation(f"{field}expected_versions", reason)])
    return Author(
        actor=actor(message.actor, known_as, f"{field}actor"),
        reason=message.reason,
        source=message.source,
        request_id=message.request_id,
        expected=dict(message.expected_versions),
    )


def actor(named: str, known_as: str, field: str = "actor") -> str:
    """Return the curator's name; raise RequestError when it is missing, or not the caller's."""
    require(too_long(field, named, MAX_ACTOR))
    if known_as and named and named != known_as:
        raise RequestError([Violation(field, f"is not {known_as}, who calls")])
    found = known_as or named.strip()
    if not found:
        raise RequestError([Violation(field, "is empty, and the server does not know its callers")])
    return found


def author_message(source: Author) -> edits_pb2.Author:
    """Return the message of an author."""
    return edits_pb2.Author(
        actor=source.actor,
        reason=source.reason,
        source=source.source,
        request_id=source.request_id,
        expected_versions=source.expected,
    )
