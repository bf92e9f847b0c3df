"""What gRPC raises → errors of ours, and results of a batch → answers or errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import grpc
from grpc_status import rpc_status

from normalizer.client.asks import Batch
from normalizer.errors import NormalizerError, RefusedError, UnavailableError
from normalizer.service.status import from_status

Answer = TypeVar("Answer")
_WORDS = {grpc.StatusCode.UNAVAILABLE: "cannot be reached"}
_REFUSALS = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED)


class Reader:
    """Reads the answers and the failures of one server."""

    def __init__(self, target: str, timeout: float) -> None:
        self.target, self.timeout = target, timeout

    def read(self, means: Callable[[Any], Answer], message: Any) -> Answer:
        """Return what a message means; raise UnavailableError for words of a newer server's."""
        try:
            return means(message)
        except KeyError:
            reason = "answers in words that this version does not know; upgrade it"
            raise UnavailableError(self.target, reason) from None

    def outcomes(
        self, batch: Batch[Answer], results: list[Any]
    ) -> Iterator[Answer | NormalizerError]:
        """Yield the outcome of each item of a batch, in order."""
        rest = iter(results)
        for item in batch.items:
            yield (
                item if isinstance(item, NormalizerError) else self.outcome(batch.read, next(rest))
            )

    def outcome(self, means: Callable[[Any], Answer], result: Any) -> Answer | NormalizerError:
        """Return the answer that a result holds, or its error."""
        if result.HasField("error"):
            return from_status(result.error, self.target)
        return self.read(means, result)

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Turn what gRPC raises into errors of ours."""
        try:
            yield
        except grpc.RpcError as failure:
            raise self.error_of(failure) from failure
        except ValueError as failure:  # a closed channel
            raise UnavailableError(self.target, str(failure)) from failure

    def error_of(self, failure: Any) -> NormalizerError:
        """Return the error that a failed call means."""
        code = failure.code()
        if code is grpc.StatusCode.DEADLINE_EXCEEDED:
            reason = f"did not answer within {self.timeout:g} s"
            return UnavailableError(self.target, reason)
        if code in _REFUSALS:
            return RefusedError(self.target, failure.details() or code.name)
        if status := rpc_status.from_call(failure):
            return from_status(status, self.target)
        return UnavailableError(self.target, _WORDS.get(code) or failure.details() or code.name)
