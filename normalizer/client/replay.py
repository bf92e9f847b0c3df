"""A stream that outlives its connection: what was not answered is sent again on another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import grpc

from normalizer.client.failures import Reader
from normalizer.client.feed import Feed
from normalizer.client.options import ClientOptions
from normalizer.errors import NormalizerError, UnavailableError

_LOST = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


class Replayed:
    """The answers to what a feed holds: asks, and errors of items that cannot be sent."""

    def __init__(
        self,
        open_stream: Callable[[Iterator[Any]], Any],
        feed: Feed[Any],
        reader: Reader,
        options: ClientOptions,
    ) -> None:
        self._open, self._feed, self._reader = open_stream, feed, reader
        self._options = options
        self._losses = 0

    def answers(self) -> Iterator[Any]:
        """Yield an answer or error for each item, in order.

        Raises what the feed's source raised, once all before it is answered, and
        UnavailableError when streams are lost `attempts` times in a row without an answer.
        """
        while not self._feed.is_done():
            try:
                yield from self._one_stream()
                if not self._feed.is_done():
                    self._lost(UnavailableError(self._reader.target, "ended the stream early"))
            except grpc.RpcError as failure:
                if failure.code() not in _LOST:
                    raise self._reader.error_of(failure) from failure
                self._lost(self._reader.error_of(failure))
        if self._feed.error is not None:
            raise self._feed.error

    def _lost(self, error: NormalizerError) -> None:
        """Wait before another stream is tried, or raise."""
        self._losses += 1
        if self._losses >= self._options.attempts:
            raise error
        time.sleep(self._options.first_pause * 2.0 ** (self._losses - 1))

    def _one_stream(self) -> Iterator[Any]:
        call = self._open(item.request for item in self._feed.requests() if _is_sent(item))
        try:
            for response in call:
                self._losses = 0
                yield from self._errors()
                ask = self._feed.answered()
                yield self._reader.outcome(ask.read, response.results[0])
            yield from self._errors()
        finally:
            call.cancel()

    def _errors(self) -> Iterator[NormalizerError]:
        """Yield the errors that stand before the next item that was sent."""
        while self._feed.next_is(lambda item: not _is_sent(item)):
            yield self._feed.answered()


def _is_sent(item: object) -> bool:
    return not isinstance(item, NormalizerError)
