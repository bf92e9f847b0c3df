from __future__ import annotations

from collections.abc import Iterator

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2

import normalizer.service.faults  # noqa: F401 - its classes are walked
from normalizer.errors import (
    FieldError,
    InvalidOptionError,
    InvalidTextError,
    NormalizerError,
    SeedError,
    StoreError,
    UnavailableError,
    UnknownEntityError,
    UnknownSchemeError,
)
from normalizer.service.faults import OverloadedError, RequestError, Violation
from normalizer.service.status import ANSWERS, MAX_VIOLATIONS, answer_for, from_status, to_status
from tests.service.serving import detail, violations


def every_class(root: type[NormalizerError] = NormalizerError) -> Iterator[type[NormalizerError]]:
    """Yield a class and all below it, those of the package alone."""
    yield root
    for child in root.__subclasses__():
        if child.__module__.startswith("normalizer."):
            yield from every_class(child)


@pytest.mark.parametrize("kind", list(every_class()), ids=lambda kind: kind.__name__)
def test_every_error_class_has_its_own_row(kind: type[NormalizerError]) -> None:
    """A new class must say what it answers."""
    assert kind in ANSWERS


@pytest.mark.parametrize("reason", sorted({row.reason for row in ANSWERS.values()}))
def test_reasons_are_machine_readable(reason: str) -> None:
    """UPPER_SNAKE_CASE, as ErrorInfo wants it."""
    assert reason.replace("_", "").isalpha()
    assert reason == reason.upper()


def test_class_without_a_row_takes_its_parents() -> None:
    """A subclass made elsewhere is answered like the class that it refines."""

    class NarrowerError(InvalidTextError):
        pass

    assert answer_for(NarrowerError("text", "odd")) == ANSWERS[InvalidTextError]


@pytest.mark.parametrize(
    "error",
    [
        InvalidTextError("name", "is empty"),
        InvalidOptionError("max_candidates", "must be from 1 to 100"),
        FieldError("field", "reason"),
        UnknownEntityError("nn1"),
        UnknownSchemeError("x", "is not a known scheme"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_error_of_the_caller_comes_back_whole(error: NormalizerError) -> None:
    """Class and fields survive the way to the client."""
    rebuilt = from_status(to_status(error), "host:1")
    assert type(rebuilt) is type(error)
    assert vars(rebuilt) == vars(error)
    assert str(rebuilt) == str(error)


def test_request_error_becomes_that_of_its_first_option() -> None:
    """The path is cut to the option that a Python caller knows."""
    error = RequestError(
        [Violation("options.languages[3]", "odd"), Violation("options.kinds", "x")]
    )
    rebuilt = from_status(to_status(error), "host:1")
    assert isinstance(rebuilt, InvalidOptionError)
    assert (rebuilt.field, rebuilt.reason) == ("languages", "odd")


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("secret"),
        KeyError("secret"),
        NormalizerError("secret"),
        SeedError("/secret/aliases.tsv", 3, "secret"),
        StoreError("secret", "secret"),
        UnavailableError("secret", "secret"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_inner_error_tells_nothing(error: Exception) -> None:
    """Not in the sentence, not in the details; the client learns that the server failed."""
    status = to_status(error)
    assert b"secret" not in status.SerializeToString()
    assert isinstance(from_status(status, "host:1"), UnavailableError)


def test_item_is_named_by_its_place() -> None:
    """The violation's path leads to the item, the error's own field stays what it was."""
    status = to_status(InvalidTextError("name", "is empty"), "queries[7].")
    assert violations(status) == {"queries[7].name": "is empty"}
    assert vars(from_status(status, "host:1")) == {"field": "name", "reason": "is empty"}


def test_overload_says_when_to_try_again() -> None:
    """In RetryInfo, and the client may try again."""
    status = to_status(OverloadedError(0.25))
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.ToMilliseconds() == 250
    assert isinstance(from_status(status, "host:1"), UnavailableError)


def test_status_of_many_long_violations_fits_a_trailer() -> None:
    """Larger than 16 kB, a status is replaced by RESOURCE_EXHAUSTED."""
    error = RequestError([Violation(f"languages[{n}]", "x" * 5_000) for n in range(1_000)])
    status = to_status(error)
    assert len(violations(status)) == MAX_VIOLATIONS
    assert status.ByteSize() * 4 / 3 < 16_000


def test_surrogate_in_an_error_can_travel() -> None:
    """An error that quotes what UTF-8 cannot carry is answered none the less."""
    assert from_status(to_status(UnknownEntityError("a\ud800")), "host:1").entity_id == "a?"


def test_status_of_another_service_is_unavailable() -> None:
    """A proxy's status has none of our details, or details that are not ours."""
    status = status_pb2.Status(code=grpc.StatusCode.NOT_FOUND.value[0], message="no route")
    error = from_status(status, "host:1")
    assert isinstance(error, UnavailableError)
    assert (error.target, error.reason) == ("host:1", "no route")
    foreign = error_details_pb2.ErrorInfo(reason="INVALID_TEXT", domain="example.com")
    status.details.add().Pack(foreign)
    assert isinstance(from_status(status, "host:1"), UnavailableError)


def test_newer_servers_error_is_not_a_crash() -> None:
    """Fields that this version does not know give the sentence alone."""
    status = to_status(InvalidTextError("name", "is empty"))
    info = detail(status, error_details_pb2.ErrorInfo)
    info.metadata["hint"] = "new"
    status.details[0].Pack(info)
    assert isinstance(from_status(status, "host:1"), NormalizerError)
