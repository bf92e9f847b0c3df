"""A bidirectional stream as a pipeline for synchronous callers.

Requests are taken from the caller's own thread, so that his iterators run where he expects
and their errors reach him; each answer has its own time limit, since a stream as a whole may
rightly last for hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

import grpc

Request = TypeVar("Request")
Response = TypeVar("Response")


class Overdue(Exception):  # noqa: N818 - a signal to the client, which makes the error
    """No answer came within the time limit."""


class Pipeline(Generic[Request, Response]):
    """Send requests, receive their responses in order. To be closed, from any state."""

    def __init__(
        self, method: Callable[[Iterator[Request]], Iterator[Response]], timeout: float
    ) -> None:
        self._timeout = timeout
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._responses: SimpleQueue[Response | Exception] = SimpleQueue()
        self._call: Any = method(self._taken())
        Thread(target=self._pump, name="answers", daemon=True).start()

    def _taken(self) -> Iterator[Request]:
        while (request := self._requests.get()) is not None:
            yield request

    def _pump(self) -> None:
        try:
            for response in self._call:
                self._responses.put(response)
            self._responses.put(EOFError("the server ended the stream early"))
        except grpc.RpcError as failure:
            self._responses.put(failure)

    def send(self, request: Request) -> None:
        """Send a request; never blocks, so bound how many are unanswered."""
        self._requests.put(request)

    def receive(self) -> Response:
        """Return the next response; raise Overdue, grpc.RpcError or EOFError."""
        try:
            response = self._responses.get(timeout=self._timeout)
        except Empty:
            raise Overdue from None
        if isinstance(response, Exception):
            raise response
        return response

    def close(self) -> None:
        """End the stream, answered or not; idempotent."""
        self._requests.put(None)
        self._call.cancel()
