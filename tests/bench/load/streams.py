"""Streams of messages, so many messages ahead of the answers each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import cycle
from typing import Any

import grpc

from tests.bench.load.jobs import Job, Measures

_UNANSWERED = 2


async def run_streams(job: Job) -> Measures:
    """Return what was measured: one stream a caller, over so many channels."""
    measures, requests = Measures(), cycle(job.shape.requests)
    options = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_receive_message_length", -1)]
    channels = [
        grpc.aio.insecure_channel(job.address, options=options) for _ in range(job.channels)
    ]
    began = time.perf_counter()
    methods = [channel.stream_stream(job.shape.method) for channel in channels]
    await asyncio.gather(
        *(
            _stream(methods[number % len(methods)], requests, job, measures)
            for number in range(job.callers)
        )
    )
    measures.elapsed = time.perf_counter() - began
    for channel in channels:
        await channel.close()
    return measures


async def _stream(method: Any, bodies: cycle[bytes], job: Job, measures: Measures) -> None:
    sent: list[float] = []
    answered = asyncio.Semaphore(_UNANSWERED)
    end = time.perf_counter() + job.seconds

    async def requests() -> AsyncIterator[bytes]:
        while time.perf_counter() < end:
            await answered.acquire()
            sent.append(time.perf_counter())
            yield next(bodies)

    try:
        async for _ in method(requests(), timeout=job.seconds * 2 + 30):
            measures.seconds.append(time.perf_counter() - sent.pop(0))
            answered.release()
    except grpc.RpcError as failure:
        measures.failures[_code(failure)] += 1


def _code(failure: Any) -> str:
    return str(failure.code().name)
