"""A process that sends load, and says how long each call took.

    python -m tests.bench.load.generator < job > measures     (both pickled; started by others)

Closed loop: so many callers, each waits for its answer before it asks again. Open loop: calls
begin when a schedule says, whether others are answered or not, and the time of each counts from
when it should have begun: a server that stalls does not make its own load disappear.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import random
import sys
import time
from collections.abc import AsyncIterator
from itertools import cycle
from typing import Any

import grpc

from tests.bench.load.jobs import GIVE_UP_SECONDS, Job, Measures

_UNANSWERED = 2


class Generator:
    """Runs one job on one event loop."""

    def __init__(self, job: Job) -> None:
        self._job, self._measures = job, Measures()
        options = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_receive_message_length", -1)]
        self._channels = [
            grpc.aio.insecure_channel(job.address, options=options) for _ in range(job.channels)
        ]
        self._methods = cycle(
            channel.stream_stream(job.shape.method)
            if job.shape.streaming
            else channel.unary_unary(job.shape.method)
            for channel in self._channels
        )
        requests = list(job.shape.requests)
        random.Random(job.seed).shuffle(requests)
        self._requests = iter(requests) if job.once else cycle(requests)

    async def run(self) -> Measures:
        """Return what was measured."""
        began = time.perf_counter()
        end = began + self._job.seconds
        if self._job.rate:
            await self._open_loop(began, end)
        else:
            loop = self._stream_loop if self._job.shape.streaming else self._closed_loop
            await asyncio.gather(*(loop(end) for _ in range(self._job.callers)))
        self._measures.elapsed = time.perf_counter() - began
        for channel in self._channels:
            await channel.close()
        return self._measures

    async def _closed_loop(self, end: float) -> None:
        while (now := time.perf_counter()) < end:
            if (request := next(self._requests, None)) is None:
                return
            await self._call(now, request)

    async def _open_loop(self, began: float, end: float) -> None:
        chance = random.Random(self._job.seed)
        due, calls = began, set[asyncio.Task[None]]()
        while (due := due + chance.expovariate(self._job.rate)) < end:
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            call = asyncio.create_task(self._call(due, next(self._requests)))
            calls.add(call)
            call.add_done_callback(calls.discard)
        if calls:
            await asyncio.wait(calls)

    async def _call(self, due: float, request: bytes) -> None:
        try:
            await next(self._methods)(request, timeout=GIVE_UP_SECONDS)
        except grpc.RpcError as failure:
            self._measures.failures[_code(failure)] += 1
        else:
            self._measures.seconds.append(time.perf_counter() - due)

    async def _stream_loop(self, end: float) -> None:
        """Send on one stream, so many messages ahead of the answers."""
        sent: list[float] = []
        answered = asyncio.Semaphore(_UNANSWERED)

        async def requests() -> AsyncIterator[bytes]:
            while time.perf_counter() < end:
                await answered.acquire()
                sent.append(time.perf_counter())
                yield next(self._requests)

        try:
            async for _ in next(self._methods)(requests(), timeout=self._job.seconds * 2 + 30):
                self._measures.seconds.append(time.perf_counter() - sent.pop(0))
                answered.release()
        except grpc.RpcError as failure:
            self._measures.failures[_code(failure)] += 1


def _code(failure: Any) -> str:
    return str(failure.code().name)


def main() -> None:
    """Run the job on standard input and write its measures to standard output."""
    job, core = pickle.load(sys.stdin.buffer)  # from our own parent
    if core is not None:
        os.sched_setaffinity(0, {core})

    async def run() -> Measures:
        return await Generator(job).run()

    sys.stdout.buffer.write(pickle.dumps(asyncio.run(run())))


if __name__ == "__main__":
    main()
