"""A server that does nothing, on the same stack as ours: what a call costs at least.

python -m tests.bench.load.noop [CORE]
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

import grpc

METHOD = "/normalizer.v1.ResolverService/ResolveName"
_ANSWER = b"\x0a\x02ok"


async def _answer(request: bytes, context: Any) -> bytes:
    return _ANSWER


async def _serve() -> None:
    server = grpc.aio.server(options=[("grpc.http2.bdp_probe", 0)])
    service, method = METHOD[1:].split("/")
    handlers = {method: grpc.unary_unary_rpc_method_handler(_answer)}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stderr.write(f"listening on 127.0.0.1:{port}\n")
    sys.stderr.flush()
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()
    await server.stop(1)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        os.sched_setaffinity(0, {int(sys.argv[1])})
    asyncio.run(_serve())
