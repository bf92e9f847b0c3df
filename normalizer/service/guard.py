"""What stands before every handler but health: decoding, admission, errors, draining.

A handler returns or yields its answer and raises an error of ours; everything that speaks
gRPC's language of refusal is here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, NoReturn

import grpc
from google.protobuf.message import DecodeError

from normalizer.service.admission import Gate
from normalizer.service.faults import DrainingError, RequestError, Violation
from normalizer.service.health import SERVICE_NAME as HEALTH
from normalizer.service.status import to_status

STATUS_TRAILER = "grpc-status-details-bin"

# gRPC types a handler for synchronous servers alone.
Handler = Any
_UNDECODABLE = object()
_END = object()


class Guard(grpc.aio.ServerInterceptor):
    """Wraps each handler once; `calls` admits calls, `streams` admits streams."""

    def __init__(self, calls: Gate, streams: Gate) -> None:
        self._calls, self._streams = calls, streams
        self._draining = asyncio.Event()
        self._wrapped: dict[str, Handler] = {}

    def drain(self) -> None:
        """End every stream after the message that it is working on; idempotent."""
        self._draining.set()

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        """Return the wrapped handler of a method, None when there is no such method."""
        method = handler_call_details.method
        if wrapped := self._wrapped.get(method):
            return wrapped
        handler = await continuation(handler_call_details)
        if handler is None or method.startswith(f"/{HEALTH}/"):
            return handler
        self._wrapped[method] = self._wrap(handler)
        return self._wrapped[method]

    def _wrap(self, handler: Handler) -> Handler:
        decode = _lenient(handler.request_deserializer)
        if handler.stream_stream:
            return grpc.stream_stream_rpc_method_handler(
                self._streaming(handler.stream_stream), decode, handler.response_serializer
            )
        return grpc.unary_unary_rpc_method_handler(
            self._unary(handler.unary_unary), decode, handler.response_serializer
        )

    def _unary(self, answer: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
        async def guarded(request: Any, context: Any) -> Any:
            try:
                async with self._calls:
                    return await answer(_decoded(request), context)
            except grpc.aio.AbortError:
                raise
            except Exception as error:
                await _refuse(error, context)

        return guarded

    def _streaming(self, answers: Callable[..., AsyncIterator[Any]]) -> Callable[..., Any]:
        async def guarded(requests: AsyncIterator[Any], context: Any) -> AsyncIterator[Any]:
            try:
                async with self._streams, aclosing(self._until_drain(requests)) as admitted:
                    async for answer in answers(admitted, context):
                        yield answer
            except grpc.aio.AbortError:
                raise
            except Exception as error:
                await _refuse(error, context)

        return guarded

    async def _until_drain(self, requests: AsyncIterator[Any]) -> AsyncGenerator[Any, None]:
        """Yield the requests; raise DrainingError when none is there and the server drains."""
        rest = aiter(requests)
        draining = asyncio.ensure_future(self._draining.wait())
        following: asyncio.Future[Any] | None = None
        try:
            while True:
                following = asyncio.ensure_future(_next(rest))
                await asyncio.wait((following, draining), return_when=asyncio.FIRST_COMPLETED)
                if not following.done():
                    raise DrainingError
                request = following.result()
                if request is _END:
                    return
                yield _decoded(request)
        finally:
            draining.cancel()
            if following is not None:
                following.cancel()


async def _next(rest: AsyncIterator[Any]) -> Any:
    return await anext(rest, _END)


def _lenient(decode: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """Return a decoder that leaves the refusal to us: gRPC's own would leak the exception."""

    def attempt(data: bytes) -> Any:
        try:
            return decode(data)
        except DecodeError:
            return _UNDECODABLE

    return attempt


def _decoded(request: Any) -> Any:
    if request is _UNDECODABLE:
        raise RequestError([Violation("", "the message is not valid protobuf with UTF-8 strings")])
    return request


async def _refuse(error: Exception, context: Any) -> NoReturn:
    status = to_status(error)
    code = next(code for code in grpc.StatusCode if code.value[0] == status.code)
    trailer = ((STATUS_TRAILER, status.SerializeToString()),)
    await context.abort(code, status.message, trailer)
    raise AssertionError("abort returned")
