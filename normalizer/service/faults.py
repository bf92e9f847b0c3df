"""Errors that only a server has, beside those of the core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from normalizer.errors import NormalizerError


class Violation(NamedTuple):
    """A field of a request, as a path such as `options.kinds[0]`, and what is wrong with it."""

    field: str
    reason: str


class RequestError(NormalizerError):
    """A request cannot be served as a whole. `violations` has at least one."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in violations))


class OverloadedError(NormalizerError):
    """A server has too much to do. `retry_after` is in seconds."""

    def __init__(self, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__("the server has too much to do; try again later")


class DrainingError(NormalizerError):
    """A server is about to stop and ends its streams."""

    def __init__(self) -> None:
        super().__init__("the server is about to stop; call again to reach another")


class UnauthenticatedError(NormalizerError):
    """A caller does not say who he is, or not credibly."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class ForbiddenError(NormalizerError):
    """A caller may not call a method. `role` is the least that may, empty when none may."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(f"this needs the role {role}" if role else "this is open to nobody")


class IdleError(NormalizerError):
    """A stream had no message for longer than the server keeps one open."""

    def __init__(self) -> None:
        super().__init__("the stream was idle for too long; call again when there is more")


class ReadOnlyError(NormalizerError):
    """A server answers from a table that cannot be written to."""

    def __init__(self) -> None:
        super().__init__("this server's alias table cannot be written to: it has no store")
