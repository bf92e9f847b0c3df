"""The names of one message → their answers as bytes, remembered or made anew.

Answers are joined as bytes: messages that stand one behind the other are, to protobuf, one
message with the fields of both.
"""

from __future__ import annotations

from functools import cached_property

from normalizer.service.convert import resolve_options, write_resolution
from normalizer.service.desk import Desk
from normalizer.service.limits import bad_options, require
from normalizer.service.memory import Given
from normalizer.service.status import to_status
from normalizer.types import Resolution, ResolveOptions
from normalizer.v1 import resolver_pb2
from normalizer.version import ENGINE_VERSION

VERSION = resolver_pb2.BatchResolveNamesResponse(engine_version=ENGINE_VERSION).SerializeToString()
"""The end of each response: for one name, for a batch, and in a stream."""

Options = resolver_pb2.ResolveOptions


class Asking:
    """Asks one engine for one message, whatever becomes of the desk meanwhile.

    `shared` are the options for all names that have none of their own (`own`).
    """

    def __init__(self, desk: Desk, shared: Options) -> None:
        self._engine, self._memory = desk.engine, desk.memory
        self._revision = self._engine.revision
        self._message, self._packed = shared, shared.SerializeToString()

    def before(self, name: str, own: Options | None = None) -> Given | None:
        """Return the answer for a name, if it is remembered. It had good options then."""
        if self._memory is None:
            return None
        packed = self._packed if own is None else own.SerializeToString()
        return self._memory.find((self._revision, name, packed))

    def anew(self, name: str, own: Options | None = None) -> Given:
        """Return the engine's answer; raise what is wrong with a name or its own options."""
        options = self._shared
        if own is not None:
            require(bad_options(own, "options."))
            options = resolve_options(own)
        return _given(self._engine.resolve(name, options))

    def outcome(self, place: int, name: str, own: Options | None) -> Given:
        """Return the outcome for the name at a place of a batch; no error leaves it."""
        try:
            return self.anew(name, own)
        except Exception as error:
            status = to_status(error, f"queries[{place}].")
            return Given(*_packed(resolver_pb2.ResolutionResult(error=status)))

    def remember(self, name: str, own: Options | None, given: Given) -> None:
        """Keep an answer of this table for the next who asks; an error is not kept."""
        if self._memory is not None and given.revision == self._revision:
            packed = self._packed if own is None else own.SerializeToString()
            self._memory.keep((self._revision, name, packed), given)

    @cached_property
    def _shared(self) -> ResolveOptions:
        return resolve_options(self._message)


def _given(answer: Resolution) -> Given:
    result = resolver_pb2.ResolutionResult()
    write_resolution(answer, result.resolution)
    found = answer.candidates
    stage = found[0].evidence.stage if found else None
    return Given(*_packed(result), answer.revision, answer.decision, stage, len(found))


def _packed(result: resolver_pb2.ResolutionResult) -> tuple[bytes, int]:
    """Return a result as a batch of one, and where in it the result itself begins.

    A ResolveNameResponse is a ResolutionResult with a version, by the numbers of their fields.
    """
    item = resolver_pb2.BatchResolveNamesResponse(results=(result,)).SerializeToString()
    return item, len(item) - result.ByteSize()
